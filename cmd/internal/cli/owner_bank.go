package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/text"
)

// bankFlags name a bank.
type bankFlags struct{ store, bank string }

func (f *bankFlags) add(c *console, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.store, "store", "", c.word("mappen med bankene", "folder of the banks"))
	cmd.Flags().StringVar(&f.bank, "bank", "", c.word("navnet på banken", "name of the bank"))
}

func (f *bankFlags) path() string { return filepath.Join(f.store, f.bank) }

// given demands both.
func (f *bankFlags) given() error {
	if f.store == "" || f.bank == "" {
		return usageError{text.Text{NB: "--store DIR og --bank NAVN må oppgis.", EN: "--store DIR and --bank NAME are required."}}
	}
	return nil
}

// writing opens the bank, does one thing, and says what a process before left unfinished.
func (c *console) writing(f bankFlags, do func(*bank.Bank) error) error {
	if err := f.given(); err != nil {
		return err
	}
	b, err := bank.Open(c.ctx, f.store, f.bank, bank.Options{})
	if err != nil {
		return c.refused(f.path(), err)
	}
	defer func() { _ = b.Close() }()
	switch b.Recovered() {
	case bank.ThrownAway:
		c.say(text.Text{NB: "En avbrutt operasjon ble kastet.", EN: "An interrupted operation was thrown away."})
	case bank.Finished:
		c.say(text.Text{NB: "En avbrutt operasjon ble fullført.", EN: "An interrupted operation was finished."})
	}
	err = do(b)
	var usage usageError
	var exit exitError
	if err == nil || errors.As(err, &usage) || errors.As(err, &exit) {
		return err
	}
	return c.refused(f.path(), err)
}

// inJSON writes a document for programs.
func (c *console) inJSON(d any) error {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return c.unwritten("-")
	}
	return nil
}

func (c *console) ownerCreateCommand() *cobra.Command {
	var f bankFlags
	var about bank.About
	cmd := &cobra.Command{
		Use:   "create --store DIR --bank NAME",
		Short: c.word("Lag en tom bank", "Make an empty bank"),
		Long: c.word("Lager en tom bank i mappen --store. Navnet er et omvendt domenenavn, som no.ssb.fdb.",
			"Makes an empty bank in the folder --store. Its name is a reverse domain name, as no.ssb.fdb."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error {
			if err := f.given(); err != nil {
				return err
			}
			if about.Label == "" || about.Description == "" {
				return usageError{text.Text{NB: "--label og --description må oppgis.", EN: "--label and --description are required."}}
			}
			if err := bank.Create(c.ctx, f.store, f.bank, about, bank.Options{}); err != nil {
				return c.refused(f.path(), err)
			}
			c.say(text.Text{NB: "Laget %s.", EN: "Made %s."}, f.path())
			return nil
		},
	}
	f.add(c, cmd)
	cmd.Flags().StringVar(&about.Label, "label", "", c.word("tittel på norsk", "title in Norwegian"))
	cmd.Flags().StringVar(&about.Description, "description", "", c.word("beskrivelse på norsk", "description in Norwegian"))
	cmd.Flags().StringVar(&about.LabelEN, "label-en", "", c.word("tittel på engelsk", "title in English"))
	cmd.Flags().StringVar(&about.DescriptionEN, "description-en", "", c.word("beskrivelse på engelsk", "description in English"))
	return cmd
}

func (c *console) ownerWithdrawCommand() *cobra.Command {
	var f bankFlags
	var why string
	cmd := &cobra.Command{
		Use:   "withdraw NAME --why TEXT --store DIR --bank NAME",
		Short: c.word("Trekk et datasett tilbake fra neste versjon", "Withdraw a dataset from the next version"),
		Long: c.word("Neste utgivelse trekker datasettet tilbake. Versjoner som er utgitt, beholder det.",
			"The next release withdraws the dataset. Versions that are released keep it."),
		Args: c.one(text.Text{NB: "ett datasett", EN: "one dataset"}),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.writing(f, func(b *bank.Bank) error {
				if err := b.Remove(c.ctx, args[0], why); err != nil {
					return err
				}
				c.say(text.Text{NB: "%s trekkes tilbake i neste versjon.", EN: "%s will be withdrawn in the next version."}, args[0])
				return nil
			})
		},
	}
	f.add(c, cmd)
	cmd.Flags().StringVar(&why, "why", "", c.word("hvorfor; det står i utgivelsesnotatene", "why; it stands in the release notes"))
	return cmd
}

func (c *console) ownerStatusCommand() *cobra.Command {
	var f bankFlags
	cmd := &cobra.Command{
		Use:   "status NAME STATUS --store DIR --bank NAME",
		Short: c.word("Gjør et utkast klart for utgivelse, eller ikke", "Make a draft ready for release, or not"),
		Long: c.word("STATUS er PENDING_RELEASE (klart for utgivelse) eller DRAFT (ikke klart).",
			"STATUS is PENDING_RELEASE (ready for release) or DRAFT (not ready)."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return usageError{text.Text{NB: "mdscript owner status tar et datasett og en status.", EN: "mdscript owner status takes a dataset and a status."}}
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return c.writing(f, func(b *bank.Bank) error {
				status := strings.ReplaceAll(strings.ToUpper(args[1]), "-", "_")
				already, err := b.SetStatus(c.ctx, args[0], status)
				if err != nil {
					return err
				}
				said := text.Text{NB: "%s har nå status %s.", EN: "%s now has the status %s."}
				if already {
					said = text.Text{NB: "%s hadde status %s fra før.", EN: "%s already had the status %s."}
				}
				c.say(said, args[0], status)
				return nil
			})
		},
	}
	f.add(c, cmd)
	return cmd
}

func (c *console) ownerDiscardCommand() *cobra.Command {
	var f bankFlags
	var withdrawal, policy bool
	cmd := &cobra.Command{
		Use:   "discard NAME --store DIR --bank NAME",
		Short: c.word("Kast et utkast", "Throw a draft away"),
		Long: c.word("Kaster utkastet NAME med dataene. Med --withdrawal beholdes et datasett som skulle trekkes tilbake;\nmed --policy, uten NAME, tas en ny policy tilbake.",
			"Throws the draft NAME away with its data. With --withdrawal a dataset that was to be withdrawn is kept;\nwith --policy, without NAME, a new policy is taken back."),
		Args: func(cmd *cobra.Command, args []string) error {
			if policy {
				return c.none(cmd, args)
			}
			return c.one(text.Text{NB: "ett datasett", EN: "one dataset"})(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			return c.writing(f, func(b *bank.Bank) error {
				switch {
				case policy:
					return b.DropPolicy(c.ctx)
				case withdrawal:
					return b.Keep(c.ctx, args[0])
				}
				return b.Discard(c.ctx, args[0])
			})
		},
	}
	f.add(c, cmd)
	cmd.Flags().BoolVar(&withdrawal, "withdrawal", false, c.word("behold datasettet likevel", "keep the dataset after all"))
	cmd.Flags().BoolVar(&policy, "policy", false, c.word("ta tilbake en ny policy", "take a new policy back"))
	return cmd
}

func (c *console) ownerReleaseCommand() *cobra.Command {
	var f bankFlags
	var r bank.Release
	var manifest string
	cmd := &cobra.Command{
		Use:   "release --description TEXT --store DIR --bank NAME",
		Short: c.word("Utgi utkastene som neste versjon", "Release the drafts as the next version"),
		Long: c.word("Utgir alle utkast som er klare (owner status), for alltid, som neste versjon. Nye data eller tilbaketrekning gir\nneste MAJOR, nye datasett neste MINOR, nye tekster neste PATCH. Med --draft eller --manifest avvises utgivelsen\nnår utkastene er endret siden.",
			"Releases all drafts that are ready (owner status), for ever, as the next version. New data or a withdrawal make\nthe next MAJOR, new datasets the next MINOR, new texts the next PATCH. With --draft or --manifest the release is refused\nwhen the drafts were changed since."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error {
			return c.writing(f, func(b *bank.Bank) error { return c.ownerRelease(b, r, manifest) })
		},
	}
	f.add(c, cmd)
	flags := cmd.Flags()
	flags.StringVar(&r.Description, "description", "", c.word("hva som er nytt", "what is new"))
	flags.BoolVar(&r.All, "all", false, c.word("også utkast som ikke er klare", "also drafts that are not ready"))
	flags.StringVar(&r.Draft, "draft", "", c.word("nummeret på utkastet du så (0.0.0.N)", "number of the draft that you saw (0.0.0.N)"))
	flags.StringVar(&manifest, "manifest", "", c.word("en kopi av draft_version.json da du så den", "a copy of draft_version.json as you saw it"))
	flags.BoolVar(&r.Loosen, "loosen", false, c.word("policyen kan beskytte mindre enn før", "the policy may protect less than before"))
	return cmd
}

func (c *console) ownerRelease(b *bank.Bank, r bank.Release, manifest string) error {
	if manifest != "" {
		content, err := os.ReadFile(manifest)
		if err != nil {
			return err
		}
		r.Manifest = &bank.Version{}
		if err := json.Unmarshal(content, r.Manifest); err != nil {
			return usageError{text.Text{NB: manifest + " er ikke en kopi av draft_version.json.", EN: manifest + " is no copy of draft_version.json."}}
		}
	}
	out, err := b.Release(c.ctx, r)
	if err != nil {
		return err
	}
	c.say(text.Text{NB: "Utga versjon %s (%s).", EN: "Released version %s (%s)."}, out.Number, *out.UpdateType)
	if out.NoPolicy {
		c.say(text.Text{
			NB: "Den har ingen policy: profilen strict gjelder, og den har ikke dette programmet.\n  = Gi den en policy med owner policy set, og utgi på nytt.",
			EN: "It has no policy: the profile strict applies, which this program does not have.\n  = Give it one with owner policy set, and release again.",
		})
	}
	if out.Loosened != "" {
		c.say(text.Text{NB: "Policyen beskytter mindre enn før: %s.", EN: "The policy protects less than before: %s."}, out.Loosened)
	}
	if out.ClockBack {
		c.say(text.Text{
			NB: "Klokken står før forrige versjon; utgivelsestiden er satt til ett sekund etter den.",
			EN: "The clock stands before the version before; the time of release was set to one second after that.",
		})
	}
	return nil
}

// words writes text of a bank for a terminal.
func words(s string) string { return finding.Visible(s) }

// banksIn are the banks of a folder, sorted.
func banksIn(store string) ([]string, error) {
	entries, err := os.ReadDir(store)
	var names []string
	for _, e := range entries {
		if info, err := os.Stat(filepath.Join(store, e.Name(), "datastore")); err == nil && info.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%w: %s", os.ErrNotExist, "datastore")
	}
	return names, err
}
