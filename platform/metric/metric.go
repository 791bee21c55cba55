// Package metric is what an operator's machines read: figures for Prometheus at /metrics, and whether the
// process lives (/healthz) and can serve (/readyz). The registry is its own and belongs to one program, so
// that two of them fit in one test. Labels come from closed lists only (a route, a status, a state): a label
// with a name or an identity would grow without end.
package metric

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"aldia/platform/clock"
	"aldia/platform/log"
)

const (
	prefix = "aldia_"
	// readWithin is how long a figure may take to be read: the scrape is answered without it after that.
	readWithin = 2 * time.Second
)

// Metrics is the registry of one program.
type Metrics struct {
	registry *prometheus.Registry
	clock    clock.Clock
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	failures *prometheus.CounterVec
}

// New makes a registry with the figures of the process, of Go and of the web.
func New(version string, c clock.Clock) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		clock:    c,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "http_requests_total",
			Help: "Requests answered, by route, method and status."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + "http_request_seconds",
			Help: "Time to answer, by route.",
			// Closest where the promises are: 20, 60 and 120 ms.
			Buckets: []float64{.002, .005, .01, .02, .04, .06, .09, .12, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "http_requests_in_flight",
			Help: "Requests being answered, live streams among them."}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + "figure_failures_total",
			Help: "Figures that could not be read for a scrape."}, []string{"figure"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "build", Help: "One, with the version.",
		ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(collectors.NewGoCollector(), build, m.requests, m.seconds, m.inFlight, m.failures,
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// HTTP counts and times requests. It stands directly before the mux, which tells it the route; what no route
// matched is counted together, or a scanner of addresses would fill the registry. Streams are counted, not
// timed.
func (m *Metrics) HTTP(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.inFlight.Inc()
		defer m.inFlight.Dec()
		answer, began := &log.Answer{ResponseWriter: w}, m.clock.Now()
		next.ServeHTTP(answer, r)
		route := r.Pattern
		if route == "" {
			route = "other"
		}
		m.requests.WithLabelValues(route, method(r.Method), strconv.Itoa(max(answer.Status, http.StatusOK))).Inc()
		if answer.Header().Get("Content-Type") != "text/event-stream; charset=utf-8" {
			m.seconds.WithLabelValues(route).Observe(m.clock.Now().Sub(began).Seconds())
		}
	})
}

// method keeps made-up methods out of the labels.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return name
	}
	return "other"
}

// Gauges publishes a family of figures that is read when it is asked for, such as the jobs in each state.
// What cannot be read in time is left out of the scrape and counted as a failure.
func (m *Metrics) Gauges(name, help, label string, read func(ctx context.Context) (map[string]int64, error)) {
	m.registry.MustRegister(&family{m: m, name: name, read: read,
		about: prometheus.NewDesc(prefix+name, help, []string{label}, nil)})
}

// Count publishes a number that only grows.
func (m *Metrics) Count(name, help string, read func() int64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: prefix + name, Help: help},
		func() float64 { return float64(read()) }))
}

// Gauge publishes a number that goes up and down.
func (m *Metrics) Gauge(name, help string, read func() int64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: prefix + name, Help: help},
		func() float64 { return float64(read()) }))
}

// Timing publishes how long something takes, by kind; the function it gives notes one of them.
func (m *Metrics) Timing(name, help, label string) func(kind string, took time.Duration) {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + name, Help: help,
		Buckets: prometheus.ExponentialBuckets(.005, 4, 10)}, []string{label})
	m.registry.MustRegister(h)
	return func(kind string, took time.Duration) { h.WithLabelValues(kind).Observe(took.Seconds()) }
}

// family is a prometheus.Collector over one question to the database.
type family struct {
	m     *Metrics
	name  string
	about *prometheus.Desc
	read  func(ctx context.Context) (map[string]int64, error)
}

// Describe names the family.
func (f *family) Describe(to chan<- *prometheus.Desc) { to <- f.about }

// Collect reads the family.
func (f *family) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readWithin)
	defer cancel()
	figures, err := f.read(ctx)
	if err != nil {
		f.m.failures.WithLabelValues(f.name).Inc()
		return
	}
	for label, n := range figures {
		to <- prometheus.MustNewConstMetric(f.about, prometheus.GaugeValue, float64(n), label)
	}
}
