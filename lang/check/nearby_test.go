package check_test

// Names of the catalogue and ways between units; the other mistakes stand in mistakes_test.go.
func init() {
	mistakes = append(mistakes, []struct {
		name, script string
		want         []string
	}{
		{"not imported", "tabulate SIVSTAND\ntabulate sivstand\nsummarize TRYGD_MND", []string{
			"1 C0226 'SIVSTAND' → db/SIVSTAND", "2 C0226 'sivstand' → db/SIVSTAND", "3 C0226 'TRYGD_MND' → db/TRYGD_MND"}},
		{"imported under a name of its own", "rename lønn inntekt\nsummarize LONN", []string{"2 C0204 'LONN' → inntekt"}},
		{"not imported, or another one meant", "rename lønn sivstant\nsummarize SIVSTAND", []string{"2 C0226 'SIVSTAND' → db/SIVSTAND, sivstant"}},
		{"not imported, misspelt", "tabulate sivstnd", []string{"1 C0226 'sivstnd' → db/SIVSTAND"}},
		{"near in the dataset first", "tabulate kjonnn", []string{"1 C0204 'kjonnn' → kjønn"}},
		{"not imported, but of another unit", "tabulate STILLING", []string{"1 C0204 'STILLING'"}},
		{"not imported, and cannot be", "make-kind event\ntabulate SIVSTAND", []string{"2 C0204 'SIVSTAND'"}},
		{"not imported into a panel", "make-kind panel\ndrop død\ntabulate SIVSTAND\ntabulate DODSDATO", []string{"3 C0204 'SIVSTAND'", "4 C0226 'DODSDATO' → db/DODSDATO"}},
		{"variable elsewhere before the register", "create-dataset q\nimport db/FODT\nuse p\nrename født LONNA\nuse q\ntabulate LONNA", []string{"6 C0205 'LONNA'"}},

		{"unit below by a variable at hand", "import db/AREAL as a", []string{"1 C0413 'db/AREAL'"}},
		{"unit below by the register", "create-dataset j\nimport db/STILLING 2015-01-16 as s\nimport db/KJONN as k", []string{"3 C0413 'db/KJONN'"}},
	}...)
}
