package browser

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"aldia/domain/calendar"
)

// alike loads a file in which two persons may be one: a clerk must say.
func alike(c *company) {
	today := calendar.On(time.Now(), quito())
	const sent = "account;currency;person;person_name;id_type;id_number;due_on;principal;phones;city;country\n" +
		"CR-1;USD;C1;Rosa Elena Quishpe;cedula;1714307103;2026-10-05;10,00;0991234567;Ambato;EC\n" +
		"CR-2;USD;C2;Quishpe Rosa Elena;cedula;0926687856;2026-10-31;20,00;0991234567;Guayaquil;EC\n"
	name := filepath.Join(c.t.TempDir(), "cartera.csv")
	if err := os.WriteFile(name, []byte(sent), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.run("import", "portfolio", name, "--creditor", "ANDINA", "--country", "EC", "--as-of", (today - 2).Text())
}

func TestAPersonIsTakenOnByKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := openCompany(t, nil).enter("ana")
	p.Forgive(refused)
	p.Press("g", "u")
	p.At("/admin/usuarios")
	p.TabTo("Dar de alta")
	p.Press("Enter")
	p.At("/admin/usuarios/nuevo")
	p.Accessible()
	p.Shoot("alta")
	p.TabTo("Nombre completo")
	p.Type("Rosa Chang Ñaupari")
	p.TabTo("Usuario")
	p.Type("rosa ñ")
	p.Press("Enter")
	p.See("El nombre de usuario lleva")
	p.Accessible()
	p.Shoot("alta-mal")
	p.TabTo("Usuario")
	p.Press("Ctrl+a")
	p.Type("rosa")
	p.Press("Enter")
	p.See("Anote esta contraseña: no se vuelve a mostrar")
	p.Accessible()
	p.Shoot("alta-clave")

	// What is asked before somebody is shut out can be left again.
	p.TabTo("Dar de baja")
	p.Press("Enter")
	p.See("¿Dar de baja a Rosa Chang Ñaupari?")
	p.Accessible()
	p.Shoot("baja")
	p.Press("Escape")
	p.Await("have the dialog closed", "document.querySelector('dialog[open]') === null")

	p.Press("g", "u")
	p.At("/admin/usuarios")
	p.TabTo("Código")
	p.Type("a b")
	p.TabTo("Nombre del equipo")
	p.Type("Equipo Norte")
	p.Press("Enter")
	p.See("El código lleva letras")
	p.Accessible()
}

func TestADuplicateIsDecidedByKeyboardAndReadInTheAudit(t *testing.T) {
	t.Parallel()
	c := openCompany(t, alike)
	p := c.enter("ana")
	p.Go(c.address + "/admin/duplicados?estado=same")
	p.See("Aquí quedan los pares que se decida unir.")
	p.Accessible()
	p.Go(c.address + "/admin/duplicados")
	p.TabTo("Buscar ahora")
	p.Press("Enter")
	p.See("La búsqueda de duplicados está en marcha")
	p.See("Tienen el mismo nombre y el mismo teléfono.")
	p.Accessible()
	p.Shoot("duplicados")
	p.TabTo("Motivo (opcional)")
	p.Type("viven en otra ciudad")
	p.TabTo("Son distintas")
	p.Press("Enter")
	p.See("La decisión se guardó.")
	p.Go(c.address + "/admin/duplicados?estado=different")
	p.See("Lo decidió Ana Torres")
	p.Accessible()

	// The book tells it in words, and nothing in braces.
	p.Go(c.address + "/admin/auditoria?que=duplicate.")
	p.Accessible()
	p.TabTo("Decidió sobre un duplicado")
	p.Press("Space")
	p.Await("have the detail open", "document.querySelector('.facts')?.offsetParent !== null")
	p.See("son personas distintas")
	p.See("viven en otra ciudad")
	p.SeeNot("{")
	p.Accessible()
	p.Shoot("auditoria")
	for address, says := range map[string]string{
		"?persona=nadie":                     "No hay asientos con ese filtro",
		"?persona=quishpe":                   "¿A cuál de estas personas se refiere?",
		"?desde=2026-11-20&hasta=2026-11-01": "El último día no puede ser anterior al primero.",
	} {
		p.Go(c.address + "/admin/auditoria" + address)
		p.See(says)
		p.Accessible()
	}
	p.TabTo("Verificar la cadena ahora")
	p.Press("Enter")
	p.See("El registro está íntegro")
	p.Accessible()
}

func TestTheRulesAreMendedAndTheDayClosedByKeyboard(t *testing.T) {
	t.Parallel()
	c := openCompany(t, alike)
	p := c.enter("ana")
	p.Forgive(refused)
	p.Go(c.address + "/admin/acreedores")
	p.TabTo("ANDINA ANDINA")
	p.Press("Enter")
	p.See("Tramos de mora")
	p.Accessible()
	p.TabTo("Último día de cada tramo")
	p.Type("30, 15")
	p.Press("Enter")
	p.See("Escriba números que van subiendo")
	p.Accessible()
	p.Shoot("acreedor-mal")

	p.Go(c.address + "/admin/cierre")
	p.See("Todavía no se ha cerrado ningún día")
	p.Accessible()
	p.TabTo("Cerrar el día")
	p.Press("Enter")
	p.See("Último día cerrado:")
	p.Accessible()
	p.Shoot("cierre")
	for _, state := range []string{"", "waiting", "failed", "done", "cancelled"} {
		p.Go(c.address + "/admin/procesos?estado=" + state)
		p.See("Procesos")
		p.Accessible()
	}
	p.See("Ningún proceso está en este estado.")
	p.Shoot("procesos")
}
