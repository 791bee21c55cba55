package text

// Compact writes a large number short, for the axis of a chart: "850", "12,5 mil", "1,2 M"; in English
// "12.5 k". Two digits that count are kept, so it never stands where a sum must be exact.
func (l Language) Compact(n int64) string {
	abs, sign := magnitude(n), ""
	if n < 0 {
		sign = "−"
	}
	unit, name := uint64(1), ""
	switch {
	case abs >= 1_000_000_000_000:
		unit, name = 1_000_000_000_000, "\u00a0B"
	case abs >= 1_000_000:
		unit, name = 1_000_000, "\u00a0M"
	case abs >= 1_000:
		unit, name = 1_000, "\u00a0mil"
		if l.code == "en" {
			name = "\u00a0k"
		}
	}
	if l.code == "en" && unit == 1_000_000_000_000 {
		name = "\u00a0T"
	}
	group, point := l.separators()
	tenths := (abs*10 + unit/2) / unit
	s := sign + grouped(int64(tenths/10), group)
	if tenths%10 != 0 && unit > 1 {
		s += point + string(rune('0'+tenths%10))
	}
	return s + name
}
