package intake

import (
	"testing"

	"aldia/domain/calendar"
)

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 11, 22)
	for _, text := range []string{
		"2026-11-22", "22/11/2026", "22-11-2026", "22.11.2026", "22 11 2026", "22/11/26", "22-nov-2026",
		"22-Nov-26", "22 de noviembre de 2026",
		"22 DE NOVIEMBRE DEL 2026", "domingo, 22 de noviembre de 2026", "Nov 22, 2026", "November 22, 2026",
		"20261122", "22112026",
		"2026/11/22", "2026-11-22T10:30:00Z", "2026-11-22T10:30:00-05:00", "2026-11-22 00:00:00",
		"22/11/2026 12:00:00 a. m.",
		"22/11/2026 23:59", "2026-nov-22", "22/nov/2026", "2026-11-22 10:30:00.123", "22 noviembre 2026",
	} {
		if got, why := readDay([]byte(text), orderDMY, false); got != day || why != "" {
			t.Errorf("%q is %s (%s), want 2026-11-22", text, got.Text(), why)
		}
	}
	for text, want := range map[string]calendar.Day{
		"11/22/2026": day, "1/2/2013": calendar.Of(2013, 1, 2), "11-22-26": day, "11222026": day,
		"22-nov-2026": day, "2026-11-22": day,
	} {
		if got, why := readDay([]byte(text), orderMDY, false); got != want || why != "" {
			t.Errorf("%q with the month first is %s (%s), want %s", text, got.Text(), why, want.Text())
		}
	}
	if got, why := readDay([]byte("26-11-22"), orderYMD, false); got != day || why != "" {
		t.Errorf("26-11-22 with the year first is %s (%s)", got.Text(), why)
	}
}

func TestMonthsGoByTheirSpanishAndEnglishNames(t *testing.T) {
	t.Parallel()
	for month, names := range map[int][]string{
		1: {"ene", "enero", "Jan"}, 2: {"feb", "febrero"}, 3: {"mar", "marzo"}, 4: {"abr", "apr", "abril"},
		5: {"may", "mayo"}, 6: {"jun"},
		7: {"jul", "julio", "July"}, 8: {"ago", "aug", "agosto"},
		9:  {"sep", "sept", "set", "setiembre", "Septiembre", "september"},
		10: {"oct", "OCTUBRE"}, 11: {"nov"}, 12: {"dic", "dec", "diciembre"},
	} {
		for _, name := range names {
			got, why := readDay([]byte("3-"+name+"-2026"), orderDMY, false)
			if got != calendar.Of(2026, month, 3) || why != "" {
				t.Errorf("3-%s-2026 is %s (%s)", name, got.Text(), why)
			}
		}
	}
}

func TestADayThatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"30/02/2026": whyDayImpossible, "31/04/2026": whyDayImpossible, "29/02/2025": whyDayImpossible,
		"2026-02-30": whyDayImpossible,
		"32/01/2026": whyDayImpossible, "00/01/2026": whyDayImpossible, "11/22/2026": whyDayMonth,
		"30-feb-2026": whyDayImpossible,
		"20260230":    whyDayImpossible, "mañana": whyDay, "22/11": whyDay, "22/11/202": whyDay, "45000": whyDay,
		"1/2/3":        whyDay,
		"22/11/2026 x": whyDay, "noviembre 2026": whyDay, "222/1/2026": whyDay, "2026-W47": whyDay, "": whyDay,
	} {
		if got, why := readDay([]byte(text), orderDMY, false); why != want || got != calendar.NoDay {
			t.Errorf("%q is %s (%s), want %s", text, got.Text(), why, want)
		}
	}
}

func TestZerosStandForNoDate(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"00/00/0000", "0000-00-00", "0", "00000000", "00/00/00",
		"0000-00-00 00:00:00"} {
		if got, why := readDay([]byte(text), orderDMY, false); why != "" || got != calendar.NoDay {
			t.Errorf("%q is %s (%s), want no day and no complaint", text, got.Text(), why)
		}
	}
}

func TestSerialNumbersOfExcelAreDaysOnlyWhereTheyMay(t *testing.T) {
	t.Parallel()
	day := calendar.Of(2026, 11, 22)
	for _, text := range []string{"46348", "46348.0", "46348.75"} {
		if got, why := readDay([]byte(text), orderSerial, false); got != day || why != "" {
			t.Errorf("%s is %s (%s), want 2026-11-22", text, got.Text(), why)
		}
		if got, why := readDay([]byte(text), orderDMY, true); got != day || why != "" {
			t.Errorf("in a workbook %s is %s (%s), want 2026-11-22", text, got.Text(), why)
		}
		if got, why := readDay([]byte(text), orderDMY, false); why != whyDay {
			t.Errorf("in a text file %s is %s, want it refused", text, got.Text())
		}
	}
	if _, why := readDay([]byte("7"), orderSerial, false); why != whyDay {
		t.Error("7 is a day of 1900: nobody's debt")
	}
}

func TestAStyleIsNamedAsPeopleNameIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]order{
		"DD/MM/YYYY": orderDMY, "dd-mmm-aa": orderDMY, "D/M/Y": orderDMY, "M/D/YYYY": orderMDY,
		"yyyymmdd": orderYMD, "AAAA-MM-DD": orderYMD,
		"Y-M-D": orderYMD, "excel": orderSerial, "ISO": orderYMD,
	} {
		if got, ok := orderNamed(text); !ok || got != want {
			t.Errorf("%s is %v", text, got.name())
		}
	}
	for _, text := range []string{"", "DD/MM", "tomorrow", "DD/DD/YYYY", "MMDD"} {
		if _, ok := orderNamed(text); ok {
			t.Errorf("%q was taken for a style", text)
		}
	}
}
