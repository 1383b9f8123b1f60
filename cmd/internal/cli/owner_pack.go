package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/pack"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

// packFlags are the folders that packing and unpacking use.
type packFlags struct{ keys, out string }

func (f *packFlags) add(c *console, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.keys, "keys", "", c.word("mappen med nøkkelfilene", "folder of the key files"))
	cmd.Flags().StringVar(&f.out, "out", ".", c.word("mappen det skrives i", "folder to write in"))
}

func (c *console) ownerPackageCommand() *cobra.Command {
	var f packFlags
	cmd := &cobra.Command{
		Use:   "package DIR --keys DIR",
		Short: c.word("Pakk og krypter en leveranse", "Pack and encrypt a delivery"),
		Long: c.word("Pakker mappen DIR som NAVN.tar, kryptert for den som har den private nøkkelen.\nNøkkelmappen har "+pack.PublicKeyFile+". Leveransen kontrolleres ikke: bruk owner validate først.",
			"Packs the folder DIR as NAME.tar, encrypted for the holder of the private key.\nThe key folder holds "+pack.PublicKeyFile+". The delivery is not checked: use owner validate first."),
		Args: c.one(text.Text{NB: "én mappe", EN: "one folder"}),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.ownerPack(f, args[0], c.word("pakker", "packing"), func(progress func(float64)) (string, error) {
				return pack.Package(c.ctx, args[0], f.keys, f.out, pack.Options{Progress: progress})
			})
		},
	}
	f.add(c, cmd)
	return cmd
}

func (c *console) ownerUnpackCommand() *cobra.Command {
	var f packFlags
	cmd := &cobra.Command{
		Use:   "unpack FILE --keys DIR",
		Short: c.word("Dekrypter og pakk ut en leveranse", "Decrypt and unpack a delivery"),
		Long: c.word("Pakker ut FILE (NAVN.tar) til mappen NAVN. Nøkkelmappen har "+pack.PrivateKeyFile+".",
			"Unpacks FILE (NAME.tar) to the folder NAME. The key folder holds "+pack.PrivateKeyFile+"."),
		Args: c.one(text.Text{NB: "én fil", EN: "one file"}),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.ownerPack(f, args[0], c.word("pakker ut", "unpacking"), func(progress func(float64)) (string, error) {
				return pack.Unpack(c.ctx, args[0], f.keys, f.out, progress)
			})
		},
	}
	f.add(c, cmd)
	return cmd
}

func (c *console) ownerKeysCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keys DIR",
		Short: c.word("Lag et nøkkelpar for leveranser", "Make a pair of keys for deliveries"),
		Long: c.word("Skriver "+pack.PublicKeyFile+" og "+pack.PrivateKeyFile+" i DIR. Gi dataeiere den offentlige;\nhold den private utenfor lageret.",
			"Writes "+pack.PublicKeyFile+" and "+pack.PrivateKeyFile+" in DIR. Give data owners the public one;\nkeep the private one outside the store."),
		Args: c.one(text.Text{NB: "én mappe", EN: "one folder"}),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := pack.GenerateKeys(args[0]); err != nil {
				return c.refused(args[0], err)
			}
			c.say(text.Text{NB: "Skrev nøklene i %s.", EN: "Wrote the keys in %s."}, args[0])
			return nil
		},
	}
}

func (c *console) ownerPack(f packFlags, path, step string, work func(progress func(float64)) (string, error)) error {
	if f.keys == "" {
		return usageError{text.Text{NB: "--keys DIR mangler.", EN: "--keys DIR is missing."}}
	}
	p := newProgress(c.err)
	written, err := work(func(share float64) { p.show(step, share) })
	p.clear()
	if err != nil {
		return c.refused(path, err)
	}
	c.say(text.Text{NB: "Skrev %s.", EN: "Wrote %s."}, written)
	return nil
}

// refused ends the program because a delivery or an archive breaks a rule, or because the
// system refused something.
func (c *console) refused(path string, err error) error {
	var r *finding.Refusal
	switch {
	case errors.Is(err, context.Canceled):
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	case errors.As(err, &r):
		c.say(text.Same("%s %s%s\n  = %s"), r.Code, r.Message(c.lang), c.because(err), r.Next(c.lang))
		return exitOf(r)
	}
	return c.unreadable(path, err)
}
