package browser

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// farthest is how many times Tab may be pressed to come to a thing: nobody would press it more often on a
// screen.
const farthest = 150

// Type writes a text into what has the focus.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.do("type", chromedp.KeyEvent(text))
}

// Press presses keys one after the other: "Enter", "Tab", "Escape", "Space", "Backspace", "ArrowDown", a
// letter, or any of them held with others, as in "Alt+N" or "Shift+Tab".
func (p *Page) Press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		parts := strings.Split(key, "+")
		var held []chromedp.Modifier
		for _, part := range parts[:len(parts)-1] {
			held = append(held, p.modifier(part))
		}
		p.do("press "+key, chromedp.KeyEvent(keyOf(parts[len(parts)-1]), chromedp.KeyModifiers(held...)))
	}
}

func (p *Page) modifier(name string) chromedp.Modifier {
	switch name {
	case "Shift":
		return chromedp.ModifierShift
	case "Ctrl":
		return chromedp.ModifierCtrl
	case "Alt":
		return chromedp.ModifierAlt
	}
	p.t.Fatalf("browser: no key %q to hold", name)
	return 0
}

func keyOf(name string) string {
	switch name {
	case "Enter":
		return kb.Enter
	case "Tab":
		return kb.Tab
	case "Escape":
		return kb.Escape
	case "Space":
		return " "
	case "Backspace":
		return kb.Backspace
	case "Delete":
		return kb.Delete
	case "ArrowUp":
		return kb.ArrowUp
	case "ArrowDown":
		return kb.ArrowDown
	case "ArrowLeft":
		return kb.ArrowLeft
	case "ArrowRight":
		return kb.ArrowRight
	case "Home":
		return kb.Home
	case "End":
		return kb.End
	case "PageDown":
		return kb.PageDown
	case "PageUp":
		return kb.PageUp
	}
	return name
}

// TabTo presses Tab until the focus is on what has this name, as a screen reader would say it: the label of a
// field, the text of a button. What cannot be reached so fails the test, however well a mouse would find it.
func (p *Page) TabTo(name string) {
	p.t.Helper()
	var passed []string
	for range farthest {
		_, focused := p.Focused()
		if focused == name {
			return
		}
		passed = append(passed, focused)
		p.Press("Tab")
	}
	p.t.Fatalf("browser: no %q is reached by Tab; it passed %q", name, passed)
}

// Focused gives the role and the name of what has the focus, as a screen reader would say them.
func (p *Page) Focused() (role, name string) {
	p.t.Helper()
	element, err := evaluate[*runtime.RemoteObject](p, "document.activeElement || document.body")
	if err != nil {
		p.t.Fatalf("browser: find the focus: %v", err)
	}
	p.do("ask for the name of the focus", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		related := false
		found, err := cdp.Call(ctx, t, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
			ObjectID: element.ObjectID, FetchRelatives: &related,
		})
		if err == nil && len(found.Nodes) > 0 {
			role, name = word(found.Nodes[0].Role), word(found.Nodes[0].Name)
		}
		return err
	}))
	return role, name
}

func word(v *accessibility.Value) (s string) {
	if v == nil || json.Unmarshal(v.Value, &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

// quote writes a text as JavaScript does. JSON is a part of it.
func quote(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		return `""` // Marshal of a string cannot fail
	}
	return string(written)
}
