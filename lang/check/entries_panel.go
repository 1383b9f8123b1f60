package check

import "github.com/mdscript/mdscript/lang/diag"

func panelEntries() []diag.Entry {
	return []diag.Entry{
		say(CodeRepeatedDate, t{"Datoen {0} er gitt to ganger", "The date {0} is given twice"},
			t{"Et panel har én rad per enhet og dato.", "A panel has one row per unit and date."}, t{"Fjern den ene.", "Remove one of them."}),
		say(CodePanelOuter, t{"outer_join kan ikke legge enheter til paneldatasettet «{1}»", "outer_join cannot add units to the panel dataset '{1}'"},
			t{"De nye enhetene ville ikke hatt rader for noen tidspunkter.", "The new units would have no rows for any time."},
			t{"Importer «{0}» uten outer_join, eller ta den med i import-panel.", "Import '{0}' without outer_join, or include it in import-panel."}),
		say(CodeNoColumns, t{"Ingen kolonner i «{1}» heter «{0}» fulgt av tall", "No columns of '{1}' are named '{0}' followed by digits"},
			t{"Det som følger etter, kan ikke inneholde bokstaver. Kolonnene er: {2}.", "What follows may not contain letters. The columns are: {2}."},
			t{"Skriv det kolonnene begynner med, for eksempel x for x19 og x20.", "Write what the columns begin with, such as x for x19 and x20."}),
		say(CodeSameTime, t{"Endelsene «{0}» og «{1}» er samme tall", "The suffixes '{0}' and '{1}' are the same number"},
			t{"Endelsen blir tidspunktet, så en enhet ville fått to rader for samme tid.", "The suffix becomes the time, so a unit would have two rows of one time."},
			t{"Gi kolonnene like endelser med rename.", "Give the columns equal suffixes with rename."}),
		say(CodePanelTypes, t{"«{0}» og «{1}» har ikke samme type", "'{0}' and '{1}' are not of the same type"},
			t{"Kolonnene blir én variabel.", "The columns become one variable."},
			t{"Gjør dem like med destring eller string() først.", "Make them alike with destring or string() first."}),
		say(CodeSameColumn, t{"Både «{1}» og «{2}» ville fått en kolonne «{0}»", "Both '{1}' and '{2}' would get a column '{0}'"},
			t{"Kolonnene får variabelens navn fulgt av tidspunktet.", "Columns are named by the variable followed by the time."},
			t{"Gi den ene variabelen et nytt navn med rename.", "Give one of the variables a new name with rename."}),
	}
}
