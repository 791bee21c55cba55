package main

import (
	"strings"

	"aldia/domain/law"
)

// conductAsk is a question about how one collects.
type conductAsk struct {
	Pack    string       `json:"pack"`
	Channel law.Channel  `json:"channel"`
	Actor   string       `json:"actor"` // creditor, agency; empty: not known
	Segment string       `json:"segment"`
	On      string       `json:"on"`
	Later   bool         `json:"later"` // there was a contact before
	Options law.Readings `json:"options"`
}

// conductAnswer says what may be asked and taken, and all that is to be minded.
type conductAnswer struct {
	MayAskReason bool          `json:"may_ask_reason"`
	MayTakeMoney bool          `json:"may_take_money"`
	Rules        []conductLine `json:"rules"`
}

type conductLine struct {
	Duty     law.Duty      `json:"duty"`
	Of       string        `json:"of,omitempty"`
	Channels []law.Channel `json:"channels,omitempty"`
	Actors   []string      `json:"actors,omitempty"`
	Holds    []string      `json:"holds,omitempty"`
	Reads    string        `json:"reads,omitempty"`
	law.Ground
}

// lawConduct answers what is said on a contact, and what is not asked, taken or done.
func (q *lawCall) lawConduct(doc []byte) (any, error) {
	var ask conductAsk
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *conductAsk) (answer conductAnswer, err error) {
		of := law.ConductAsk{
			Channel: a.Channel, Actor: a.Actor, Segment: strings.ToLower(a.Segment), Later: a.Later,
			Options: a.Options,
		}
		if of.On, err = askedDay("on", a.On); err != nil {
			return answer, err
		}
		rules, err := p.ConductOf(&of)
		if err != nil {
			return answer, err
		}
		if answer.MayTakeMoney, _, err = p.MayReceive(&of); err != nil {
			return answer, err
		}
		answer.MayAskReason, answer.Rules = true, []conductLine{}
		for _, r := range rules {
			if r.Duty == law.AskNot && r.Of == law.Reason {
				answer.MayAskReason = false
			}
			answer.Rules = append(answer.Rules, q.conductLine(p, r))
		}
		return answer, nil
	})
}

func (q *lawCall) conductLine(p *law.Pack, r *law.ConductRule) conductLine {
	language := q.config.Language
	line := conductLine{
		Duty: r.Duty, Of: r.Of, Channels: r.Channels, Actors: r.Actors, Reads: r.Reads.In(language),
		Ground: p.GroundOf(&r.Head, language),
	}
	for _, h := range r.Holds {
		line.Holds = append(line.Holds, h.In(language))
	}
	return line
}

// lawAccelerate answers whether all of a debt may be called due.
func (q *lawCall) lawAccelerate(doc []byte) (any, error) {
	ask := law.AccelerateAsk{Language: q.config.Language}
	of := func(p *law.Pack, a *law.AccelerateAsk) (answer law.AccelerateAnswer, err error) {
		if a.Parameters, err = q.figures(p, a.Segment, a.On, a.Parameters); err != nil {
			return answer, err
		}
		return p.Accelerate(a)
	}
	return answers(q, doc, &ask, &ask.Pack, of)
}
