package main

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"aldia/domain/law"
	"aldia/platform/text"
)

// slip is a field that nobody reads and whose name is nearly one that is read: most likely a slip of the pen.
type slip struct{ Field, Meant string }

// slipAnswer tells one: the answer was given without what stands in the field.
type slipAnswer struct {
	Field string `json:"field"`
	Meant string `json:"meant"`
	Says  string `json:"says"`
}

// slipsOf finds among ignored fields those that are misspelt, by the names that their place knows.
func slipsOf(ignored []string, of reflect.Type) (all []slip) {
	place := regexp.MustCompile(`\[\d+\]`)
	for _, path := range ignored {
		at, name := "", path
		if cut := strings.LastIndexByte(path, '.'); cut >= 0 {
			at, name = path[:cut], path[cut+1:]
		}
		near := text.Nearest(name, namesAt(of, strings.Split(place.ReplaceAllString(at, ""), ".")))
		if near != "" {
			all = append(all, slip{path, strings.TrimPrefix(at+"."+near, ".")})
		}
	}
	return all
}

// strangeWords notes what a text is said to hold and no rule asks about: judged as if it were not there.
func (a *contactAsk) strangeWords() {
	for i, word := range a.Content.Has {
		if slices.Contains(law.Contents(), word) {
			continue
		}
		at := fmt.Sprintf("content.has[%d]", i)
		a.ignored = append(a.ignored, at)
		if near := text.Nearest(word, law.Contents()); near != "" {
			a.slips = append(a.slips, slip{at, near})
		}
	}
}

// namesAt are the names of the fields at a place of a document.
func namesAt(of reflect.Type, path []string) (names []string) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return nil
	}
	for field := range of.Fields() {
		name := field.Tag.Get("json")
		switch {
		case len(path) > 0 && path[0] != "" && name == path[0]:
			return namesAt(field.Type, path[1:])
		case name != "":
			names = append(names, name)
		}
	}
	if len(path) > 0 && path[0] != "" {
		return nil
	}
	slices.Sort(names)
	return names
}

func slipAnswers(slips []slip, say text.Language) (all []slipAnswer) {
	for _, s := range slips {
		all = append(all, slipAnswer{s.Field, s.Meant, say.Say("law.misspelt", s.Field, s.Meant)})
	}
	return all
}
