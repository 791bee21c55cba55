package browser

import (
	"os"
	"testing"
	"time"
)

// TestServe keeps a company open for people to look at, until ALDIA_LOOK's duration has passed.
func TestServe(t *testing.T) {
	t.Parallel()
	length, err := time.ParseDuration(os.Getenv("ALDIA_LOOK"))
	if err != nil {
		t.Skip("set ALDIA_LOOK=10m to look at a small company")
	}
	c := openCompany(t, portfolio)
	t.Log(c.address, password)
	<-time.After(length)
}

func TestAnAgentWorksThreeCasesByKeyboardAlone(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.At("/hoy")
	p.See("Personas en mora")
	p.Accessible()
	p.Shoot("hoy")

	// The first promises to pay: a sum is proposed, the day is typed.
	p.Press("n")
	p.See("¡Me preparo!")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Accessible()
	p.Shoot("caso")
	p.Press("1", "1")
	p.Await("be asked how much", "document.activeElement.name === 'amount'")
	p.Shoot("resultado")
	p.Press("Tab")
	typeDay(p, time.Now().AddDate(0, 0, 5))
	p.Press("Enter")
	p.See("Guardado: Rosa Elena Quishpe Toapanta")

	// The second does not answer: two digits and Enter.
	p.See("Nelly Patricia Vásconez")
	p.Press("3", "1", "Enter")
	p.See("Guardado: Nelly Patricia Vásconez")

	// The third cannot pay, and the reason is asked; it is saved only with one.
	p.See("María Fernanda Intriago")
	p.Forgive(refused)
	p.Enlarge("note")
	p.Press("1", "Enter")
	p.See("Elija también qué resultó")
	p.Press("4", "Enter")
	p.See("Elija también el motivo")
	p.Accessible()
	p.Shoot("resultado-mal")
	p.Press("1", "Enter")
	p.See("Guardado: María Fernanda Intriago")
	p.See("José Ignacio Ñáñez Peralta")

	p.Go(c.address + "/casos")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Accessible()
	p.Shoot("casos")
}

func TestTheFloorMovesWhileTheSupervisorLooks(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	mayra := c.enter("mayra")
	mayra.At("/piso")
	mayra.See("Jaime Alvarado")
	mayra.Accessible()

	jaime := c.enter("jaime")
	jaime.Press("n")
	jaime.See("¡Me preparo!")
	mayra.See("Rosa Elena Quishpe Toapanta")
	mayra.Shoot("piso")
	jaime.Press("3", "1", "Enter")
	jaime.See("Guardado: Rosa Elena Quishpe Toapanta")
	mayra.SeeNot("Rosa Elena Quishpe Toapanta")

	mayra.Press("r")
	mayra.See("Repartir casos")
	mayra.Accessible()
	mayra.Shoot("repartir")
}

func TestEveryReportIsDrawnAndCanBeTakenAway(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("mayra")
	p.Press("g", "i")
	p.See("Antigüedad de saldos")
	p.Accessible()
	p.Shoot("informes")
	for name, title := range map[string]string{
		"aging": "Antigüedad de saldos", "movements": "Movimientos entre tramos", "worklist": "Lista de trabajo",
		"productivity": "Productividad por persona",
	} {
		p.Go(c.address + "/informes/" + name)
		p.See(title)
		p.See("Descargar Excel")
		p.Accessible()
		p.Shoot("informe-" + name)
	}
}
