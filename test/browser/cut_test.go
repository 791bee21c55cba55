package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// asSent is a file as a cooperative in Ecuador sends it: a title above, semicolons, decimal commas, and two
// rows that cannot be right.
const asSent = `Reporte de cartera;;;;;;;;;;;
Fecha: 20/11/2026;;;;;;;;;;;
;;;;;;;;;;;
N° Operación;Cédula;Cliente;Teléfono;Celular;Fecha Vencimiento;Saldo Capital;Interés;Gastos Cobranza;Ciudad;Agencia;Producto
CR-1001;1714307103;Rosa Elena Quishpe Toapanta;022345678;0991234567;05/10/2026;1.250,40;35,10;0;Ambato;Norte;Consumo
CR-1002;0926687856;José Ignacio Ñáñez Peralta;;0987654321;31/10/2026;820,00;12,00;5,00;Guayaquil;Sur;Microcrédito
CR-1003;0501234561;Chiluisa;;0981112233;22/04/2026;98,74;0;12,00;Latacunga;Centro;Consumo
CR-1004;1310033219;María Fernanda Intriago;;0994445566;16/11/2026;1.543,00;20,00;0;Portoviejo;Norte;Tarjeta
CR-1005;1002003004;Ángel Efraín Cuascota;;0997778899;31/02/2026;300,00;0;0;Otavalo;Norte;Consumo
CR-1006;0602003006;Vásconez;;0990001112;17/08/2026;abc;10,00;0;Riobamba;Sur;Hipotecario
`

// nextDay is the file of the day after: one has paid, one is later, one is new.
const nextDay = `N° Operación;Cédula;Cliente;Teléfono;Celular;Fecha Vencimiento;Saldo Capital;Interés;Gastos Cobranza;Ciudad;Agencia;Producto
CR-1001;1714307103;Rosa Elena Quishpe Toapanta;022345678;0991234567;15/11/2026;400,40;0;0;Ambato;Norte;Consumo
CR-1002;0926687856;José Ignacio Ñáñez Peralta;;0987654321;01/10/2026;840,00;22,00;5,00;Guayaquil;Sur;Microcrédito
CR-1004;1310033219;María Fernanda Intriago;;0994445566;16/11/2026;1.543,00;20,00;0;Portoviejo;Norte;Tarjeta
CR-1007;1803004005;Luis Toapanta Yugcha;;0995556677;10/11/2026;75,00;1,00;0;Ambato;Norte;Consumo
`

// chooseFile puts a file into a field, as the window of the system for it would.
func (p *Page) chooseFile(selector, name, text string) {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.do("choose "+name, chromedp.SetUploadFiles(selector, []string{path}))
}

// atTop waits until the page stands at its beginning, with its heading in the focus: who sees reads on from
// there, and so does who hears.
func (p *Page) atTop(heading string) {
	p.t.Helper()
	p.Await("stand at the top", "scrollY === 0")
	p.Await("have the heading "+heading+" in the focus",
		"document.activeElement.matches('h1') && document.activeElement.textContent === "+quote(heading))
}

func TestACutGoesFromTheFileToThePublishedPortfolioByKeyboardAlone(t *testing.T) {
	t.Parallel()
	c := openCompany(t, nil)
	p := c.enter("ana")
	p.Go(c.address + "/admin/cortes")
	p.See("Todavía no hay cortes")
	p.Accessible()
	p.Shoot("cortes-vacio")

	// The first step: which file, whose, of which day.
	p.TabTo("Cargar un archivo")
	p.Press("Enter")
	p.See("¿Qué trae el archivo?")
	p.Accessible()
	p.chooseFile("#file", "cartera.csv", asSent)
	p.See("Archivo elegido: cartera.csv")
	p.TabTo("Acreedor")
	p.Type("Un acreedor nuevo")
	p.TabTo("Día del corte")
	typeDay(p, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	p.TabTo("Código")
	p.Type("ANDINA")
	p.Press("Tab")
	p.Type("Ecuador")
	p.Accessible()
	p.Shoot("corte-1-archivo")
	p.TabTo("Continuar")
	p.Press("Enter")

	// The second: every column beside what it was understood as. The doubtful one is looked at and
	// confirmed.
	p.See("Qué trae cada columna")
	p.See("1 dato por confirmar")
	p.See("dudosa: 60 % seguro")
	p.Accessible()
	p.Shoot("corte-2-columnas")
	p.TabTo("Confirmo: es nombre")
	p.Press("Space")
	p.TabTo("La columna Agencia se lee como")
	p.Type("No usar")
	p.TabTo("Continuar a la revisión")
	p.Press("Enter")

	// The third: what it will do, and what cannot be read.
	p.See("¿Publicar este corte?")
	p.atTop("Cartera de ANDINA")
	p.See("2 filas no se pueden leer")
	p.See("Esa fecha no existe en el calendario.")
	p.See("No es un monto.")
	p.Accessible()
	p.Shoot("corte-3-revision")
	p.TabTo("Publicar")
	p.Press("Enter")

	// The fourth: it is published, and can be taken back for a reason.
	p.See("El corte se publicó.")
	p.See("Publicado por")
	p.Accessible()
	p.Shoot("corte-4-publicado")

	p.Go(c.address + "/admin/cortes/nuevo?acreedor=ANDINA")
	p.chooseFile("#file", "cartera-21.csv", nextDay)
	p.TabTo("Continuar")
	p.Press("Enter")
	p.See("como la última vez")
	p.TabTo("Continuar a la revisión")
	p.Press("Enter")
	p.See("Movimiento entre tramos de mora, en USD")
	p.Accessible()
	p.Shoot("corte-5-segundo")
	p.TabTo("Publicar")
	p.Press("Enter")
	p.See("El corte se publicó.")

	p.TabTo("Deshacer el corte")
	p.Press("Enter")
	p.See("¿Deshacer el corte del")
	p.Await("be in the reason", "document.activeElement.name === 'why'")
	p.Type("El acreedor mandó el archivo equivocado")
	p.Accessible()
	p.Shoot("corte-6-deshacer")
	p.Press("Tab", "Enter")
	p.See("El corte se deshizo")
	p.Shoot("corte-7-deshecho")

	p.Go(c.address + "/admin/auditoria")
	p.See("El acreedor mandó el archivo equivocado")
	p.Accessible()
	p.Shoot("auditoria")
}

func TestEveryScreenOfTheAdministratorIsAccessible(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("ana")
	for _, screen := range []struct{ path, see string }{
		{"/admin/cortes", "ANDINA"}, {"/admin/cierre", "Último día cerrado"}, {"/admin/acreedores", "ANDINA"},
		{"/admin/duplicados", "No hay pares aquí"}, {"/admin/usuarios", "Jaime Alvarado"},
		{"/admin/usuarios/nuevo", "Dar de alta a una persona"}, {"/admin/auditoria", "Publicó un corte"},
		{"/admin/procesos", "Limpieza diaria"},
	} {
		p.Go(c.address + screen.path)
		if screen.path == "/admin/procesos" {
			screen.see = "Procesos"
		}
		p.See(screen.see)
		p.Accessible()
		p.Shoot("admin" + strings.ReplaceAll(strings.TrimPrefix(screen.path, "/admin"), "/", "-"))
	}
	p.Await("see in the header the area once, and none of its screens",
		"[...document.querySelectorAll('#nav a')].filter((a) => a.offsetParent).map((a) => a.textContent.trim()).join()"+
			" === 'Hoy,Casos,Administración,Informes'")
	p.Press("g", "u")
	p.At("/admin/usuarios")
	p.Await("be told where one is",
		"document.querySelector('.area [aria-current]').textContent === 'Usuarios'")
	p.TabTo("Jaime Alvarado jaime")
	p.Press("Enter")
	p.See("Acceso")
	p.Accessible()
	p.Shoot("admin-usuario")
	p.Go(c.address + "/admin/acreedores")
	p.TabTo("ANDINA ANDINA")
	p.Press("Enter")
	p.See("Tramos de mora")
	p.Accessible()
	p.Shoot("admin-acreedor")
}
