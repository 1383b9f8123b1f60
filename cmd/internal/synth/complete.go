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

// Lazy tells whether a store root holds banks that make their data on first read.
func Lazy(root string) bool { return len(lazyBanks(root)) > 0 }

func lazyBanks(root string) (list []string) {
	for _, name := range Banks() {
		if _, err := os.Stat(lazyPath(root, name)); err == nil {
			list = append(list, name)
		}
	}
	return list
}

func lazyPath(root, bank string) string { return filepath.Join(root, bank, "datastore", "lazy.json") }

// Complete makes all data of a store that Generate has written without them. Persons and Seed
// are compared with those of the store unless they are 0. What is there already stays, and
// counts as nothing. Errors: ErrOther, those of the store and the context.
func Complete(ctx context.Context, o Options) (w Written, err error) {
	banks := lazyBanks(o.Out)
	for _, bank := range banks {
		if err := sameCountry(o, bank); err != nil {
			return w, err
		}
	}
	g := NewGenerator()
	st, err := store.Open(ctx, store.Options{Dirs: []string{o.Out}, Generators: map[string]store.Generator{GeneratorName: g}})
	if err != nil {
		return w, err
	}
	report := reporter{f: o.Progress}
	before := dataBytes(o.Out, banks)
	for i, bank := range banks {
		from := float64(i) / float64(len(banks))
		err = errors.Join(err, st.Complete(ctx, bank, o.threads(), func(made, all int) {
			report.to(stepFiles, from+float64(made)/float64(all)/float64(len(banks)))
		}))
	}
	w = Written{Rows: g.rows.Load(), Bytes: dataBytes(o.Out, banks) - before}
	return w, errors.Join(err, st.Close(), g.Close())
}

// sameCountry compares what is asked for with what a bank makes its data from.
func sameCountry(o Options, bank string) error {
	b, err := os.ReadFile(lazyPath(o.Out, bank))
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

// dataBytes is the size of the data files of banks; what cannot be read counts as nothing.
func dataBytes(root string, banks []string) (n int64) {
	for _, bank := range banks {
		_ = filepath.WalkDir(filepath.Join(root, bank, "data"), func(path string, d fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".parquet" {
				if info, err := d.Info(); err == nil {
					n += info.Size()
				}
			}
			return nil
		})
	}
	return n
}
