package browser

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// refused is how Chromium reports a form that was answered with what is wrong in it. It is all that a test of
// such a form may forgive: what the page itself does wrong with the answer must still fail it.
const refused = "the server responded with a status of 422"

// Forgive lets errors pass whose text holds part, where the test provokes them: a refused form, say, which
// Chromium reports as a resource that failed to load.
func (p *Page) Forgive(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forgiven = append(p.forgiven, part)
}

// Errors gives what the page has written to the console as an error until now and was not forgiven.
func (p *Page) Errors() (errors []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, said := range p.said {
		if !p.forgives(said) {
			errors = append(errors, said)
		}
	}
	return errors
}

func (p *Page) forgives(said string) bool {
	for _, part := range p.forgiven {
		if strings.Contains(said, part) {
			return true
		}
	}
	return false
}

// listen keeps the errors among what the page, and the browser about the page, writes to the console.
func (p *Page) listen() {
	defer close(p.ended)
	for m, err := range chromedp.Console(p.ctx) {
		switch {
		case err != nil, m.Text == farewell:
			return
		case m.Type == chromedp.ConsoleError, m.IsException():
			p.mu.Lock()
			p.said = append(p.said, fmt.Sprintf("%s (%s:%d)", m.Text, m.URL, m.Line+1))
			p.mu.Unlock()
		}
	}
}

// settle reads the console to its end and fails the test on what it finds.
func (p *Page) settle() {
	p.drain()
	for _, said := range p.Errors() {
		p.t.Errorf("browser: error on the console: %s", said)
	}
}

// drain waits until all that the page has written has been read. Nothing is read after it.
func (p *Page) drain() {
	if _, err := evaluate[bool](p, "console.debug("+quote(farewell)+") || true"); err != nil {
		p.t.Errorf("browser: the page was gone at the end: %v", err)
		return
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Error("browser: the console did not end")
	}
}
