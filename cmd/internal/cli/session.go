package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/stdlib"
)

// sessionFlags are the flags of everything that opens stores.
type sessionFlags struct {
	stores  []string
	threads int
	memory  int
	log     string // "" or "counts"
	scripts engine.Scripts
}

func (f *sessionFlags) add(c *console, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.stores, "store", nil, c.word("mappe med registerdatabaser; kan gjentas (så MDSCRIPT_STORES, så demoen)",
		"folder with register databases; may be repeated (then MDSCRIPT_STORES, then the demo)"))
	flags.IntVar(&f.threads, "threads", 0, c.word("tråder (ellers alle); resultatene avhenger ikke av det", "threads to use (default all); results do not depend on it"))
	flags.IntVar(&f.memory, "memory", 0, c.word("gigabyte til data (ellers 4)", "gigabytes for data (default 4)"))
}

// logs adds the flag of the commands that show log lines.
func (f *sessionFlags) logs(c *console, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.log, "log", "", c.word("counts: vis antall enheter med og uten verdi for hver linje som gir en variabel verdier",
		"counts: show the units with and without a value for every line that gives a variable values"))
}

// engine opens the stores and makes the language ready.
func (c *console) engine(f sessionFlags, p *progress) (*engine.Engine, error) {
	if f.threads < 0 || f.memory < 0 {
		return nil, usageError{langtext.Text{NB: "--threads og --memory er 0 eller mer.", EN: "--threads and --memory are 0 or more."}}
	}
	if f.log != "" && f.log != "counts" {
		return nil, usageError{langtext.Text{NB: "--log er counts.", EN: "--log is counts."}}
	}
	st, err := c.openStore(f)
	if err != nil {
		return nil, err
	}
	o := engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Ring: ringFor, Threads: f.threads, Memory: int64(f.memory) << 30, Lang: c.lang,
		LogCounts: f.log == "counts",
	}
	if f.scripts != nil {
		o.Scripts = f.scripts
	}
	if p != nil && p.w != nil {
		o.Progress = p.show
	}
	e, err := engine.New(o)
	if err != nil {
		return nil, c.failed(err, engine.ExitInternal)
	}
	return e, nil
}

// generators make what invented registers do not hold yet, by the name the registers have for
// them; they are closed when the program ends.
func (c *console) generators() map[string]engine.Generator {
	g := synth.NewGenerator()
	c.opened = append(c.opened, g)
	return map[string]engine.Generator{synth.GeneratorName: g}
}

// openStore opens the stores; they are closed when the program ends.
func (c *console) openStore(f sessionFlags) (*engine.Store, error) {
	dirs, err := c.stores(f)
	if err != nil {
		return nil, err
	}
	st, err := engine.OpenLazyStore(c.ctx, dirs, "", c.generators())
	if err != nil {
		return nil, c.failed(err, engine.ExitStore)
	}
	c.opened = append(c.opened, st)
	return st, nil
}

// stores lists the folders to look for banks in: flags, then MDSCRIPT_STORES, then the demo,
// which is not built for somebody who names a store.
func (c *console) stores(f sessionFlags) ([]string, error) {
	dirs := append([]string(nil), f.stores...)
	dirs = append(dirs, filepath.SplitList(os.Getenv("MDSCRIPT_STORES"))...)
	dirs = slices.DeleteFunc(dirs, func(d string) bool { return d == "" })
	for _, d := range dirs {
		if info, err := os.Stat(d); err != nil || !info.IsDir() {
			return nil, c.stop(engine.ExitStore, langtext.Text{
				NB: "Fant ikke noe registerlager i " + d + ". Se etter i --store og MDSCRIPT_STORES.",
				EN: "No register store at " + d + ". Check --store and MDSCRIPT_STORES.",
			})
		}
	}
	if len(f.stores) > 0 {
		return dirs, nil
	}
	demo, err := c.demo(c.ctx)
	if err != nil {
		return nil, err
	}
	return append(dirs, demo), nil
}

// keyFolder is where a bank's secret lies when MDSCRIPT_KEY_FILE names none.
func keyFolder() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "mdscript", "keys"), nil
}

// ringFor reads the secret of a bank: from the file MDSCRIPT_KEY_FILE names, else from the
// bank's file in the user's key folder. Synthetic banks use the published one; a bank
// without a policy file is refused whatever the secret, and an open one needs none.
func ringFor(p disclosure.Policy) (disclosure.Ring, error) {
	if p.Synthetic() {
		return disclosure.DemoRing(), nil
	}
	if p.Version() == 0 {
		return disclosure.Ring{}, nil
	}
	if path := os.Getenv("MDSCRIPT_KEY_FILE"); path != "" {
		return disclosure.RingFromFile(path)
	}
	dir, err := keyFolder()
	if err != nil {
		return disclosure.Ring{}, err
	}
	ring, err := disclosure.RingFromFile(filepath.Join(dir, p.Register()+".key"))
	if errors.Is(err, fs.ErrNotExist) && p.Profile() == disclosure.Open {
		return disclosure.Ring{}, nil
	}
	return ring, err
}

// stop ends the program with a code and a line that says why.
func (c *console) stop(code engine.Exit, why langtext.Text) error {
	c.say(why)
	return exitError(code)
}

// failed ends the program because of an error: a problem with a text of its own, an
// interrupt, or a code for the rest.
func (c *console) failed(err error, code engine.Exit) error {
	if c.ctx.Err() != nil {
		return exitError(engine.ExitInterrupted)
	}
	c.say(langtext.Same("%s"), c.explain(err))
	return exitError(code)
}

// explain words an error: message, cause and next step where the code is known, else the
// words of the system.
func (c *console) explain(err error) string {
	var problem *diag.Problem
	e, broken := engine.New(engine.Options{})
	if !errors.As(err, &problem) || broken != nil {
		return err.Error()
	}
	d := problem.At(source.Span{})
	lines := []string{c.word("feil ", "error ") + string(d.Code) + ": " + e.Messages().Message(d, c.lang)}
	for _, more := range []string{e.Messages().Cause(d, c.lang), e.Messages().Next(d, c.lang)} {
		if more != "" {
			lines = append(lines, "  = "+more)
		}
	}
	return strings.Join(lines, "\n")
}
