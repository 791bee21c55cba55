package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"aldia/domain/calendar"
	"aldia/domain/money"
)

// portfolio makes a portfolio of 25 columns as a bank sends it.
func portfolio(rows int, quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("cuenta;operacion;cedula;cliente;producto;moneda;saldo;capital;interes;mora;gastos;tasa;" +
		"tasa_mora;vence;abierto;" +
		"estado;telefono;correo;direccion;ciudad;provincia;lat;lon;oficina;gestor\r\n")
	for i := range rows {
		name := fmt.Sprintf("MUÑOZ PEÑA JOSÉ %d", i)
		if quoted {
			name = `"` + name + `; ""PEPE"""`
		}
		fmt.Fprintf(&b, "%08d;%d;17%08d;%s;CONSUMO;USD;%d,%02d;%d,00;%d,15;%d,10;0,00;16,06;1,1;31/10/2026;"+
			"01/02/2025;"+
			"VENCIDO;0987654321;a%d@correo.ec;AV. AMAZONAS N34-%d;QUITO;PICHINCHA;-0,18;-78,48;MATRIZ;G%02d\r\n",
			i, i%9, i, name, i%9000, i%100, i%8000, i%300, i%90, i, i%999, i%40)
	}
	return b.Bytes()
}

func BenchmarkNext(b *testing.B) {
	const rows = 100_000
	plain := portfolio(rows, false)
	ansi, err := charmap.Windows1252.NewEncoder().Bytes(plain)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		says string
		file []byte
	}{{"utf-8", plain}, {"windows-1252", ansi}, {"quoted", portfolio(rows, true)}} {
		b.Run(c.says, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.file) / rows))
			n := 0
			for n < b.N {
				t, err := Open(bytes.NewReader(c.file), int64(len(c.file)), "cartera.csv", Options{})
				if err != nil {
					b.Fatal(err)
				}
				for n < b.N {
					_, err := t.Next()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkWorkbook(b *testing.B) {
	const rows = 20_000
	write := func(w io.Writer) error {
		columns := make([]Column, 25)
		for i := range columns {
			columns[i].Name = fmt.Sprint("columna ", i)
		}
		x := NewXLSXWriter(w, Sheet{Name: "Cartera", Columns: columns})
		cells := make([]Cell, 25)
		for i := range rows {
			for c := range cells {
				switch c % 5 {
				case 0:
					cells[c] = Text("MUÑOZ PEÑA JOSÉ")
				case 1:
					cells[c] = Day(calendar.Day(20_000 + i%900))
				default:
					cells[c] = Money(money.Amount(i*c), "USD")
				}
			}
			if err := x.Write(cells...); err != nil {
				return err
			}
		}
		return x.Close()
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			if err := write(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N*rows)/b.Elapsed().Seconds(), "rows/s")
	})
	var file bytes.Buffer
	if err := write(&file); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			t, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "x", Options{})
			if err != nil {
				b.Fatal(err)
			}
			if _, _, err := drain(t); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N*rows)/b.Elapsed().Seconds(), "rows/s")
	})
}
