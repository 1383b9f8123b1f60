package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/search"
	"github.com/mdscript/mdscript/lang/diag"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

// catalogueFlags say which banks to look in, what to show, and how.
type catalogueFlags struct {
	sessionFlags
	filter
	bank  string // NAME or NAME:VERSION
	limit int    // 0 means none
	codes bool
	json  bool
}

// mostHits is how many variables are listed unless --limit says otherwise.
const mostHits = 20

func (c *console) catalogueCommand() *cobra.Command {
	var f catalogueFlags
	cmd := &cobra.Command{
		Use:   "catalogue [WORDS | VARIABLE] [flags]",
		Short: c.word("Søk i variablene, eller vis alt om én", "Search the variables, or show all about one"),
		Long: c.word("Søker i navn, titler, emner, beskrivelser og kodetekster, på norsk og engelsk. Alle ordene må finnes;\n"+
			"begynnelser og deler av ord holder, å kan skrives aa eller a, ø oe eller o, æ ae.\n"+
			"Med navnet på én variabel vises alt katalogen sier om den. Uten ord og filtre vises hva som finnes. Ingen data leses.",
			"Searches names, titles, subjects, descriptions and code labels, in Norwegian and English. All words must be found;\n"+
				"beginnings and parts of words will do, å may be written aa or a, ø oe or o, æ ae.\n"+
				"With the name of one variable all the catalogue says about it is shown. Without words and filters: what there is. No data are read."),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json && !cmd.Flags().Changed("limit") {
				f.limit = 0
			}
			return c.catalogue(&f, args)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.stores, "store", nil, c.word("mappe med registerdatabaser; kan gjentas (så MDSCRIPT_STORES, så demoen)",
		"folder with register databases; may be repeated (then MDSCRIPT_STORES, then the demo)"))
	flags.StringVar(&f.bank, "bank", "", c.word("bare denne databasen: NAVN eller NAVN:VERSJON (ellers den nyeste av alle)",
		"this database only: NAME or NAME:VERSION (default the newest of all)"))
	f.filter.add(c, cmd)
	flags.IntVar(&f.limit, "limit", mostHits, c.word("høyst så mange variabler; 0 er alle", "this many variables at most; 0 is all"))
	flags.BoolVar(&f.codes, "codes", false, c.word("vis hele kodelisten og alle endringer i den", "show the whole code list and every change of it"))
	flags.BoolVar(&f.json, "json", false, c.word("skriv JSON", "write JSON"))
	return cmd
}

// catalogue answers one call: an overview, one variable, or a search.
func (c *console) catalogue(f *catalogueFlags, args []string) error {
	if f.limit < 0 {
		return usageError{langtext.Text{NB: "--limit er 0 eller mer.", EN: "--limit is 0 or more."}}
	}
	cat, err := c.openStore(f.sessionFlags)
	if err != nil {
		return err
	}
	versions, err := chosen(cat, f.bank)
	if err != nil {
		return c.damaged(cat, err)
	}
	if len(args) == 1 {
		done, err := c.oneVariable(cat, versions, f, args[0])
		if done || err != nil {
			return c.damaged(cat, err)
		}
	}
	index := search.New(versions)
	if err := f.filter.ready(index.Entries()); err != nil {
		return c.damaged(cat, err)
	}
	if len(args) == 0 && f.filter.empty() {
		return c.damaged(cat, c.overview(cat, versions, index.Entries(), f.json))
	}
	return c.damaged(cat, c.find(index, f, strings.Join(args, " ")))
}

// register is a store as far as its catalogue is concerned.
type register interface {
	catalogue.Catalogue
	Problem() *diag.Problem
}

// damaged puts damage met on the way before any other error: what was not found may lie there.
func (c *console) damaged(cat register, err error) error {
	if p := cat.Problem(); p != nil {
		return c.failed(p, engine.ExitStore)
	}
	return err
}

// chosen are the versions to look in: the one that is named, else the newest of every bank.
func chosen(cat catalogue.Catalogue, named string) ([]catalogue.Version, error) {
	if named == "" {
		var out []catalogue.Version
		for _, name := range cat.Names() {
			if b, ok := cat.Bank(name); ok {
				if v, ok := b.Version(""); ok {
					out = append(out, v)
				}
			}
		}
		return out, nil
	}
	name, number, _ := strings.Cut(named, ":")
	b, ok := cat.Bank(name)
	if !ok {
		return nil, unknown(langtext.Text{NB: "Databasen %s finnes ikke.", EN: "There is no database %s."}, name, cat.Names())
	}
	v, ok := b.Version(number)
	if !ok {
		all := b.Versions()
		return nil, usageError{langtext.Text{
			NB: fmt.Sprintf("%s har ingen versjon %s. Versjonene er %s.", name, number, firstAndLast(all)),
			EN: fmt.Sprintf("%s has no version %s. Its versions are %s.", name, number, firstAndLast(all)),
		}}
	}
	return []catalogue.Version{v}, nil
}

func firstAndLast(newestFirst []string) string {
	switch n := len(newestFirst); n {
	case 0:
		return "–"
	case 1, 2, 3:
		return strings.Join(newestFirst, ", ")
	default:
		return newestFirst[0] + ", " + newestFirst[1] + ", …, " + newestFirst[n-1]
	}
}

// unknown is an error about a name that is not there, with the nearest ones, or all when
// they are few.
func unknown(what langtext.Text, name string, all []string) error {
	return unknownOf(what, name, all, all)
}

// unknownOf is unknown for names that differ between the languages.
func unknownOf(what langtext.Text, name string, nb, en []string) error {
	out := langtext.Text{NB: fmt.Sprintf(what.NB, name), EN: fmt.Sprintf(what.EN, name)}
	add := func(text *string, all []string, meant, are string) {
		near := diag.Nearest(name, all)
		switch {
		case len(near) > 0:
			*text += meant + strings.Join(near, "; ") + "?"
		case len(all) > 0 && len(all) <= 40:
			*text += are + strings.Join(all, "; ") + "."
		}
	}
	add(&out.NB, nb, " Mente du ", " Det finnes: ")
	add(&out.EN, en, " Did you mean ", " There are: ")
	return usageError{out}
}

// oneVariable shows the variable an argument names: NAME, bank/NAME, or alias/NAME as it
// stands in a script. It is not done when the argument is a search word.
func (c *console) oneVariable(cat register, versions []catalogue.Version, f *catalogueFlags, arg string) (done bool, err error) {
	prefix, name, qualified := strings.Cut(arg, "/")
	if !qualified {
		prefix, name = "", arg
	}
	if strings.Contains(prefix, ".") {
		if versions, err = chosen(cat, prefix); err != nil {
			return false, err
		}
	}
	name = strings.ToUpper(name)
	var found []search.Entry
	for _, v := range versions {
		if x, ok := v.Variable(name); ok {
			found = append(found, search.Entry{Version: v, Variable: x})
		}
	}
	switch {
	case len(found) > 0:
		day, dated, err := f.filter.readDay()
		if err != nil {
			return true, err
		}
		return true, c.pages(found, f, day, dated)
	case qualified || looksLikeName(arg) && !everywhere(versions, arg):
		return true, unknownVariable(versions, name)
	}
	return false, nil
}

// everywhere tells whether a search for a text finds variables that have all its words.
func everywhere(versions []catalogue.Version, text string) bool {
	found := search.New(versions).Find(search.Parse(text))
	return len(found.Hits) > 0 && !found.Part && len(found.Instead) == 0
}

// looksLikeName tells a variable's name from a word: capitals with an underscore.
func looksLikeName(s string) bool { return strings.Contains(s, "_") && s == strings.ToUpper(s) }

func unknownVariable(versions []catalogue.Version, name string) error {
	var all []string
	for _, v := range versions {
		all = append(all, v.Names()...)
	}
	slices.Sort(all)
	return unknown(langtext.Text{NB: "Variabelen %s finnes ikke.", EN: "There is no variable %s."}, name, slices.Compact(all))
}
