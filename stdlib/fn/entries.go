package fn

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

const (
	codeWantsNumber diag.Code = "C0701" // function, argument, signature, call
	codeWantsText   diag.Code = "C0702" // function, argument, signature, call
	codeMixed       diag.Code = "C0703" // function, argument, call
	codeParts       diag.Code = "C0704" // function
	codeCodeList    diag.Code = "C0705" // function
	codeLabel       diag.Code = "C0706" // function
	codeNoLabel     diag.Code = "C0707" // function, label
	codeManyLabels  diag.Code = "C0708" // label
	codeBinding     diag.Code = "C0709" // function
)

func say(code diag.Code, message, cause, next t) diag.Entry {
	pair := func(p t) text.Text { return text.Text{NB: p[0], EN: p[1]} }
	return diag.Entry{Code: code, Message: pair(message), Cause: pair(cause), Next: pair(next)}
}

// Entries are the texts of the codes that functions and habits give.
func Entries() []diag.Entry {
	out := []diag.Entry{
		say(codeWantsNumber, t{"{0} krever et tall som argument {1}, men det er alfanumerisk", "{0} needs a number as argument {1}, but it is alphanumeric"},
			t{"Formen er {2}; her står {3} (N: numerisk, A: alfanumerisk).", "The form is {2}; this is {3} (N: numeric, A: alphanumeric)."},
			t{"Gjør variabelen om til tall med destring, eller ta bort anførselstegnene.", "Turn the variable into numbers with destring, or remove the quotes."}),
		say(codeWantsText, t{"{0} krever en alfanumerisk verdi som argument {1}, men den er numerisk", "{0} needs an alphanumeric value as argument {1}, but it is numeric"},
			t{"Formen er {2}; her står {3} (N: numerisk, A: alfanumerisk).", "The form is {2}; this is {3} (N: numeric, A: alphanumeric)."},
			t{"Gjør tallet om til tekst med string(); innledende nuller finnes ikke i tall.", "Turn the number into text with string(); numbers have no leading zeros."}),
		say(codeMixed, t{"{0}: argument {1} er ikke av samme slag som det første", "{0}: argument {1} is not of the same kind as the first one"},
			t{"Alle må være tall eller alle alfanumeriske; her står {2} (N: numerisk, A: alfanumerisk).", "All must be numbers or all alphanumeric; this is {2} (N: numeric, A: alphanumeric)."},
			t{"Sett koder av alfanumeriske variabler i anførselstegn, og tall uten.", "Quote codes of alphanumeric variables, and leave numbers unquoted."}),
		say(codeParts, t{"{0}: antall grupper må være et helt tall fra 2 til 100", "{0}: the number of groups must be a whole number from 2 to 100"}, t{},
			t{"Skriv tallet selv, for eksempel {0}(x, 10).", "Write the number itself, such as {0}(x, 10)."}),
		say(codeCodeList, t{"{0}: første argument må være en variabel med kodeliste", "{0}: the first argument must be a variable with a code list"}, t{},
			t{"Gi variabelen verdietiketter med define-labels og assign-labels, eller bruk kodene selv.", "Give the variable labels with define-labels and assign-labels, or use the codes themselves."}),
		say(codeLabel, t{"{0}: etiketten må være en tekst i anførselstegn", "{0}: the label must be a quoted text"},
			t{}, t{"Sett anførselstegn rundt etiketten.", "Put the label in quotes."}),
		say(codeNoLabel, t{"{0}: kodelisten har ingen etikett «{1}»", "{0}: the code list has no label '{1}'"},
			t{"Etiketter må skrives nøyaktig, med store og små bokstaver.", "Labels must be written exactly, in upper and lower case."},
			t{"Skriv list-labels for å se etikettene.", "Type list-labels to see the labels."}),
		say(codeManyLabels, t{"Flere koder har etiketten «{0}»", "Several codes have the label '{0}'"}, t{},
			t{"Bruk inlabels(), eller skriv koden selv.", "Use inlabels(), or write the code itself."}),
		say(codeBinding, t{"{0} tar bare konstanter: tall, tekster, symboler og bindinger", "{0} takes constants only: numbers, texts, symbols and bindings"},
			t{"Den regnes ut før dataene leses.", "It is computed before any data is read."},
			t{"Bruk den i let, i for eller som argument der det skal stå et navn eller en konstant.", "Use it in let, in for, or where a name or a constant is wanted."}),
	}
	for _, h := range habits {
		out = append(out, say(h.code, t{"«{0}» er ikke en funksjon i dette språket", "'{0}' is not a function of this language"}, t{}, h.next))
	}
	return out
}

// habits are names that users of Stata, SQL and Python type.
var habits = []struct {
	name    string
	instead []string
	code    diag.Code
	next    t
}{
	{"missing", []string{"sysmiss"}, "C0721", t{"Skriv sysmiss(x).", "Write sysmiss(x)."}},
	{"min", []string{"rowmin"}, "C0722", t{"Skriv rowmin(a, b) for det minste i hver rad; summarize og collapse (min) gir det minste i en variabel.", "Write rowmin(a, b) for the smallest in each row; summarize and collapse (min) give the smallest of a variable."}},
	{"max", []string{"rowmax"}, "C0723", t{"Skriv rowmax(a, b) for det største i hver rad; summarize og collapse (max) gir det største i en variabel.", "Write rowmax(a, b) for the largest in each row; summarize and collapse (max) give the largest of a variable."}},
	{"mean", []string{"rowmean"}, "C0724", t{"Skriv rowmean(a, b) for snittet i hver rad; aggregate (mean) gir snittet i grupper av rader.", "Write rowmean(a, b) for the mean of each row; aggregate (mean) gives the mean of groups of rows."}},
	{"cond", nil, "C0725", t{"Bruk generate, og deretter replace med if.", "Use generate, then replace with if."}},
	{"regexm", []string{"startswith", "endswith", "labelcontains"}, "C0726", t{"Regulære uttrykk finnes ikke; bruk startswith(), endswith() eller substr().", "There are no regular expressions; use startswith(), endswith() or substr()."}},
	{"real", nil, "C0727", t{"Bruk kommandoen destring.", "Use the command destring."}},
	{"strpos", []string{"startswith", "substr"}, "C0728", t{"Bruk startswith(), endswith() eller substr().", "Use startswith(), endswith() or substr()."}},
	{"runiform", nil, "C0729", t{"Tilfeldige tall finnes ikke; bruk sample for et tilfeldig utvalg.", "There are no random numbers; use sample for a random selection."}},
	{"log", []string{"ln", "log10"}, "C0730", t{"Skriv ln(x) for den naturlige logaritmen, log10(x) for grunntall 10.", "Write ln(x) for the natural logarithm, log10(x) for base 10."}},
	{"mod", []string{"floor"}, "C0731", t{"Skriv x - y * floor(x / y).", "Write x - y * floor(x / y)."}},
	{"_n", nil, "C0732", t{"Radnumre finnes ikke; radene har ingen rekkefølge.", "There are no row numbers; rows have no order."}},
}

// Habits is the names of other languages' functions, and what to write instead.
func Habits() []command.Habit {
	out := make([]command.Habit, len(habits))
	for i, h := range habits {
		out[i] = command.Habit{Name: h.name, Instead: h.instead, Code: h.code}
	}
	return out
}
