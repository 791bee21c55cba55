package intake

import "aldia/platform/fault"

// Refusal says what is wrong with one cell, in words a clerk understands: the sentence is Key filled with
// Args. As a warning it lets the row in.
type Refusal struct {
	Column string // as the file's header calls it, or ours when the file has no such column
	Field  string // our name of it
	Value  string // what stands there, cut at 200 bytes
	Key    string
	Args   []any
}

// maxRefusedValue is what is kept of a refused value: enough to find it in the file.
const maxRefusedValue = 200

// Why a row is refused. Each is a sentence of words/*/intake.toml.
const (
	whyEmpty           = "intake.row.empty"
	whyNoMatch         = "intake.row.no_match"
	whyNoContact       = "intake.row.no_contact"
	whyLong            = "intake.row.long"
	whyScientific      = "intake.row.scientific"
	whyAmount          = "intake.row.amount"
	whyAmountOther     = "intake.row.amount_other"
	whyAmountAmbiguous = "intake.row.amount_ambiguous"
	whyAmountDecimals  = "intake.row.amount_decimals"
	whyAmountLarge     = "intake.row.amount_large"
	whyAmountZero      = "intake.row.amount_zero"
	whyAmountCurrency  = "intake.row.amount_currency"
	whyNegative        = "intake.row.negative"
	whyNegativeBalance = "intake.row.negative_balance"
	whyDay             = "intake.row.day"
	whyDayImpossible   = "intake.row.day_impossible"
	whyDayMonth        = "intake.row.day_month"
	// whyDayFirst is said where the column reads with the day first and the value has the month first;
	// whyMonthFirst is the opposite.
	whyDayFirst   = "intake.row.day_first"
	whyMonthFirst = "intake.row.month_first"
	whyDayEarly   = "intake.row.day_early"
	whyDayLate    = "intake.row.day_late"
	whyDays       = "intake.row.days"
	whyRate       = "intake.row.rate"
	whyRateRange  = "intake.row.rate_range"
	whyFlag       = "intake.row.flag"
	whyCurrency   = "intake.row.currency"
	whyRole       = "intake.row.role"
	whyOnly       = "intake.row.only"
)

// What is only warned of: the row is in.
const (
	warnCut        = "intake.row.cut"
	warnControl    = "intake.row.control"
	warnCountry    = "intake.row.country"
	warnPlace      = "intake.row.place"
	warnPersonKind = "intake.row.person_kind"
	warnWay        = "intake.row.way"
	warnAttribute  = "intake.row.attribute"
	warnAttributes = "intake.row.attributes"
	warnScientific = "intake.row.scientific_amount"
	warnTotal      = "intake.row.total"
	warnAhead      = "intake.row.ahead"
	warnOpened     = "intake.row.opened_ahead"
)

// What is wrong with a mapping or a whole file.
var (
	ErrMapping       = fault.New(fault.Invalid, "intake.mapping.not_yaml")       // {0} line
	ErrMappingShape  = fault.New(fault.Invalid, "intake.mapping.shape")          // {0} line, {1} key
	ErrMappingKey    = fault.New(fault.Invalid, "intake.mapping.key")            // {0} line, {1} key
	ErrMappingKeyNot = fault.New(fault.Invalid, "intake.mapping.key_suggestion") // {2} what was meant
	ErrMappingTwice  = fault.New(fault.Invalid, "intake.mapping.twice")          // {0} line, {1} key
	ErrMappingValue  = fault.New(fault.Invalid, "intake.mapping.value")          // {2} value, {3} what may stand
	ErrMappingSource = fault.New(fault.Invalid, "intake.mapping.source")         // {0} line, {1} column
	ErrMappingLarge  = fault.New(fault.Limit, "intake.mapping.large")            // {0} bytes
	ErrOnly          = fault.New(fault.Invalid, "intake.only")                   // {0} where reading stopped
	ErrOnlyName      = fault.New(fault.Invalid, "intake.only_name")              // {0} name, {1} those there are
	ErrOnlyTypes     = fault.New(fault.Invalid, "intake.only_types")             // {0} operator or function
	ErrOnlyNoAnswer  = fault.New(fault.Invalid, "intake.only_answer")            // the condition is no yes or no
	ErrKind          = fault.New(fault.Invalid, "intake.kind")                   // {0} kind
	ErrMissing       = fault.New(fault.Invalid, "intake.missing")                // {0} columns, {1} header
	ErrMatch         = fault.New(fault.Invalid, "intake.missing_match")          // {0} header
	ErrNoContact     = fault.New(fault.Invalid, "intake.missing_contact")        // {0} header
	// ErrTwice: {0} and {1} theirs of one name, {2} their places in the header, {3} ours
	ErrTwice        = fault.New(fault.Invalid, "intake.twice")
	ErrNoCurrency   = fault.New(fault.Invalid, "intake.missing_currency") //
	ErrNotThere     = fault.New(fault.Invalid, "intake.not_there")        // theirs, ours, header
	ErrMixedDecimal = fault.New(fault.Invalid, "intake.mixed_decimal")    // {0} header, {1} {2} values
	ErrMixedDays    = fault.New(fault.Invalid, "intake.mixed_days")       // {0} header, {1} {2} values
	ErrDayOrder     = fault.New(fault.Invalid, "intake.day_order")        // {0} header, {1} a value
)
