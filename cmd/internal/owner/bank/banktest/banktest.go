// Package banktest makes deliveries for tests of banks, and asks banks what they hold.
//
// In: variables in the text form of package storetest. Out: drafts as a bank takes them; the
// answers of a store as text.
//
//	d := banktest.Deliver(t, "variable SEX PERSON FIXED text\n11;1\n12;2\n")
//	err := b.Add(ctx, d["SEX"])
//	banktest.Answers(t, root, "no.test.reg", "1") // SEX: 11=1 12=2
package banktest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/store"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// Name is the bank of the tests.
const Name = "no.test.reg"

// Deliver builds drafts by name. Their data lie in a temporary folder of their own.
func Deliver(t testing.TB, text string) map[string]bank.Draft {
	t.Helper()
	out, err := DeliverTo(t.TempDir(), text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// DeliverTo is Deliver for programs that are not tests.
func DeliverTo(dir, text string) (map[string]bank.Draft, error) {
	banks, err := storetest.Parse("bank " + Name + "\n" + text)
	if err != nil {
		return nil, err
	}
	path, err := storetest.WriteTo(dir, banks[0])
	if err != nil {
		return nil, err
	}
	var meta struct {
		DataStructures []json.RawMessage `json:"dataStructures"`
	}
	content, err := os.ReadFile(filepath.Join(path, "datastore", "metadata_all__1_0_0.json"))
	if err == nil {
		err = json.Unmarshal(content, &meta)
	}
	if err != nil {
		return nil, err
	}
	out := map[string]bank.Draft{}
	for i, v := range banks[0].Variables {
		d := bank.Draft{Name: v.Name, Description: "Delivery of " + v.Name, Structure: meta.DataStructures[i],
			WholeMonth: v.WholeMonth, Data: filepath.Join(path, "data", v.Name, v.Name+"__1_0.parquet")}
		if v.Temporality == "STATUS" || v.Temporality == "ACCUMULATED" {
			d.Data = strings.TrimSuffix(d.Data, ".parquet")
		}
		if v.TitleEN != "" {
			d.English = &bank.English{Label: v.TitleEN, Codes: map[string]string{}}
			for _, c := range v.Codes {
				if c.LabelEN != "" {
					d.English.Codes[c.Code] = c.LabelEN
				}
			}
		}
		out[v.Name] = d
	}
	return out, nil
}

// Answers asks a version everything: per variable its title in English and every row.
func Answers(t testing.TB, root, version string) string {
	t.Helper()
	out, err := Ask(root, version)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Ask is Answers for programs that are not tests. A version that does not exist gives "".
func Ask(root, version string) (out string, err error) {
	cache, err := os.MkdirTemp("", "banktest-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(cache) }()
	s, err := store.Open(context.Background(), store.Options{Dirs: []string{root}, Cache: cache})
	if err != nil {
		return "", err
	}
	defer func() { err = closing(err, s) }()
	found, ok := s.Bank(Name)
	if !ok {
		return "", fmt.Errorf("no bank")
	}
	v, err := found.(*store.Bank).Open(version)
	if err != nil || v == nil {
		return "", err
	}
	lines := []string{v.String()}
	for _, name := range v.Names() {
		line, err := ask(s, v, name)
		if err != nil {
			return "", fmt.Errorf("%s in %s: %w", name, v, err)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

func closing(err error, s *store.Store) error {
	if e := s.Close(); err == nil {
		return e
	}
	return err
}

func ask(s *store.Store, v *store.Version, name string) (string, error) {
	of, ok := v.Variable(name)
	if !ok {
		return "", fmt.Errorf("damaged: %v", s.Problem())
	}
	c := &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 30), Threads: 1}
	q := store.During(-30000, 30000)
	if of.Temporality == types.Fixed {
		q = store.Whole()
	}
	w, err := s.View(c, v, of, q)
	if err != nil {
		return "", err
	}
	r, err := w.Spells(c)
	if err != nil {
		return "", err
	}
	defer r.Release()
	units, err := s.Units(r.Units.Space)
	if err != nil {
		return "", err
	}
	var rows []string
	for i := range r.Units.Len {
		row := string(units.AppendID(nil, int(r.Units.Codes[i]))) + "=" + value(r.Value, i)
		for _, day := range []*column.Column{r.Start, r.Stop} {
			if day != nil && !day.Missing(i) {
				row += "," + types.ISODate(int(day.Ints[i]))
			}
		}
		rows = append(rows, row)
	}
	sort.Strings(rows)
	return name + " (" + of.Title.EN + "): " + strings.Join(rows, " "), nil
}

func value(c *column.Column, i int) string {
	switch {
	case c.Missing(i):
		return "."
	case c.Kind == types.Text:
		return c.Text(i)
	case c.Kind == types.Decimal:
		return fmt.Sprint(c.Floats[i])
	case c.Kind == types.Key:
		return fmt.Sprint("#", c.Codes[i])
	}
	return fmt.Sprint(c.Ints[i])
}

// Hashes are the SHA-256 of every file under a folder, by path.
func Hashes(t testing.TB, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		sum := sha256.Sum256(content)
		out[filepath.ToSlash(rel)] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
