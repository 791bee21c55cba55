package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"

	"aldia/domain/calendar"
	"aldia/domain/intake"
)

// benchBook writes the portfolio file of an invented creditor: persons of one to three accounts, 25
// columns, the same for the same seed. change says of which share of the accounts (per mille) the balance
// differs from the first version.
type benchBook struct {
	accounts int
	seed     uint64
	creditor string
	start    calendar.Day // the due days are spread around it
	asOf     calendar.Day // the day of the cut
	change   int
}

const benchHeader = "account;product;currency;person;person_name;person_kind;id_type;opened_on;due_on;" +
	"original;principal;interest;rate_annual;moratory_rate_annual;status;phones;emails;address;city;region;" +
	"country;sector;limit;branch;score_old\n"

// write makes the file. A third of the accounts is overdue, spread over half a year, so that each day some
// of them cross from bucket to bucket; the others fall due within the next four weeks.
func (b benchBook) write(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<20)
	if _, err := out.WriteString(benchHeader); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(b.seed, 1))
	changing := rand.New(rand.NewPCG(b.seed, 2))
	first := []string{"ANA", "LUIS", "ROSA", "JORGE", "CARMEN", "PEDRO", "LUCÍA", "MIGUEL", "ELENA", "RAÚL"}
	last := []string{
		"QUISHPE",
		"MENDOZA",
		"ZAMBRANO",
		"GUAMÁN",
		"PAREDES",
		"CASTRO",
		"VERA",
		"ROJAS",
		"LEÓN",
		"SALAZAR",
	}
	cities := []string{"Quito", "Guayaquil", "Cuenca", "Ambato", "Loja", "Manta"}
	person, left := 0, 0
	name := ""
	for i := range b.accounts {
		if left == 0 {
			person, left = person+1, 1+random.IntN(3)
			name = first[random.IntN(10)] + " " + last[random.IntN(10)] + " " + last[random.IntN(10)]
		}
		left--
		due := b.start + calendar.Day(random.IntN(28))
		if random.IntN(3) == 0 {
			due = b.start - 1 - calendar.Day(random.IntN(180))
		}
		principal := 2_000 + random.IntN(300_000)
		if b.change > 0 && changing.IntN(1000) < b.change {
			principal -= principal / 7
		}
		if _, err := fmt.Fprintf(out, "%s-%08d;consumo;USD;P%08d;%s;natural;otro;%s;%s;%d.%02d;%d.%02d;0.00;16.77;"+
			"1.50;vigente;098%07d;p%d@correo.ec;Av. %d y Calle %d;%s;Pichincha;EC;comercio;%d;B%03d;%d\n",
			b.creditor, i, person, name, (due - 365).Text(), due.Text(), (principal+5000)/100, (principal+5000)%100,
			principal/100, principal%100, 1_000_000+person*7%8_999_999, person, person%900, person%90,
			cities[person%len(cities)], 500+person%5000, person%120, 300+person%600); err != nil {
			return err
		}
	}
	return out.Flush()
}

// file writes the book to a temporary file, opened for reading.
func (b benchBook) file() (intake.File, func(), error) {
	f, err := os.CreateTemp("", "aldia-bench-*.csv")
	if err != nil {
		return intake.File{}, nil, err
	}
	done := func() {
		closeQuietly(f)
		_ = os.Remove(f.Name())
	}
	if err := b.write(f); err != nil {
		done()
		return intake.File{}, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		done()
		return intake.File{}, nil, err
	}
	return intake.File{Name: "bench.csv", Size: info.Size(), ReaderAt: f}, done, nil
}
