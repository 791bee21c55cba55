package calendar

import "math"

// Easter is Easter Sunday of a year as the western churches keep it, by the rule of 1582 (the computus of
// Meeus, Jones and Butcher, whole numbers only). Good Friday is two days before it, Corpus Christi sixty days
// after it.
func Easter(year int) Day {
	golden := year % 19
	century, rest := year/100, year%100
	corrected := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - century/4 - corrected + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(rest/4) - epact - rest%4) % 7
	late := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - 7*late + 114
	return Of(year, n/31, n%31+1)
}

// chileWinterHours is how far Chile stands from UTC in June: UTC−4, summer time being over.
const chileWinterHours = -4

// JuneSolstice is the day on which the June solstice falls in Chile, which is a holiday there: "el día del
// solsticio de invierno de cada año en el hemisferio sur" (Ley 21.357 of 2021, from 2022 on). It is the 20th
// or the 21st. The instant is that of Meeus, Astronomical Algorithms, chapter 27, right to a minute between
// 1951 and 2050 and to some minutes until 2100; until 2045 it is never within an hour of midnight.
func JuneSolstice(year int) Day {
	y := float64(year-2000) / 1000
	mean := 2451716.56767 + y*(365241.62603+y*(0.00325+y*(0.00888-y*0.00030)))
	t := (mean - 2451545.0) / 36525
	w := radians(35999.373*t - 2.47)
	wobble := 0.0
	for _, term := range solsticeTerms {
		wobble += term[0] * math.Cos(radians(term[1]+term[2]*t))
	}
	julian := mean + 0.00001*wobble/(1+0.0334*math.Cos(w)+0.0007*math.Cos(2*w))
	const epoch, terrestrialSeconds = 2440587.5, 70 // 1970-01-01 00:00 UTC; dynamical time less UTC in our years
	utc := julian - epoch - terrestrialSeconds/float64(secondsPerDay)
	return Day(math.Floor(utc + chileWinterHours/24.0))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// solsticeTerms are the periodic terms of Meeus, table 27.C: A, B and C of A·cos(B + C·T), degrees.
var solsticeTerms = [][3]float64{
	{485, 324.96, 1934.136}, {203, 337.23, 32964.467}, {199, 342.08, 20.186}, {182, 27.85, 445267.112},
	{156, 73.14, 45036.886}, {136, 171.52, 22518.443}, {77, 222.54, 65928.934}, {74, 296.72, 3034.906},
	{70, 243.58, 9037.513}, {58, 119.81, 33718.147}, {52, 297.17, 150.678}, {50, 21.02, 2281.226},
	{45, 247.54, 29929.562}, {44, 325.15, 31555.956}, {29, 60.93, 4443.417}, {18, 155.12, 67555.328},
	{17, 288.79, 4562.452}, {16, 198.04, 62894.029}, {14, 199.76, 31436.921}, {12, 95.39, 14577.848},
	{12, 287.11, 31931.756}, {12, 320.81, 34777.259}, {9, 227.73, 1222.114}, {8, 15.45, 16859.074},
}
