package db

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// plain turns an argument into one of the few kinds that both engines bind: int64, string, []byte, List or
// nil.
func plain(a any) any {
	switch v := a.(type) {
	case nil, int64, string, []byte, List:
		return v
	case int:
		return int64(v)
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case time.Time:
		return Micros(v)
	}
	v := reflect.ValueOf(a)
	switch v.Kind() { //nolint:exhaustive // every other kind is a mistake of the caller, told below
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint())
	case reflect.String:
		return v.String()
	}
	panic(fmt.Sprintf("db: an argument of type %T cannot be kept", a))
}

// Micros is an instant as it is kept: microseconds since 1970, zero for none.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is an instant that Micros made.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// texts keeps each SQL text as its engine reads it, so that a text is rewritten once.
type texts struct{ seen sync.Map }

func (t *texts) of(sql string, rewrite func(string) string) string {
	if v, ok := t.seen.Load(sql); ok {
		if s, ok := v.(string); ok {
			return s
		}
	}
	s := rewrite(sql)
	t.seen.Store(sql, s)
	return s
}

const listMark = "?list"

// forSQLite leaves `?` as it is and spells a list as a table of its JSON.
func forSQLite(sql string) string {
	return strings.ReplaceAll(sql, "IN "+listMark, "IN (SELECT value FROM json_each(?))")
}

// forPostgres numbers the placeholders outside quotes and spells a list as an array.
func forPostgres(sql string) string {
	var b strings.Builder
	n, quoted := 0, false
	for i := 0; i < len(sql); i++ {
		switch {
		case sql[i] == '\'':
			quoted = !quoted
		case sql[i] == '?' && !quoted:
			n++
			b.WriteString("$" + strconv.Itoa(n))
			if strings.HasPrefix(sql[i+1:], " = 0") || strings.HasPrefix(sql[i+1:], " <> 0") {
				b.WriteString("::bigint") // beside a bare 0 PostgreSQL takes it for 32 bits
			}
			continue
		case !quoted && strings.HasPrefix(sql[i:], "IN "+listMark):
			n++
			b.WriteString("= ANY($" + strconv.Itoa(n) + ")")
			i += len("IN "+listMark) - 1
			continue
		}
		b.WriteByte(sql[i])
	}
	return b.String()
}

func (l List) json() string {
	b := make([]byte, 0, 2+20*len(l))
	b = append(b, '[')
	for i, v := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, v, 10)
	}
	return string(append(b, ']'))
}
