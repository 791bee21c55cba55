package gallery_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A tab is one tab of Chromium at the gallery. It collects whatever the browser complains of: a script that
// fails, a rule of the content policy that is broken, a file that is not there.
type tab struct {
	t          *testing.T
	ctx        context.Context
	address    string
	mu         sync.Mutex
	complaints []string
}

func open(t *testing.T) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no Chromium: ", err)
		}
		t.Skip("no Chromium on this machine")
	}
	server := httptest.NewServer(handler(t))
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("accept-lang", "es-EC"), chromedp.WindowSize(1440, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	limited, cancel := context.WithTimeout(allocator, time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, address: server.URL}
	var closeTab context.CancelFunc
	b.ctx, closeTab = chromedp.NewContext(limited, chromedp.WithListener(b.hear))
	t.Cleanup(closeTab)
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.complaints = append(b.complaints, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Error("the browser complains: ", c)
	}
}

func (b *tab) goTo(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.address+path), chromedp.WaitReady(chromedp.CSS("main")))
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

// holds waits until a condition of the page holds, and says what when it never does.
func (b *tab) holds(what, condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 3*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](condition)); err != nil {
		b.t.Errorf("%s: %v", what, err)
	}
}

func TestTheFrameStaysWhileOneMovesByKeyboard(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.goTo("/hoy")
	b.holds("htmx has begun", "!!document.querySelector('#nav a')._htmx")
	b.do(chromedp.Evaluate[chromedp.Void]("void (window.call = 'still talking')"))
	b.press("g", "c")
	b.holds("g c goes to the cases", "document.title === 'Casos · AlDía' && location.pathname === '/casos'")
	b.holds("the frame stayed, and the call in it", "window.call === 'still talking'")
	b.holds("the place is marked",
		"document.querySelector('#nav [aria-current]').textContent.trim() === 'Casos'")
	b.holds("the heading of the new page has the focus", "document.activeElement.matches('#main h1')")
	b.press("j")
	b.holds("j goes to the first row", "document.activeElement.textContent.includes('Rosa Elena Quishpe')")
	b.press("?")
	b.holds("? shows the shortcuts", "document.querySelector('#key-help').open")
	b.press(kb.Escape)
	b.holds("Escape closes them", "!document.querySelector('#key-help').open")
	b.press("/")
	b.holds("/ goes to the search", "document.activeElement.id === 'search'")
	b.press("g", "h")
	b.holds("what one types is typed", "document.activeElement.value === 'gh'")
	b.do(chromedp.NavigateBack())
	b.holds("going back shows the day again", "document.querySelector('h1').textContent === 'Hoy'")
	b.holds("and its place is marked", "document.querySelector('#nav [aria-current]').pathname === '/hoy'")
	b.holds("and still in the same frame", "window.call === 'still talking'")
	b.quiet()
}

func TestADigitChoosesTheResult(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.goTo("/casos/1")
	b.holds("the script has begun", "!!document.querySelector('#nav a')._htmx")
	b.press("5")
	b.holds("5 is the fifth result", "document.querySelector('[name=result]:checked').value === 'noanswer'")
	b.quiet()
}

func TestEveryPageIsQuietInTheBrowserAndFitsAPhone(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.do(chromedp.EmulateViewport(390, 844))
	for path, status := range pages() {
		if status != 200 {
			continue
		}
		b.goTo(path)
		b.holds(path+" is no wider than a phone",
			"document.documentElement.scrollWidth <= document.documentElement.clientWidth")
	}
	b.quiet()
}

func TestProgressMovesWhenTheStreamSaysSo(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.goTo("/hoy?live")
	b.holds("the close is done, well before one would ask by oneself", "!!document.querySelector('#close.done')")
	b.quiet()
}
