package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"aldia/domain/money"
	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/db"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// introduce tells the screens who looks: name, role, language, what they may do, and whose debts they may
// see.
// Who was given a password is sent to choose their own before anything else.
func (s *server) introduce(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := auth.Who(r.Context())
		if who.Nobody() {
			ui.Remind(w, r)
			next.ServeHTTP(w, r)
			return
		}
		member, seen, err := s.member(r.Context(), who)
		if err != nil {
			refuse(w, r, err)
			return
		}
		v := ui.Of(r)
		v.User = ui.User{Name: member.Name, Role: string(who.Role)}
		v.May = func(p string) bool { return who.May(auth.Permission(p)) }
		v.Speak(member.Language)
		if len(seen) > 0 {
			v.Work(shared(seen), seen[0].Place())
			v.Homes = homes(seen)
		}
		if !who.MustChange {
			v.Live = streamPath
		}
		// A fragment shows no notice that waits for a page.
		if target := ui.Target(r); r.URL.Path != streamPath && (target == "" || target == "main") {
			ui.Remind(w, r)
			if r.URL.Path != "/idioma" { // where it is about to change
				ui.RememberLanguage(w, r, member.Language)
			}
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), seenKey{}, seen)))
	})
}

// shared is whose manner of writing figures a page about debts of all these creditors has.
func shared(seen []portfolio.Creditor) string {
	countries := make([]string, len(seen))
	for i := range seen {
		countries[i] = seen[i].Country
	}
	return ui.Shared(countries...)
}

// homes are the countries of the creditors that keep their books in a currency.
func homes(seen []portfolio.Creditor) map[money.Currency][]string {
	all := map[money.Currency][]string{}
	for i := range seen {
		all[seen[i].Currency] = append(all[seen[i].Currency], seen[i].Country)
	}
	return all
}

// member reads who is signed in with the creditors that they may see. A sign-in without a member, as the
// first administrator's may be, sees none.
func (s *server) member(ctx context.Context, who auth.Identity) (m staff.Member, seen []portfolio.Creditor,
	err error) {
	err = s.db.Read(ctx, func(tx db.Tx) error {
		seen = nil
		if m, err = staff.GetTx(tx, who.ID); errors.Is(err, staff.ErrMissing) {
			m, err = staff.Member{ID: who.ID, Name: who.Name}, nil
		}
		if err != nil {
			return err
		}
		all, err := portfolio.CreditorsIn(tx)
		for _, c := range all {
			if m.Sees(c.ID) {
				seen = append(seen, c)
			}
		}
		return err
	})
	return m, seen, err
}

// goneAway is the status, for the log alone, of a browser that left before it was answered: a page that is
// turned cuts its stream. It is nobody's fault.
const goneAway = 499

// refuse answers who may not go on: with the sign-in, with the choice of a password, or with the reason.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	page := r.Method == http.MethodGet && !strings.Contains(r.Header.Get("Accept"), "json")
	switch {
	case errors.Is(r.Context().Err(), context.Canceled) && fault.KindOf(err) == fault.Internal:
		w.WriteHeader(goneAway)
	case errors.Is(err, auth.ErrUnsigned) && page && ui.Target(r) == "":
		address := signInPath
		if r.URL.Path != "/" {
			address += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		http.Redirect(w, r, address, http.StatusSeeOther)
	case errors.Is(err, auth.ErrMustChange) && page:
		ui.Leave(w, r, changePath)
	default:
		ui.Fail(w, r, err)
	}
}

// topics says what a tab may hear: the floor and the jobs, for who may see them.
func (s *server) topics(r *http.Request) ([]string, error) {
	who := auth.Who(r.Context())
	if who.Nobody() {
		return nil, auth.ErrUnsigned
	}
	topics := []string{"user:" + who.ID.Text(staff.Prefix)}
	if who.May(auth.FloorSee) {
		topics = append(topics, floorTopic)
	}
	if who.May(auth.JobManage) || who.May(auth.CutPublish) || who.May(auth.CloseRun) {
		topics = append(topics, jobsTopic)
	}
	return topics, nil
}

// limits of a connection: a browser that is slow to send its request, and one that is slow to read the
// answer.
const (
	readHeaderWithin = 10 * time.Second
	readWithin       = 10 * time.Minute // an upload of half a gigabyte over a slow line
	writeWithin      = 10 * time.Minute
	idleFor          = 2 * time.Minute
	headerBytes      = 64 << 10
)
