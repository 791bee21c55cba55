package live

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"aldia/platform/clock"
)

const (
	// heartbeat keeps proxies from closing a silent stream, and tells a browser that the other end is there.
	heartbeat = 20 * time.Second
	// longest is after how long a stream ends: the browser comes back at once and is asked again who it is,
	// so that who was signed out hears nothing more after this.
	longest = 10 * time.Minute
	// writeWithin is how long one write may take before the reader counts as gone.
	writeWithin = 15 * time.Second
	// retryMillis is how soon a browser comes back.
	retryMillis = 2000
)

// Handler is the stream of one tab. topics says what the request may hear; an error goes to refuse.
func (h *Hub) Handler(
	topics func(*http.Request) ([]string, error), refuse func(http.ResponseWriter, *http.Request, error),
) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wanted, err := topics(r)
		if err != nil {
			refuse(w, r, err)
			return
		}
		t, room := h.join(wanted, r.Header.Get("Last-Event-ID"))
		if !room {
			w.Header().Set("Retry-After", "30")
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		defer h.leave(t)
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Accel-Buffering", "no") // nginx would gather the stream otherwise
		h.stream(w, r, t)
	})
}

func (h *Hub) stream(w http.ResponseWriter, r *http.Request, t *tab) {
	out := &writer{w: w, c: http.NewResponseController(w)}
	beat, end := time.NewTicker(heartbeat), time.NewTimer(longest)
	defer beat.Stop()
	defer end.Stop()
	// The first words say where the stream begins, so that a connection that breaks at once misses nothing.
	out.printf("retry: %d\nid: %s\n\n", retryMillis, t.start)
	for {
		if t.lost.Load() {
			out.event(h.resync(t), Resync, "")
		}
		if !out.send() {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-h.stop:
			return
		case <-end.C:
			return
		case <-beat.C:
			out.printf(": here\n\n")
		case m := <-t.inbox:
			h.write(out, t, m)
		}
	}
}

// write sends a message and whatever else waits, in one flush.
func (h *Hub) write(out *writer, t *tab, m Message) {
	for !t.lost.Load() {
		out.event(h.idOf(m.seq), m.Name, m.Body)
		select {
		case m = <-t.inbox:
		default:
			return
		}
	}
}

// resync throws away all that waits for a tab, since the page that it fetches now will show it, and gives the
// identity from which the stream goes on. What comes in meanwhile is sent, at worst once too often.
func (h *Hub) resync(t *tab) string {
	t.lost.Store(false)
	for {
		select {
		case <-t.inbox:
			continue
		default:
		}
		return h.here()
	}
}

// writer writes events and remembers that it could not.
type writer struct {
	w   io.Writer
	c   *http.ResponseController
	err error
}

func (o *writer) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

func (o *writer) event(id, name, body string) {
	o.printf("id: %s\nevent: %s\n", id, name)
	for line := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		o.printf("data: %s\n", strings.ReplaceAll(line, "\r", " "))
	}
	o.printf("\n")
}

// send flushes what was written and says whether the reader is still there. The deadline is set anew each
// time, since the server's own would end every stream.
func (o *writer) send() bool {
	if o.err == nil {
		o.err = o.c.Flush()
	}
	if o.err == nil {
		// A writer without deadlines, as in tests, is as good.
		_ = o.c.SetWriteDeadline(clock.System{}.Now().Add(heartbeat + writeWithin))
	}
	return o.err == nil
}
