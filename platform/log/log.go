// Package log writes what the program does for those who run it: text on a terminal, one JSON object a line
// anywhere else. What belongs to a request (its identity, the person signed in) rides in the context and is
// written with every line, so that callers pass the context and never these two. Logs hold identities, never
// names, amounts or numbers of debtors: a log travels further than the database does.
package log

import (
	"context"
	"io"
	"log/slog"
	"os"

	"aldia/platform/id"
)

// Options say how much is written and how. The zero value is info, and text only on a terminal.
type Options struct {
	Level  string // debug, info, warn, error
	Format string // auto, text, json
}

// New makes the logger of the program.
func New(w io.Writer, o Options) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.Level)); err != nil {
		level = slog.LevelInfo
	}
	settings := &slog.HandlerOptions{Level: level}
	var h slog.Handler = slog.NewJSONHandler(w, settings)
	if o.Format == "text" || o.Format != "json" && isTerminal(w) {
		h = slog.NewTextHandler(w, settings)
	}
	return slog.New(contextual{h})
}

// Silent writes nothing, for tests and for commands whose output is their answer.
func Silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	stat, err := f.Stat()
	return err == nil && stat.Mode()&os.ModeCharDevice != 0
}

type contextKey int

const (
	requestKey contextKey = iota
	userKey
)

// WithRequest puts the identity of a request into the context.
func WithRequest(ctx context.Context, request id.ID) context.Context {
	return context.WithValue(ctx, requestKey, request)
}

// WithUser puts the identity of the person signed in into the context.
func WithUser(ctx context.Context, user id.ID) context.Context {
	return context.WithValue(ctx, userKey, user)
}

// RequestOf is the identity of the request that a context belongs to, or zero.
func RequestOf(ctx context.Context) id.ID {
	request, _ := ctx.Value(requestKey).(id.ID)
	return request
}

// contextual adds what the context knows to every line.
type contextual struct{ slog.Handler }

// Handle writes one line.
func (c contextual) Handle(ctx context.Context, r slog.Record) error {
	if request := RequestOf(ctx); request != 0 {
		r.AddAttrs(slog.String("request", request.Text("req_")))
	}
	if user, ok := ctx.Value(userKey).(id.ID); ok && user != 0 {
		r.AddAttrs(slog.String("user", user.Text("usr_")))
	}
	return c.Handler.Handle(ctx, r)
}

// WithAttrs keeps the context's attributes on a logger that was given its own.
func (c contextual) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextual{c.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the context's attributes on a logger that was given a group.
func (c contextual) WithGroup(name string) slog.Handler { return contextual{c.Handler.WithGroup(name)} }
