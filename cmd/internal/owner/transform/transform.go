// Package transform makes of a delivery what a bank takes in: stored metadata, data files with
// pseudonyms instead of identifiers, and the pseudonyms themselves for the vault.
//
// In: the folder of a delivery, the key of the bank, and a folder to work in. Out: files in that
// folder and what to tell the bank about them; nothing else is written.
//
//	built, err := transform.Build(ctx, "deliveries/BOSTED", transform.Options{Working: "no.ssb.fdb_working", Vault: vault, Key: key})
//	built.Report.OK() // false when the delivery breaks a rule; then nothing was built
//	built.Data        // no.ssb.fdb_working/BOSTED-…/data: STATUS, one folder per start year
//
// The delivery is read twice: to check it, and to convert it. A file that changed in between is
// refused. Rows keep their order; the bytes do not depend on the number of goroutines.
package transform

import (
	"bufio"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"reflect"

	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/cmd/internal/owner"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
	"github.com/mdscript/mdscript/cmd/internal/owner/rows"
)

// Options of building. Working, and with pseudonyms Vault and Key, are required.
type Options struct {
	Working      string // folder, made when absent: where the store is, so that files can be moved there
	Vault        string // folder of the bank's vault
	Key          func() (pseudonym.Source, error)
	MetadataOnly bool
	Cover        *Span // of a metadata-only delivery: what the released data cover
	Limit        int   // findings kept per code
	Workers      int
	Memory       int64  // bytes for rows that wait for their row group; 0 is sensible
	Temp         string // folder of temporary files; empty is the system's
	Progress     func(s Step, share float64)
}

// Step is what is being done.
type Step int

// The steps of building.
const (
	Checking Step = iota
	Converting
	Numbering // bringing old and new pseudonyms together
)

// Built is what a bank takes in. When Report is not OK nothing else is set but Name.
type Built struct {
	Name        string
	Report      owner.Report
	Description string // of the revision, in the first language given
	Structure   []byte // JSON of one stored structure
	English     English
	Data        string                  // file or folder; empty without data
	Sums        map[string]datafile.Sum // by path below Data, or by the name of the file
	Vault       []VaultFile
	Rows        int64
	Pseudonyms  map[string]pseudonym.Counts // by kind of identifier
	dir         string
}

// VaultFile is a file for the vault: Name there, Path now.
type VaultFile struct{ Name, Path string }

// Remove takes away what was built and not moved elsewhere.
func (b *Built) Remove() {
	if b.dir != "" {
		_ = os.RemoveAll(b.dir)
		b.dir = ""
	}
}

// Build checks a delivery and builds it. A delivery that breaks a rule of the format is told by the
// report and is no error. Errors: refusals O1101 to O1111 about key and pseudonyms, O1202, O1205;
// others are of the system or the context's. After an error nothing is left behind.
func Build(ctx context.Context, dir string, o Options) (Built, error) {
	if o.Progress == nil {
		o.Progress = func(Step, float64) {}
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return Built{}, err
	}
	b := &builder{ctx: ctx, options: o, dir: absolute, seed: maphash.MakeSeed(), built: Built{Name: filepath.Base(absolute)}}
	err = b.run()
	b.close()
	if err != nil {
		b.built.Remove()
		return Built{Name: b.built.Name, Report: b.built.Report}, err
	}
	return b.built, nil
}

type builder struct {
	ctx     context.Context
	options Options
	dir     string
	seed    maphash.Seed
	meta    metadata.Metadata
	texts   metadata.Texts
	form    form
	source  pseudonym.Source
	ledgers map[string]*pseudonym.Ledger
	built   Built
}

func (b *builder) close() {
	for _, l := range b.ledgers {
		l.Close()
	}
}

func (b *builder) run() error {
	lacking, err := b.prepare()
	if err != nil {
		return err
	}
	var checked maphash.Hash
	checked.SetSeed(b.seed)
	b.built.Report, err = owner.Validate(b.ctx, b.dir, owner.Options{
		MetadataOnly: b.options.MetadataOnly, Limit: b.options.Limit, Temp: b.options.Temp, Hash: &checked,
		Progress: func(share float64) { b.options.Progress(Checking, share) },
	})
	if err != nil {
		return err
	}
	r := &b.built.Report
	for _, f := range lacking {
		r.Findings = append(r.Findings, f)
		r.Counts[f.Code]++
	}
	if !r.OK() {
		return nil
	}
	if !reflect.DeepEqual(b.meta, r.Metadata) {
		return b.changed(".json")
	}
	return b.convert(checked.Sum64())
}

// prepare reads the metadata, when they can be read, and gets what their unit types need: a missing
// key is told before a long check, not after it. It gives what only the store demands of them.
func (b *builder) prepare() ([]finding.Finding, error) {
	name := b.built.Name + ".json"
	f, err := os.Open(filepath.Join(b.dir, name))
	if err != nil {
		return nil, nil // the check says more
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, metadata.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	m, found := metadata.Read(name, content)
	if len(found) > 0 {
		return nil, nil
	}
	texts, lacking := metadata.ReadTexts(name, content)
	b.meta, b.texts, b.form = m, texts, formOf(m, owner.RulesOf(m))
	if b.options.MetadataOnly {
		return lacking, nil
	}
	return lacking, b.openLedgers()
}

// openLedgers gets the key, if a column needs it, and the pseudonyms that the bank has given.
func (b *builder) openLedgers() error {
	b.ledgers = map[string]*pseudonym.Ledger{}
	for _, kind := range []string{b.form.unitKind, b.form.valueKind} {
		if kind == "" || b.ledgers[kind] != nil {
			continue
		}
		if b.source == nil {
			source, err := b.options.Key()
			if err != nil {
				return err
			}
			b.source = source
		}
		known, err := pseudonym.CheckIdentity(b.options.Vault, b.source)
		if err != nil {
			return err
		}
		l, err := pseudonym.Open(b.options.Vault, b.source, kind, pseudonym.Options{Temp: b.options.Temp, Workers: b.options.Workers})
		if err != nil {
			return err
		}
		b.ledgers[kind] = l
		if !known && len(b.built.Vault) == 0 {
			b.built.Vault = append(b.built.Vault, VaultFile{Name: pseudonym.IdentityFile})
		}
	}
	return nil
}

func (b *builder) changed(ending string) error {
	return finding.Refuse(finding.DataChanged, b.built.Name+ending)
}

// convert builds a delivery that is in order.
func (b *builder) convert(sum uint64) error {
	if err := os.MkdirAll(b.options.Working, 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(b.options.Working, b.built.Name+"-*")
	if err != nil {
		return err
	}
	b.built.dir = dir
	cover, dates := b.options.Cover, []int(nil)
	if data := b.built.Report.Data; data != nil {
		cover, dates = coverage(b.meta.Temporality, data), data.StatusDates
	}
	b.built.Description = b.texts.Revision.First
	b.built.English = english(b.meta, b.texts)
	if b.built.Structure, err = describe(b.built.Name, b.meta, b.texts, cover, dates); err != nil || b.built.Report.Data == nil {
		return err
	}
	if err := b.data(sum); err != nil {
		return err
	}
	return b.vault()
}

// coverage is the time the data cover: FIXED from 1900, the others what their dates span.
func coverage(temporality string, r *rows.Result) *Span {
	if temporality == "FIXED" {
		return &Span{Start: fixedSince, Stop: r.LastStop}
	}
	return &Span{Start: r.First, Stop: r.Last}
}

// data reads the data file once more and writes it in the stored form.
func (b *builder) data(sum uint64) error {
	path := filepath.Join(b.dir, b.built.Name+".csv")
	info, err := os.Stat(path)
	if err != nil {
		return b.changed(".csv")
	}
	b.built.Data = filepath.Join(b.built.dir, "data")
	if !b.form.years {
		b.built.Data += ".parquet"
	}
	var read maphash.Hash
	read.SetSeed(b.seed)
	p := &pool{}
	out := newFiles(b.form, b.built.Data, p, b.options.Memory)
	err = rows.Read(b.ctx, func() (io.ReadCloser, error) { return os.Open(path) }, owner.RulesOf(b.meta), rows.Options{
		Workers: b.options.Workers, Hash: &read, Size: info.Size(),
		Progress: func(share float64) { b.options.Progress(Converting, share) },
	}, func() rows.Taker[*columns] { return b.taker(p) }, out.take)
	sums, closed := out.close()
	switch {
	case errors.Is(err, rows.ErrUnlike) || err == nil && (read.Sum64() != sum || out.rows != b.built.Report.Data.Rows):
		return b.changed(".csv")
	case err != nil:
		return err
	}
	b.built.Sums, b.built.Rows = sums, out.rows
	return closed
}

func (b *builder) taker(p *pool) *taker {
	t := &taker{form: b.form, pool: p, made: p.get()}
	if kind := b.form.unitKind; kind != "" {
		t.unit = b.ledgers[kind].Worker()
	}
	switch kind := b.form.valueKind; {
	case kind == "":
	case kind == b.form.unitKind:
		t.value = t.unit
	default:
		t.value = b.ledgers[kind].Worker()
	}
	return t
}

// vault writes the files for the vault: the identity of the key when the bank has none, and the
// pseudonyms where there are new ones.
func (b *builder) vault() error {
	b.built.Pseudonyms = map[string]pseudonym.Counts{}
	for i := range b.built.Vault { // the identity
		b.built.Vault[i].Path = filepath.Join(b.built.dir, b.built.Vault[i].Name)
		if err := os.WriteFile(b.built.Vault[i].Path, pseudonym.IdentityContent(b.source), 0o600); err != nil {
			return err
		}
	}
	for _, kind := range []string{b.form.unitKind, b.form.valueKind} {
		if _, done := b.built.Pseudonyms[kind]; done || kind == "" {
			continue
		}
		b.options.Progress(Numbering, 0)
		name := pseudonym.FileName(kind)
		path := filepath.Join(b.built.dir, name)
		counts, err := b.writeLedger(kind, path)
		if err != nil {
			return err
		}
		b.built.Pseudonyms[kind] = counts
		if counts.New > 0 {
			b.built.Vault = append(b.built.Vault, VaultFile{name, path})
		}
	}
	return nil
}

func (b *builder) writeLedger(kind, path string) (pseudonym.Counts, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return pseudonym.Counts{}, err
	}
	w := bufio.NewWriter(f)
	counts, err := b.ledgers[kind].WriteTo(b.ctx, w)
	if err == nil {
		err = w.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return counts, err
}
