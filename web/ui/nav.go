package ui

import (
	"strings"
	"unicode/utf8"
)

// NavItem is one place of the main navigation. An area is a place of several screens: it stands there once,
// and its screens stand over each page of it, so that nothing is offered twice.
type NavItem struct {
	Href, Label, Icon string
	Key               string    // the shortcut's last key, after "g"
	Under             string    // what its pages lie under, where that is not Href
	Within            []NavItem // the screens of an area
}

// administration is where the area of that name begins.
const administration = "/admin/cortes"

// Link is an address with its words.
type Link struct{ Href, Label string }

// places lists the places of each role in the order that its day has. What a person may do there is decided
// where it is done; this only shows the way.
func places(role string) []string {
	switch role {
	case "agent":
		return []string{"today", "next", "cases"}
	case "supervisor":
		return []string{"today", "floor", "cases", "reports", "law"}
	case "manager":
		return []string{"today", "floor", "cases", "admin", "reports"}
	case "analyst":
		return []string{"today", "cases", "reports"}
	case "admin":
		return []string{"today", "cases", "admin", "reports"}
	case "auditor":
		return []string{"audit", "reports", "cases", "law"}
	}
	return nil
}

// within lists the screens of the administration that a role has.
func within(role string) []string {
	switch role {
	case "manager":
		return []string{"cuts", "close", "creditors", "duplicates", "law", "audit"}
	case "admin":
		return []string{"cuts", "close", "creditors", "duplicates", "users", "law", "audit", "jobs"}
	}
	return nil
}

// place gives the address, the icon and the shortcut of a place.
func place(name string) (href, icon, key string) {
	switch name {
	case "today":
		return "/hoy", "today", "h"
	case "next":
		return "/siguiente", "next", "s"
	case "cases":
		return "/casos", "cases", "c"
	case "floor":
		return "/piso", "floor", "p"
	case "reports":
		return "/informes", "report", "i"
	case "admin":
		return administration, "settings", ""
	case "cuts":
		return "/admin/cortes", "upload", "r"
	case "creditors":
		return "/admin/acreedores", "creditor", "e"
	case "close":
		return "/admin/cierre", "clock", "f"
	case "duplicates":
		return "/admin/duplicados", "users", "d"
	case "users":
		return "/admin/usuarios", "users", "u"
	case "law":
		return "/admin/leyes", "scale", "l"
	case "jobs":
		return "/admin/procesos", "job", "j"
	}
	return "/admin/auditoria", "audit", "a"
}

// navigation is the view's own list, or else that of the person's role.
func (v *View) navigation() []NavItem {
	if v.Nav != nil {
		return v.Nav
	}
	items := v.items(places(v.User.Role))
	for i := range items {
		if items[i].Href == administration {
			items[i].Under, items[i].Within = "/admin", v.items(within(v.User.Role))
		}
	}
	return items
}

func (v *View) items(names []string) (items []NavItem) {
	for _, name := range names {
		href, icon, key := place(name)
		items = append(items, NavItem{Href: href, Icon: icon, Key: key, Label: v.Say("ui.nav." + name)})
	}
	return items
}

// here marks the place that one is in: the page itself or one below it.
func (v *View) here(item NavItem) bool {
	under := item.under()
	return v.Path == under || strings.HasPrefix(v.Path, under+"/")
}

func (i NavItem) under() string {
	if i.Under != "" {
		return i.Under
	}
	return i.Href
}

// area gives the area that one is in, when it has screens to choose from.
func (v *View) area() (item NavItem, found bool) {
	for _, item := range v.navigation() {
		if len(item.Within) > 1 && v.here(item) {
			return item, true
		}
	}
	return item, false
}

// initials are the one or two letters that stand for a person.
func initials(name string) string {
	out := ""
	for word := range strings.FieldsSeq(name) {
		if first, _ := utf8.DecodeRuneInString(word); utf8.RuneCountInString(out) < 2 {
			out += strings.ToUpper(string(first))
		}
	}
	return out
}
