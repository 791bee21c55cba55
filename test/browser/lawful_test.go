package browser

import "testing"

// TestACallIsMadeByKeyboardWithLeave asks for the call, does not make it, asks again, and records what came
// of it; then the person wants no more calls, and there are none.
func TestACallIsMadeByKeyboardWithLeave(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("jaime")
	p.Press("n")
	p.See("¡Me preparo!")
	p.See("Contactos que quedan")
	at := p.path()
	p.Press("l")
	p.See("Puede llamar al")
	p.See("reservado para usted")
	p.Await("stand on what dials", "document.activeElement.innerText.includes('Marcar')")
	p.Accessible()
	p.Shoot("llamar")

	p.TabTo("No llamé")
	p.Press("Enter")
	p.See("Quedó libre el lugar")
	p.SeeNot("Puede llamar al")

	p.Press("l")
	p.See("Puede llamar al")
	p.Await("stand on what dials", "document.activeElement.innerText.includes('Marcar')")
	p.Forgive(refused)
	p.Press("1", "5", "Enter")
	p.See("Elija también el motivo")
	p.Await("stand on what is to be mended", "document.activeElement.id === 'result-wrong'")
	p.Press("ArrowLeft", "8", "Enter")
	p.See("Guardado: Rosa Elena Quishpe Toapanta")
	p.See("Nelly Patricia Vásconez")
	p.Go(c.address + at)
	p.See("Ahora no se le puede llamar")
	p.Press("l")
	p.Await("be told why", "document.activeElement.innerText.includes('no quiere que se le contacte')")
	p.See("política de la casa, no es ley")
	p.Accessible()
	p.Shoot("llamar-no")
}
