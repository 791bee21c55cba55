// Package browser drives a real browser as a person does: by keyboard, waiting for what can be seen, never
// for a length of time. A page that writes an error to its console fails its test, and so does one that axe
// finds a person with a disability could not use.
//
//	p := browser.Open(t, address+"/")
//	p.TabTo("Usuario")
//	p.Type("rosa")
//	p.Press("Enter")
//	p.See("Hoy")
//	p.Accessible()
//	p.Shoot("hoy")
package browser

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	// patience is how long a condition may take to come true: far more than a person would wait, because the
	// tests of other packages run at the same time.
	patience = 20 * time.Second
	// again is how often a condition is looked at.
	again = 20 * time.Millisecond
	// farewell is the last thing a page writes to its console, by which we know that we have read all of it.
	farewell = "browser: nothing follows"
)

// Size is the width and height of a window in CSS pixels.
type Size struct{ Width, Height int }

// Desk is the screen of an office.
func Desk() Size { return Size{1440, 900} }

// Phone is the screen in a hand.
func Phone() Size { return Size{390, 844} }

func sizes() []Size { return []Size{Desk(), Phone()} }

// Page is one page in a browser of its own, which ends with its test.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	said     []string // errors on the console
	forgiven []string
	ended    chan struct{}
}

// Open starts a browser at the size of a desk and opens an address. At the end of the test, errors on the
// console fail it.
func Open(t testing.TB, url string) *Page {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(find(t)), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(Desk().Width, Desk().Height),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-features", "Translate,MediaRouter,OptimizationHints"),
		chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "es"), chromedp.Flag("accept-lang", "es-EC,es"), chromedp.Flag("password-store",
			"basic"),
	}
	started, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(started)
	p := &Page{t: t, ctx: ctx, ended: make(chan struct{})}
	t.Cleanup(func() { cancel(); stop() })
	// The first run starts the browser, which lives as long as this context: so it has no deadline.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("browser: start: %v", err)
	}
	go p.listen()
	t.Cleanup(p.settle)
	p.Resize(Desk())
	p.Go(url)
	return p
}

// find looks for Chromium where Debian and others put it. Its absence is a failure: a screen that nobody
// opened has not been tried.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("ALDIA_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium is needed for the browser tests and was not found: " +
		"run script/install as root, or apt-get install chromium, or name it in ALDIA_CHROMIUM")
	return ""
}

// Go opens another address in the same window.
func (p *Page) Go(url string) {
	p.t.Helper()
	p.do("open "+url, chromedp.Navigate(url))
}

// Resize makes the window as large as another screen. On a phone the page is touched and not pointed at.
func (p *Page) Resize(s Size) {
	p.t.Helper()
	var options []chromedp.EmulateViewportOption
	if s == Phone() {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	p.do("resize", chromedp.EmulateViewport(int64(s.Width), int64(s.Height), options...))
}

// See waits until a text can be read on the page, and the page listens to keys: a text is drawn before the
// scripts that stand behind it have run, and a test presses its keys sooner than any hand.
func (p *Page) See(text string) {
	p.t.Helper()
	p.Await("see "+strconv.Quote(text),
		"document.readyState === 'complete' && document.body.innerText.includes("+quote(text)+")")
}

// SeeNot waits until a text can no longer be read on the page.
func (p *Page) SeeNot(text string) {
	p.t.Helper()
	p.Await("no longer see "+strconv.Quote(text), "!document.body.innerText.includes("+quote(text)+")")
}

// At waits until the page stands at a path, such as /casos.
func (p *Page) At(path string) {
	p.t.Helper()
	p.Await("be at "+path, "location.pathname === "+quote(path)+" && document.readyState === 'complete'")
}

// Await waits until an expression of JavaScript is true; what tells a reader which condition that is.
func (p *Page) Await(what, expression string) {
	p.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(again)
	defer tick.Stop()
	for {
		ok, err := evaluate[bool](p, "Boolean("+expression+")")
		if ok && err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			p.Shoot("failed-" + p.t.Name())
			seen, _ := evaluate[string](p, "location.href + '\\n' + document.body.innerText.slice(0, 2000)")
			p.t.Fatalf("browser: did not %s within %s (%v); the page shows:\n%s", what, patience, err, seen)
		}
	}
}

// Enlarge makes a field for long texts higher, as one does by its corner; the browser notes it in the page.
func (p *Page) Enlarge(name string) {
	p.t.Helper()
	field := "document.querySelector(" + quote("textarea[name="+name+"]") + ")"
	p.Await("find the field "+name, field)
	if _, err := evaluate[bool](p, "Boolean("+field+".style.height = '160px')"); err != nil {
		p.t.Fatalf("browser: enlarge %s: %v", name, err)
	}
}

// Text gives what can be read in the first element that a selector finds, which must be there.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	p.Await("find "+selector, "document.querySelector("+quote(selector)+")")
	text, err := evaluate[string](p, "document.querySelector("+quote(selector)+").innerText")
	if err != nil {
		p.t.Fatalf("browser: read %s: %v", selector, err)
	}
	return strings.TrimSpace(text)
}

// evaluate asks the page through the browser's own protocol, which a strict content security policy allows.
// While the page changes it gives an error; Await asks again.
func evaluate[T any](p *Page, expression string, options ...chromedp.EvaluateOption) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
}

func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		p.t.Fatalf("browser: %s: %v", what, err)
	}
}
