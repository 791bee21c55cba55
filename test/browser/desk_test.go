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
	p.Shoot("hoy")
	p.Press("n")
	p.See("¡Me preparo!")
	p.Shoot("caso")
}
