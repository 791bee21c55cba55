package contact

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

func (p *parser) tree(n *yaml.Node) *Tree {
	f := p.fields(n, "name", "ask_reason", "reasons", "contacts")
	t := &Tree{AskReason: p.flag(f.at["ask_reason"], true)}
	if name, found := p.need(f, "name"); found {
		t.Name = p.label(p.fields(name, "es", "en"))
	}
	if sets := f.at["reasons"]; sets != nil {
		p.reasonSets(sets)
	}
	contacts, _ := p.need(f, "contacts")
	taken := map[string]bool{}
	for _, c := range p.list(contacts) {
		t.Branches = append(t.Branches, p.branch(c, taken))
	}
	if contacts != nil && len(t.Branches) == 0 {
		p.fail(contacts, ErrTreeMissing, "contacts")
	}
	if p.leaves > maxLeaves {
		p.fail(n, ErrTreeMany, maxLeaves)
	}
	return t
}

// reasonSets reads the sets of reasons that several results share.
func (p *parser) reasonSets(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		p.fail(n, ErrTreeShape, "map")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if p.sets[name] != nil {
			p.fail(n.Content[i], ErrTreeTwice, name)
		}
		p.sets[name] = p.reasons(n.Content[i+1])
	}
}

// effectKeys are what a result and a reason may say of their effect.
func effectKeys() []string { return []string{"kind", "reached", "ask", "again", "hold", "mark"} }

func (p *parser) reasons(n *yaml.Node) []rawReason {
	var all []rawReason
	taken := map[string]bool{}
	for _, r := range p.list(n) {
		f := p.fields(r, append([]string{"code", "es", "en", "says"}, effectKeys()...)...)
		reason := rawReason{Reason{Code: p.code(f, taken), Label: p.label(f)}, f}
		if says := f.at["says"]; says != nil {
			reason.Says = p.label(p.fields(says, "es", "en"))
		}
		all = append(all, reason)
	}
	return all
}

func (p *parser) branch(n *yaml.Node, taken map[string]bool) Branch {
	f := p.fields(n, "code", "es", "en", "reached", "results")
	b := Branch{Code: p.code(f, taken), Label: p.label(f)}
	reached, _ := p.need(f, "reached")
	start := Effect{Reached: p.reached(reached)}
	results, _ := p.need(f, "results")
	inside := map[string]bool{}
	for _, r := range p.list(results) {
		b.Outcomes = append(b.Outcomes, p.outcome(r, start, inside))
	}
	if results != nil && len(b.Outcomes) == 0 {
		p.fail(results, ErrTreeMissing, "results")
	}
	return b
}

func (p *parser) reached(n *yaml.Node) Reached {
	return Reached(p.word(n, string(Nobody), string(Third), string(Debtor)))
}

func (p *parser) outcome(n *yaml.Node, start Effect, taken map[string]bool) Outcome {
	f := p.fields(n, append([]string{"code", "es", "en", "reasons", "reason"}, effectKeys()...)...)
	o := Outcome{Code: p.code(f, taken), Label: p.label(f), Effect: p.effect(f, start)}
	o.ReasonOptional = p.word(f.at["reason"], "optional", "required") == "optional"
	p.leaves++
	if o.Effect.Kind == "" {
		p.fail(n, ErrTreeMissing, "kind")
	}
	if o.Effect.Again == (Again{}) && o.Effect.Hold.Reason == "" {
		o.Effect.Again = Again{unit: 'n'} // saying nothing would bring the same case back at once
	}
	p.whole(n, o.Effect)
	for _, raw := range p.reasonsOf(f.at["reasons"]) {
		raw.Effect = p.effect(raw.fields, o.Effect)
		p.whole(raw.fields.node, raw.Effect)
		o.Reasons = append(o.Reasons, raw.Reason)
		p.leaves++
	}
	return o
}

// reasonsOf reads a list of reasons, or the name of a set.
func (p *parser) reasonsOf(n *yaml.Node) []rawReason {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.ScalarNode {
		return p.reasons(n)
	}
	set, found := p.sets[n.Value]
	if !found {
		var names []string
		for name := range p.sets {
			names = append(names, name)
		}
		slices.Sort(names)
		p.word(n, names...)
	}
	return set
}

// effect reads what a level says of its effect; what it does not say is as above it.
func (p *parser) effect(f fields, above Effect) Effect {
	e := above
	if n := f.at["kind"]; n != nil {
		known := make([]string, 0, len(Kinds()))
		for _, k := range Kinds() {
			known = append(known, string(k))
		}
		e.Kind = Kind(p.word(n, known...))
	}
	if n := f.at["reached"]; n != nil {
		e.Reached = p.reached(n)
	}
	if n := f.at["ask"]; n != nil {
		e.Ask = nil
		for _, a := range p.list(n) {
			e.Ask = append(e.Ask, Ask(p.word(a, string(AskAmount), string(AskDay), string(AskTime), string(AskPhone),
				string(AskNote))))
		}
	}
	if n := f.at["mark"]; n != nil {
		e.Mark = Mark(p.word(n, string(MarkValid), string(MarkWrong), string(MarkThirdParty),
			string(MarkOutOfService)))
	}
	if n := f.at["again"]; n != nil {
		again, ok := ParseAgain(n.Value)
		if n.Kind != yaml.ScalarNode || !ok {
			p.fail(n, ErrTreeWord, n.Value, "30m, 2h, 3d, morning, callback")
		}
		e.Again, e.Hold = again, Hold{}
	}
	if n := f.at["hold"]; n != nil {
		e.Hold, e.Again = p.hold(n), Again{}
	}
	return e
}

func (p *parser) hold(n *yaml.Node) Hold {
	f := p.fields(n, "reason", "days", "from")
	reason, _ := p.need(f, "reason")
	known := make([]string, 0, len(HoldReasons()))
	for _, r := range HoldReasons() {
		known = append(known, string(r))
	}
	promised := p.word(f.at["from"], "today", "promised") == "promised"
	return Hold{
		Reason: HoldReason(p.word(reason, known...)), Days: p.number(f.at["days"], maxHoldDays),
		Promised: promised, Endless: f.at["days"] == nil && !promised,
	}
}

// whole holds a leaf to what its kind and its effect need.
func (p *parser) whole(n *yaml.Node, e Effect) {
	switch {
	case e.Kind == Promise && (!e.Asks(AskAmount) || !e.Asks(AskDay)):
		p.fail(n, ErrTreePromise, "amount, day")
	case e.Again.unit == 'c' && !e.Asks(AskTime):
		p.fail(n, ErrTreePromise, "time")
	case e.Hold.Promised && !e.Asks(AskDay):
		p.fail(n, ErrTreeHold)
	}
}
