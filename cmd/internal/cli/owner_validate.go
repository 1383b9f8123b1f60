package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

// maxLimit bounds the findings kept of one kind: they are in memory.
const maxLimit = 1_000_000

type validateFlags struct {
	owner.Options
	json bool
}

func (c *console) ownerValidateCommand() *cobra.Command {
	var o validateFlags
	cmd := &cobra.Command{
		Use:   "validate DIR",
		Short: c.word("Kontroller en leveranse", "Check a delivery"),
		Long: c.word("Kontrollerer metadata og data i mappen DIR mot alle regler i det offentlige formatet.\nAlle trinn som kan kjøres, rapporterer; ingenting skrives.",
			"Checks the metadata and data in the folder DIR against every rule of the public format.\nEvery stage that can run reports; nothing is written."),
		Args: c.one(text.Text{NB: "én mappe", EN: "one folder"}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Limit < 0 || o.Limit > maxLimit || o.Limit == 0 && cmd.Flags().Changed("limit") {
				return usageError{text.Text{
					NB: fmt.Sprintf("--limit er et tall fra 1 til %d.", maxLimit),
					EN: fmt.Sprintf("--limit is a number from 1 to %d.", maxLimit),
				}}
			}
			return c.ownerValidate(o, args[0])
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.Upstream, "upstream", false, c.word("bare meldingene fra de offentlige verktøyene, fra første trinn med feil", "only the messages of the public tools, from the first stage with a mistake"))
	f.BoolVar(&o.MetadataOnly, "metadata-only", false, c.word("leveransen har ingen data", "the delivery has no data"))
	f.IntVar(&o.Limit, "limit", 0, c.word("hvor mange rader som vises per regel (20)", "how many rows are shown per rule (20)"))
	f.BoolVar(&o.json, "json", false, c.word("skriv rapporten som JSON", "write the report as JSON"))
	return cmd
}

func (c *console) ownerValidate(o validateFlags, dir string) error {
	p := newProgress(c.err)
	step := c.word("kontrollerer", "checking")
	o.Progress = func(share float64) { p.show(step, share) }
	report, err := owner.Validate(c.ctx, dir, o.Options)
	p.clear()
	if err != nil {
		return c.unreadable(dir, err)
	}
	switch {
	case o.json:
		err = c.reportJSON(report)
	case o.Upstream:
		for _, m := range report.Messages() {
			if _, err = fmt.Fprintln(c.out, m); err != nil {
				break
			}
		}
	default:
		err = c.reportText(report)
	}
	switch {
	case err != nil:
		return c.unwritten("-")
	case !report.OK():
		return exitError(engine.ExitScript)
	}
	return nil
}

// reportText lists the findings, each rule followed by what to do about it.
func (c *console) reportText(r owner.Report) error {
	shown := map[diag.Code]int64{}
	for i, f := range r.Findings {
		if _, err := fmt.Fprintf(c.out, "%s %s\n", f.Code, f.Message(c.lang)); err != nil {
			return err
		}
		shown[f.Code]++
		if i+1 < len(r.Findings) && r.Findings[i+1].Code == f.Code {
			continue
		}
		if more := r.Counts[f.Code] - shown[f.Code]; more > 0 && f.Stage() >= 5 {
			fmt.Fprintf(c.out, c.word("%s … og %d til\n", "%s … and %d more\n"), f.Code, more)
		}
		fmt.Fprintf(c.out, "  = %s\n", f.Next(c.lang))
	}
	return c.summary(c.out, r)
}

func (c *console) summary(w io.Writer, r owner.Report) error {
	total := int64(0)
	for _, n := range r.Counts {
		total += n
	}
	line := fmt.Sprintf(c.word("%s: %d feil.", "%s: %d mistakes."), finding.Clean(r.Dataset), total)
	if r.OK() {
		line = fmt.Sprintf(c.word("%s: i orden.", "%s: in order."), finding.Clean(r.Dataset))
	}
	if r.Data != nil {
		line += fmt.Sprintf(c.word(" Rader: %d.", " Rows: %d."), r.Data.Rows)
	}
	_, err := fmt.Fprintln(w, line)
	return err
}

// reportDocument is the report in JSON. Lines and columns count from 1 and are left out where
// a finding is not about a row.
type reportDocument struct {
	Dataset  string              `json:"dataset"`
	Language string              `json:"language"`
	Valid    bool                `json:"valid"`
	Rows     *int64              `json:"rows,omitempty"`
	Counts   map[diag.Code]int64 `json:"counts"`
	Findings []reportFinding     `json:"findings"`
}

type reportFinding struct {
	Code     diag.Code `json:"code"`
	Stage    int       `json:"stage"`
	Line     int64     `json:"line,omitempty"`
	Column   int       `json:"column,omitempty"`
	Path     string    `json:"path,omitempty"`
	Message  string    `json:"message"`
	Next     string    `json:"next"`
	Upstream string    `json:"upstream,omitempty"`
}

func (c *console) reportJSON(r owner.Report) error {
	d := reportDocument{Dataset: finding.Visible(r.Dataset), Language: c.lang.String(), Valid: r.OK(), Counts: r.Counts, Findings: []reportFinding{}}
	if r.Data != nil {
		d.Rows = &r.Data.Rows
	}
	for _, f := range r.Findings {
		d.Findings = append(d.Findings, reportFinding{f.Code, f.Stage(), f.Line, f.Column, f.Path, f.Message(c.lang), f.Next(c.lang), f.Upstream})
	}
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
