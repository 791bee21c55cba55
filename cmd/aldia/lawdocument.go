package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"aldia/platform/fault"
	"aldia/platform/text"
)

// decodeDocument reads one document, and says where it is none.
func decodeDocument(doc []byte, into any) error {
	if doc[0] != '{' {
		return fault.New(fault.Invalid, "law.document", 1)
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	if err := d.Decode(into); err != nil {
		if shape, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return misshapen(shape)
		}
		return fault.New(fault.Invalid, "law.document", brokenAt(err, doc))
	}
	if d.More() {
		return fault.New(fault.Invalid, "law.document", d.InputOffset()+1)
	}
	return nil
}

// brokenAt is at which byte, from one on, a document stops being JSON.
func brokenAt(err error, doc []byte) int64 {
	if slip, ok := errors.AsType[*json.SyntaxError](err); ok {
		return slip.Offset
	}
	return int64(len(doc))
}

// misshapen says that a field holds a thing of another shape.
func misshapen(shape *json.UnmarshalTypeError) error {
	is, was, _ := strings.Cut(shape.Value, " ")
	whole := shape.Type != nil && shape.Type.Kind() >= reflect.Int && shape.Type.Kind() <= reflect.Int64
	if whole && was != "" {
		return fault.New(fault.Invalid, "lawmoney.big", shape.Field, was).On(shape.Field)
	}
	return fault.New(fault.Invalid, "lawmoney.shape", shape.Field, text.Key("lawmoney.is."+is)).On(shape.Field)
}

// ignored names the fields of a document that nobody reads: they are said, so that a slip of the pen is not
// taken for a fact.
func ignored(doc []byte, of reflect.Type, under string) (names []string) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(doc, &fields) != nil {
		return nil
	}
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	known := map[string]reflect.Type{}
	for field := range of.Fields() {
		known[field.Tag.Get("json")] = field.Type
	}
	for name, value := range fields {
		t, ok := known[name]
		for ok && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch {
		case !ok:
			names = append(names, under+name)
		case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
			var all []json.RawMessage
			if json.Unmarshal(value, &all) == nil {
				for i, one := range all {
					names = append(names, ignored(one, t.Elem(), fmt.Sprintf("%s%s[%d].", under, name, i))...)
				}
			}
		case t.Kind() == reflect.Struct && t != reflect.TypeFor[catastropheDocument]():
			names = append(names, ignored(value, t, under+name+".")...)
		}
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
