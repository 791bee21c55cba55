package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"aldia/domain/law"
	"aldia/platform/fault"
)

// asked reads one document of a question about money, and gives its id, which the answer carries. A field
// that nobody knows is refused by its name: a fact that is misspelt would otherwise be a fact that is not
// there.
func asked(doc []byte, into any) (id json.RawMessage, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(doc, &fields); err != nil || fields == nil {
		at := int64(1) // it is JSON, and no document
		if err != nil && doc[0] == '{' {
			at = brokenAt(err, doc)
		}
		return nil, fault.New(fault.Invalid, "lawmoney.not_json", at).Because(err)
	}
	id = fields["id"]
	delete(fields, "id")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(rest))
	d.DisallowUnknownFields()
	if err = d.Decode(into); err == nil {
		return id, nil
	}
	if shape, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, misshapen(shape)
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		name = strings.Trim(name, `"`)
		return nil, fault.New(fault.Invalid, "lawmoney.unknown_field", name).On(name)
	}
	return nil, fault.New(fault.Invalid, "lawmoney.not_json", brokenAt(err, doc)).Because(err)
}

// answers reads a question of money, asks it of the pack that it names, and gives the answer the id of its
// question.
func answers[Ask, Answer any](
	q *lawCall, doc []byte, ask *Ask, country *string, of func(*law.Pack, *Ask) (Answer, error),
) (any, error) {
	id, err := asked(doc, ask)
	if err != nil {
		return nil, err
	}
	p, err := q.of(*country)
	if err != nil {
		return nil, err
	}
	answer, err := of(p, ask)
	if err != nil || id == nil {
		return answer, err
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	written := append([]byte(`{"id":`), id...)
	return json.RawMessage(append(append(written, ','), text[1:]...)), nil
}

// feeAnswer is what may be charged, or nothing and why that cannot be told: who reads only the sum charges
// nothing.
type feeAnswer struct {
	law.FeeAnswer

	Error any `json:"error,omitempty"`
}

// lawFee answers what may be charged for collecting.
func (q *lawCall) lawFee(doc []byte) (any, error) {
	ask := law.FeeAsk{Language: q.config.Language}
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *law.FeeAsk) (answer feeAnswer, err error) {
		if a.Parameters, err = q.figures(p, a.Segment, a.On, a.Parameters); err != nil {
			return answer, err
		}
		answer.FeeAnswer, err = p.Fee(a)
		if answer.Missing != "" {
			answer.Error = q.problem(p.NoFigure(answer.Missing))
		}
		return answer, err
	})
}

// ofSurcharge asks for what being late costs, rather than for the most that a rate may be.
const ofSurcharge = "surcharge"

// lawCap answers what a rate may be at most.
func (q *lawCall) lawCap(doc []byte) (any, error) {
	var of struct {
		Of string `json:"of"`
	}
	if err := json.Unmarshal(doc, &of); err == nil && of.Of == ofSurcharge {
		return q.lawSurcharge(doc)
	}
	ask := law.CapAsk{Language: q.config.Language}
	return answers(q, doc, &ask, &ask.Pack, func(p *law.Pack, a *law.CapAsk) (answer law.CapAnswer, err error) {
		if a.Parameters, err = q.figures(p, a.Segment, a.On, a.Parameters); err != nil {
			return answer, err
		}
		return p.Ceiling(a)
	})
}

// surchargeAsk is a question about what being late costs, which says so.
type surchargeAsk struct {
	law.MoratoryAsk

	Of string `json:"of"`
}

func (q *lawCall) lawSurcharge(doc []byte) (any, error) {
	var ask surchargeAsk
	ask.Language = q.config.Language
	of := func(p *law.Pack, a *surchargeAsk) (law.MoratoryAnswer, error) { return p.Moratory(&a.MoratoryAsk) }
	return answers(q, doc, &ask, &ask.Pack, of)
}

// lawAllocate answers how a payment is split.
func (q *lawCall) lawAllocate(doc []byte) (any, error) {
	ask := law.AllocateAsk{Language: q.config.Language}
	return answers(q, doc, &ask, &ask.Pack, (*law.Pack).Allocate)
}

// lawDeadline answers by when a person must have an answer.
func (q *lawCall) lawDeadline(doc []byte) (any, error) {
	ask := law.DeadlineAsk{Language: q.config.Language}
	return answers(q, doc, &ask, &ask.Pack, (*law.Pack).Deadline)
}
