package main

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"aldia/domain/portfolio"
	"aldia/domain/staff"
	"aldia/platform/auth"
	"aldia/platform/event"
	"aldia/platform/id"
	"aldia/platform/text"
)

func userCommand() command { return command{name: "user", run: runUser} }

// userFlags are the options of the command.
type userFlags struct {
	role, name, code, team, creditors, password, why, language string
	capacity                                                   int
}

func runUser(ctx context.Context, k *call) error {
	var f userFlags
	k.flags.StringVar(&f.role, "role", string(auth.Agent), "")
	k.flags.StringVar(&f.name, "name", "", "")
	k.flags.StringVar(&f.code, "code", "", "")
	k.flags.StringVar(&f.team, "team", "", "")
	k.flags.StringVar(&f.creditors, "creditors", "", "")
	k.flags.StringVar(&f.password, "password", "", "")
	k.flags.StringVar(&f.why, "why", "", "")
	k.flags.StringVar(&f.language, "language", k.config.Language, "")
	k.flags.IntVar(&f.capacity, "capacity", 0, "")
	if err := k.parse(1, 3); err != nil {
		return err
	}
	verb, rest := k.args[0], k.args[1:]
	wanted := map[string]int{
		"list":     0,
		"add":      1,
		"disable":  1,
		"enable":   1,
		"password": 1,
		"unlock":   1,
		"role":     2,
	}
	n, known := wanted[verb]
	if !known {
		return oneOf(verb, slices.Sorted(maps.Keys(wanted))...)
	}
	if len(rest) != n {
		return misused("user.arguments", verb, n, len(rest))
	}
	d, err := k.open(ctx)
	if err != nil {
		return err
	}
	ctx = auth.As(ctx, auth.Program())
	failed := func(context.Context, event.Event, string, error) {}
	house := staff.New(d, auth.NewUsers(d, auth.Options{}), event.NewBus(d, failed))
	switch verb {
	case "add":
		return k.addUser(ctx, house, portfolio.NewPortfolios(d), rest[0], f)
	case "list":
		return k.listUsers(ctx, house)
	case "role":
		return k.changeRole(ctx, house, rest[0], rest[1], f.why)
	}
	return k.actOnUser(ctx, house, verb, rest[0], f.why)
}

// roleNamed reads a role by its own name or by the one that people here call it. Answers have its own.
func roleNamed(typed string) (auth.Role, error) {
	var names []string
	for _, r := range auth.Roles() {
		called := map[auth.Role]string{
			auth.Agent: "gestor", auth.Manager: "jefatura", auth.Analyst: "analista", auth.Admin: "administrador",
		}[r]
		word := strings.ToLower(strings.TrimSpace(typed))
		if word == string(r) || called != "" && word == called {
			return r, nil
		}
		name := string(r)
		if called != "" {
			name = called + " (" + name + ")"
		}
		names = append(names, name)
	}
	return "", oneOf(typed, names...)
}

func (k *call) addUser(
	ctx context.Context,
	house *staff.Staff,
	creditors *portfolio.Portfolios,
	name string,
	f userFlags,
) error {
	role, err := roleNamed(f.role)
	if err != nil {
		return err
	}
	h := staff.Hire{
		SignIn: name, Role: role, Team: f.team, OpensTeam: true, AllCreditors: f.creditors == "",
		Profile: staff.Profile{Name: f.name, Code: f.code, Language: f.language, Capacity: f.capacity},
	}
	if h.Name == "" {
		h.Name = name
	}
	if h.Creditors, err = creditorsOf(ctx, creditors, f.creditors); err != nil {
		return err
	}
	if f.password == "-" {
		if h.Password, err = readPassword(); err != nil {
			return err
		}
		h.Keep = true
	} else if f.password != "" {
		return misused("user.open_password")
	}
	m, password, err := house.Add(ctx, h)
	if err != nil {
		return err
	}
	answer := map[string]any{
		"user": m.SignIn,
		"id":   m.ID.Text(staff.Prefix),
		"role": string(m.Role),
		"name": m.Name,
	}
	if h.Keep {
		k.tell("user.added", m.SignIn)
	} else {
		answer["password"] = password
		k.tell("user.added_with", m.SignIn, password)
	}
	return k.answer(answer)
}

// creditorsOf finds creditors by their codes.
func creditorsOf(ctx context.Context, p *portfolio.Portfolios, codes string) ([]id.ID, error) {
	if codes == "" {
		return nil, nil
	}
	all, err := p.Creditors(ctx)
	if err != nil {
		return nil, err
	}
	byCode := map[string]id.ID{}
	for _, c := range all {
		byCode[c.Code] = c.ID
	}
	var found []id.ID
	for code := range strings.SplitSeq(codes, ",") {
		c, known := byCode[strings.TrimSpace(code)]
		if !known {
			return nil, wrongly("user.no_creditor", strings.TrimSpace(code))
		}
		found = append(found, c)
	}
	return found, nil
}

// readPassword reads one line of standard input.
func readPassword() (string, error) {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", wrongly("user.no_password")
	}
	return line, nil
}

func (k *call) listUsers(ctx context.Context, house *staff.Staff) error {
	all, err := house.ListAll(ctx)
	if err != nil {
		return err
	}
	type user struct {
		User         string `json:"user"`
		ID           string `json:"id"`
		Name         string `json:"name"`
		Role         string `json:"role"`
		Active       bool   `json:"active"`
		AllCreditors bool   `json:"all_creditors"`
		LastSignIn   string `json:"last_sign_in,omitempty"`
	}
	users := []user{}
	for i := range all {
		m := &all[i]
		u := user{m.SignIn, m.ID.Text(staff.Prefix), m.Name, string(m.Role), m.Active, m.AllCreditors, ""}
		if !m.LastSignInAt.IsZero() {
			u.LastSignIn = m.LastSignInAt.UTC().Format(time.RFC3339)
		}
		users = append(users, u)
		state := ""
		if !m.Active {
			state = "  (" + k.say.Say("user.inactive") + ")"
		}
		if !k.asJSON {
			role := k.say.Say("auth.role_name." + string(m.Role))
			if _, err := fmt.Fprintf(os.Stdout, "%-20s %-24s %s%s\n", m.SignIn, role, m.Name, state); err != nil {
				return err
			}
		}
	}
	if len(users) == 0 {
		k.tell("user.none")
	}
	return k.answer(map[string]any{"users": users})
}

func (k *call) changeRole(ctx context.Context, house *staff.Staff, name, typed, why string) error {
	role, err := roleNamed(typed)
	if err != nil {
		return err
	}
	m, err := house.Find(ctx, name)
	if err != nil {
		return err
	}
	if err := house.ChangeRole(ctx, m.ID, role, why); err != nil {
		return err
	}
	k.tell("user.role", m.SignIn, text.Key("auth.role_name."+string(role)))
	return k.answer(map[string]any{"user": m.SignIn, "role": string(role)})
}

func (k *call) actOnUser(ctx context.Context, house *staff.Staff, verb, name, why string) error {
	m, err := house.Find(ctx, name)
	if err != nil {
		return err
	}
	answer := map[string]any{"user": m.SignIn}
	switch verb {
	case "disable":
		err = house.Disable(ctx, m.ID, why)
		answer["active"] = false
	case "enable":
		err = house.Enable(ctx, m.ID, why)
		answer["active"] = true
	case "unlock":
		err = house.Unlock(ctx, m.ID)
	case "password":
		var password string
		if password, err = house.ResetPassword(ctx, m.ID); err == nil {
			answer["password"] = password
			k.tell("user.password", m.SignIn, password)
		}
	}
	if err != nil {
		return err
	}
	if verb != "password" {
		k.tell("user.done."+verb, m.SignIn)
	}
	return k.answer(answer)
}
