package ui

import (
	"strings"
	"unicode/utf8"
)

// NavItem is one place of the main navigation.
type NavItem struct {
	Href, Label, Icon string
	Key               string // the shortcut's last key, after "g"
}

// Link is an address with its words.
type Link struct{ Href, Label string }

// places lists the places of each role in the order that its day has. What a person may do there is decided
// where it is done; this only shows the way.
func places(role string) []string {
	switch role {
	case "agent":
		return []string{"today", "next", "cases"}
	case "supervisor":
		return []string{"today", "floor", "cases", "reports"}
	case "manager":
		return []string{"today", "floor", "cases", "reports", "cuts"}
	case "analyst":
		return []string{"today", "cases", "reports"}
	case "admin":
		return []string{"today", "cuts", "creditors", "users", "jobs", "audit", "reports"}
	case "auditor":
		return []string{"audit", "reports", "cases"}
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
	case "cuts":
		return "/admin/cortes", "upload", "r"
	case "creditors":
		return "/admin/acreedores", "creditor", "e"
	case "users":
		return "/admin/usuarios", "users", "u"
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
	var items []NavItem
	for _, name := range places(v.User.Role) {
		href, icon, key := place(name)
		items = append(items, NavItem{Href: href, Icon: icon, Key: key, Label: v.Say("ui.nav." + name)})
	}
	return items
}

// here marks the place that one is in: the page itself or one below it.
func (v *View) here(item NavItem) bool {
	return v.Path == item.Href || strings.HasPrefix(v.Path, item.Href+"/")
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
