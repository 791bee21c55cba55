package intake

import "aldia/platform/fault"

// looked is the head of a file, with what it is understood as.
type looked struct {
	header  []string
	sample  [][]string
	typed   bool
	mapping Mapping
	guessed []Guessed
	faults  []*fault.Error
}

// fit looks at a file as the mapping says. The kept mapping of a creditor remembers how the last file was
// laid out; when this one is not (the title lines are gone, it was saved in another encoding), the file
// itself is believed about its layout, and the mapping about its columns. A mapping that was handed in with
// the file stands as it is.
func (in *Intakes) fit(f File, o Options, given Mapping) (looked, error) {
	l, err := in.lookAs(f, o.Kind, given)
	if len(o.Mapping) > 0 || err == nil && len(l.faults) == 0 {
		return l, err
	}
	free := given
	free.File.Delimiter, free.File.Encoding, free.File.SkipLines, free.File.Sheet = "", "", nil, ""
	if free.File == given.File {
		return l, err
	}
	again, wrong := in.lookAs(f, o.Kind, free)
	if wrong == nil && (err != nil || len(again.faults) < len(l.faults)) {
		l, err = again, nil
	}
	return l, err
}

func (in *Intakes) lookAs(f File, k Kind, given Mapping) (l looked, err error) {
	var style FileStyle
	if l.header, l.sample, l.typed, style, err = in.sample(f, given.File); err != nil {
		return l, err
	}
	l.mapping, l.guessed, l.faults = Guess(k, l.header, l.sample, l.typed, given)
	l.mapping.File = style.under(l.mapping.File)
	return l, nil
}
