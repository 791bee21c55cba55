package calendar

import (
	"maps"
	"slices"
	"time"
)

// Move is how a law moves a holiday to another day of the week. The set is closed: a pack can choose one and
// cannot invent one, since each is a sentence of a law.
type Move string

// The moves, each with its law.
const (
	// Stays: the day is kept whatever its weekday.
	Stays Move = ""

	// ColombiaNextMonday is the Ley Emiliani, Ley 51 of 1983, art. 1: a listed day that is no Monday is kept
	// on the Monday after it. The day itself is then a working day like any other. In force since 1984; Ley
	// 2578 of 2026 adds 9 July to the list.
	ColombiaNextMonday Move = "co.next_monday"

	// EcuadorRest is the Ley de feriados of 20 December 2016 (reform of LOSEP and Código del Trabajo), in
	// force since 2017: Tuesday → the Monday before; Wednesday and Thursday → the Friday of that week;
	// Saturday → the Friday before; Sunday → the Monday after. The rest moves, the anniversary stays.
	EcuadorRest Move = "ec.rest"

	// EcuadorWeekendOnly is the same law for 1 January and 25 December, which it takes out of the move from
	// the middle of the week and leaves in that from a weekend. Carnival needs no move at all.
	EcuadorWeekendOnly Move = "ec.weekend_only"

	// EcuadorSouls is 2 November under the law's rules for holidays on consecutive days (with 3 November):
	// Wednesday and Thursday → the Wednesday's rest goes to the Friday; Saturday and Sunday → the Saturday's
	// to the Friday before; Sunday and Monday → the Sunday's to the Tuesday. Monday and Tuesday, Thursday and
	// Friday stay; and on Tuesday and Wednesday, Friday and Saturday it is the other one that moves.
	EcuadorSouls Move = "ec.souls"

	// EcuadorCuenca is 3 November under the same rules: Tuesday and Wednesday → the Wednesday's rest goes to
	// the Monday before; Friday and Saturday → the Saturday's to the Thursday before; Saturday and Sunday →
	// the Sunday's to the Monday after.
	EcuadorCuenca Move = "ec.cuenca"

	// ChileNearestMonday is Ley 19.668 of 2000 for 29 June and 12 October: Tuesday to Thursday → the Monday
	// of that week; Friday → the Monday after. It is the holiday that moves: official calendars print the
	// Monday without a mark, and the day itself is a working day.
	ChileNearestMonday Move = "cl.nearest_monday"

	// ChileNearestFriday is Ley 20.299 of 2008 for 31 October: Tuesday → the Friday before; Wednesday → the
	// Friday after. It too leaves no mark.
	ChileNearestFriday Move = "cl.nearest_friday"

	// CostaRicaMonday is Ley 9875 of 2020: a listed day of a listed year is kept on the nearest Monday, a
	// Thursday's on the one after. It holds for the years that the rule names, 2020 to 2024, and not for all
	// days in each: the law has a table, and Leyes 10396 and 10438 took two days of 2024 out of it.
	CostaRicaMonday Move = "cr.monday"

	// CostaRicaSunday is Ley 10050 of 2021, a transitory rule for 31 August 2021 to 2023: the Sunday after.
	CostaRicaSunday Move = "cr.sunday"
)

// transfer is what a move does.
type transfer struct {
	shift [7]int // days, by the weekday it falls on, Sunday first
	keeps bool   // the day itself stays in the calendar, its rest given to another day
	marks bool   // calendars mark the new day as observed
}

var moves = map[Move]transfer{
	Stays:              {},
	ColombiaNextMonday: {shift: [7]int{1, 0, 6, 5, 4, 3, 2}, marks: true},
	EcuadorRest:        {shift: [7]int{1, 0, -1, 2, 1, 0, -1}, keeps: true, marks: true},
	EcuadorWeekendOnly: {shift: [7]int{time.Sunday: 1, time.Saturday: -1}, keeps: true, marks: true},
	EcuadorSouls: {
		shift: [7]int{time.Sunday: 2, time.Wednesday: 2, time.Saturday: -1}, keeps: true, marks: true,
	},
	EcuadorCuenca: {
		shift: [7]int{time.Sunday: 1, time.Wednesday: -2, time.Saturday: -2}, keeps: true, marks: true,
	},
	ChileNearestMonday: {shift: [7]int{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: -3, time.Friday: 3}},
	ChileNearestFriday: {shift: [7]int{time.Tuesday: -4, time.Wednesday: 2}},
	CostaRicaMonday:    {shift: [7]int{1, 0, -1, -2, 4, 3, 2}, marks: true},
	CostaRicaSunday:    {shift: [7]int{0, 6, 5, 4, 3, 2, 1}, marks: true},
}

// Moves lists the moves that a rule may name, in order, for a form that offers them.
func Moves() []Move { return slices.Sorted(maps.Keys(moves)) }

// Known says whether the move is one of the set.
func (m Move) Known() bool {
	_, known := moves[m]
	return known
}

// From gives the day to which a holiday that falls on this day is moved, the same day when it is not.
func (m Move) From(day Day) Day { return day + Day(moves[m].shift[day.Weekday()]) }
