package check

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// Entries are the texts of the codes of this package: message, likely cause, next step.
func Entries() []diag.Entry {
	var out []diag.Entry
	for _, list := range [][]diag.Entry{optionEntries(), nameEntries(), expressionEntries(), registerEntries(), panelEntries(), groupEntries(), restrictEntries(), nearbyEntries()} {
		out = append(out, list...)
	}
	return out
}

// t is a pair of texts, bokmål first.
type t = [2]string

func say(code diag.Code, message, cause, next t) diag.Entry {
	pair := func(p t) text.Text { return text.Text{NB: p[0], EN: p[1]} }
	return diag.Entry{Code: code, Message: pair(message), Cause: pair(cause), Next: pair(next)}
}

func optionEntries() []diag.Entry {
	return []diag.Entry{
		say(CodeUnknownCommand, t{"Ukjent kommando «{0}»", "Unknown command '{0}'"}, t{},
			t{"Skriv help for en liste over kommandoene.", "Type help for a list of the commands."}),
		say(CodeUnknownOption, t{"Ukjent valg «{0}» for {1}", "Unknown option '{0}' of {1}"}, t{},
			t{"Skriv help {1} for å se valgene.", "Type help {1} to see the options."}),
		say(CodeRepeatedOption, t{"Valget «{0}» er gitt to ganger", "The option '{0}' is given twice"}, t{},
			t{"Fjern det ene.", "Remove one of them."}),
		say(CodeConflictingOptions, t{"Valgene «{0}» og «{1}» kan ikke brukes sammen", "The options '{0}' and '{1}' cannot be used together"}, t{},
			t{"Behold det ene.", "Keep one of them."}),
		say(CodeOptionNeeds, t{"Valget «{0}» krever også {1}", "The option '{0}' also needs {1}"},
			t{}, t{"Legg til {1}, eller fjern «{0}».", "Add {1}, or remove '{0}'."}),
		say(CodeOptionRequired, t{"{1} mangler valget {0}()", "{1} lacks the option {0}()"}, t{},
			t{"Skriv komma og {0}(…) sist på linjen.", "Write a comma and {0}(…) at the end of the line."}),
		say(CodeOptionNoArgs, t{"Valget «{0}» tar ingen argumenter", "The option '{0}' takes no arguments"}, t{},
			t{"Fjern parentesen.", "Remove the parentheses."}),
		say(CodeOptionEmpty, t{"Valget «{0}» mangler argumenter", "The option '{0}' lacks its arguments"}, t{},
			t{"Skriv {0}(…).", "Write {0}(…)."}),
		say(CodeOptionCount, t{"Valget «{0}» tar {1} argumenter, ikke {2}", "The option '{0}' takes {1} arguments, not {2}"},
			t{}, t{"Skriv help og kommandoen for å se valgene.", "Type help and the command to see the options."}),
		say(CodeOptionNumber, t{"Valget «{0}» må ha et tall", "The option '{0}' needs a number"},
			t{}, t{"Skriv et tall i parentesen.", "Write a number in the parentheses."}),
		say(CodeOptionWord, t{"Argumentet til «{0}» må være et ord eller en tekst i anførselstegn", "The argument of '{0}' must be a word or a quoted text"},
			t{}, t{"Sett anførselstegn rundt argumentet.", "Put the argument in quotes."}),
		say(CodeOptionName, t{"Argumentet til «{0}» må være et variabelnavn", "The argument of '{0}' must be the name of a variable"},
			t{}, t{"Skriv navnet på en variabel i datasettet.", "Write the name of a variable of the dataset."}),
		say(CodeNoCondition, t{"{0} kan ikke ha en if-betingelse", "{0} cannot have an if condition"}, t{},
			t{"Bruk keep if på en kopi av datasettet (clone-dataset) først.", "Use keep if on a copy of the dataset (clone-dataset) first."}),
		say(CodeOptionWhole, t{"Tallet i «{0}» må være et heltall", "The number of '{0}' must be an integer"},
			t{}, t{"Skriv tallet uten desimaler.", "Write the number without decimals."}),
		say(CodeRepeatedVariable, t{"Variabelen «{0}» er nevnt to ganger", "The variable '{0}' is named twice"},
			t{}, t{"Fjern den ene.", "Remove one of them."}),
		say(CodeOptionFewVariables, t{"Valget «{0}» krever minst {1} variabler", "The option '{0}' needs at least {1} variables"},
			t{}, t{"Nevn flere variabler, eller fjern valget.", "Name more variables, or remove the option."}),
		say(CodeOptionRange, t{"Tallet i «{0}» må ligge mellom {1} og {2}", "The number of '{0}' must lie between {1} and {2}"},
			t{}, t{"Velg et tall innenfor grensene.", "Choose a number within the bounds."}),
		say(CodeNotANumber, t{"Ventet et tall, men fant {0}", "Expected a number but found {0}"},
			t{}, t{"Skriv et tall, eller en binding som er et tall.", "Write a number, or a binding that is one."}),
	}
}

func nameEntries() []diag.Entry {
	return append(datasetEntries(),
		say(CodeUnknownVariable, t{"Ukjent variabel «{0}» i datasettet «{1}»", "Unknown variable '{0}' in the dataset '{1}'"},
			t{"Navnet er feilskrevet, eller variabelen er ikke laget ennå.", "The name is misspelt, or the variable has not been made yet."},
			t{"Rett navnet, eller lag variabelen med import eller generate før denne linjen.", "Correct the name, or make the variable with import or generate before this line."}),
		say(CodeVariableElsewhere, t{"Variabelen «{0}» er ikke i datasettet «{1}»", "The variable '{0}' is not in the dataset '{1}'"},
			t{"Den finnes i datasettet «{2}», men bare variablene i det aktive datasettet er synlige.", "The dataset '{2}' has it, but only the variables of the active dataset are visible."},
			t{"Skriv use {2}, eller hent den hit med merge.", "Write use {2}, or bring it here with merge."}),
		say(CodeDayNamedVariable, t{"Ukjent variabel «{0}»", "Unknown variable '{0}'"},
			t{"Etter reshape-from-panel av et importert panel ender navnene på dagnummeret, ikke året.", "After reshape-from-panel of an imported panel names end in the day number, not the year."},
			t{"Skriv {1}.", "Write {1}."}),
		say(CodeVariableExists, t{"Variabelen «{0}» finnes allerede i datasettet «{1}»", "The variable '{0}' already exists in the dataset '{1}'"}, t{},
			t{"Velg et nytt navn, bruk replace for å endre den, eller fjern den med drop først.", "Choose a new name, use replace to change it, or remove it with drop first."}),
		say(CodeIllegalName, t{"«{0}» kan ikke være et navn", "'{0}' cannot be a name"},
			t{"Et navn består av bokstaver, sifre og _, begynner ikke med et siffer og er ikke if.", "A name has letters, digits and _, does not start with a digit and is not if."},
			t{"Velg et annet navn.", "Choose another name."}),
		say(CodeKeyName, t{"«{0}» er navnet på enhetens identifikator", "'{0}' is the name of the unit's identifier"}, t{},
			t{"Velg et annet navn.", "Choose another name."}),
		say(CodeCompoundName, t{"En ny variabel kan ikke ha @ i navnet: «{0}»", "A new variable cannot have @ in its name: '{0}'"},
			t{"START@, STOP@ og date@ lages bare av import-event og import-panel.", "START@, STOP@ and date@ are made only by import-event and import-panel."},
			t{"Velg et navn uten @.", "Choose a name without @."}),
		say(CodeKeyStays, t{"Identifikatoren «{0}» kan ikke fjernes", "The identifier '{0}' cannot be dropped"},
			t{"Den forteller hva radene gjelder.", "It tells what the rows are about."},
			t{"Utelat den fra listen; den følger alltid med.", "Leave it out of the list; it always stays."}),
		say(CodeTimeStays, t{"date@panel kan ikke endres, fjernes eller få nytt navn", "date@panel cannot be changed, dropped or renamed"},
			t{"Den skiller tidspunktene i et paneldatasett.", "It tells the times of a panel dataset apart."},
			t{"Lag en ny variabel av den med generate.", "Make a new variable of it with generate."}),
		say(CodeIdentifierStays, t{"Verdiene i identifikatoren «{0}» kan ikke endres", "The values of the identifier '{0}' cannot be changed"},
			t{"Den forteller hva radene gjelder.", "It tells what the rows are about."},
			t{"Lag en kopi med clone-variables og endre den.", "Make a copy with clone-variables and change that."}),
		say(CodeUnknownCodeList, t{"Ukjent kodeliste «{0}»", "Unknown code list '{0}'"}, t{},
			t{"Definer den med define-labels før den brukes.", "Define it with define-labels before it is used."}),
		say(CodeCodeListExists, t{"Kodelisten «{0}» finnes allerede", "The code list '{0}' already exists"}, t{},
			t{"Velg et nytt navn, eller fjern den gamle med drop-labels.", "Choose a new name, or remove the old one with drop-labels."}),
		say(CodeNoNumericVariables, t{"Datasettet «{0}» har ingen numeriske variabler", "The dataset '{0}' has no numeric variables"},
			t{}, t{"Gjør tekst til tall med destring, eller bruk tabulate.", "Turn text into numbers with destring, or use tabulate."}),
		say(CodeScriptName, t{"Et skript kan ikke hete {0}", "A script cannot be called {0}"},
			t{"Navnet på et skript er navnet på en fil i mappen man står i: bokstaver, sifre, blanke og . _ - , høyst 100 tegn, uten mapper.",
				"The name of a script is that of a file in the current folder: letters, digits, blanks and . _ - , at most 100 characters, without folders."},
			t{"Velg et annet navn.", "Choose another name."}),
		say(CodeNoteOtherDefinition, t{"først gitt her", "first given here"}, t{}, t{}),
		say(CodeFixName, t{"Skriv {0}", "Write {0}"}, t{}, t{}),
		say(CodeFixQuote, t{"Skriv {0}", "Write {0}"}, t{}, t{}),
	)
}

func datasetEntries() []diag.Entry {
	return []diag.Entry{
		say(CodeNoActiveDataset, t{"{0} trenger et aktivt datasett", "{0} needs an active dataset"}, t{},
			t{"Skriv create-dataset navn, eller use navn, før denne linjen.", "Write create-dataset name, or use name, before this line."}),
		say(CodeUnknownDataset, t{"Ukjent datasett «{0}»", "Unknown dataset '{0}'"}, t{},
			t{"Lag det med create-dataset før det brukes.", "Make it with create-dataset before it is used."}),
		say(CodeDatasetExists, t{"Datasettet «{0}» finnes allerede", "The dataset '{0}' already exists"}, t{},
			t{"Velg et nytt navn, eller fjern det gamle med delete-dataset.", "Choose a new name, or remove the old one with delete-dataset."}),
		say(CodeNoUnits, t{"Datasettet «{0}» har ingen observasjoner", "The dataset '{0}' has no observations"},
			t{"Ingenting er importert til det ennå.", "Nothing has been imported into it yet."},
			t{"Importer en variabel først.", "Import a variable first."}),
		say(CodeNeedsPanel, t{"{0} krever paneldata, og «{1}» er ikke et paneldatasett", "{0} needs panel data, and '{1}' is not a panel dataset"}, t{},
			t{"Lag det med import-panel eller reshape-to-panel.", "Make one with import-panel or reshape-to-panel."}),
		say(CodeNeedsCrossSection, t{"{0} krever én rad per enhet, og «{1}» har flere", "{0} needs one row per unit, and '{1}' has several"},
			t{"Datasettet er et panel eller en samling hendelser.", "The dataset is a panel or a collection of events."},
			t{"Bruk collapse først.", "Use collapse first."}),
		say(CodeNeedsOnlyUnits, t{"{0} krever et datasett uten variabler, og «{1}» har variabler", "{0} needs a dataset without variables, and '{1}' has some"}, t{},
			t{"Lag et nytt datasett med create-dataset eller clone-units.", "Make a new dataset with create-dataset or clone-units."}),
	}
}
