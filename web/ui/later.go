package ui

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// laterCookie carries one notice from a change to the page that the person is sent to after it. It holds a
// sentence that is shown once to the same browser and decides nothing.
const (
	laterCookie  = "aldia_notice"
	laterSeconds = 30
	maxLater     = 1500 // a cookie has room for some 4,000 bytes
)

// Later tells something on the next page: after a form that sends the person elsewhere.
func Later(w http.ResponseWriter, r *http.Request, tone Tone, sentence string) {
	if len(sentence) > maxLater {
		sentence = sentence[:maxLater]
	}
	http.SetCookie(w, &http.Cookie{
		Name: laterCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(string(tone) + "|" + sentence)),
		Path: "/", MaxAge: laterSeconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

// Remind puts what Later left into the view of a request that shows a page, and forgets it.
func Remind(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie(laterCookie)
	if err != nil || r.Method != http.MethodGet {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: laterCookie, Path: "/", MaxAge: -1, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	tone, sentence, found := strings.Cut(string(text), "|")
	if err == nil && found {
		Of(r).Notify(Tone(tone), strings.ToValidUTF8(sentence, ""))
	}
}
