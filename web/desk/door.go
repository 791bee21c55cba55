package desk

import (
	"errors"
	"net/http"
	"strings"

	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/web/ui"
)

// signInPage shows the form of who is not signed in, and brings them back to where they wanted to go.
func (p *Parts) signInPage(w http.ResponseWriter, r *http.Request) {
	if who := auth.Who(r.Context()); !who.Nobody() {
		ui.Leave(w, r, "/")
		return
	}
	form := ui.SignIn{Next: ownPath(r.URL.Query().Get("next"))}
	if r.URL.Query().Get("vencida") != "" {
		form.Note = endedWords(ui.Of(r), form.Next)
	}
	p.showSignIn(w, r, form, nil)
}

// endedWords tells who is here again that their session has ended, and that what they wrote in a case awaits
// them.
func endedWords(v *ui.View, next string) string {
	switch {
	case strings.HasPrefix(next, "/casos/"):
		return v.Say("desk.session_ended_case")
	case next != "":
		return v.Say("desk.session_ended_back")
	}
	return v.Say("desk.session_ended")
}

func (p *Parts) showSignIn(w http.ResponseWriter, r *http.Request, form ui.SignIn, err error) {
	v := ui.Of(r)
	form.Action = "/entrar"
	if err != nil {
		form.Error = v.Text.Fault(err)
	}
	somebody, asked := p.Users.Any(r.Context())
	if asked != nil {
		ui.Fail(w, r, asked)
		return
	}
	page := ui.Page{Title: v.Say("ui.sign_in.title"), Bare: true, Body: signInBody(form, somebody)}
	if err != nil {
		ui.Mend(w, r, page)
		return
	}
	ui.Show(w, r, page)
}

func (p *Parts) signIn(w http.ResponseWriter, r *http.Request) {
	form := ui.SignIn{User: strings.TrimSpace(r.FormValue("user")), Next: ownPath(r.FormValue("next"))}
	token, who, err := p.Users.SignIn(r.Context(), auth.Attempt{
		Name: form.User, Password: r.FormValue("password"), Address: p.Door.Address(r), Agent: r.UserAgent(),
	})
	switch {
	case fault.KindOf(err) == fault.Internal && err != nil:
		ui.Fail(w, r, err)
		return
	case err != nil:
		p.showSignIn(w, r, form, err)
		return
	}
	p.Door.Keep(w, r, token)
	switch {
	case who.MustChange:
		form.Next = "/clave"
	case form.Next == "":
		form.Next = First(who.Role)
	}
	ui.Leave(w, r, form.Next)
}

// signOut lets go of everything the agent holds, so that nobody waits for who has gone home.
func (p *Parts) signOut(w http.ResponseWriter, r *http.Request) {
	p.goHome(w, r, func() error { return p.Users.SignOut(r.Context(), p.Door.Token(r)) })
}

// signOutEverywhere ends every session of who is signed in: a telephone was lost, a screen was left open.
func (p *Parts) signOutEverywhere(w http.ResponseWriter, r *http.Request) {
	p.goHome(w, r, func() error { return p.Users.SignOutEverywhere(r.Context()) })
}

func (p *Parts) goHome(w http.ResponseWriter, r *http.Request, end func() error) {
	who := auth.Who(r.Context())
	if !who.Nobody() {
		if who.May(auth.CaseWork) {
			if err := p.Worklists.ReleaseAll(r.Context(), who.ID); err != nil {
				ui.Fail(w, r, err)
				return
			}
			p.moved()
		}
		if err := end(); err != nil {
			ui.Fail(w, r, err)
			return
		}
	}
	p.Door.Forget(w, r)
	ui.Leave(w, r, "/entrar")
}

// speak changes the language of who is signed in and shows the page where they were again.
func (p *Parts) speak(w http.ResponseWriter, r *http.Request) {
	language := r.FormValue("language")
	if err := p.Speak(r.Context(), language); err != nil {
		ui.Fail(w, r, err)
		return
	}
	ui.KeepLanguage(w, language)
	next := ownPath(r.FormValue("next"))
	if next == "" {
		next = "/"
	}
	ui.Leave(w, r, next)
}

// ownPath keeps a path of ours and nothing else, so that a link to the sign-in leads nowhere foreign. An
// address that only answers POST is not come back to.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return ""
	}
	return next
}

// passwordForm is what the form of a new password shows again when something is wrong with it.
type passwordForm struct {
	First bool // the password was given by somebody else and must be changed
	Error map[string]string
}

func (p *Parts) passwordPage(w http.ResponseWriter, r *http.Request) {
	ui.Show(w, r, p.passwordScreen(r, nil))
}

func (p *Parts) passwordScreen(r *http.Request, err error) ui.Page {
	v, form := ui.Of(r), passwordForm{First: auth.Who(r.Context()).MustChange, Error: map[string]string{}}
	if told, ok := errors.AsType[*fault.Error](err); ok {
		form.Error[told.Field] = v.Text.Fault(err)
	}
	return ui.Page{Title: v.Say("auth.change_title"), Bare: form.First, Body: passwordBody(form)}
}

var errAgain = fault.New(fault.Invalid, "desk.password_again").On("again")

func (p *Parts) changePassword(w http.ResponseWriter, r *http.Request) {
	wanted, err := r.FormValue("password"), error(errAgain)
	if wanted == r.FormValue("again") {
		err = p.Users.ChangePassword(r.Context(), r.FormValue("was"), wanted)
	}
	switch {
	case err != nil && fault.KindOf(err) != fault.Internal:
		ui.Mend(w, r, p.passwordScreen(r, err))
	case err != nil:
		ui.Fail(w, r, err)
	default:
		ui.Later(w, r, ui.Good, ui.Of(r).Say("auth.changed"))
		ui.Leave(w, r, First(auth.Who(r.Context()).Role))
	}
}
