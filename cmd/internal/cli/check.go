package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (c *console) checkCommand() *cobra.Command {
	var f sessionFlags
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: c.word("Finn alle feil i et skript uten å lese data", "Find every mistake in a script without touching data"),
		Long: c.word("Finner alle feil i et skript som kan finnes uten data: syntaks, navn, typer, datoer, enheter.",
			"Finds every mistake in a script that can be found without data: syntax, names, types, dates, units."),
		Args: c.file,
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := c.read(args[0])
			if err != nil {
				return err
			}
			e, err := c.engine(f, nil)
			if err != nil {
				return err
			}
			return c.ended(e, file, e.Check(c.ctx, file))
		},
	}
	f.add(c, cmd)
	return cmd
}

func (c *console) explainCommand() *cobra.Command {
	var f sessionFlags
	cmd := &cobra.Command{
		Use:   "explain FILE",
		Short: c.word("Vis hva et skript vil beregne, og hva som vokter det", "Show what a script will compute, and what guards it"),
		Long: c.word("Skriver planen for et skript: steg, typer, vakter og utgivelser, og policyen for hver. Ingen data leses.",
			"Prints the plan of a script: steps, types, guards and releases, and the policy of each. No data are read."),
		Args: c.file,
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := c.read(args[0])
			if err != nil {
				return err
			}
			e, err := c.engine(f, nil)
			if err != nil {
				return err
			}
			plan, result := e.Explain(c.ctx, file)
			fmt.Fprint(c.out, plan)
			return c.ended(e, file, result)
		},
	}
	f.add(c, cmd)
	return cmd
}
