package check

import "github.com/mdscript/mdscript/lang/diag"

func restrictEntries() []diag.Entry {
	return []diag.Entry{
		say(CodeUnknownCode, t{"Koden {0} finnes ikke i kodelisten til «{1}» på denne datoen", "The code {0} is not in the code list of '{1}' at this date"},
			t{"values tar koder, ikke etiketter, og kodelister endrer seg over tid.", "values takes codes, not labels, and code lists change over time."},
			t{"Se kodene med list-labels.", "See the codes with list-labels."}),
		say(CodeNoCodeList, t{"«{0}» har ingen kodeliste, så values kan ikke velge koder", "'{0}' has no code list, so values cannot choose codes"},
			t{"Verdiene er tall, datoer, nøkler eller fri tekst.", "Its values are numbers, dates, keys or free text."},
			t{"Importer variabelen uten values og bruk keep if.", "Import the variable without values and use keep if."}),
		say(CodeRepeatedCode, t{"Koden {0} er nevnt to ganger", "The code {0} is named twice"}, t{}, t{"Fjern den ene.", "Remove one of them."}),
		say(CodeRestrictUnits, t{"Datasettet «{0}» gjelder {1}, men «{2}» gjelder {3}", "The dataset '{0}' is about {1}, but '{2}' is about {3}"},
			t{"values_from velger enheter, så begge må gjelde samme enhetstype.", "values_from chooses units, so both must be about the same type of unit."},
			t{"Bruk collapse med by() på en variabel som viser til {3} i en kopi av «{0}» først.", "Use collapse with by() on a variable that refers to {3} in a copy of '{0}' first."}),
	}
}
