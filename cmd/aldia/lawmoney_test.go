package main

import (
	"strings"
	"testing"
)

func TestTheLawAnswersWhatTheContractSays(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	for _, c := range []struct{ ask, document, want string }{
		{
			"fee",
			`{"pack":"CL","overdue":"60","unit":"UF","days":25,"useful_action":true,"parameters":{"UF":"39500"}}`,
			`{"fee":"3.60","unit":"UF","amount":"142200","currency":"CLP","tax":"0",`,
		},
		{
			"fee",
			`{"id":"f5","pack":"cl","overdue":100000,"days":25,"useful_action":false,"parameters":{"UF":27205.11}}`,
			`{"id":"f5","fee":"0.13","unit":"UF","amount":"3559",`,
		},
		{"fee", `{"pack":"EC","overdue":"85","days":12}`,
			`"amount":"6.38","currency":"USD","tax":"0.96","total":"7.34"`},
		{"fee", `{"pack":"CL","overdue":"60","unit":"UF","days":25}`, `"missing_parameter":"UF"`},
		{"deadline", `{"pack":"PE","kind":"complaint","from":"2026-07-20"}`,
			`{"due_on":"2026-08-14","days":15,"day_kind":"business","rule":"pe.complaint","basis":"law"`},
		{
			"allocate", `{"pack":"PE","payment":"100","currency":"PEN",` +
				`"owed":{"interest":"30","expenses":"20","principal":"500"}}`,
			`{"allocated":{"expenses":"20","interest":"30","principal":"50"},"left":"0"`,
		},
		{"cap", `{"pack":"CO","parameters":{"IBC":"18.00"}}`, `"cap":"27.00"`},
		{"cap", `{"pack":"MX"}`, `{"capped":false,"cap":null`},
		{
			"cap", `{"pack":"EC","of":"surcharge","rate":"16","days":20,"overdue":"1000","day_basis":360}`,
			`"rate":"17.12","per":"year","day_basis":360,"interest":"9.51"`,
		},
	} {
		d.wants(d.asks(exitDone, c.document, c.ask)[0], c.want)
	}
}

func TestAQuestionOfMoneyThatCannotBeAnsweredSaysWhy(t *testing.T) {
	t.Parallel()
	d := atConsole(t)
	for _, c := range []struct{ ask, document, want string }{
		{"deadline", `{"pack":"CR","kind":"complaint","from":"2026-07-20"}`,
			"El paquete CR no tiene plazo para reclamos."},
		{"fee", `{"pack":"EC","overdue":"150","days":40}`, "ec.fee.table=unverified"},
		{"fee", `{"pack":"EC","monto":"150","days":40}`, "«monto»"},
		{"fee", `{"pack":"EC","overdue":"150","days":"cuarenta"}`, "days"},
		{"cap", `{"pack":"CO"}`, "IBC, que cambia cada mes"},
		{"allocate", `{"pack":"PE","payment":"100","owed":{"propina":"1"}}`, "propina"},
		{"allocate", `[1]`, "lawmoney.not_json"},
	} {
		d.wants(d.asks(exitRefused, c.document, c.ask)[0], strings.ReplaceAll(c.want, `"`, `\"`))
	}
}
