package admin

import (
	"net/http"

	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/fault"
	"aldia/web/ui"
)

var errAct = fault.New(fault.Missing, "fault.page.text")

// changeUser keeps what was changed of a member, all of it or nothing.
func (p *Parts) changeUser(w http.ResponseWriter, r *http.Request) error {
	member, err := idOf(r, "user", staff.Prefix, staff.ErrMissing)
	if err != nil {
		return err
	}
	was, err := p.Staff.Get(r.Context(), member)
	if err != nil {
		return err
	}
	f := &userForm{Member: was}
	f.read(r)
	f.blind = f.blind || !was.AllCreditors && len(was.Creditors) == 0
	f.Role = auth.Role(trimmed(r, "role"))
	if wrong, err := p.judge(r, f); err != nil || len(wrong) > 0 {
		if err != nil {
			return err
		}
		return p.showTyped(w, r, f, wrong)
	}
	if err := p.Staff.Keep(r.Context(), member, f.wanted(), trimmed(r, "why")); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showTyped(w, r, f, toldOne(ui.Of(r), err))
	}
	done(w, r, "saved")
	ui.Redirect(w, r, userHref(member))
	return nil
}

// actOnUser disables, enables, unlocks, signs out, or gives a new password.
func (p *Parts) actOnUser(w http.ResponseWriter, r *http.Request) error {
	member, err := idOf(r, "user", staff.Prefix, staff.ErrMissing)
	if err != nil {
		return err
	}
	ctx, why, told := r.Context(), trimmed(r, "why"), ""
	switch r.PathValue("act") {
	case "baja":
		told, err = "disabled", p.Staff.Disable(ctx, member, why)
	case "alta":
		told, err = "enabled", p.Staff.Enable(ctx, member, why)
	case "desbloquear":
		told, err = "unlocked", p.Staff.Unlock(ctx, member)
	case "sesiones":
		told, err = "signed_out", p.Staff.SignOut(ctx, member)
	case "clave":
		var password string
		if password, err = p.Staff.ResetPassword(ctx, member); err == nil {
			return p.showUser(w, r, member, password, nil)
		}
	default:
		return errAct
	}
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return p.showUser(w, r, member, "", err)
	}
	done(w, r, told)
	ui.Redirect(w, r, userHref(member))
	return nil
}
