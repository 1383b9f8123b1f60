package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (c *console) checkCommand() *cobra.Command {
	var f sessionFlags
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Find every mistake in a script without touching data",
		Long:  "Finds every mistake in a script that can be found without data: syntax, names, types, dates, units.",
		Args:  cobra.ExactArgs(1),
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
	f.add(cmd)
	return cmd
}

func (c *console) explainCommand() *cobra.Command {
	var f sessionFlags
	cmd := &cobra.Command{
		Use:   "explain FILE",
		Short: "Show what a script will compute, and what guards it",
		Long:  "Prints the plan of a script: steps, types, guards and releases, and the policy of each. No data are read.",
		Args:  cobra.ExactArgs(1),
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
	f.add(cmd)
	return cmd
}
