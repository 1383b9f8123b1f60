package check

import "github.com/mdscript/mdscript/lang/diag"

func nearbyEntries() []diag.Entry {
	return []diag.Entry{
		say(CodeNotImported, t{"Ukjent variabel «{0}» i datasettet «{1}»", "Unknown variable '{0}' in the dataset '{1}'"},
			t{"Registeret har {2}, men den er ikke importert til dette datasettet.", "The register has {2}, but it has not been imported into this dataset."},
			t{"Skriv {3} før denne linjen.", "Write {3} before this line."}),
		say(CodeUnitClashBelow, t{"«{0}» gjelder {1}, men datasettet «{2}» gjelder {3}", "'{0}' is about {1}, but the dataset '{2}' is about {3}"},
			t{"Alle variabler i et datasett gjelder samme enhetstype.", "All variables of a dataset are about the same type of unit."},
			t{"Importer den i et eget datasett for {1}, og koble den til «{2}» med merge og on {4}.", "Import it into a dataset of its own for {1}, and bring it into '{2}' with merge and on {4}."}),
	}
}
