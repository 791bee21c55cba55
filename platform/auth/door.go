package auth

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Door is what stands between the web and the screens.
type Door struct {
	Users     *Users
	PublicURL string // https here makes cookies secure even though a proxy speaks plain HTTP to us
	// TrustProxy believes the address that the nearest proxy reports. Without a proxy it must be off, or
	// anybody could claim any address and go round the lock-out.
	TrustProxy bool
	// Refuse answers a request that may not go on: with the sign-in page, a page that says why, or a problem
	// document.
	Refuse func(w http.ResponseWriter, r *http.Request, err error)
}

// Recognise puts who is signed in into the context of every request; nobody is let through as nobody.
func (d *Door) Recognise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := d.Token(r)
		if token == "" {
			next.ServeHTTP(w, r)
			return
		}
		who, err := d.Users.Resume(r.Context(), token)
		switch {
		case errors.Is(err, ErrUnsigned):
			d.Forget(w, r)
			next.ServeHTTP(w, r)
		case err != nil:
			d.Refuse(w, r, err)
		default:
			w.Header().Set("Cache-Control", "no-store") // a shared computer's back button shows no debtor
			next.ServeHTTP(w, r.WithContext(As(r.Context(), who)))
		}
	})
}

// Require lets only those through who may do p.
func (d *Door) Require(p Permission) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := Allow(r.Context(), p); err != nil {
				d.Refuse(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// SignedIn lets everybody through who is signed in, also those who must first choose a password.
func (d *Door) SignedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if Who(r.Context()).Nobody() {
			d.Refuse(w, r, ErrUnsigned)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// SameOrigin refuses what another site's page makes a browser send here (CSRF), by the headers that browsers
// set and pages cannot. Reading is always allowed; nothing may change on GET.
func (d *Door) SameOrigin(next http.Handler) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	if d.PublicURL != "" {
		u, err := url.Parse(d.PublicURL)
		if err != nil {
			return nil, err
		}
		if err := guard.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, err
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Refuse(w, r,
			ErrCross)
	}))
	return guard.Handler(next), nil
}

// Token is the session token that a request carries, or "".
func (d *Door) Token(r *http.Request) string {
	c, err := r.Cookie(d.cookie(r))
	if err != nil {
		return ""
	}
	return c.Value
}

// Keep gives the browser its session.
func (d *Door) Keep(w http.ResponseWriter, r *http.Request, token string) {
	d.set(w, r, token, int(d.Users.life.Seconds()))
}

// Forget takes the session from the browser.
func (d *Door) Forget(w http.ResponseWriter, r *http.Request) { d.set(w, r, "", -1) }

func (d *Door) set(w http.ResponseWriter, r *http.Request, token string, maxAge int) {
	http.SetCookie(w, &http.Cookie{Name: d.cookie(r), Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true,
		Secure: d.secure(r), SameSite: http.SameSiteLaxMode})
}

// cookie is the name of the session's cookie. Browsers let no sub-domain and no plain page set a __Host-
// cookie.
func (d *Door) cookie(r *http.Request) string {
	if d.secure(r) {
		return "__Host-aldia"
	}
	return "aldia"
}

func (d *Door) secure(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(d.PublicURL, "https://")
}

// Address is where a request comes from.
func (d *Door) Address(r *http.Request) string {
	if d.TrustProxy {
		// Each proxy adds what it saw at the end: only the last word is that of our own.
		chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(chain[len(chain)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
