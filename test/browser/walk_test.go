package browser

import (
	"testing"
	"time"

	"aldia/domain/calendar"
)

// TestEveryPageIsClean walks through the pages that each role has. Each must be free of what axe finds, fit
// the desk and the phone, and write nothing to the console.
func TestEveryPageIsClean(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	before := (calendar.On(time.Now(), quito()) - 2).Text()
	for user, pages := range map[string][]string{
		"jaime": {"/hoy", "/siguiente", "/casos", "/casos?tramo=31-60&estado=ready", "/casos?q=nadie", "/clave"},
		"mayra": {"/piso", "/piso/repartir", "/piso/repartir?agente=nadie&tramo=31-60", "/piso/repartir?tramo=361-",
			"/informes", "/informes/aging", "/informes/aging?fecha=2020-01-01", "/informes/movements?desde=" + before,
			"/informes/worklist", "/informes/productivity", "/admin/leyes/CO"},
		"sofia": {"/", "/casos", "/informes", "/informes/aging", "/informes/movements", "/informes/productivity"},
		"ivan": {"/", "/casos", "/informes", "/informes/audit", "/admin/auditoria", "/admin/leyes/EC",
			"/admin/leyes/CO/regla?clave=co.week"},
		"ana": {"/admin/cortes", "/admin/cortes/nuevo", "/admin/acreedores", "/admin/usuarios", "/admin/procesos",
			"/admin/auditoria", "/admin/cierre", "/admin/duplicados", "/informes/audit",
			"/admin/leyes/CL", "/admin/leyes/EC/regla?clave=ec.contact.hours", "/admin/leyes/MX/probar"},
	} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			p := c.as(t).enter(user)
			for _, page := range pages {
				p.Go(c.address + page)
				p.Await("be loaded", "document.readyState === 'complete' && !!window.htmx")
				p.Accessible()
			}
		})
	}
}

func TestTheFiltersOfAPhoneStandBehindAButton(t *testing.T) {
	t.Parallel()
	c := openCompany(t, portfolio)
	p := c.enter("mayra")
	p.Resize(Phone())
	p.Go(c.address + "/casos?tramo=31-60")
	p.See("Filtros")
	p.See("Tramo de mora: 31 a 60 días")
	p.Await("have the fields folded", "document.querySelector('#find').offsetParent === null")
	p.TabTo("Filtros 1")
	p.Press("Enter")
	p.Await("have the fields open", "document.querySelector('#find').offsetParent !== null")
	p.TabTo("Buscar")
	p.Type("Rosa")
	p.Press("Enter")
	p.See("Rosa Elena Quishpe Toapanta")
	p.Await("count both filters", "document.querySelector('[data-count]').textContent === '2'")
	p.Resize(Desk())
	p.Await("have all fields on the desk", "document.querySelector('#find').offsetParent !== null")
}
