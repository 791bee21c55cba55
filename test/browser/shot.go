package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// shots names the folder for pictures of the screens; without it none are taken.
const shots = "ALDIA_SHOTS"

// Shoot takes pictures of the page at both sizes, as name-1440.png and name-390.png, when ALDIA_SHOTS names a
// folder.
func (p *Page) Shoot(name string) {
	p.t.Helper()
	folder := os.Getenv(shots)
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	name = strings.ReplaceAll(name, "/", "-")
	for _, s := range sizes() {
		p.Resize(s)
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		cancel()
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, s.Width)), picture, 0o644)
		}
		if err != nil {
			p.t.Fatalf("browser: picture of %s: %v", name, err)
		}
	}
	p.Resize(Desk())
}
