package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"

	"aldia/domain/calendar"
	"aldia/domain/law"
	"aldia/platform/fault"
)

// lawAsks are the questions that are asked by JSON documents.
func (q *lawCall) asks() map[string]func([]byte) (any, error) {
	return map[string]func([]byte) (any, error){
		"check": q.check, "next": q.check,
		"fee": q.lawFee, "cap": q.lawCap, "allocate": q.lawAllocate, "deadline": q.lawDeadline,
		"notice": q.lawNotice, "term": q.lawTerm, "class": q.lawClass,
		"conduct": q.lawConduct, "accelerate": q.lawAccelerate,
	}
}

// lawCall is a run of the command, with the packs that it has read.
type lawCall struct {
	*call
	packs law.Packs
	owns  *law.Owns // with --db: what the company set, and the figures that it loaded
	ctx   context.Context
}

func lawCommand() command {
	return command{name: "law", run: func(ctx context.Context, k *call) error {
		year := k.flags.Int("year", 0, "")
		if err := k.parse(1, 2); err != nil {
			return err
		}
		q := &lawCall{call: k}
		if err := q.company(ctx); err != nil {
			return err
		}
		switch k.args[0] {
		case "calendar":
			return q.calendar(*year)
		case "keep":
			return q.keep()
		}
		ask := q.asks()[k.args[0]]
		if ask == nil {
			return oneOf(k.args[0], "check", "next", "calendar", "deadline", "fee", "cap", "allocate",
				"notice", "term", "class", "keep", "conduct", "accelerate")
		}
		if len(k.args) > 1 {
			return misused("command.arguments", 1, len(k.args))
		}
		return q.answerEach(os.Stdin, os.Stdout, ask)
	}}
}

// documentLimit is the longest document: a person with many thousands of earlier contacts.
const documentLimit = 16 << 20

// answerEach answers one document, however it is laid out, or one on each line, with a line for each. A
// document that cannot be answered is answered with its fault, and those after it are still answered.
func (q *lawCall) answerEach(in io.Reader, out io.Writer, ask func([]byte) (any, error)) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	if mark, err := lines.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = lines.Discard(len(byteOrderMark)) // it is there: it was seen
	}
	to := bufio.NewWriter(out)
	refused, asked := false, 0
	for {
		line, whole, err := readDocument(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(err, to.Flush())
		}
		switch doc := bytes.TrimSpace(line); {
		case !whole:
			asked, refused = asked+1, true
			q.write(to, q.fault(fault.New(fault.Limit, "law.too_long", documentLimit>>20)))
		case len(doc) > 0:
			// What is laid out over several lines is one document.
			if asked == 0 && !json.Valid(doc) {
				rest, err := io.ReadAll(io.LimitReader(lines, documentLimit))
				if err != nil {
					return err
				}
				doc = append(doc, rest...)
			}
			asked++
			if !q.answerOne(to, doc, ask) {
				refused = true
			}
		}
		if err != nil {
			break
		}
	}
	q.answers += asked
	if err := to.Flush(); err != nil {
		return err
	}
	switch {
	case asked == 0:
		return misused("law.nothing")
	case refused:
		return errRefused
	}
	return nil
}

// byteOrderMark stands before what some programs of Windows write as UTF-8.
const byteOrderMark = "\ufeff"

// readDocument reads a line. Of one that is too long nothing is kept, and whole is false.
func readDocument(in *bufio.Reader) (line []byte, whole bool, err error) {
	for whole = true; ; {
		part, err := in.ReadSlice('\n')
		if whole = whole && len(line)+len(part) <= documentLimit; whole {
			line = append(line, part...)
		} else {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, whole, err
		}
	}
}

// answerOne writes the answer to one document as one line; false where it was refused.
func (q *lawCall) answerOne(to io.Writer, doc []byte, ask func([]byte) (any, error)) bool {
	answer, err := ask(doc)
	if err != nil {
		answer = q.fault(err)
	}
	q.write(to, answer)
	return err == nil
}

func (q *lawCall) write(to io.Writer, answer any) {
	line, err := json.Marshal(answer)
	if err != nil {
		panic("aldia: " + err.Error()) // answers are plain fields
	}
	_, _ = to.Write(append(line, '\n')) // what fails here fails in Flush
}

// lawFault is the answer to a document that cannot be answered.
func (q *lawCall) fault(err error) any { return map[string]any{"error": q.problem(err)} }

// problem says what is wrong, in a code and in words.
func (q *lawCall) problem(err error) map[string]any {
	problem := map[string]any{"code": "law.document", "message": err.Error()}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		problem["code"], problem["message"] = f.Key, q.say.Say(f.Key, f.Args...)
		if f.Field != "" {
			problem["field"] = f.Field
		}
	}
	return problem
}

func (q *lawCall) check(doc []byte) (any, error) {
	ask, pack, err := q.contact(doc)
	if err != nil {
		return nil, err
	}
	verdict, err := pack.Check(&ask.Ask)
	if err != nil {
		return nil, err
	}
	return ask.answer(verdict, q.say), nil
}

// calendar prints the holidays of a year.
func (q *lawCall) calendar(year int) error {
	if len(q.args) != 2 {
		return misused("command.arguments", 2, len(q.args))
	}
	pack, err := q.of(q.args[1])
	if err != nil {
		return err
	}
	if year < calendar.FirstYear || year > calendar.LastYear {
		return misused("law.year", strconv.Itoa(calendar.FirstYear), strconv.Itoa(calendar.LastYear))
	}
	if q.asJSON {
		days := []holidayAnswer{}
		for _, h := range pack.Holidays(year) {
			days = append(days, holidayAnswer{h.Day.Text(), h.Name.In(q.config.Language), h.Observed})
		}
		return q.answer(map[string]any{"pack": pack.Code, "year": year, "holidays": days})
	}
	out := csv.NewWriter(os.Stdout)
	_ = out.Write([]string{"date", "name", "observed"})
	for _, h := range pack.Holidays(year) {
		_ = out.Write([]string{h.Day.Text(), h.Name.In(q.config.Language), strconv.FormatBool(h.Observed)})
	}
	out.Flush()
	return out.Error()
}

type holidayAnswer struct {
	Date     string `json:"date"`
	Name     string `json:"name"`
	Observed bool   `json:"observed"` // the day to which a holiday was moved
}
