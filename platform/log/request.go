package log

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"aldia/platform/clock"
	"aldia/platform/id"
)

// Requests gives every request an identity, which the answer carries as X-Request-Id, and writes one line
// when it ends. A panic of a handler becomes a 500 and a line with its stack; refuse writes the page that
// people see then. The path is written without its query: searches hold names and numbers.
func Requests(
	l *slog.Logger, c clock.Clock, ids *id.Maker, refuse http.Handler,
) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			request := ids.New()
			ctx := WithRequest(r.Context(), request)
			r = r.WithContext(ctx)
			w.Header().Set("X-Request-Id", request.Text("req_"))
			answer := &Answer{ResponseWriter: w}
			began := c.Now()
			defer func() {
				if broken := recover(); broken != nil {
					if err, is := broken.(error); is && errors.Is(err, http.ErrAbortHandler) {
						panic(broken)
					}
					l.ErrorContext(ctx, "request panicked", "path", r.URL.Path, "panic", broken,
						"stack", string(debug.Stack()))
					if answer.Status == 0 {
						refuse.ServeHTTP(answer, r)
					}
				}
				level := slog.LevelInfo
				if answer.Status >= http.StatusInternalServerError {
					level = slog.LevelError
				}
				l.Log(ctx, level, "request", "method", r.Method, "path", r.URL.Path, "status", answer.Status,
					"bytes", answer.Bytes, "ms", c.Now().Sub(began).Milliseconds())
			}()
			next.ServeHTTP(answer, r)
		})
	}
}

// Answer is a ResponseWriter that remembers its status and size. http.ResponseController reaches through it.
type Answer struct {
	http.ResponseWriter
	Status int
	Bytes  int64
}

// WriteHeader remembers the status.
func (a *Answer) WriteHeader(status int) {
	if a.Status == 0 {
		a.Status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write counts what is written; a handler that never said a status meant 200.
func (a *Answer) Write(b []byte) (int, error) {
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.Bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController flush through, which live streams need.
func (a *Answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
