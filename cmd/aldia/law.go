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
	}
}

// lawCall is a run of the command, with the packs that it has read.
type lawCall struct {
	*call
	packs law.Packs
}

func lawCommand() command {
	return command{name: "law", run: func(_ context.Context, k *call) error {
		year := k.flags.Int("year", 0, "")
		if err := k.parse(1, 2); err != nil {
			return err
		}
		q := &lawCall{call: k}
		if k.args[0] == "calendar" {
			return q.calendar(*year)
		}
		ask := q.asks()[k.args[0]]
		if ask == nil {
			return oneOf(k.args[0], "check", "next", "calendar", "deadline", "fee", "cap", "allocate")
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
	lines := bufio.NewReaderSize(io.LimitReader(in, 64<<30), 1<<16)
	to := bufio.NewWriter(out)
	refused, asked := false, 0
	for {
		line, err := readDocument(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(err, to.Flush())
		}
		if doc := bytes.TrimSpace(line); len(doc) > 0 {
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

func readDocument(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > documentLimit {
			return nil, fault.New(fault.Limit, "law.too_long", documentLimit>>20)
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// answerOne writes the answer to one document as one line; false where it was refused.
func (q *lawCall) answerOne(to io.Writer, doc []byte, ask func([]byte) (any, error)) bool {
	answer, err := ask(doc)
	if err != nil {
		answer = q.fault(err)
	}
	line, failed := json.Marshal(answer)
	if failed != nil {
		panic("aldia: " + failed.Error()) // answers are plain fields
	}
	_, _ = to.Write(append(line, '\n')) // what fails here fails in Flush
	return err == nil
}

// lawFault is the answer to a document that cannot be answered.
func (q *lawCall) fault(err error) any {
	problem := map[string]any{"code": "law.document", "message": q.say.Say("law.document", err.Error())}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		problem["code"], problem["message"] = f.Key, q.say.Say(f.Key, f.Args...)
		if f.Field != "" {
			problem["field"] = f.Field
		}
	}
	return map[string]any{"error": problem}
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
	return ask.answer(verdict, q.config.Language), nil
}

// calendar prints the holidays of a year.
func (q *lawCall) calendar(year int) error {
	if len(q.args) != 2 {
		return misused("command.arguments", 2, len(q.args))
	}
	pack, err := q.packs.Of(q.args[1])
	if err != nil {
		return err
	}
	if year < calendar.FirstYear || year > calendar.LastYear {
		return misused("law.year", calendar.FirstYear, calendar.LastYear)
	}
	out := csv.NewWriter(os.Stdout)
	_ = out.Write([]string{"date", "name", "observed"})
	for _, h := range pack.Holidays(year) {
		_ = out.Write([]string{h.Day.Text(), h.Name.In(q.config.Language), strconv.FormatBool(h.Observed)})
	}
	out.Flush()
	return out.Error()
}
