package party

// ZoneOf is the time zone of a person's country and region (IANA names), by which the hours of contact are
// counted, or "" when we do not know the country. A region is the name of a province, state or department,
// in any spelling of capitals and accents; where a country has one zone it does not matter.
func ZoneOf(country, region string) string {
	var room [longestType]byte
	place := plainWord(room[:0], region)
	switch country {
	case "EC":
		if string(place) == "GALAPAGOS" {
			return "Pacific/Galapagos"
		}
		return "America/Guayaquil"
	case "MX":
		return zoneMexico(string(place))
	case "CL":
		switch string(place) {
		case "MAGALLANES", "MAGALLANESYLAANTARTICACHILENA", "MAGALLANESYDELAANTARTICACHILENA":
			return "America/Punta_Arenas"
		case "AYSEN", "AISEN", "AYSENDELGENERALCARLOSIBANEZDELCAMPO":
			return "America/Coyhaique"
		case "ISLADEPASCUA", "RAPANUI":
			return "Pacific/Easter"
		}
		return "America/Santiago"
	case "BR":
		return zoneBrazil(string(place))
	}
	return zoneWhole(country)
}

// zoneMexico follows the Ley de los Husos Horarios of 2022: no summer time but along the northern border.
func zoneMexico(state string) string {
	switch state {
	case "BAJACALIFORNIA", "BC":
		return "America/Tijuana"
	case "SONORA":
		return "America/Hermosillo"
	case "BAJACALIFORNIASUR", "BCS", "SINALOA", "NAYARIT":
		return "America/Mazatlan"
	case "CHIHUAHUA":
		return "America/Chihuahua"
	case "QUINTANAROO":
		return "America/Cancun"
	}
	return "America/Mexico_City"
}

func zoneBrazil(state string) string {
	switch state {
	case "AC", "ACRE":
		return "America/Rio_Branco"
	case "AM", "AMAZONAS", "RO", "RONDONIA", "RR", "RORAIMA":
		return "America/Manaus"
	case "MT", "MATOGROSSO", "MS", "MATOGROSSODOSUL":
		return "America/Cuiaba"
	}
	return "America/Sao_Paulo"
}

func zoneWhole(country string) string {
	switch country {
	case "CO":
		return "America/Bogota"
	case "PE":
		return "America/Lima"
	case "CR":
		return "America/Costa_Rica"
	case "DO":
		return "America/Santo_Domingo"
	case "GT":
		return "America/Guatemala"
	case "SV":
		return "America/El_Salvador"
	case "HN":
		return "America/Tegucigalpa"
	case "NI":
		return "America/Managua"
	case "PA":
		return "America/Panama"
	case "AR":
		return "America/Argentina/Buenos_Aires"
	case "UY":
		return "America/Montevideo"
	case "PY":
		return "America/Asuncion"
	case "BO":
		return "America/La_Paz"
	case "VE":
		return "America/Caracas"
	}
	return ""
}
