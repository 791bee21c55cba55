package desk

import (
	"slices"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/web/ui"
)

// minded is a rule of how one speaks with the person, and in which country.
type minded struct {
	*law.ConductRule

	Country string
}

// readConduct gathers what is to be minded on a call, by the law of each country whose debts would be
// spoken of. What is ours in all of them is said once.
func (f *file) readConduct(cases []law.Under) error {
	for _, c := range cases {
		rules, err := c.Pack.ConductOf(&law.ConductAsk{
			Channel: law.Voice, Segment: c.Ask.Person.Segment, Later: f.Lawful.Met,
			On: calendar.On(f.Now, c.Pack.Place()),
		})
		if err != nil {
			return err
		}
		for _, r := range rules {
			if !slices.ContainsFunc(f.Lawful.Conduct, func(m minded) bool { return m.ID == r.ID }) {
				f.Lawful.Conduct = append(f.Lawful.Conduct, minded{r, c.Pack.Code})
			}
		}
	}
	f.Lawful.Conduct = strictest(f.Lawful.Conduct)
	return nil
}

// strictest leaves one rule of who may take money: where a norm lets nobody, ours of who gives the receipt
// would contradict it.
func strictest(all []minded) []minded {
	if !slices.ContainsFunc(all, func(m minded) bool { return m.Of == law.NobodyOfOurs }) {
		return all
	}
	return slices.DeleteFunc(all, func(m minded) bool {
		return m.Duty == law.TakeMoney && m.Of != law.NobodyOfOurs
	})
}

// of are the rules of a duty.
func (l *lawful) of(duties ...law.Duty) (all []minded) {
	for _, m := range l.Conduct {
		if slices.Contains(duties, m.Duty) {
			all = append(all, m)
		}
	}
	return all
}

// unaskedReason is the rule that forbids to ask why the person has not paid; none where it may be asked.
func (f *file) unaskedReason() (minded, bool) {
	all := f.Lawful.of(law.AskNot)
	if len(all) == 0 || f.Tree.AskReason {
		return minded{}, false
	}
	return all[0], true
}

// conductWords say a rule, what it rests on and where that stands.
func conductWords(v *ui.View, m minded) (text, rests string) {
	rests = basisWords(v, m.Law())
	if m.Law() {
		rests = m.Source
	} else if m.Verification == law.Conflict {
		rests = v.Say("desk.rule.stricter")
	}
	return m.Says.In(v.Text.Code()) + ".", rests
}
