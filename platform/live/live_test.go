package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
)

var errStranger = errors.New("a stranger")

// browser opens a stream and gives its events one by one as "id event data".
type browser struct {
	t    *testing.T
	in   *bufio.Scanner
	body interface{ Close() error }
}

func serve(t *testing.T, h *Hub) string {
	t.Helper()
	s := httptest.NewServer(h.Handler(func(r *http.Request) ([]string, error) {
		if r.URL.Query().Get("who") == "stranger" {
			return nil, errStranger
		}
		return r.URL.Query()["topic"], nil
	}, func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), http.StatusForbidden)
	}))
	t.Cleanup(s.Close)
	t.Cleanup(h.Close) // before the server, which waits for its streams
	return s.URL
}

func open(t *testing.T, url, lastID string) *browser {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("not a stream: %s", kind)
	}
	b := &browser{t: t, in: bufio.NewScanner(answer.Body), body: answer.Body}
	if _, name, _ := b.next(); name != "" {
		t.Fatalf("the stream begins with %q", name)
	}
	return b
}

func (b *browser) next() (id, name, data string) {
	b.t.Helper()
	for b.in.Scan() {
		line := b.in.Text()
		field, value, _ := strings.Cut(line, ": ")
		switch field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			data += value + "\n"
		case "":
			if id != "" {
				return id, name, strings.TrimSuffix(data, "\n")
			}
		}
	}
	b.t.Fatalf("the stream ended: %v", b.in.Err())
	return "", "", ""
}

func publish(t *testing.T, h *Hub, topic, name string, body any) {
	t.Helper()
	if err := h.Publish(topic, name, body); err != nil {
		t.Fatal(err)
	}
}

func TestATabHearsItsTopicsAndNoOthers(t *testing.T) {
	t.Parallel()
	h := NewHub("a")
	url := serve(t, h)
	b := open(t, url+"?topic=floor&topic=user:1", "")
	publish(t, h, "user:2", "message", "not for her")
	publish(t, h, "floor", "figures", map[string]int{"talking": 3})
	publish(t, h, "user:1", "card", "<p>uno</p>\n<p>dos</p>")
	if _, name, data := b.next(); name != "figures" || data != `{"talking":3}` {
		t.Errorf("heard %s %s", name, data)
	}
	if _, name, data := b.next(); name != "card" || data != "<p>uno</p>\n<p>dos</p>" {
		t.Errorf("heard %s %q", name, data)
	}
	answer, err := http.Get(url + "?who=stranger")
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger: %v %v", answer.StatusCode, err)
	}
	_ = answer.Body.Close()
}

func TestATabThatReconnectsCatchesUp(t *testing.T) {
	t.Parallel()
	h := NewHub("a")
	url := serve(t, h) + "?topic=floor"
	first := open(t, url, "")
	publish(t, h, "floor", "n", 1)
	last, _, _ := first.next()
	_ = first.body.Close()
	publish(t, h, "floor", "n", 2)
	publish(t, h, "other", "n", 9)
	publish(t, h, "floor", "n", 3)
	again := open(t, url, last)
	for _, want := range []string{"2", "3"} {
		if _, _, data := again.next(); data != want {
			t.Errorf("caught up with %s, want %s", data, want)
		}
	}
}

func TestATabThatMissedTooMuchResyncs(t *testing.T) {
	t.Parallel()
	h := NewHub("b")
	url := serve(t, h) + "?topic=floor"
	for i := range remembered + 10 {
		publish(t, h, "floor", "n", i)
	}
	for name, last := range map[string]string{
		"away for long": "b-3", "from before the restart": "a-1030", "from nowhere": "rubbish",
		"from the future":      "b-99999",
		"more than its buffer": fmt.Sprint("b-", remembered+10-buffered-1),
	} {
		b := open(t, url, last)
		if id, said, _ := b.next(); said != Resync || id != "b-1034" {
			t.Errorf("%s: told %s at %s", name, said, id)
		}
	}
	b := open(t, url, fmt.Sprint("b-", remembered+10-buffered))
	if _, said, data := b.next(); said != "n" || data != "970" {
		t.Errorf("what fits the buffer: told %s %s", said, data)
	}
}

func TestASlowReaderIsToldToResyncAndBlocksNobody(t *testing.T) {
	t.Parallel()
	h := NewHub("a")
	slow, _ := h.join([]string{"floor"}, "")
	quick, _ := h.join([]string{"floor"}, "")
	for i := range buffered + 5 {
		publish(t, h, "floor", "n", i)
		<-quick.inbox
	}
	if !slow.lost.Load() || quick.lost.Load() {
		t.Fatalf("slow lost %v, quick lost %v", slow.lost.Load(), quick.lost.Load())
	}
	w := httptest.NewRecorder()
	ctx, cancel := context.WithCancel(t.Context())
	h.Close()
	h.stream(w, httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx), slow)
	cancel()
	if said := w.Body.String(); strings.Count(said, "event: ") != 1 || !strings.Contains(said,
		"event: resync") ||
		!strings.Contains(said, fmt.Sprintf("id: a-%d\n", buffered+5)) {
		t.Errorf("the slow reader was told %q", said)
	}
	if h.Missed() != 5 || h.Tabs() != 2 {
		t.Errorf("missed %d, tabs %d", h.Missed(), h.Tabs())
	}
}

func TestWhatIsNotAHintIsRefused(t *testing.T) {
	t.Parallel()
	h := NewHub("a")
	for name, err := range map[string]error{
		"a page":         h.Publish("floor", "n", strings.Repeat("a", maxBody+1)),
		"a forged field": h.Publish("floor", "n\ndata: x", ""),
		"no JSON":        h.Publish("floor", "n", func() {}),
	} {
		if err == nil {
			t.Errorf("%s was sent", name)
		}
	}
}

func TestOnlyWhatIsDurableIsSaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := NewHub("a")
		tab, _ := h.join([]string{"floor"}, "")
		for _, fails := range []bool{true, false} {
			_ = d.Write(t.Context(), func(tx db.Tx) error {
				h.PublishTx(tx, "floor", "n", fails)
				if fails {
					return errStranger
				}
				return nil
			})
		}
		if m := <-tab.inbox; m.Body != "false" || len(tab.inbox) != 0 {
			t.Errorf("said %+v", m)
		}
	})
}

func TestProcessesHearEachOtherOnceAndNotThemselves(t *testing.T) {
	t.Parallel()
	d := dbtest.OnPostgres(t)
	c := dbtest.Clock(t, d)
	hubs := []*Hub{NewHub("a"), NewHub("b"), NewHub("c")}
	var relays []*relay
	var tabs []*tab
	for _, h := range hubs {
		relays = append(relays, newRelay(h, d))
		tab, _ := h.join([]string{"floor"}, "")
		tabs = append(tabs, tab)
	}
	turn := func() {
		for _, r := range relays {
			if err := r.turn(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	turn()
	const rounds = 300 // of a second each: rows are read, read again, and pruned
	for i := range rounds {
		publish(t, hubs[i%3], "floor", "n", i)
		turn()
		turn()
		c.Advance(time.Second)
		for p, tab := range tabs {
			if len(tab.inbox) != 1 {
				t.Fatalf("round %d: process %d heard %d messages, want 1", i, p, len(tab.inbox))
			}
			if m := <-tab.inbox; m.Body != fmt.Sprint(i) {
				t.Fatalf("round %d: process %d heard %s", i, p, m.Body)
			}
		}
	}
	var left int64
	if err := d.Read(t.Context(), func(tx db.Tx) (err error) {
		left, err = db.Int(tx, `SELECT count(*) FROM live_message`)
		return err
	}); err != nil || left > 95 { // a minute and a half
		t.Errorf("%d rows left, %v", left, err)
	}
	if len(relays[0].seen) > 20 || len(relays[0].marks) > 200 {
		t.Errorf("a relay remembers %d rows and %d marks", len(relays[0].seen), len(relays[0].marks))
	}
	NewHub("d").Share(dbtest.OnSQLite(t), nil)(t.Context()) // one process: nothing to do, and it does not wait
}
