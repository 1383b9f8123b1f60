package synth

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/lang/text"
)

// The banks of a country. Bank holds nearly everything.
const (
	Bank         = "no.ssb.fdb"
	HospitalBank = "no.fhi.npr"
)

// databank is a bank of a country. Which variables it has the catalogue says. A person has
// the same number in all of them.
type databank struct {
	name        string
	label, text text.Text
	draft       bool // it has a draft, because published scripts name it
}

var databanks = []databank{
	{name: Bank, label: text.Text{NB: "Syntetisk Norge", EN: "Synthetic Norway"},
		text: text.Text{NB: "Oppdiktede personer med variabelnavn fra det offentlige registeret. Ingen opplysninger om virkelige personer.",
			EN: "Invented people under the variable names of the public register. Nothing about real people."}},
	{name: HospitalBank, draft: true, label: text.Text{NB: "Syntetisk pasientregister", EN: "Synthetic patient register"},
		text: text.Text{NB: "Oppdiktede sykehusopphold for personene i det syntetiske Norge. Ingen opplysninger om virkelige personer.",
			EN: "Invented hospital stays of the people of the synthetic Norway. Nothing about real people."}},
}

// Banks are the names of the banks of a country.
func Banks() (list []string) {
	for _, b := range databanks {
		list = append(list, b.name)
	}
	return list
}

// variables takes those of the bank out of all.
func (b databank) variables(c *names.Catalogue, all []variable.Variable) (of []variable.Variable) {
	for i := range all {
		if c.ByName[all[i].Name].Databank == b.name {
			of = append(of, all[i])
		}
	}
	return of
}

// publish moves finished banks to their places, Bank as the last: a country is there when Bank
// is. Killed in between, it leaves banks that the next one of the same country takes as its own.
func publish(from, root string) (err error) {
	var moved []string
	defer func() {
		if err == nil || errors.Is(err, ErrExists) {
			return // nothing to undo, or another process has completed what we began
		}
		for _, name := range moved {
			err = errors.Join(err, os.RemoveAll(filepath.Join(root, name)))
		}
	}()
	for i := len(databanks) - 1; i >= 0; i-- {
		name := databanks[i].name
		bank, final := filepath.Join(from, name), filepath.Join(root, name)
		if _, err := os.Lstat(bank); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if _, err := os.Lstat(final); err == nil && name != Bank && sameBank(bank, final) {
			continue
		}
		if err := moveInto(bank, final); err != nil {
			return err
		}
		moved = append(moved, name)
	}
	return nil
}

// moveInto puts a finished bank in its place; somebody else may have been faster.
func moveInto(bank, final string) error {
	if _, err := os.Lstat(final); err == nil {
		return fmt.Errorf("%s: %w", final, ErrExists)
	}
	err := os.Rename(bank, final)
	if err == nil {
		return nil
	}
	if _, e := os.Lstat(final); e == nil {
		return fmt.Errorf("%s: %w", final, ErrExists)
	}
	return err
}

// sameBank tells whether what describes a finished bank lies in another one too: metadata,
// versions, and either all checksums or what its data are made from.
func sameBank(bank, other string) bool {
	dir := filepath.Join(bank, "datastore")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		a, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return false
		}
		b, err := os.ReadFile(filepath.Join(other, "datastore", e.Name()))
		if err != nil || !bytes.Equal(a, b) {
			return false
		}
	}
	return true
}
