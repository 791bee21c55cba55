package party

// longestType bounds the name of a document as files write it ("cédula de ciudadanía" and the like).
const longestType = 40

// typeOf turns the document as a file names it into ours, "" when we do not know the word for that country.
func typeOf(country, kind string) string {
	if kind == "" {
		return ""
	}
	var room [longestType]byte
	word := string(plainWord(room[:0], kind))
	switch word {
	case "PASAPORTE", "PASSPORT", "PAS", "PA", "P", "PPN":
		if country == "PA" && word == "PA" {
			return ""
		}
		return "passport"
	case "OTRO", "OTHER", "DOCUMENTOEXTRANJERO", "DE":
		return "other"
	}
	return typeIn(country, word)
}

func typeIn(country, word string) string {
	switch country {
	case "EC", "UY", "PY", "BO", "NI", "PA":
		switch word {
		case "CEDULA", "CI", "CED", "CC", "C", "CEDULADEIDENTIDAD", "CEDULADECIUDADANIA", "CIE", "CARNET":
			return "cedula"
		case "RUC", "R":
			return "ruc"
		case "RUT":
			return "rut"
		case "NIT":
			return "nit"
		}
	case "CO":
		switch word {
		case "CC", "CEDULA", "CEDULADECIUDADANIA", "C", "CED":
			return "cc"
		case "NIT", "N":
			return "nit"
		case "CE", "CEDULADEEXTRANJERIA", "E":
			return "ce"
		case "TI", "TARJETADEIDENTIDAD":
			return "ti"
		case "PPT", "PEP", "PERMISOPORPROTECCIONTEMPORAL":
			return "ppt"
		}
	case "PE":
		switch word {
		case "DNI", "LE", "CUI", "DOCUMENTONACIONALDEIDENTIDAD":
			return "dni"
		case "RUC":
			return "ruc"
		case "CE", "CARNETDEEXTRANJERIA", "CARNEDEEXTRANJERIA":
			return "ce"
		}
	case "AR":
		switch word {
		case "DNI", "LE", "LC":
			return "dni"
		case "CUIT", "CUIL", "CDI":
			return "cuit"
		}
	case "DO":
		switch word {
		case "CEDULA", "CIE", "CI", "CED":
			return "cedula"
		case "RNC":
			return "rnc"
		}
	}
	return typeElsewhere(country, word)
}

func typeElsewhere(country, word string) string {
	switch country + word {
	case "MXRFC":
		return "rfc"
	case "MXCURP":
		return "curp"
	case "CLRUT", "CLRUN", "CLCI", "CLCEDULA":
		return "rut"
	case "CRCPF", "CRFISICA", "CRCEDULAFISICA", "CRCEDULA", "CRCI", "CRCEDULADEIDENTIDAD", "CRNACIONAL":
		return "fisica"
	case "CRCPJ", "CRJURIDICA", "CRCEDULAJURIDICA":
		return "juridica"
	case "CRCR", "CRDIMEX", "CRRESIDENCIA", "CRCEDULADERESIDENCIA":
		return "dimex"
	case "BRCPF":
		return "cpf"
	case "BRCNPJ":
		return "cnpj"
	case "GTNIT", "SVNIT":
		return "nit"
	case "GTDPI", "GTCUI":
		return "dpi"
	case "SVDUI":
		return "dui"
	case "VECEDULA", "VECI", "VEV":
		return "cedula"
	case "VERIF":
		return "rif"
	case "HNDNI", "HNIDENTIDAD", "HNCEDULA":
		return "dni"
	case "HNRTN":
		return "rtn"
	case "USSSN", "USSOCIALSECURITY", "USSOCIALSECURITYNUMBER", "USSEGUROSOCIAL", "USNUMERODESEGUROSOCIAL":
		return "ssn"
	case "USITIN":
		return "itin"
	case "USEIN", "USFEIN", "USTAXID":
		return "ein"
	}
	return ""
}

// plainWord writes the letters of s in capitals without accents, spaces, dots or digits.
func plainWord(to []byte, s string) []byte {
	for _, r := range s {
		if len(to) == longestType {
			break
		}
		if c := plainLetter(r); c >= 'A' && c <= 'Z' {
			to = append(to, c)
		}
	}
	return to
}
