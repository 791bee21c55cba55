package db

// Kind is what a column holds, whatever the engine calls it.
type Kind string

// The kinds of column; there are no others.
const (
	Whole  Kind = "whole"
	Words  Kind = "text"
	Binary Kind = "bytes"
)

// Column is a column of a table as it stands in the database.
type Column struct {
	Name string
	Kind Kind
}

// Table is a table as it stands in the database.
type Table struct {
	Name    string
	Columns []Column
}

// TablesIn lists the tables of the program by name, with their columns in order, for whoever copies them all.
func TablesIn(tx Tx) ([]Table, error) {
	question := `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`
	if tx.Engine() == Postgres {
		question = `SELECT table_name, column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
	}
	var all []Table
	err := tx.Query(func(r Row) error {
		table := r.Text(0)
		if len(all) == 0 || all[len(all)-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, Column{Name: r.Text(1), Kind: kindOf(r.Text(2))})
		return nil
	}, question)
	return all, err
}

func kindOf(declared string) Kind {
	switch declared {
	case "BIGINT", "bigint", "INTEGER", "integer":
		return Whole
	case "BLOB", "bytea":
		return Binary
	}
	return Words
}
