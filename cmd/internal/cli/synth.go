package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

func (c *console) synthCommand() *cobra.Command {
	var o synth.Options
	cmd := &cobra.Command{
		Use:   "synth --persons N --out DIR",
		Short: "Write a synthetic Norway as a register store",
		Long: "Writes a synthetic Norway in the public store layout: N residents on 1 January of the last year,\n" +
			"about 1.4 N persons in all. The same N and seed give the same bytes on every machine.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if o.Persons < synth.MinPersons || o.Persons > synth.MaxPersons {
				return usageError{text.Text{
					NB: fmt.Sprintf("--persons er et tall fra %d til %d", synth.MinPersons, synth.MaxPersons),
					EN: fmt.Sprintf("--persons is a number from %d to %d", synth.MinPersons, synth.MaxPersons),
				}}
			}
			if o.Out == "" {
				return usageError{text.Text{NB: "--out DIR mangler", EN: "--out DIR is missing"}}
			}
			p := newProgress(c.err)
			defer p.clear()
			o.Progress = func(step text.Text, share float64) { p.show(step.In(c.lang), share) }
			if err := synth.Generate(c.ctx, o); err != nil {
				p.clear()
				return c.failed(err, engine.ExitStore)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.Persons, "persons", 0, "residents on 1 January of the last year")
	f.StringVar(&o.Out, "out", "", "folder of the store; made when absent")
	f.Uint64Var(&o.Seed, "seed", demoSeed, "another seed gives another country")
	f.StringVar(&o.Profile, "profile", "", "policy of the store: microdata (default) or open")
	return cmd
}
