// Package text is the words a person reads: sentences kept by key in TOML files, one folder a language, and
// the way that people of a country write numbers and dates. Spanish is the first language: it is what
// everybody gets who did not ask for another that we have. The package knows no sentence of its own;
// package words holds them.
package text

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"

	"aldia/platform/fault"
)

// First is the language that is complete by definition and that an unknown wish falls back to.
const First = "es"

// Key is an argument of Say that is itself a key, so that a sentence can name a column or a state in its
// own language.
type Key string

// Catalog is every sentence in every language. It does not change once loaded, so any goroutine may use it.
type Catalog struct {
	languages map[string]map[string]sentence
}

// Load reads LANGUAGE/AREA.toml of every language folder in files. Nested tables give dotted keys: [cut]
// not_a_table is "cut.not_a_table"; the file's own name adds nothing. A key that stands in two files of one
// language is an error, since one of the two would silently win.
func Load(files fs.FS) (*Catalog, error) {
	names, err := fs.Glob(files, "*/*.toml")
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	c := &Catalog{languages: map[string]map[string]sentence{}}
	for _, name := range names {
		language := path.Dir(name)
		if c.languages[language] == nil {
			c.languages[language] = map[string]sentence{}
		}
		if err := c.read(files, name, c.languages[language]); err != nil {
			return nil, err
		}
	}
	if c.languages[First] == nil {
		return nil, errors.New("text: no folder " + First)
	}
	return c, nil
}

func (c *Catalog) read(files fs.FS, name string, into map[string]sentence) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("text: %w", err)
	}
	tree := map[string]any{}
	if err := toml.Unmarshal(raw, &tree); err != nil {
		return fmt.Errorf("text: %s: %w", name, err)
	}
	return flatten(name, "", tree, into)
}

func flatten(file, prefix string, tree map[string]any, into map[string]sentence) error {
	for k, v := range tree {
		key := k
		if prefix != "" {
			key = prefix + "." + k
		}
		switch v := v.(type) {
		case map[string]any:
			if err := flatten(file, key, v, into); err != nil {
				return err
			}
		case string:
			if _, twice := into[key]; twice {
				return fmt.Errorf("text: %s: the key %s stands twice", file, key)
			}
			s, err := compile(v)
			if err != nil {
				return fmt.Errorf("text: %s: %s: %w", file, key, err)
			}
			into[key] = s
		default:
			return fmt.Errorf("text: %s: %s is no text", file, key)
		}
	}
	return nil
}

// Languages lists the languages, Spanish first.
func (c *Catalog) Languages() []string {
	var all []string
	for l := range c.languages {
		if l != First {
			all = append(all, l)
		}
	}
	sort.Strings(all)
	return append([]string{First}, all...)
}

// For gives the words of a language; one that we do not have gives Spanish.
func (c *Catalog) For(language string) Language {
	if c.languages[language] == nil {
		language = First
	}
	return Language{code: language, sentences: c.languages[language]}
}

// Check tells every key that a language lacks, has too many, or fills with other arguments than Spanish
// does: the list is empty when all languages say the same things.
func (c *Catalog) Check() []string {
	var wrong []string
	for _, language := range c.Languages()[1:] {
		for key, ours := range c.languages[First] {
			theirs, has := c.languages[language][key]
			switch {
			case !has:
				wrong = append(wrong, language+" lacks "+key)
			case !slices.Equal(ours.arguments(), theirs.arguments()):
				wrong = append(wrong, language+" fills "+key+" with other arguments")
			}
		}
		for key := range c.languages[language] {
			if _, has := c.languages[First][key]; !has {
				wrong = append(wrong, First+" lacks "+key)
			}
		}
	}
	sort.Strings(wrong)
	return wrong
}

// Language is one language in one country's manner of writing numbers. The zero Language knows no sentence
// and says the keys.
type Language struct {
	code, country string
	sentences     map[string]sentence
}

// In gives the same language with the numbers written as in a country (ISO 3166 alpha-2).
func (l Language) In(country string) Language { l.country = country; return l }

// Code is the language's code, as in the lang attribute of a page.
func (l Language) Code() string {
	if l.code == "" {
		return First
	}
	return l.code
}

// Country is the country whose manner numbers are written in, or "".
func (l Language) Country() string { return l.country }

// Has says whether there is a sentence for key.
func (l Language) Has(key string) bool { _, has := l.sentences[key]; return has }

// Keys lists every key that there is a sentence for, in order.
func (l Language) Keys() []string { return slices.Sorted(maps.Keys(l.sentences)) }

// Say gives the sentence of a key, filled with args: {0} is the first of them, {0|cuenta|cuentas} a word
// that goes with the number in it. Whole numbers get the country's separators, days are written short, a
// Key is said in turn. A key without a sentence gives the key itself, which is ugly enough to be seen; the
// tests of package words look for such.
func (l Language) Say(key string, args ...any) string {
	s, has := l.sentences[key]
	if !has {
		return key
	}
	return s.fill(l, args)
}

// Fault says an error to a person: a fault in its own sentence, anything else as our own mistake, never its
// inner text.
func (l Language) Fault(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && l.Has(f.Key) {
		return l.Say(f.Key, f.Args...)
	}
	if errors.As(err, &f) {
		return l.Say("fault." + string(f.Kind) + ".text")
	}
	return l.Say("fault.internal.text")
}

// Join writes a list as a person would: "uno, dos y tres".
func (l Language) Join(items ...string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	and := " y "
	last := items[len(items)-1]
	switch {
	case l.Code() == "en":
		and = " and "
	case startsWithSoundI(last):
		and = " e "
	}
	return strings.Join(items[:len(items)-1], ", ") + and + last
}

// startsWithSoundI holds for words before which Spanish says "e" and not "y": intereses, hijos; but hierro
// keeps "y".
func startsWithSoundI(word string) bool {
	w := strings.ToLower(word)
	w = strings.TrimPrefix(w, "h")
	return (strings.HasPrefix(w, "i") || strings.HasPrefix(w, "í")) &&
		!strings.HasPrefix(w, "ie") && !strings.HasPrefix(w, "ia")
}
