package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

func (c *console) synthCommand() *cobra.Command {
	var o synth.Options
	var report, asJSON bool
	cmd := &cobra.Command{
		Use:   "synth --persons N --out DIR | --report",
		Short: c.word("Skriv et syntetisk Norge som registerlager", "Write a synthetic Norway as a register store"),
		Long: c.word("Skriver et syntetisk Norge i det offentlige lagerformatet: N bosatte 1. januar i det siste året,\n"+
			"om lag 1,4 N personer i alt. Samme N og seed gir de samme bytene på alle maskiner.",
			"Writes a synthetic Norway in the public store layout: N residents on 1 January of the last year,\n"+
				"about 1.4 N persons in all. The same N and seed give the same bytes on every machine."),
		Args: c.none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !report {
				return c.synth(o)
			}
			if !cmd.Flags().Changed("persons") {
				o.Persons = demoPersons
			}
			return c.synthReport(o, asJSON)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.Persons, "persons", 0, c.word("bosatte 1. januar i det siste året", "residents on 1 January of the last year"))
	f.StringVar(&o.Out, "out", "", c.word("mappen til lageret; lages om den ikke finnes", "folder of the store; made when absent"))
	f.Uint64Var(&o.Seed, "seed", demoSeed, c.word("en annen seed gir et annet land", "another seed gives another country"))
	f.StringVar(&o.Profile, "profile", "microdata", c.word("policyen til lageret: microdata eller open", "policy of the store: microdata or open"))
	f.BoolVar(&report, "report", false, c.word("skriv ingen data, men tall om landet ved siden av virkelige tall", "write no data, but figures of the country beside real ones"))
	f.BoolVar(&asJSON, "json", false, c.word("rapporten som JSON", "the report as JSON"))
	return cmd
}

func (c *console) synth(o synth.Options) error {
	switch {
	case !possible(o.Persons):
		return personsError
	case o.Out == "":
		return usageError{text.Text{NB: "--out DIR mangler.", EN: "--out DIR is missing."}}
	case o.Profile != "microdata" && o.Profile != "open":
		return usageError{text.Text{NB: "--profile er microdata eller open.", EN: "--profile is microdata or open."}}
	}
	p := newProgress(c.err)
	o.Progress = c.steps(p)
	err := synth.Generate(c.ctx, o)
	p.clear()
	switch {
	case err == nil:
		c.say(text.Text{NB: "Skrev %s. Bruk det med --store %s.", EN: "Wrote %s. Use it with --store %s."}, filepath.Join(o.Out, synth.Bank), o.Out)
		return nil
	case c.ctx.Err() != nil:
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	case errors.Is(err, synth.ErrExists):
		return c.stop(engine.ExitStore, text.Text{
			NB: o.Out + " har allerede et lager med " + synth.Bank + ". Slett det, eller velg en annen mappe.",
			EN: o.Out + " already holds a store of " + synth.Bank + ". Delete it, or choose another folder.",
		})
	}
	return c.unwritable(o.Out, err)
}

func possible(persons int) bool { return persons >= synth.MinPersons && persons <= synth.MaxPersons }

var personsError = usageError{text.Text{
	NB: fmt.Sprintf("--persons er et tall fra %d til %d.", synth.MinPersons, synth.MaxPersons),
	EN: fmt.Sprintf("--persons is a number from %d to %d.", synth.MinPersons, synth.MaxPersons),
}}

// steps passes the progress of the generator on to the terminal.
func (c *console) steps(p *progress) func(step text.Text, share float64) {
	return func(step text.Text, share float64) { p.show(step.In(c.lang), share) }
}

var interruptedText = text.Text{NB: "Avbrutt; ingenting er etterlatt.", EN: "Interrupted; nothing was left behind."}

// unwritable ends the program because a store could not be written.
func (c *console) unwritable(dir string, err error) error {
	c.say(text.Text{
		NB: "Kan ikke skrive et lager i %s: %v.\n  = Frigjør plass, eller velg en mappe du kan skrive i.",
		EN: "Cannot write a store in %s: %v.\n  = Free space, or choose a folder you may write in.",
	}, dir, cause(err))
	return exitError(engine.ExitStore)
}

// cause is the system's reason without the names of temporary files.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
