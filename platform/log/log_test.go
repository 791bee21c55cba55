package log

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"aldia/platform/clock"
	"aldia/platform/id"
)

func line(t *testing.T, b *bytes.Buffer) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(b.Bytes(), &m); err != nil {
		t.Fatalf("%q is no line of JSON: %v", b.String(), err)
	}
	return m
}

func TestEveryLineNamesTheRequestAndThePerson(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := New(&out, Options{}).With("part", "close")
	ctx := WithUser(WithRequest(context.Background(), 77), 88)
	l.InfoContext(ctx, "shard done", "cases", 3)
	m := line(t, &out)
	if m["request"] != id.ID(77).Text("req_") || m["user"] != id.ID(88).Text("usr_") || m["part"] != "close" {
		t.Fatalf("got %v", m)
	}
}

func TestTextAndLevelAsAsked(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := New(&out, Options{Level: "warn", Format: "text"})
	l.Info("unheard")
	l.Warn("heard")
	if s := out.String(); strings.Contains(s, "unheard") || !strings.Contains(s, "level=WARN msg=heard") {
		t.Fatalf("got %q", s)
	}
}

func TestARequestIsOneLineWithoutItsQuery(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := clock.NewFake(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.Advance(40 * time.Millisecond)
		if RequestOf(r.Context()) == 0 {
			t.Error("the handler does not know its request")
		}
		_, _ = w.Write([]byte("hola"))
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("a live stream cannot flush: %v", err)
		}
	})
	w := httptest.NewRecorder()
	Requests(New(&out, Options{}), c, id.NewMaker(c, 1), http.NotFoundHandler())(page).
		ServeHTTP(w, httptest.NewRequest("GET", "/casos?q=Rosa+Quispe", nil))
	m := line(t, &out)
	if m["path"] != "/casos" || m["status"] != 200.0 || m["bytes"] != 4.0 || m["ms"] != 40.0 {
		t.Fatalf("got %v", m)
	}
	if w.Header().Get("X-Request-Id") != m["request"] {
		t.Fatal("the answer and the log name different requests")
	}
	if strings.Contains(out.String(), "Rosa") {
		t.Fatal("a debtor's name reached the log")
	}
}

func TestAPanicIsAPageAndALineWithItsStack(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := clock.NewFake(time.Unix(1_700_000_000, 0))
	refuse := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
	})
	broken := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no case") })
	w := httptest.NewRecorder()
	Requests(New(&out, Options{}), c, id.NewMaker(c, 1), refuse)(broken).
		ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(out.String(), "no case") ||
		!strings.Contains(out.String(), "log_test.go") {
		t.Fatalf("got %d and %q", w.Code, out.String())
	}
}
