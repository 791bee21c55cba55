package asset_test

import (
	"math"
	"net/http"
	"regexp"
	"strconv"
	"testing"

	"aldia/web/asset"
)

// colours reads the tokens of the style: name, colour in the light, colour in the dark.
func colours(t *testing.T) map[string][2]string {
	t.Helper()
	style := body(t, get(t, asset.URL("app.css"), http.Header{}).Body)
	out := map[string][2]string{}
	token := regexp.MustCompile(`--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`)
	for _, m := range token.FindAllStringSubmatch(style, -1) {
		out[m[1]] = [2]string{m[2], m[3]}
	}
	return out
}

// luminance is that of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light, dark := luminance(t, a), luminance(t, b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func TestEveryWordCanBeReadInTheLightAndInTheDark(t *testing.T) {
	t.Parallel()
	const text, sign = 4.5, 3.0
	c := colours(t)
	for _, pair := range []struct {
		on    string
		least float64
		words []string
	}{
		{"ground", text, []string{"ink", "ink-soft", "accent", "accent-strong", "bad", "good", "warn"}},
		{"surface", text, []string{"ink", "ink-soft", "accent", "accent-strong", "bad", "good", "warn", "note"}},
		{"raised", text, []string{"ink", "ink-soft", "accent"}},
		{"sunken", text, []string{"ink", "ink-soft", "accent"}},
		{"hover", text, []string{"ink", "ink-soft", "accent", "bad"}},
		{"accent", text, []string{"on-accent"}},
		{"accent-strong", text, []string{"on-accent"}},
		{"accent-soft", text, []string{"ink", "ink-soft", "accent-strong", "bad"}},
		{"good-soft", text, []string{"good", "ink"}},
		{"note-soft", text, []string{"note", "ink"}},
		{"warn-soft", text, []string{"warn", "ink", "accent"}},
		{"bad-soft", text, []string{"bad", "ink", "accent"}},
		{"surface", sign, []string{"line-strong", "chart-1", "chart-3", "chart-4", "chart-5"}},
	} {
		for _, word := range pair.words {
			for i, theme := range []string{"light", "dark"} {
				if c[word][i] == "" || c[pair.on][i] == "" {
					t.Fatalf("no colour %s or %s", word, pair.on)
				}
				if got := contrast(t, c[word][i], c[pair.on][i]); got < pair.least {
					t.Errorf("%s on %s in the %s: %.2f", word, pair.on, theme, got)
				}
			}
		}
	}
}

func TestLatenessReadsWithoutHue(t *testing.T) {
	t.Parallel()
	c := colours(t)
	for i, theme := range []string{"light", "dark"} {
		for step := 1; step <= 7; step++ {
			before, now := "late-"+strconv.Itoa(step-1), "late-"+strconv.Itoa(step)
			a, b := luminance(t, c[before][i]), luminance(t, c[now][i])
			ordered := b < a
			if theme == "dark" {
				ordered = b > a
			}
			if !ordered && step > 1 {
				t.Errorf("in the %s, step %d does not follow step %d in lightness", theme, step, step-1)
			}
		}
	}
}
