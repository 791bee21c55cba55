package intake

import (
	"strings"
	"testing"
)

// calledSo are columns as creditors of the region call them, with two values that stand under each. Where a
// name may mean several things the values decide, and it stands here once for each.
var calledSo = map[Kind]map[string]string{
	Portfolio: {
		"nro_prestamo=P-1,P-2 num_credito=10001,10002 operacion=OP1,OP2 NUM_OPERACION=88101,88102 " +
			"obligacion=4567,4568 nro_obligacion=1,2 cod_operacion=A1,A2 No._Credito=5001,5002 CONTRATO=C1,C2 " +
			"num_cta=220001,220002 NroCuenta=1,2 cuenta_credito=11,12 num_pagare=7,8 credito_no=15,16 " +
			"numero_de_crédito=21,22 ID_CREDITO=31,32 nro_documento_credito=41,42 id_obligacion=51,52 " +
			"CodPrestamo=61,62 producto_numero=71,72 referencia_credito=R1,R2 nro_solicitud=81,82 " +
			"numero_producto=91,92 num_tarjeta=4111,4112 cuenta_cliente=1001,1002": "account",
		"identidad=0801199012345,0801 RNC=101234567,1012 rif=J12345678,V12 " +
			"identificacion=1714307103,1710034065 dui=01234567-8,02345678-9 nit=900123456-1,800987654-3 " +
			"rut=12.345.678-5,7.654.321-6 rfc=FEC010203AB1,PBA010203AB1 ci=1714307103,1710034065 " +
			"CI_CLIENTE=4567890,5678901 nro_doc_identidad=41234567,41234568 num_identificacion=1,2 " +
			"cedula_ruc=1714307103,1790012345001 RUT_DEUDOR=12345678-5,7654321-6 NIT/CC=52123456,900123456 " +
			"documento_cliente=41234567,41234568 DPI=2345678901234,1 " +
			"doc_identidad=41234567,41234568 nro_dni=41234567,41234568 cedula_deudor=1,2 CURP=PEMJ800101H,X80 " +
			"numero_identidad=0801199012345,0801199012346 carnet_identidad=4567890,5678901 " +
			"identificacion_tributaria=1,2 nrodoc=41234567,41234568 numdoc=41234567,41234568 " +
			"ruc_dni=41234567,20123456789 cedula_identidad=1714307103,17 RUC/CI=1714307103,17": "id_number",
		"cod_cliente=C001,C002 codigo_cliente=7,8 Código_del_Cliente=7,8 idcliente=7,8 ID_CLIENTE=7,8 " +
			"cliente=C001,C002 num_cliente=7,8 cif=1001,1002 nro_cif=1001,1002 codigo_unico_cliente=1001,1002 " +
			"cod_deudor=1001,1002 num_socio=1001,1002 codigo_socio=1001,1002 codcli=1001,1002 cod_cli=1,2 " +
			"clave_cliente=K1,K2 cliente_id=1,2 CODIGO_TITULAR=1,2": "person",
		"cliente=Rosa_Quishpe,Luis_Paz nombre_cliente=Rosa_Quishpe,Luis_Paz " +
			"NOMBRES_Y_APELLIDOS=Rosa_Q,Luis_Paz " +
			"apellidos_y_nombres=Rosa_Q,Luis_Paz nom_cliente=Rosa_Q,Luis_Paz deudor=Rosa_Q,Luis_Paz " +
			"razon_social=Rosa_Q,Luis_Paz nombre_del_titular=Rosa_Q,Luis_Paz nomcli=Rosa_Q,Luis_Paz " +
			"nombre_o_razon_social=Rosa_Q,Luis_Paz acreditado=Rosa_Q,Luis_Paz prestatario=Rosa_Q,Luis_Paz " +
			"socio=Rosa_Q,Luis_Paz nombre_acreditado=Rosa_Q,Luis_Paz NOMBRE_DEUDOR=Rosa_Q,Luis_Paz " +
			"asociado=Rosa_Q,Luis_Paz nombre_prestatario=Rosa_Q,Luis_Paz " +
			"cliente_nombre=Rosa_Q,Luis_Paz": "person_name",
		"saldo_insoluto=10.50,20.50 capital_vencido=10.50,20.50 " +
			"SALDO_CAPITAL=10.50,20.50 sdo_capital=1.5,2.5 " +
			"capital_por_vencer_y_vencido=1.5,2.5 saldo_k=10.50,20.50 " +
			"saldo_deuda=10.50,20.50 sdo_insoluto=1.5,2.5 " +
			"capital_insoluto=1.5,2.5 saldo_adeudado=1.5,2.5 deuda_actual=1.5,2.5 monto_adeudado=1.5,2.5 " +
			"saldo_de_capital_pendiente=1.5,2.5 saldo_credito=1.5,2.5 saldo_prestamo=1.5,2.5 " +
			"saldo_operacion=1.5,2.5 valor_vencido=1.5,2.5 SALDO_OBLIGACION=1.5,2.5": "principal",
		"mora_dias=10,35 dias_mora=10,35 DIAS_DE_ATRASO=10,35 " +
			"dias_vencidos=10,35 dmora=10,35 nro_dias_mora=10,35 " +
			"dias_en_mora=10,35 dias_morosidad=10,35 num_dias_vencido=10,35 edad_mora=10,35 diasatraso=1,2 " +
			"dias_vcdos=10,35": "days_overdue",
		"fec_venc=25/10/2026,26/10/2026 fecha_vto=25/10/2026,26/10/2026 FCH_VCTO=25/10/2026,26/10/2026 " +
			"f_vencimiento=25/10/2026,26/10/2026 " +
			"vencimiento=25/10/2026,26/10/2026 fecven=25/10/2026,26/10/2026 " +
			"fecha_de_venc.=25/10/2026,26/10/2026 fec_vcto_cuota=25/10/2026,26/10/2026 " +
			"fecha_pago_vencido=25/10/2026,26/10/2026 fecha_exigibilidad=25/10/2026,26/10/2026 " +
			"fecha_inicio_mora=25/10/2026,26/10/2026 fecha_entrada_mora=25/10/2026,26/10/2026": "due_on",
		"fono=022345678,022345679 celular1=0991234567,0991234568 tel_trabajo=022345678,022345679 " +
			"telefono_1=022345678,022345679 TEL_CASA=022345678,022345679 movil=0991234567,0991234568 " +
			"fono_movil=912345678,912345679 cel_1=0991234567,0991234568 telefono_domicilio=02234567,02234568 " +
			"telf=022345678,022345679 tel_referencia_cliente=1234567,1234568 num_celular=0991234567,0991234568 " +
			"fono_particular=912345678,912345679 fono_comercial=912345678,912345679 celular_2=0991234567,09 " +
			"tel_movil=0991234567,0991234568 tlf=022345678,022345679 telefono_recados=5512345678,5512345679 " +
			"numero_de_contacto=0991234567,0991234568": "phones",
		"interes_mora=1.50,2.50 int_mora=1.50,2.50 interes_moratorio=1.5,2.5 " +
			"moratorios=1.5,2.5 INT_MORATORIO=1.5,2.5 " +
			"interes_de_mora=1.5,2.5 mora_acumulada=1.5,2.5 interes_penal=1.5,2.5": "moratory_interest",
		"interes=1.50,2.50 int_corriente=1.5,2.5 intereses_corrientes=1.5,2.5 interes_vigente=1.5,2.5 " +
			"saldo_interes=1.5,2.5 int_ordinario=1.5,2.5 saldo_int=1.5,2.5 interes_compensatorio=1.5,2.5 " +
			"interes_por_pagar=1.5,2.5": "interest",
		"gastos_cobranza=1.50,2.50 gtos_cobranza=1.5,2.5 honorarios=1.5,2.5 otros_cargos=1.5,2.5 " +
			"gastos_de_cobranza=1.5,2.5 gasto_judicial=1.5,2.5 comisiones=1.5,2.5": "fees",
		"fecha_desembolso=25/10/2025,26/10/2025 fec_otorgamiento=25/10/2025,26/10/2025 " +
			"fecha_concesion=25/10/2025,26/10/2025 fec_desembolso=25/10/2025,26/10/2025 " +
			"fecha_apertura=25/10/2025,26/10/2025 fecha_de_colocacion=25/10/2025,26/10/2025": "opened_on",
		"correo=a@b.ec,c@d.ec e-mail=a@b.ec,c@d.ec CORREO_ELECTRONICO=a@b.ec,c@d.ec mail_1=a@b.ec,c@d.ec " +
			"email1=a@b.ec,c@d.ec": "emails",
		"direccion=Av_1,Av_2 DIR_DOMICILIO=Av_1,Av_2 domicilio=Av_1,Av_2 direccion_domiciliaria=Av_1,Av_2 " +
			"dir_casa=Av_1,Av_2 direccion_1=Av_1,Av_2": "address",
		"moneda=USD,USD cod_moneda=PEN,PEN divisa=COP,COP tipo_moneda=BOB,BOB":                      "currency",
		"nro_cuota=1,2 num_cuota=1,2 cuota_no=1,2 NUMERO_CUOTA=1,2 nro_dividendo=1,2 letra_nro=1,2": "item",
		"producto=CONSUMO,MICRO tipo_de_credito=CONSUMO,MICRO tipo_producto=CONSUMO,MICRO " +
			"linea_de_credito=CONSUMO,MICRO": "product",
	},
	Payments: {
		"fecha_pago=25/10/2026,26/10/2026 fec_pago=25/10/2026,26/10/2026 fch_abono=25/10/2026,26/10/2026 " +
			"fecha_de_recaudo=25/10/2026,26/10/2026 f_pago=25/10/2026,26/10/2026": "paid_on",
		"monto_pagado=10.50,20.50 valor_pagado=1.5,2.5 vlr_pago=1.5,2.5 abono=1.5,2.5 importe=1.5,2.5 " +
			"mto_pago=1.5,2.5 monto_abonado=1.5,2.5 valor_abonado=1.5,2.5": "amount",
		"nro_comprobante=R1,R2 num_recibo=R1,R2 referencia=R1,R2 nro_transaccion=R1,R2 papeleta=R1,R2 " +
			"folio=R1,R2 nro_boleta=R1,R2 num_operacion_banco=R1,R2": "reference",
	},
}

func TestColumnsAreKnownAsCreditorsOfTheRegionCallThem(t *testing.T) {
	t.Parallel()
	for kind, columns := range calledSo {
		for headers, ours := range columns {
			for one := range strings.FieldsSeq(headers) {
				head, values, _ := strings.Cut(one, "=")
				first, second, _ := strings.Cut(strings.ReplaceAll(values, "_", " "), ",")
				rows := [][]string{{"zz", first}, {"zz", second}}
				given := Mapping{Currency: "USD", Country: "EC"}
				if ours == "item" { // else an instalment is the account itself
					given.Columns = map[string]ColumnSource{"account": {From: "Zulú"}}
				}
				m, _, _ := Guess(kind, []string{"Zulú", head}, rows, false, given)
				if !readsFrom(m.Columns[ours], head) {
					t.Errorf("%s: %q with %s is %q, want %s", kind, head, values, m.first(head), ours)
				}
			}
		}
	}
}
