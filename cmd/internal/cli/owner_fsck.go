package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank/fsck"
	"github.com/mdscript/mdscript/runtime/engine"
)

func (c *console) ownerFsckCommand() *cobra.Command {
	var f bankFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "fsck --store DIR --bank NAME",
		Short: c.word("Kontroller hver byte i en bank", "Check every byte of a bank"),
		Long: c.word("Sammenligner hver fil i alle versjoner, utkast og hvelvet med sjekksummene, og ser etter filer som mangler eller\ner til overs, og avbrutte operasjoner. Ingenting endres.",
			"Compares every file of all versions, drafts and the vault with its checksum, and looks for files that are missing\nor too much, and for interrupted operations. Nothing is changed."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error {
			if err := f.given(); err != nil {
				return err
			}
			return c.ownerFsck(f, asJSON)
		},
	}
	f.add(c, cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, c.word("skriv rapporten som JSON", "write the report as JSON"))
	return cmd
}

// fsckDocument is the report in JSON. Bytes and files were compared with checksums.
type fsckDocument struct {
	Bank       string          `json:"bank"`
	Language   string          `json:"language"`
	Sound      bool            `json:"sound"`
	Versions   int             `json:"versions"`
	Files      int64           `json:"files"`
	Bytes      int64           `json:"bytes"`
	Unverified int64           `json:"unverified"`
	Absent     int64           `json:"absent"`
	Findings   []reportFinding `json:"findings"`
}

func (c *console) ownerFsck(f bankFlags, asJSON bool) error {
	p := newProgress(c.err)
	step := c.word("leser", "reading")
	start := time.Now()
	r, err := fsck.Check(c.ctx, f.store, f.bank, fsck.Options{Progress: func(share float64) { p.show(step, share) }})
	took := time.Since(start)
	p.clear()
	if err != nil {
		return c.refused(f.path(), err)
	}
	if asJSON {
		d := fsckDocument{r.Bank, c.lang.String(), r.OK(), r.Versions, r.Files, r.Bytes, r.Unverified, r.Absent, []reportFinding{}}
		for _, x := range r.Findings {
			d.Findings = append(d.Findings, reportFinding{Code: x.Code, Stage: x.Stage(), Message: x.Message(c.lang), Next: x.Next(c.lang)})
		}
		err = c.inJSON(d)
	} else {
		err = c.fsckText(r, took)
	}
	if err == nil && !r.OK() {
		return exitError(engine.ExitScript)
	}
	return err
}

func (c *console) fsckText(r fsck.Report, took time.Duration) error {
	var b strings.Builder
	for i, x := range r.Findings {
		fmt.Fprintf(&b, "%s %s\n", x.Code, x.Message(c.lang))
		if i+1 == len(r.Findings) || r.Findings[i+1].Code != x.Code {
			fmt.Fprintf(&b, "  = %s\n", x.Next(c.lang))
		}
	}
	state := c.word("i orden", "in order")
	if !r.OK() {
		state = fmt.Sprintf(c.word("%d feil", "%d mistakes"), len(r.Findings))
	}
	fmt.Fprintf(&b, c.word("%s: %s. %d versjoner, %d filer sammenlignet (%.1f MB, %.0f MB/s), %d uten sjekksum.\n",
		"%s: %s. %d versions, %d files compared (%.1f MB, %.0f MB/s), %d without checksum.\n"),
		r.Bank, state, r.Versions, r.Files, float64(r.Bytes)/1e6, float64(r.Bytes)/1e6/max(took.Seconds(), 1e-3), r.Unverified)
	if r.Absent > 0 {
		fmt.Fprintf(&b, c.word("%d deler er ikke laget ennå, slik det skal være.\n", "%d parts are not made yet, as intended.\n"), r.Absent)
	}
	if _, err := fmt.Fprint(c.out, b.String()); err != nil {
		return c.unwritten("-")
	}
	return nil
}
