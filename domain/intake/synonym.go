package intake

// synonyms are the names that people of the region give a column, parted by commas, the clearest first. A
// name stands in one line only, unless several columns may be meant; then the weight decides, and what the
// column holds. Accents, capitals, signs, fillers (de, la) and the many ways to write "number" make no
// difference; see squeeze.
type synonym struct {
	column column
	weight int
	names  string
}

// How sure a name makes us, in hundredths.
const (
	ours   = 100
	sure   = 95
	likely = 80
	weak   = 60
)

var portfolioSynonyms = []synonym{
	{colCreditor, sure, "acreedor, mandante, entidad acreedora, creditor"},
	{colCreditor, weak, "entidad, cedente, empresa acreedora"},
	{colPortfolio, sure, "cartera, portafolio, portfolio, codigo cartera, nombre cartera, asignacion"},
	{colPortfolio, weak, "campaña, remesa"},
	{colAccount, sure, "numero cuenta, numero credito, numero operacion, operacion, numero prestamo, " +
		"numero contrato, account, account number, cuenta, credito, prestamo, contrato, " +
		"nro obligacion, obligacion, codigo credito, id credito, codigo cuenta, id cuenta, " +
		"codigo operacion, id operacion, pagare, numero pagare, numero solicitud, loan, loan number, " +
		"loan id, account id, numero tarjeta, codigo prestamo, id prestamo, expediente, " +
		"numero expediente, contract, contract number, operacion credito, cuenta credito, " +
		"id obligacion, referencia credito, codigo obligacion, cuenta prestamo"},
	{colAccount, weak, "cuenta cliente, numero producto, codigo producto credito, tarjeta, suministro, " +
		"codigo suministro, numero servicio, poliza, numero poliza, numero socio, factura, " +
		"numero factura, nro documento, documento, invoice, invoice number, invoice id, " +
		"numero comprobante, folio, id"},
	{colItem, sure, "cuota o factura, instalment or invoice, installment or invoice, factura o cuota"},
	{colItem, likely, "factura, numero factura, nro cuota, cuota nro, numero dividendo, dividendo, " +
		"numero vencimiento, item, instalment, installment, instalment number, installment number, " +
		"invoice, invoice number, numero comprobante, numero letra, letra, parcialidad, numero pago, " +
		"folio, documento factura"},
	{colItem, weak, "cuota, nro documento, documento, invoice id"},
	{colProduct, sure, "producto, tipo producto, nombre producto, tipo credito, linea credito, linea, " +
		"product, product type, tipo operacion, tipo prestamo, subproducto, modalidad credito"},
	{colCurrency, sure, "moneda, currency, divisa, codigo moneda, tipo moneda, mon"},
	{colPerson, sure, "codigo cliente, id cliente, nro cliente, cliente codigo, codigo deudor, " +
		"id deudor, nro socio, codigo socio, customer id, customer number, client id, person, persona, " +
		"codigo persona, debtor id, codigo asociado, nro asociado, person id, codcli, clave cliente, " +
		"codigo titular, id titular, cif, nro cif, codigo cif, cif cliente, nro acreditado, " +
		"codigo acreditado, nro titular, codigo prestatario"},
	// What may be the name as well is the code only when it cannot be the name, or another column is.
	{colPerson, weak - 10, "cliente, deudor, socio, customer, client, debtor, titular, asociado, acreditado, " +
		"prestatario"},
	{colPersonName, sure, "nombre, nombre cliente, nombre deudor, nombre completo, nombres apellidos, " +
		"apellidos nombres, razon social, nombre razon social, nombre socio, nombre titular, titular, " +
		"nombre asociado, customer name, client name, debtor name, person name, borrower name, name, " +
		"full name, nombre persona, denominacion, nombre apellido, razon social nombre, " +
		"cliente nombre, apellido nombre, nomcli, nombre acreditado, nombre prestatario, " +
		"nombre afiliado, tarjetahabiente"},
	{colPersonName, weak, "cliente, deudor, socio, customer, client, debtor, company, beneficiario, " +
		"empresa, acreditado, prestatario, asociado, afiliado"},
	{colPersonKind, sure, "tipo persona, clase persona, person kind, person type, naturaleza, " +
		"tipo cliente persona, naturaleza juridica, kind person"},
	{colPersonKind, weak, "tipo"},
	{colIDType, sure, "tipo documento, tipo id, tipo documento identidad, clase documento, id type, " +
		"tipo doc, tipo identidad, tdoc, document type, tipo documento id, " +
		"tipo identificacion, type of id"},
	{colIDNumber, sure, "cedula, ruc, nit, dni, rfc, rut, curp, identificacion, numero identificacion, " +
		"numero documento identidad, cedula ruc, ruc cedula, ci, c i, cedula identidad, " +
		"cedula ciudadania, documento identidad, id number, dni ruc, ruc dni, cc, cc nit, nit cc, " +
		"cedula nit, numero cedula, numero ruc, numero dni, rut cliente, rut deudor, cedula cliente, " +
		"cedula deudor, dui, identificacion cliente, identificacion deudor, tax id, cedula juridica, " +
		"cedula fisica, nro id, dpi, run, numero nit, ci ruc, ruc ci, cedula socio, dni cliente, " +
		"nit cliente, rfc cliente, ruc cliente, cedula titular, national id, cuit, cuil, rtn, " +
		"numero rut, ci cliente, ci deudor, nro identidad, identidad, carnet identidad, nro carnet, " +
		"identificacion tributaria, documento cliente, documento deudor, documento titular, " +
		"nro documento cliente, nro documento deudor, dui cliente, curp cliente, rnc, cedula rnc, rif, " +
		"identificacion titular, identificacion socio, id tributario, cedula identidad cliente"},
	{colIDNumber, weak, "numero documento, documento, nro doc, doc, numdoc, nrodoc"},
	{colOpenedOn, sure, "fecha desembolso, fecha emision, fecha apertura, fecha otorgamiento, " +
		"fecha concesion, fecha inicio, fecha factura, fecha compra, fecha venta, opened on, " +
		"invoice date, issue date, fecha originacion, fecha contrato, desembolso, emision, " +
		"fecha credito, fecha colocacion, fecha liquidacion credito, disbursement date, opening date, " +
		"fecha alta, fecha documento"},
	{colDueOn, sure, "fecha vencimiento, fecha vence, vence, vencimiento, due date, due on, " +
		"fecha vencimiento cuota, fecha limite pago, fecha vencimiento factura, fecha vencido, " +
		"vence el, fecha primer vencimiento impago, fecha cuota vencida, fecha mora, " +
		"fecha cuota mas vencida, fecha exigible, vencimiento cuota, fecha primera cuota vencida, " +
		"fecha impago, fecven, fecha ven, fecha exigibilidad, fecha inicio mora, fecha entrada mora, " +
		"fecha ingreso mora"},
	{colDueOn, weak, "fecha pago, fecha cuota, fecha proximo pago, proximo pago, fecha limite, " +
		"maturity date, fecha vencimiento final"},
	{colDaysOverdue, sure, "dias mora, dias vencidos, dias atraso, dias vencido, dias atrasados, " +
		"mora dias, days overdue, days past due, dpd, dias vencimiento, altura mora dias, atraso dias, " +
		"dias de retraso, dias impago, nro dias mora, cantidad dias mora, dmora, dias morosidad, " +
		"dias morosos"},
	{colDaysOverdue, weak, "mora, atraso, antiguedad, altura mora, edad mora"},
	{colOriginal, sure, "monto original, valor original, monto desembolsado, monto otorgado, " +
		"monto credito, monto prestamo, valor credito, capital original, monto inicial, original, " +
		"importe original, valor factura, monto factura, total factura, valor cuota, monto cuota, " +
		"importe cuota, capital inicial, valor desembolsado, original amount, loan amount, " +
		"monto aprobado, monto concedido"},
	{colOriginal, weak, "cuota, monto financiado"},
	{colPrincipal, sure, "saldo capital, capital, saldo insoluto, saldo capital vencido, principal, " +
		"capital adeudado, capital pendiente, saldo de capital actual, capital total, " +
		"capital insoluto, principal balance, saldo principal, deuda capital, outstanding principal"},
	{colPrincipal, likely, "capital vencido, monto capital, capital mora, saldo vencido, " +
		"saldo pendiente, saldo factura, saldo actual, saldo deudor, capital cuota, valor capital, " +
		"saldo k, saldo credito, saldo prestamo, saldo operacion, saldo obligacion, capital exigible, " +
		"capital impago"},
	{colPrincipal, weak, "saldo, saldo total, deuda, deuda total, total deuda, monto adeudado, " +
		"valor adeudado, importe, monto, valor, balance, monto vencido, valor vencido, total vencido, " +
		"importe vencido, importe adeudado, amount, invoice amount, amount due, monto deuda, " +
		"valor pendiente, monto pendiente, valor cartera, saldo cartera, total, total adeudado, " +
		"valor deuda, open amount, monto mora, saldo por cobrar, valor por cobrar, saldo por pagar, " +
		"total por cobrar, valor a pagar, total a pagar, saldo deuda, saldo adeudado, deuda vigente, " +
		"deuda actual"},
	{colInterest, sure, "interes, interes corriente, interes ordinario, interes vencido, " +
		"intereses corrientes, saldo interes, interes normal, interes compensatorio, interest, " +
		"interes remuneratorio, interes devengado, monto interes, valor interes, interes pendiente, " +
		"interes vigente, interes por pagar, interes adeudado, interes acumulado"},
	{colMoratory, sure, "interes mora, interes moratorio, intereses mora, moratory interest, " +
		"mora interes, interes por mora, saldo interes mora, recargo mora, monto mora interes, " +
		"penal interest, interes moroso, penalidad, valor interes mora, late interest, moratorios, " +
		"interes penal, interes punitorio, punitorios"},
	{colMoratory, weak, "monto mora, valor mora, mora valor, mora acumulada"},
	{colFees, sure, "gastos cobranza, gasto cobranza, gastos, honorarios, comisiones, comision, cargos, " +
		"otros cargos, fees, gastos gestion, honorarios cobranza, cargos cobranza, " +
		"gastos administrativos, costas, gastos judiciales, comision cobranza, gestion cobranza, " +
		"collection fees, otros gastos, otros rubros, otros valores, gasto judicial, " +
		"gasto administrativo, cargos por cobranza"},
	{colRate, sure, "tasa, tasa interes, tasa anual, tasa nominal, tasa interes anual, tea, tna, rate, " +
		"rate annual, interest rate, tasa corriente, tasa efectiva anual, tasa nominal anual, " +
		"porcentaje interes, annual rate, tasa credito, interes porcentaje, tasa porcentaje"},
	{colMoratoryRate, sure, "tasa mora, tasa moratoria, tasa interes mora, tasa interes moratorio, " +
		"tasa moratorio, moratory rate, tasa mora anual, moratory rate annual, late rate, " +
		"tasa moratoria anual, porcentaje mora"},
	{colStatus, sure, "estado, estado credito, estado operacion, estatus, situacion, estado cuenta, " +
		"status, estado cartera, condicion, estado prestamo, estado factura, calificacion estado, " +
		"estado contable"},
	{colDisputed, sure, "disputado, disputed, en disputa, reclamo, en reclamo, disputa, reclamado, " +
		"dispute"},
	{colSector, sure, "sector, sector economico, actividad, actividad economica, industria, giro, ciiu, " +
		"rubro, industry"},
	{colConsents, sure, "consentimientos, consents, autorizaciones, consentimiento, autoriza contacto, " +
		"canales autorizados"},
	{colGuaranteeKind, sure, "tipo garantia, garantia, clase garantia, guarantee kind, guarantee, " +
		"collateral, tipo colateral, kind of guarantee"},
	{colGuaranteeValue, sure, "valor garantia, monto garantia, avaluo, guarantee value, valor avaluo, " +
		"avaluo garantia, collateral value, value of the guarantee"},
}

var contactSynonyms = []synonym{
	{colPhones, sure, "telefono, celular, movil, telefonos, phone, phones, mobile, telefono celular, " +
		"telefono movil, telefono domicilio, telefono casa, telefono trabajo, telefono oficina, " +
		"numero celular, numero telefono, telefono fijo, telefono convencional, telefono contacto, " +
		"cell, cel, telefono cliente, celular cliente, whatsapp, telefono principal, telefono alterno, " +
		"otro telefono, telefono titular, celular titular, telefono deudor, celular deudor, " +
		"telefono residencia, celulares, telefono laboral, convencional, telefono particular, " +
		"telefono comercial, telefono negocio, telefono recados, celular trabajo, telefono familiar, " +
		"telefono adicional, numero contacto, contacto telefono, telephone, phone number, " +
		"mobile number, tel celular"},
	{colEmails, sure, "correo, email, e mail, mail, correo electronico, emails, correos, " +
		"correo cliente, email cliente, direccion correo, correo deudor, email deudor, " +
		"correo electronico cliente, correo personal, correo trabajo, email address, " +
		"direccion electronica, correo alterno, mail cliente"},
	{colAddress, sure, "direccion, domicilio, direccion domicilio, direccion cliente, address, " +
		"direccion casa, direccion residencia, direccion domiciliaria, direccion deudor, calle, " +
		"direccion completa, direccion particular, street, direccion titular, calle numero"},
	{colAddress, weak, "direccion trabajo, direccion laboral, direccion comercial, direccion oficina, " +
		"ubicacion"},
	{colCity, sure, "ciudad, municipio, canton, distrito, localidad, city, ciudad cliente, " +
		"ciudad domicilio, poblacion, ciudad residencia, nombre ciudad, town, delegacion, alcaldia"},
	{colCity, weak, "comuna, plaza"},
	{colRegion, sure, "provincia, departamento, provincia o departamento, region, state, province, " +
		"entidad federativa, estado provincia, depto, dpto, provincia domicilio"},
	{colRegion, weak, "comuna, estado"},
	{colCountry, likely, "pais, country, pais residencia, codigo pais, country code, pais cliente"},
	{colLat, sure, "latitud, latitude, lat, coordenada y, coord y, gps lat"},
	{colLon, sure, "longitud, longitude, lon, lng, long, coordenada x, coord x, gps lon"},
	{colTimezone, sure, "zona horaria, timezone, time zone, huso horario"},
	{colRole, sure, "rol, papel, role, tipo deudor, tipo relacion, relacion, tipo participante, " +
		"calidad deudor, tipo responsable"},
}

var paymentSynonyms = []synonym{
	{colReference, sure, "referencia, numero comprobante, comprobante, recibo, numero recibo, " +
		"reference, numero transaccion, transaccion, id transaccion, voucher, numero autorizacion, " +
		"autorizacion, id pago, numero pago, codigo transaccion, transaction id, referencia pago, " +
		"numero referencia, secuencial, numero operacion bancaria, payment id, codigo pago, receipt, " +
		"numero deposito, numero operacion banco, numero boleta, boleta, numero papeleta, folio pago"},
	{colReference, likely + 5, "folio"}, // elsewhere the number of an invoice
	{colReference, weak, "documento, numero documento, papeleta, folio"},
	{colPaidOn, sure, "fecha pago, fecha, fecha transaccion, fecha valor, fecha deposito, fecha abono, " +
		"fecha recaudo, paid on, payment date, fecha recaudacion, fecha aplicacion, fecha movimiento, " +
		"fecha cobro, fecha hora, fecha efectiva, fecha pagado, pagado el, dia pago, fecha operacion, " +
		"transaction date, value date"},
	{colPaidOn, weak, "fecha contable, fecha proceso, fecha registro"},
	{colAmount, sure, "monto pagado, valor pagado, monto, valor, importe, monto pago, valor pago, pago, " +
		"abono, importe pagado, amount, valor recaudado, monto recaudado, total pagado, monto abono, " +
		"valor abono, payment, paid amount, amount paid, payment amount, valor deposito, " +
		"monto deposito, importe pago, monto cobrado, valor cobrado, recaudo, total pago, " +
		"valor transaccion, monto abonado, valor abonado, importe abonado"},
	{colAmount, weak, "total, cobro, deposito, haber"},
	{colWay, sure, "forma pago, medio pago, canal pago, tipo pago, way, payment method, metodo pago, " +
		"canal, via pago, medio, forma, forma de cobro, canal recaudo, modo pago, method, way of paying"},
	{colNote, sure, "observacion, observaciones, detalle, concepto, glosa, descripcion, nota, note, " +
		"comentario, notes, leyenda, memo, description"},
}

// sharedSynonyms are the columns of portfolioSynonyms that a file of payments or contacts may have too.
var sharedSynonyms = map[Kind]string{
	Payments: " creditor account item currency id_type id_number ",
	Contacts: " creditor account person person_name id_type id_number consents ",
}
