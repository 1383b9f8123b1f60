package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/pack"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
	"github.com/mdscript/mdscript/cmd/internal/owner/transform"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

type ingestFlags struct {
	bankFlags
	operation     string
	keyFile, keys string
	description   string
	limit         int
}

// operations of an ingest by their name on the command line.
var ingestOperations = map[string]string{"add": bank.Add, "change": bank.Change, "patch-metadata": bank.Patch}

func (c *console) ownerIngestCommand() *cobra.Command {
	var f ingestFlags
	cmd := &cobra.Command{
		Use:   "ingest DIR --store DIR --bank NAME --key-file FILE",
		Short: c.word("Les inn en leveranse i en bank, som utkast", "Take a delivery into a bank, as a draft"),
		Long: c.word("Kontrollerer leveransen DIR (eller pakken NAVN.tar, med --keys), erstatter identifikatorene med pseudonymer og\n"+
			"lagrer den som utkast i banken. Nøkkelen for pseudonymer står i --key-file eller i "+pseudonym.Environment+",\n"+
			"heksadesimalt eller i base64, minst 32 byte; den lagres aldri.",
			"Checks the delivery DIR (or the package NAME.tar, with --keys), replaces its identifiers by pseudonyms and keeps it\n"+
				"as a draft of the bank. The key for pseudonyms is in --key-file or in "+pseudonym.Environment+",\n"+
				"in hexadecimal or base64, at least 32 bytes; it is never stored."),
		Args: c.one(text.Text{NB: "én mappe eller pakke", EN: "one folder or package"}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd, args[0]); err != nil {
				return err
			}
			return c.ownerIngest(f, args[0])
		},
	}
	f.add(c, cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.operation, "operation", "add", c.word("add, change (nye data) eller patch-metadata (bare nye tekster)", "add, change (new data) or patch-metadata (new texts alone)"))
	flags.StringVar(&f.keyFile, "key-file", "", c.word("filen med nøkkelen for pseudonymer", "file with the key for pseudonyms"))
	flags.StringVar(&f.keys, "keys", "", c.word("mappen med nøkkelfilene, for en pakke", "folder of the key files, for a package"))
	flags.StringVar(&f.description, "description", "", c.word("hva som er nytt (ellers dataRevision i leveransen)", "what is new (else the dataRevision of the delivery)"))
	flags.IntVar(&f.limit, "limit", 0, c.word("hvor mange rader som vises per regel (20)", "how many rows are shown per rule (20)"))
	return cmd
}

func (f *ingestFlags) check(cmd *cobra.Command, delivery string) error {
	switch {
	case isPackage(delivery) && f.keys == "":
		return usageError{text.Text{NB: "En pakke trenger --keys DIR.", EN: "A package needs --keys DIR."}}
	case ingestOperations[f.operation] == "":
		return usageError{text.Text{NB: "--operation er add, change eller patch-metadata.", EN: "--operation is add, change or patch-metadata."}}
	case f.limit < 0 || f.limit > maxLimit || f.limit == 0 && cmd.Flags().Changed("limit"):
		return usageError{text.Text{
			NB: fmt.Sprintf("--limit er et tall fra 1 til %d.", maxLimit),
			EN: fmt.Sprintf("--limit is a number from 1 to %d.", maxLimit),
		}}
	}
	return nil
}

// ownerIngest holds the bank while it works: what the pseudonyms of the bank are may not change
// between reading and writing them.
func (c *console) ownerIngest(f ingestFlags, delivery string) error {
	return c.writing(f.bankFlags, func(b *bank.Bank) error {
		if b.Synthetic() {
			return finding.Refuse(finding.SyntheticBank, f.bank)
		}
		clearWorking := func() { _ = os.RemoveAll(b.Working()) } // also of what a killed process left
		clearWorking()
		defer clearWorking()
		i := &ingest{console: c, flags: f, bank: b}
		err := i.run(delivery)
		var exit exitError
		if err == nil || errors.As(err, &exit) { // its message was written
			return err
		}
		return c.refused(delivery, i.problem(err))
	})
}

// problem says in our words that there is no space, or no right to write in the store.
func (i *ingest) problem(err error) error {
	var r *finding.Refusal
	var at *fs.PathError
	switch {
	case errors.As(err, &r) || !errors.As(err, &at):
	case journal.Full(err):
		return finding.Refuse(finding.DiskFull, filepath.Dir(at.Path))
	case journal.ReadOnly(err) && within(i.flags.store, at.Path):
		return finding.Refuse(finding.ReadOnly, i.bank.Dir())
	}
	return err
}

type ingest struct {
	*console
	flags ingestFlags
	bank  *bank.Bank
}

func (i *ingest) run(delivery string) error {
	p := newProgress(i.err)
	defer p.clear()
	dir, err := i.unpacked(delivery, p)
	if err != nil {
		return err
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	name, operation := filepath.Base(absolute), ingestOperations[i.flags.operation]
	if err := i.bank.Allows(operation, name); err != nil {
		return err
	}
	built, err := transform.Build(i.ctx, dir, i.options(name, operation, p))
	p.clear()
	defer built.Remove()
	if err != nil {
		return err
	}
	if !built.Report.OK() {
		if err := i.reportText(built.Report); err != nil {
			return i.unwritten("-")
		}
		return finding.Refuse(finding.BrokenDelivery, built.Name)
	}
	if err := i.hand(operation, built); err != nil {
		return err
	}
	i.done(built)
	return nil
}

func isPackage(delivery string) bool { return strings.HasSuffix(delivery, ".tar") }

// unpacked gives the folder of the delivery.
func (i *ingest) unpacked(delivery string, p *progress) (string, error) {
	if !isPackage(delivery) {
		return delivery, nil
	}
	step := i.word("pakker ut", "unpacking")
	return pack.Unpack(i.ctx, delivery, i.flags.keys, filepath.Join(i.bank.Working(), "unpacked"), func(share float64) { p.show(step, share) })
}

func (i *ingest) options(name, operation string, p *progress) transform.Options {
	steps := map[transform.Step]string{
		transform.Checking: i.word("kontrollerer", "checking"), transform.Converting: i.word("konverterer", "converting"),
		transform.Numbering: i.word("fører pseudonymer", "keeping pseudonyms"),
	}
	o := transform.Options{
		Working: i.bank.Working(), Vault: filepath.Dir(i.bank.VaultPath("x")), Key: i.key, Limit: i.flags.limit,
		MetadataOnly: operation == bank.Patch,
		Progress:     func(s transform.Step, share float64) { p.show(steps[s], share) },
	}
	var released struct {
		Cover *transform.Span `json:"temporalCoverage"`
	}
	if json.Unmarshal(i.bank.Structure(name), &released) == nil {
		o.Cover = released.Cover
	}
	return o
}

// key reads the key for pseudonyms. One that lies in the store would go wherever the store goes.
func (i *ingest) key() (pseudonym.Source, error) {
	if i.flags.keyFile != "" && within(i.flags.store, i.flags.keyFile) {
		return nil, finding.Refuse(finding.SecretInStore, i.flags.keyFile)
	}
	k, err := pseudonym.ReadKey(i.flags.keyFile, os.Getenv)
	if err != nil {
		return nil, err
	}
	return k, nil
}

// within tells whether a file lies below a folder, by whatever links.
func within(dir, file string) bool {
	real := func(path string) string {
		if absolute, err := filepath.Abs(path); err == nil {
			path = absolute
		}
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target
		}
		return path
	}
	rel, err := filepath.Rel(real(dir), real(file))
	return err == nil && filepath.IsLocal(rel)
}

// hand gives the bank what was built.
func (i *ingest) hand(operation string, built transform.Built) error {
	english := bank.English{Label: built.English.Label, Description: built.English.Description,
		Codes: built.English.Codes, KeyTypes: built.English.KeyTypes, Phrases: built.English.Phrases}
	d := bank.Draft{Name: built.Name, Description: built.Description, Structure: built.Structure, English: &english, Data: built.Data}
	if i.flags.description != "" {
		d.Description = i.flags.description
	}
	if built.Sums != nil {
		d.Sums = map[string]bank.Sum{}
		for rel, s := range built.Sums {
			d.Sums[rel] = bank.Sum{Bytes: s.Bytes, CRC32C: s.CRC, Chunks: s.Chunks}
		}
	}
	for _, v := range built.Vault {
		d.Vault = append(d.Vault, bank.VaultFile(v))
	}
	switch operation {
	case bank.Change:
		return i.bank.Change(i.ctx, d)
	case bank.Patch:
		return i.bank.Patch(i.ctx, d)
	}
	return i.bank.Add(i.ctx, d)
}

func (i *ingest) done(built transform.Built) {
	i.say(text.Text{
		NB: "%s er et utkast i %s. Rader: %d.",
		EN: "%s is a draft of %s. Rows: %d.",
	}, built.Name, i.flags.bank, built.Rows)
	for _, kind := range slices.Sorted(maps.Keys(built.Pseudonyms)) {
		n := built.Pseudonyms[kind]
		i.say(text.Text{
			NB: "  Pseudonymer av typen %s: %d nye, %d i alt.",
			EN: "  Pseudonyms of the kind %s: %d new, %d in all.",
		}, kind, n.New, n.Total)
	}
	i.say(text.Text{
		NB: "  = owner status %s PENDING_RELEASE gjør det klart for utgivelse, owner release utgir det.",
		EN: "  = owner status %s PENDING_RELEASE makes it ready for release, owner release releases it.",
	}, built.Name)
}

func (c *console) ownerPseudonymKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "pseudonym-key FILE",
		Short: c.word("Lag en nøkkel for pseudonymer", "Make a key for pseudonyms"),
		Long: c.word("Skriver 32 tilfeldige byte, heksadesimalt, i FILE, som bare du kan lese. Hold den utenfor lageret og ta vare på den:\nuten den kan banken ikke ta imot flere leveranser.",
			"Writes 32 random bytes, in hexadecimal, to FILE, which only you can read. Keep it outside the store, and do not lose\nit: without it the bank cannot take further deliveries."),
		Args: c.one(text.Text{NB: "én fil", EN: "one file"}),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := pseudonym.MakeKey(args[0]); err != nil {
				return c.refused(args[0], err)
			}
			c.say(text.Text{NB: "Skrev nøkkelen i %s.", EN: "Wrote the key in %s."}, args[0])
			return nil
		},
	}
}

// exitOf is the exit code of a refusal: most are of the delivery or the bank, some of the system.
func exitOf(r *finding.Refusal) exitError {
	switch r.Code {
	case finding.DiskFull, finding.ReadOnly, finding.HalfDone:
		return exitError(engine.ExitStore)
	}
	return exitError(engine.ExitScript)
}
