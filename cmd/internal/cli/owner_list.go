package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
)

func (c *console) ownerListCommand() *cobra.Command {
	var f bankFlags
	var version string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list --store DIR --bank NAME",
		Short: c.word("Vis utkast, versjoner og datasett i en bank", "Show the drafts, versions and datasets of a bank"),
		Long: c.word("Viser utkastene med status, versjonene med beskrivelse og datasettene med første og siste versjon. Uten --bank\nvises bankene. Med --version vises utgivelsesnotatene til en versjon.",
			"Shows the drafts with their status, the versions with their description, and the datasets with their first and last\nversion. Without --bank it shows the banks, with --version the release notes of a version."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error {
			if f.bank == "" && f.store != "" {
				return c.ownerBanks(f.store, asJSON)
			}
			if err := f.given(); err != nil {
				return err
			}
			s, err := bank.Read(f.store, f.bank)
			if err != nil {
				return c.refused(f.path(), err)
			}
			return c.ownerList(s, version, asJSON)
		},
	}
	f.add(c, cmd)
	cmd.Flags().StringVar(&version, "version", "", c.word("versjonen som vises (30, 30.1, 30.1.0.0)", "the version to show (30, 30.1, 30.1.0.0)"))
	cmd.Flags().BoolVar(&asJSON, "json", false, c.word("skriv som JSON", "write as JSON"))
	return cmd
}

func (c *console) ownerBanks(store string, asJSON bool) error {
	names, err := banksIn(store)
	if err != nil {
		return c.unreadable(store, err)
	}
	type row struct {
		Bank    string `json:"bank"`
		Label   string `json:"label"`
		Newest  string `json:"newest"`
		Drafts  int    `json:"drafts"`
		Problem string `json:"problem,omitempty"`
	}
	rows := []row{}
	for _, name := range names {
		r := row{Bank: name}
		s, err := bank.Read(store, name)
		if err != nil {
			r.Problem = err.Error()
		} else {
			r.Label, r.Drafts = s.Label, len(s.Draft.Updates)
			if len(s.Versions) > 0 {
				r.Newest = s.Versions[0].Number
			}
		}
		rows = append(rows, r)
	}
	if asJSON {
		return c.inJSON(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(c.out, "%-24s %-12s %s%s\n", words(r.Bank), dash(r.Newest), words(r.Label), words(r.Problem))
	}
	return nil
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// listDocument is what a bank holds, in JSON.
type listDocument struct {
	Bank        string         `json:"bank"`
	Label       string         `json:"label"`
	Description string         `json:"description"`
	Unfinished  bool           `json:"unfinished"`
	NewPolicy   bool           `json:"newPolicy"`
	Draft       bank.Version   `json:"draft"`
	Versions    []bank.Version `json:"versions"`
	Datasets    []listDataset  `json:"datasets"`
}

type listDataset struct {
	Name      string `json:"name"`
	Status    string `json:"status"`
	Operation string `json:"operation,omitempty"`
	First     string `json:"first,omitempty"`
	Changed   string `json:"changed,omitempty"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

func (c *console) ownerList(s *bank.Snapshot, version string, asJSON bool) error {
	if version != "" {
		v, err := s.Version(version)
		switch {
		case err != nil:
			return c.refused(s.Name, err)
		case asJSON:
			return c.inJSON(v)
		}
		return c.notes(v)
	}
	if asJSON {
		d := listDocument{Bank: s.Name, Label: s.Label, Description: s.Description, Unfinished: s.Unfinished != journal.Clean,
			NewPolicy: s.PendingPolicy, Draft: s.Draft, Versions: append([]bank.Version{}, s.Versions...), Datasets: []listDataset{}}
		for _, x := range s.Datasets {
			d.Datasets = append(d.Datasets, listDataset(x))
		}
		return c.inJSON(d)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n", s.Name, words(s.Label), words(s.Description))
	if s.Unfinished != journal.Clean {
		fmt.Fprintln(&b, c.word("En operasjon er avbrutt eller pågår.", "An operation was interrupted or is in progress."))
	}
	c.listDrafts(&b, s)
	fmt.Fprintln(&b, c.word("\nVersjoner", "\nVersions"))
	for _, v := range s.Versions {
		fmt.Fprintf(&b, "  %-12s %s  %s\n", v.Number, day(v.ReleaseTime), words(v.Description))
	}
	fmt.Fprintln(&b, c.word("\nDatasett                         status           første       endret", "\nDatasets                         status           first        changed"))
	for _, d := range s.Datasets {
		changed := dash(d.Changed)
		if d.Withdrawn != "" {
			changed += c.word(", trukket tilbake ", ", withdrawn ") + d.Withdrawn
		}
		fmt.Fprintf(&b, "  %-30s %-16s %-12s %s\n", d.Name, d.Status, dash(d.First), changed)
	}
	if _, err := io.WriteString(c.out, b.String()); err != nil {
		return c.unwritten("-")
	}
	return nil
}

func (c *console) listDrafts(b *strings.Builder, s *bank.Snapshot) {
	next := ""
	if s.Draft.UpdateType != nil {
		next = *s.Draft.UpdateType
	}
	fmt.Fprintf(b, c.word("\nUtkast %s, neste utgivelse: %s\n", "\nDraft %s, next release: %s\n"), s.Draft.Number, dash(next))
	if s.PendingPolicy {
		fmt.Fprintln(b, c.word("  ny policy", "  new policy"))
	}
	for _, u := range s.Draft.Updates {
		fmt.Fprintf(b, "  %-30s %-14s %-16s %s\n", u.Name, u.Operation, u.Status, words(u.Description))
	}
}

// notes are the release notes of a version.
func (c *console) notes(v bank.Version) error {
	kind := ""
	if v.UpdateType != nil {
		kind = " (" + *v.UpdateType + ")"
	}
	fmt.Fprintf(c.out, "%s%s, %s\n%s\n", v.Number, kind, day(v.ReleaseTime), words(v.Description))
	for _, u := range v.Updates {
		if _, err := fmt.Fprintf(c.out, "  %-30s %-14s %s\n", u.Name, u.Operation, words(u.Description)); err != nil {
			return c.unwritten("-")
		}
	}
	return nil
}

// day is the day of a release, in the same time zone on every machine.
func day(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }
