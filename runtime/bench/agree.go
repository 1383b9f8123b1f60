package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// closeness is how far two numbers may lie apart, relative: DuckDB's sums of decimals differ
// from run to run in the last digits.
const closeness = 1e-9

// agree compares what our script of a job and DuckDB's statements for it come to, on an open
// store. DuckDB has run.
func agree(ctx context.Context, o options, s *contest, d *duck, j *job) error {
	text, err := os.ReadFile(j.script())
	if err != nil {
		return err
	}
	path := filepath.Join(o.dir, j.name+"_check.mdscript")
	if err := os.WriteFile(path, []byte(string(text)+"\n"+strings.Join(j.check, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	ours, err := s.numbers(ctx, path, len(j.check))
	if err != nil {
		return err
	}
	theirs, err := d.numbers(ctx, j.theirs)
	if err != nil {
		return err
	}
	if len(ours) != len(theirs) {
		return fmt.Errorf("(%s): we show %d numbers, DuckDB %d", j.name, len(ours), len(theirs))
	}
	for i, v := range ours {
		if math.Abs(v-theirs[i]) > closeness*math.Max(math.Abs(v), math.Abs(theirs[i])) {
			return fmt.Errorf("(%s): number %d is %v here, %v in DuckDB", j.name, i+1, v, theirs[i])
		}
	}
	fmt.Fprintf(os.Stderr, "(%s) %d numbers agree\n", j.name, len(ours))
	return nil
}

// document is what is needed of a released document: the cells of its tables.
type document struct {
	Blocks []struct {
		Table *struct {
			Rows []struct {
				Cells []struct {
					Value *float64 `json:"value"`
				} `json:"cells"`
			} `json:"rows"`
		} `json:"table"`
	} `json:"blocks"`
}

// numbers runs a script and gives the cells of its last tables, row by row.
func (r runner) numbers(ctx context.Context, path string, tables int) ([]float64, error) {
	out, _, err := r.output(ctx, "run", "--format", "json", path)
	if err != nil {
		return nil, err
	}
	var doc document
	if err := json.Unmarshal(out, &doc); err != nil {
		return nil, err
	}
	var all [][]float64
	for _, b := range doc.Blocks {
		if b.Table == nil {
			continue
		}
		var cells []float64
		for _, row := range b.Table.Rows {
			for _, c := range row.Cells {
				if c.Value != nil {
					cells = append(cells, *c.Value)
				}
			}
		}
		all = append(all, cells)
	}
	var flat []float64
	for _, cells := range all[max(len(all)-tables, 0):] {
		flat = append(flat, cells...)
	}
	return flat, nil
}
