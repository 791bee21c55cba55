package gallery

import (
	"github.com/a-h/templ"

	"aldia/domain/calendar"
	"aldia/domain/money"
	"aldia/web/ui"
)

func usd(cents int64) money.Money { return money.Money{Amount: money.Amount(cents), Currency: "USD"} }

func day(month, dayOfMonth int) calendar.Day { return calendar.Of(2026, month, dayOfMonth) }

type person struct {
	name, number, city, product string
	days, balance, overdue      int64
	last, agent                 string
	state                       ui.Badge
}

func people() []person {
	promised := ui.Badge{Text: "Promesa", Tone: ui.Note, Icon: "promise"}
	toCall := ui.Badge{Text: "Por llamar", Tone: ui.Accent, Icon: "phone"}
	broken := ui.Badge{Text: "Promesa rota", Tone: ui.Warn}
	disputed := ui.Badge{Text: "En disputa", Tone: ui.Bad, Icon: "scale"}
	current := ui.Badge{Text: "Al día", Tone: ui.Good}
	silent := ui.Badge{Text: "Sin contacto", Icon: "-"}
	return []person{
		{"Rosa Elena Quishpe Toapanta", "171•••••21", "Ambato", "Consumo", 47, 482_350, 61_120,
			"hace 3 días", "Jaime Alvarado", promised},
		{"Comercial Ferretero Los Ríos Cía. Ltda.", "129•••••001", "Babahoyo", "Mayorista", 12,
			12_850_000, 2_140_075,
			"ayer", "Jaime Alvarado", toCall},
		{"José Ignacio Ñáñez Peralta", "092•••••88", "Guayaquil", "Microcrédito", 103, 230_010, 118_500,
			"hace 8 días", "Lucía Benavides", broken},
		{"Segundo Manuel Chiluisa", "050•••••13", "Latacunga", "Consumo", 212, 98_740, 98_740,
			"hace 1 mes", "Lucía Benavides", disputed},
		{"María Fernanda Intriago Zambrano", "131•••••70", "Portoviejo", "Tarjeta", 4, 1_204_999, 15_430,
			"nunca", "Jaime Alvarado", toCall},
		{"Ángel Efraín Cuascota", "100•••••35", "Otavalo", "Microcrédito", 0, 310_000, 0,
			"hoy", "Lucía Benavides", current},
		{"Nelly Patricia Vásconez de Rueda", "060•••••02", "Riobamba", "Hipotecario", 388, 4_580_230, 1_902_480,
			"hace 2 meses", "—", silent},
	}
}

func caseRows() []ui.Row {
	var rows []ui.Row
	for i, p := range people() {
		rows = append(rows, ui.Row{Href: "/casos/1", Marked: i == 2, Pick: p.number, Name: p.name})
		rows[i].Cells = []templ.Component{
			ui.Two(p.name, p.number), ui.Text(p.city), ui.Text(p.product), ui.Late{Days: p.days}, p.state,
			ui.Muted(p.last), ui.Text(p.agent), ui.Amount(usd(p.overdue)), ui.Amount(usd(p.balance)),
		}
	}
	return rows
}

func caseColumns() []ui.Column {
	return []ui.Column{
		{Label: "Persona", SortHref: "?sort=name"}, {Label: "Ciudad", Spare: true},
		{Label: "Producto", Spare: true},
		{Label: "Mora", SortHref: "?sort=days", Sorted: ui.Down}, {Label: "Estado"},
		{Label: "Último contacto", Spare: true},
		{Label: "Gestor", Spare: true}, {Label: "Vencido USD", Kind: ui.Figures, SortHref: "?sort=overdue"},
		{Label: "Saldo USD", Kind: ui.Figures, SortHref: "?sort=balance"},
	}
}

func buckets() []ui.Series {
	return []ui.Series{
		{Label: "Al día", Hue: ui.Late0}, {Label: "1–30", Hue: ui.Late1}, {Label: "31–60", Hue: ui.Late2},
		{Label: "61–90", Hue: ui.Late3},
		{Label: "91–120", Hue: ui.Late4}, {Label: "121+", Hue: ui.Late5},
	}
}

func bucketBars() []ui.Bar {
	values := []int64{184_320_055, 42_118_030, 19_004_410, 11_250_000, 6_402_218, 5_118_800, 9_830_471,
		14_772_090}
	labels := []string{"Al día", "1–30", "31–60", "61–90", "91–120", "121–180", "181–360", "361 y más"}
	days := []int64{0, 1, 31, 61, 91, 121, 181, 361}
	var out []ui.Bar
	for i, v := range values {
		out = append(out, ui.Bar{Label: labels[i], Values: []int64{v}, Hue: ui.HueOfDays(days[i])})
	}
	return out
}

func moves() []ui.Move {
	return []ui.Move{
		{From: 0, To: 0, Value: 165_000_000, Count: 1302}, {From: 0, To: 1, Value: 14_200_000, Count: 118},
		{From: 1, To: 0, Value: 19_800_000, Count: 141}, {From: 1, To: 1, Value: 16_100_000, Count: 97},
		{From: 1, To: 2, Value: 7_400_000, Count: 52}, {From: 2, To: 0, Value: 3_100_000, Count: 20},
		{From: 2, To: 2, Value: 9_900_000, Count: 61}, {From: 2, To: 3, Value: 4_800_000, Count: 33},
		{From: 3, To: 3, Value: 6_000_000, Count: 39}, {From: 3, To: 4, Value: 3_900_000, Count: 22},
		{From: 4, To: 4, Value: 2_500_000, Count: 17}, {From: 4, To: 5, Value: 3_200_000, Count: 19},
		{From: 5, To: 5, Value: 28_000_000, Count: 160}, {From: 5, To: 0, Value: 1_700_000, Count: 6},
	}
}
