package recode

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

const (
	codeNumberRule   diag.Code = "C1301" // variable
	codeTextRule     diag.Code = "C1302" // variable
	codeTextInterval diag.Code = "C1303" // text
	codeReversed     diag.Code = "C1304" // low, high
	codeNumberTarget diag.Code = "C1305" // variable
	codeTextTarget   diag.Code = "C1306" // variable
	codeMixedTargets diag.Code = "C1307"
	codeBareWord     diag.Code = "C1308" // word
	codeMissingLabel diag.Code = "C1309" // warning
)

// problems are the texts of mistakes only recode can find.
func problems() []diag.Entry {
	return []diag.Entry{
		{
			Code:    codeNumberRule,
			Message: text.Text{NB: "{0} er alfanumerisk, men regelen har et tall", EN: "{0} is alphanumeric but the rule has a number"},
			Cause:   text.Text{NB: "Koder i en alfanumerisk variabel er tekst, også når de ser ut som tall.", EN: "Codes of an alphanumeric variable are text, even when they look like numbers."},
			Next:    text.Text{NB: "Sett koden i anførselstegn, eller bruk destring først.", EN: "Put the code in quotes, or destring the variable first."},
		},
		{
			Code:    codeTextRule,
			Message: text.Text{NB: "{0} er numerisk, men regelen har en tekst", EN: "{0} is numeric but the rule has a text"},
			Cause:   text.Text{NB: "Koder i en numerisk variabel er tall.", EN: "Codes of a numeric variable are numbers."},
			Next:    text.Text{NB: "Fjern anførselstegnene.", EN: "Remove the quotes."},
		},
		{
			Code:    codeTextInterval,
			Message: text.Text{NB: "Teksten {0} kan ikke være grense i et intervall", EN: "The text {0} cannot be a bound of an interval"},
			Cause:   text.Text{NB: "Bare tall har en rekkefølge.", EN: "Only numbers have an order."},
			Next:    text.Text{NB: "List opp kodene, eller bruk destring først.", EN: "List the codes, or destring the variable first."},
		},
		{
			Code:    codeReversed,
			Message: text.Text{NB: "Intervallet {0}/{1} går baklengs", EN: "The interval {0}/{1} runs backwards"},
			Cause:   text.Text{NB: "Den minste verdien står først.", EN: "The smaller value comes first."},
			Next:    text.Text{NB: "Bytt om grensene: {1}/{0}.", EN: "Swap the bounds: {1}/{0}."},
		},
		{
			Code:    codeNumberTarget,
			Message: text.Text{NB: "{0} er alfanumerisk, men den nye verdien er et tall", EN: "{0} is alphanumeric but the new value is a number"},
			Cause:   text.Text{NB: "Rader som ingen regel passer for, beholder teksten sin.", EN: "Rows that no rule fits keep their text."},
			Next:    text.Text{NB: "Sett verdien i anførselstegn, eller la en regel (* = …) uten if dekke alle rader.", EN: "Put the value in quotes, or let a rule (* = …) without if cover every row."},
		},
		{
			Code:    codeTextTarget,
			Message: text.Text{NB: "{0} er numerisk, men den nye verdien er en tekst", EN: "{0} is numeric but the new value is a text"},
			Cause:   text.Text{NB: "Rader som ingen regel passer for, beholder tallet sitt.", EN: "Rows that no rule fits keep their number."},
			Next:    text.Text{NB: "Bruk et tall med etikett, eller la en regel (* = …) uten if dekke alle rader.", EN: "Use a number with a label, or let a rule (* = …) without if cover every row."},
		},
		{
			Code:    codeMixedTargets,
			Message: text.Text{NB: "De nye verdiene er både tall og tekst", EN: "The new values are both numbers and texts"},
			Cause:   text.Text{NB: "En variabel har én type.", EN: "A variable has one type."},
			Next:    text.Text{NB: "Skriv alle nye verdier som tall, eller alle i anførselstegn.", EN: "Write all new values as numbers, or all in quotes."},
		},
		{
			Code:    codeBareWord,
			Message: text.Text{NB: "Ventet en verdi, men fant ordet {0}", EN: "Expected a value but found the word {0}"},
			Cause:   text.Text{NB: "Tekst i en regel står i anførselstegn; en binding skrives med $.", EN: "A text in a rule is quoted; a binding is written with $."},
			Next:    text.Text{NB: "Skriv '{0}' eller ${0}.", EN: "Write '{0}' or ${0}."},
		},
		{
			Code:    codeMissingLabel,
			Message: text.Text{NB: "Etiketten på «.» blir ikke brukt", EN: "The label of '.' is not used"},
			Cause:   text.Text{NB: "Bare koder har etiketter; «.» er ingen verdi.", EN: "Only codes have labels; '.' is no value."},
			Next:    text.Text{NB: "Bruk en kode med ordet missing: (9 = 9 'Ukjent' missing).", EN: "Use a code with the word missing: (9 = 9 'Unknown' missing)."},
		},
	}
}
