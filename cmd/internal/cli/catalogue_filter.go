package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/card"
	"github.com/mdscript/mdscript/lang/catalogue/search"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// filter leaves variables out. Each part is empty when it does not ask for anything.
type filter struct {
	unit, subject, temporality, sensitivity, date string

	day   int
	dated bool
	time  types.Temporality
	level string
	about string // the subject, folded
}

func (f *filter) add(c *console, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.unit, "unit", "", c.word("bare variabler om denne enhetstypen: PERSON, JOBB …", "only variables about this unit type: PERSON, JOBB ..."))
	flags.StringVar(&f.subject, "subject", "", c.word("bare variabler med dette i et emne", "only variables with this in a subject"))
	flags.StringVar(&f.temporality, "temporality", "", c.word("bare fast, tverrsnitt, akkumulert eller forløp", "only fixed, status, accumulated or event"))
	flags.StringVar(&f.sensitivity, "sensitivity", "", c.word("bare public, nonpublic, general eller special", "only public, nonpublic, general or special"))
	flags.StringVar(&f.date, "date", "", c.word("bare variabler som kan importeres denne dagen, ÅÅÅÅ-MM-DD; for én variabel kodene den dagen",
		"only variables that can be imported at this day, YYYY-MM-DD; for one variable its codes at that day"))
}

func (f *filter) empty() bool {
	return f.unit == "" && f.subject == "" && f.temporality == "" && f.sensitivity == "" && f.date == ""
}

// readDay reads --date.
func (f *filter) readDay() (day int, given bool, err error) {
	if f.date == "" {
		return 0, false, nil
	}
	day, ok := types.ParseISODate(f.date)
	if !ok {
		return 0, false, usageError{langtext.Text{NB: "--date er en dag som finnes, ÅÅÅÅ-MM-DD.", EN: "--date is a day that exists, YYYY-MM-DD."}}
	}
	return day, true, nil
}

// ready reads the words of the filters; those that name nothing among the variables are errors.
func (f *filter) ready(all []search.Entry) (err error) {
	if f.day, f.dated, err = f.readDay(); err != nil {
		return err
	}
	if f.unit != "" {
		f.unit = strings.ToUpper(f.unit)
		if units := unitsOf(all); !slices.Contains(units, f.unit) {
			return unknown(langtext.Text{NB: "Ingen variabel handler om enhetstypen %s.", EN: "No variable is about the unit type %s."}, f.unit, units)
		}
	}
	if f.subject != "" {
		f.about = search.Fold(f.subject)
		if !slices.ContainsFunc(all, func(e search.Entry) bool { return f.hasSubject(e.Variable) }) {
			nb, en := subjectsOf(all)
			return unknownOf(langtext.Text{NB: "Ingen variabel har emnet %s.", EN: "No variable has the subject %s."}, f.subject, nb, en)
		}
	}
	if f.temporality != "" {
		if err := f.readTemporality(); err != nil {
			return err
		}
	}
	return f.readSensitivity()
}

func (f *filter) readTemporality() error {
	var nb, en []string
	for t := types.Fixed; t <= types.EventSpells; t++ {
		word := card.Temporality(t)
		nb, en = append(nb, word.NB), append(en, word.EN)
		for _, s := range []string{t.String(), word.EN, word.NB} {
			if search.Fold(s) == search.Fold(f.temporality) {
				f.time = t
				return nil
			}
		}
	}
	return unknownOf(langtext.Text{NB: "Temporaliteten %s finnes ikke.", EN: "There is no temporality %s."}, f.temporality, nb, en)
}

func (f *filter) readSensitivity() error {
	if f.sensitivity == "" {
		return nil
	}
	wanted := strings.ToUpper(f.sensitivity)
	for _, level := range card.Sensitivities() {
		if wanted == level || "PERSON_"+wanted == level {
			f.level = level
			return nil
		}
	}
	return unknown(langtext.Text{NB: "Sensitivitetsnivået %s finnes ikke.", EN: "There is no sensitivity %s."}, wanted, card.Sensitivities())
}

// lets tells whether a variable has all that is asked for.
func (f *filter) lets(v *catalogue.Variable) bool {
	return (f.unit == "" || v.Unit.Code == f.unit) && (f.subject == "" || f.hasSubject(v)) &&
		(f.temporality == "" || v.Temporality == f.time) && (f.level == "" || v.Sensitivity == f.level) &&
		(!f.dated || v.Holds(f.day))
}

func (f *filter) hasSubject(v *catalogue.Variable) bool {
	return slices.ContainsFunc(v.Subjects, func(s langtext.Text) bool {
		return strings.Contains(search.Fold(s.NB), f.about) || strings.Contains(search.Fold(s.EN), f.about)
	})
}

func unitsOf(all []search.Entry) (out []string) {
	for _, e := range all {
		out = append(out, e.Variable.Unit.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func subjectsOf(all []search.Entry) (nb, en []string) {
	for _, e := range all {
		for _, s := range e.Variable.Subjects {
			nb, en = append(nb, s.NB), append(en, s.EN)
		}
	}
	slices.Sort(nb)
	slices.Sort(en)
	return slices.Compact(nb), slices.Compact(en)
}
