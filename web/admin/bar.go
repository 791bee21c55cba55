package admin

import (
	"aldia/domain/intake"
	"aldia/platform/job"
	"aldia/web/ui"
)

// bar is the progress of a job that counts bytes or parts.
func bar(v *ui.View, s job.Status, label, url string, bytes bool) ui.Progress {
	p := ui.Progress{ID: "progress", Label: label, Done: s.Progress.Done, Total: s.Progress.Total, URL: url}
	switch {
	case s.State == job.Waiting && s.Attempts > 0:
		p.Text = v.Say("admin.bar.again")
	case s.State == job.Waiting:
		p.Text = v.Say("admin.bar.waiting")
	case s.Progress.Total == 0:
		p.Text = v.Say("admin.bar.started")
	case bytes && s.Progress.Done >= s.Progress.Total:
		p.Text = v.Say("admin.bar.finishing")
	case bytes:
		p.Text = v.Say("admin.bar.bytes", v.Bytes(s.Progress.Done), v.Bytes(s.Progress.Total))
	}
	return p
}

// trouble says why a job failed, in words; what is ours is said as such.
func trouble(v *ui.View, s job.Status) string {
	if key, args := s.Trouble(); key != "" && v.Text.Has(key) {
		return v.Say(key, days(v, intake.ArgsInWords(key, args))...)
	}
	return v.Say("fault.internal.text")
}
