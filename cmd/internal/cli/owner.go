package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

func (c *console) ownerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "owner COMMAND",
		Short: c.word("For dataeiere: leveranser og banker", "For data owners: deliveries and banks"),
		Long: c.word("Leveranser i det offentlige formatet: en mappe med NAVN.json (metadata) og NAVN.csv (data).",
			"Deliveries in the public format: a folder with NAME.json (metadata) and NAME.csv (data)."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usageError{text.Text{
				NB: fmt.Sprintf("Ukjent kommando «owner %s». mdscript owner --help viser kommandoene.", args[0]),
				EN: fmt.Sprintf("Unknown command 'owner %s'. mdscript owner --help lists the commands.", args[0]),
			}}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.ownerValidateCommand(), c.ownerPackageCommand(), c.ownerUnpackCommand(), c.ownerKeysCommand(),
		c.ownerIngestCommand(), c.ownerPseudonymKeyCommand(), c.ownerCreateCommand(), c.ownerListCommand(), c.ownerStatusCommand(),
		c.ownerReleaseCommand(), c.ownerWithdrawCommand(), c.ownerDiscardCommand(), c.ownerPolicyCommand(), c.ownerFsckCommand())
	return cmd
}

// one demands one argument: a folder or a file.
func (c *console) one(what text.Text) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return usageError{text.Text{
			NB: fmt.Sprintf("%s tar %s.", cmd.CommandPath(), what.NB),
			EN: fmt.Sprintf("%s takes %s.", cmd.CommandPath(), what.EN),
		}}
	}
}

// unreadable ends the program because the system refused something.
func (c *console) unreadable(path string, err error) error {
	if c.ctx.Err() != nil {
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	}
	c.say(text.Text{
		NB: "Kan ikke arbeide med %s: %v.\n  = Sjekk at du kan lese den, og at det er plass til midlertidige filer.",
		EN: "Cannot work with %s: %v.\n  = Check that you may read it, and that there is space for temporary files.",
	}, path, cause(err))
	return exitError(engine.ExitStore)
}
