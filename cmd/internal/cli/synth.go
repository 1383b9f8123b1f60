package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

func (c *console) synthCommand() *cobra.Command {
	var o synth.Options
	var report, asJSON bool
	cmd := &cobra.Command{
		Use:   "synth --persons N --out DIR [--all] | --report",
		Short: c.word("Skriv et syntetisk Norge som registerlager", "Write a synthetic Norway as a register store"),
		Long: c.word("Skriver et syntetisk Norge i det offentlige lagerformatet: N bosatte 1. januar i det siste året,\n"+
			"om lag 1,4 N personer i alt. Samme N og seed gir de samme bytene på alle maskiner.\n"+
			"Variablene lages når de leses første gang; --all skriver alle med en gang, også i et lager som finnes.",
			"Writes a synthetic Norway in the public store layout: N residents on 1 January of the last year,\n"+
				"about 1.4 N persons in all. The same N and seed give the same bytes on every machine.\n"+
				"Variables are made when they are first read; --all writes all of them at once, also in a store that exists."),
		Args: c.none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !report && o.All && o.Out != "" && synth.Lazy(o.Out) {
				return c.complete(o, cmd.Flags().Changed("seed"))
			}
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
	f.BoolVar(&o.All, "all", false, c.word("skriv alle variabler nå, eller gjør et lager komplett", "write all variables now, or complete a store"))
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
	start := time.Now()
	wrote, err := synth.Write(c.ctx, o)
	p.clear()
	switch {
	case err == nil:
		c.wrote(wrote, time.Since(start))
		c.say(text.Text{
			NB: "Skrev et syntetisk Norge i %s: %s. Bruk det med --store %s.",
			EN: "Wrote a synthetic Norway in %s: %s. Use it with --store %s.",
		}, o.Out, strings.Join(synth.Banks(), ", "), o.Out)
		return nil
	case c.ctx.Err() != nil:
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	case errors.Is(err, synth.ErrExists):
		return c.stop(engine.ExitStore, standing(o.Out))
	}
	return c.unwritable(o.Out, err)
}

// standing says that a folder already has a country, and what can be done with it.
func standing(out string) text.Text {
	banks := strings.Join(synth.Banks(), ", ")
	t := text.Text{
		NB: out + " har allerede et syntetisk Norge (" + banks + "). Slett det, eller velg en annen mappe.",
		EN: out + " already holds a synthetic Norway (" + banks + "). Delete it, or choose another folder.",
	}
	if synth.Lazy(out) {
		t.NB += "\n  = mdscript synth --all --out " + out + " lager alle data som mangler i det."
		t.EN += "\n  = mdscript synth --all --out " + out + " makes all data that it lacks."
	}
	return t
}

// complete makes what a store would make on first read.
func (c *console) complete(o synth.Options, seeded bool) error {
	if !seeded {
		o.Seed = 0 // any
	}
	p := newProgress(c.err)
	o.Progress = c.steps(p)
	start := time.Now()
	wrote, err := synth.Complete(c.ctx, o)
	p.clear()
	switch {
	case err == nil:
		c.wrote(wrote, time.Since(start))
		c.say(text.Text{NB: "%s er komplett.", EN: "%s is complete."}, o.Out)
		return nil
	case c.ctx.Err() != nil:
		c.say(text.Text{
			NB: "Avbrutt. Det som er laget, blir stående; samme kommando fortsetter.",
			EN: "Interrupted. What was made stays; the same command goes on.",
		})
		return exitError(engine.ExitInterrupted)
	case errors.Is(err, synth.ErrOther):
		return c.stop(engine.ExitStore, text.Text{
			NB: o.Out + " har et annet land, eller et fra en annen versjon av mdscript. Velg en annen mappe.",
			EN: o.Out + " holds another country, or one of another version of mdscript. Choose another folder.",
		})
	}
	return c.failed(err, engine.ExitStore)
}

// wrote tells how much data was written, and how fast; nothing when there was none.
func (c *console) wrote(w synth.Written, took time.Duration) {
	if w.Rows == 0 {
		return
	}
	rows, perRow := float64(w.Rows)/took.Seconds()/1e6, float64(w.Bytes)/float64(w.Rows)
	c.say(text.Text{
		NB: "%d rader på %.1f s, %.1f millioner i sekundet; %d MB, %.1f byte per rad.",
		EN: "%d rows in %.1f s, %.1f million a second; %d MB, %.1f bytes a row.",
	}, w.Rows, took.Seconds(), rows, w.Bytes>>20, perRow)
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
