package db

import (
	"zombiezen.com/go/sqlite"
)

// prepared are the statements of one connection by their text. They are kept here rather than asked of the
// driver each time: it clears what was bound before it gives a statement again, and SQLite plans a cleared
// statement anew where its plan may depend on what is bound, such as one that asks for a column that no index
// answers. One statement in five was planned anew, for a tenth of all the time.
type prepared map[string]*sqlite.Stmt

// of gives a statement that is ready to be bound: all its places, since it may hold what was bound before.
func (p prepared) of(conn *sqlite.Conn, sql string, texts *texts) (*sqlite.Stmt, error) {
	if stmt := p[sql]; stmt != nil {
		return stmt, nil
	}
	text := sql
	if texts != nil {
		text = texts.of(sql, forSQLite)
	}
	stmt, err := conn.Prepare(text)
	if err == nil {
		p[sql] = stmt
	}
	return stmt, err
}

// keptBytes is how much a statement that is not in use may hold of what was bound to it.
const keptBytes = 64 << 10

// letGo makes a statement ready for whoever asks for it next.
func letGo(stmt *sqlite.Stmt, args []any) error {
	if err := stmt.Reset(); err != nil || !heavy(args) {
		return err
	}
	return stmt.ClearBindings()
}

// heavy says whether more is bound than a statement may hold.
func heavy(args []any) bool {
	bytes := 0
	for _, a := range args {
		switch v := a.(type) {
		case string:
			bytes += len(v)
		case []byte:
			bytes += len(v)
		case List:
			bytes += len(v) * len("1234567890123456789,")
		}
	}
	return bytes > keptBytes
}
