package synth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/runtime/store"
)

// ErrOther tells that the store root holds another country than the one asked for, or one
// of another version.
var ErrOther = errors.New("the store holds another country")

// Lazy tells whether a store root holds a bank that makes its data on first read.
func Lazy(root string) bool {
	_, err := os.Stat(lazyPath(root))
	return err == nil
}

func lazyPath(root string) string { return filepath.Join(root, Bank, "datastore", "lazy.json") }

// Complete makes all data of a store that Generate has written without them. Persons and Seed
// are compared with those of the store unless they are 0. What is there already stays, and
// counts as nothing. Errors: ErrOther, those of the store and the context.
func Complete(ctx context.Context, o Options) (Written, error) {
	var w Written
	if err := sameCountry(o); err != nil {
		return w, err
	}
	g := NewGenerator()
	st, err := store.Open(ctx, store.Options{Dirs: []string{o.Out}, Generators: map[string]store.Generator{GeneratorName: g}})
	if err != nil {
		return w, err
	}
	report := reporter{f: o.Progress}
	before := dataBytes(o.Out)
	err = st.Complete(ctx, Bank, o.threads(), func(made, all int) { report.to(stepFiles, float64(made)/float64(all)) })
	w = Written{Rows: g.rows.Load(), Bytes: dataBytes(o.Out) - before}
	return w, errors.Join(err, st.Close(), g.Close())
}

// sameCountry compares what is asked for with what a store makes its data from.
func sameCountry(o Options) error {
	b, err := os.ReadFile(lazyPath(o.Out))
	if err != nil {
		return err
	}
	var l struct {
		Generator  string     `json:"generator"`
		Parameters parameters `json:"parameters"`
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return err
	}
	if l.Generator != GeneratorName || (o.Persons != 0 && o.Persons != l.Parameters.Persons) || (o.Seed != 0 && o.Seed != l.Parameters.Seed) {
		return fmt.Errorf("%s: %w", o.Out, ErrOther)
	}
	return nil
}

// dataBytes is the size of the data files of a bank; what cannot be read counts as nothing.
func dataBytes(root string) (n int64) {
	_ = filepath.WalkDir(filepath.Join(root, Bank, "data"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".parquet" {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}
