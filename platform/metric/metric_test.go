package metric

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"aldia/platform/clock"
)

var errAway = errors.New("the database at 10.0.0.7 is away")

func get(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := get(m.Handler(), "GET", "/metrics")
	if w.Code != http.StatusOK {
		t.Fatalf("the scrape failed: %d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func has(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, l := range lines {
		if !strings.Contains(text, l+"\n") {
			t.Errorf("the scrape lacks %s", l)
		}
	}
}

func TestRequestsAreCountedByRouteAndNotByAddress(t *testing.T) {
	t.Parallel()
	c := clock.NewFake(time.Unix(1_700_000_000, 0))
	m := New("1.2.3", c)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /casos/{id}", func(w http.ResponseWriter, r *http.Request) {
		c.Advance(50 * time.Millisecond)
		if r.PathValue("id") == "3" {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	mux.HandleFunc("GET /vivo", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		c.Advance(time.Hour)
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("a stream cannot flush: %v", err)
		}
	})
	h := m.HTTP(mux)
	for _, path := range []string{"/casos/1", "/casos/2", "/casos/3", "/wp-login.php", "/.env", "/vivo"} {
		get(h, "GET", path)
	}
	get(h, "BREW", "/casos/1")
	text := scrape(t, m)
	has(t, text,
		`aldia_http_requests_total{method="GET",route="GET /casos/{id}",status="200"} 2`,
		`aldia_http_requests_total{method="GET",route="GET /casos/{id}",status="404"} 1`,
		`aldia_http_requests_total{method="GET",route="other",status="404"} 2`,
		`aldia_http_requests_total{method="other",route="other",status="405"} 1`,
		`aldia_http_request_seconds_bucket{route="GET /casos/{id}",le="0.04"} 0`,
		`aldia_http_request_seconds_bucket{route="GET /casos/{id}",le="0.06"} 3`,
		`aldia_http_requests_in_flight 0`, `aldia_build{version="1.2.3"} 1`)
	if strings.Contains(text, "wp-login") || strings.Contains(text, `seconds_count{route="GET /vivo"}`) {
		t.Error("an address or a stream's length is among the figures")
	}
}

func TestFiguresAreReadWhenAskedAndOneThatFailsStopsNoOther(t *testing.T) {
	t.Parallel()
	m := New("", clock.System{})
	m.Gauges("jobs", "Jobs by state.", "state", func(context.Context) (map[string]int64, error) {
		return map[string]int64{"waiting": 4, "failed": 1}, nil
	})
	m.Gauges("outbox", "Deliveries.", "state", func(context.Context) (map[string]int64, error) {
		return nil,
			errAway
	})
	m.Count("live_missed_total", "Messages that did not fit.", func() int64 { return 7 })
	m.Gauge("live_tabs", "Streams.", func() int64 { return 3 })
	m.Timing("job_seconds", "Jobs.", "kind")("close.run", 2*time.Second)
	scrape(t, m)
	text := scrape(t, m)
	has(t, text, `aldia_jobs{state="waiting"} 4`, `aldia_jobs{state="failed"} 1`, `aldia_live_missed_total 7`,
		`aldia_live_tabs 3`, `aldia_job_seconds_count{kind="close.run"} 1`)
	if !strings.Contains(text, `aldia_figure_failures_total{figure="outbox"}`) {
		t.Error("a figure that fails is not seen")
	}
}

func TestAProcessIsReadyWhenEverythingItNeedsIsThere(t *testing.T) {
	t.Parallel()
	away := false
	var told []string
	h := NewHealth(func(name string, err error) { told = append(told, name+": "+err.Error()) },
		Check{"db", func(context.Context) error {
			if away {
				return errAway
			}
			return nil
		}}, Check{"schema", func(context.Context) error { return nil }})
	if w := get(h.Ready(), "GET", "/readyz"); w.Code != http.StatusOK ||
		w.Body.String() != `{"ready":true,"checks":{"db":true,"schema":true}}`+"\n" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	away = true
	w := get(h.Ready(), "GET", "/readyz")
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "10.0.0.7") ||
		!strings.Contains(w.Body.String(), `"db":false`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if len(told) != 1 || !strings.Contains(told[0], "10.0.0.7") {
		t.Errorf("the log was told %v", told)
	}
	away = false
	h.Drain()
	if w := get(h.Ready(), "GET", "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("while it ends: %d", w.Code)
	}
	if w := get(h.Live(), "GET", "/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("it still lives: %d", w.Code)
	}
}
