package bank_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

var ctx = context.Background()

const first = `
variable CIVIL PERSON EVENT text "Sivilstand" "Civil status"
code 1 "Ugift" "Unmarried"
code 2 "Gift" "Married"
11;1;1990-01-01;2001-06-30
11;2;2001-07-01;
12;1;1995-05-05;
variable SEX PERSON FIXED text "Kjønn" "Sex"
11;1
12;2
variable PAY PERSON ACCUMULATED integer "Lønn" "Pay"
11;500000;2019-01-01;2019-12-31
12;600000;2020-01-01;2020-12-31
`

const changed = `
variable CIVIL PERSON EVENT text "Sivilstand" "Civil status"
code 1 "Ugift" "Unmarried"
code 2 "Gift" "Married"
11;1;1990-01-01;2001-06-30
11;2;2001-07-01;
12;1;1995-05-05;2020-02-02
13;2;2020-02-02;
`

// clock is a clock of the test: it stands where it is put.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// bench is a bank of a test.
type bench struct {
	*bank.Bank
	t     *testing.T
	root  string
	clock *clock
	next  string
}

func made(t *testing.T) *bench {
	t.Helper()
	root := t.TempDir()
	b := &bench{t: t, root: root, clock: &clock{time.Unix(1_700_000_000, 0)}}
	require.NoError(t, bank.Create(ctx, root, banktest.Name, bank.About{Label: "Prøve", Description: "En prøvebank", LabelEN: "Trial", DescriptionEN: "A trial bank"}, bank.Options{}))
	b.open()
	return b
}

func (b *bench) open() {
	b.t.Helper()
	opened, err := bank.Open(ctx, b.root, banktest.Name, bank.Options{Now: b.clock.now})
	require.NoError(b.t, err)
	b.t.Cleanup(func() { require.NoError(b.t, opened.Close()) })
	b.Bank = opened
}

func (b *bench) release(want string) bank.Outcome {
	b.t.Helper()
	out, err := b.Release(ctx, bank.Release{Description: "Release " + want, All: true})
	require.NoError(b.t, err)
	require.Equal(b.t, want, out.Number)
	return out
}

func refused(t *testing.T, err error, code diag.Code, upstream string) {
	t.Helper()
	var r *finding.Refusal
	require.True(t, errors.As(err, &r), "%v", err)
	require.Equal(t, code, r.Code)
	require.Equal(t, upstream, r.Upstream)
}

func (b *bench) exists(rel string) bool {
	_, err := os.Stat(filepath.Join(b.Dir(), filepath.FromSlash(rel)))
	return err == nil
}

func (b *bench) draft() bank.Version {
	b.t.Helper()
	snapshot, err := bank.Read(b.root, banktest.Name)
	require.NoError(b.t, err)
	return snapshot.Draft
}

const (
	civil1 = "CIVIL (Civil status): 11=1,1990-01-01,2001-06-30 11=2,2001-07-01 12=1,1995-05-05"
	civil2 = "CIVIL (Civil status): 11=1,1990-01-01,2001-06-30 11=2,2001-07-01 12=1,1995-05-05,2020-02-02 13=2,2020-02-02"
	sex    = "SEX (Sex): 11=1 12=2"
	pay    = "PAY (Pay): 11=500000,2019-01-01,2019-12-31 12=600000,2020-01-01,2020-12-31"
)

// TestCases46To48 goes through the life of a bank as the acceptance list of the format does.
func TestCases46To48(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	out := b.release("1.0.0.0")
	require.Equal(t, bank.Major, *out.UpdateType)
	require.True(t, out.NoPolicy)
	for _, rel := range []string{"datastore/data_versions__1_0.json", "data/CIVIL/CIVIL__1_0.parquet", "datastore/metadata_all__1_0_0.json", "datastore/manifest__1_0_0.json"} {
		require.True(t, b.exists(rel), rel)
	}
	require.Equal(t, "1.0.0\n"+civil1, banktest.Answers(t, b.root, "1"))

	require.NoError(t, b.Add(ctx, d["SEX"]))
	require.Equal(t, bank.Minor, *b.release("1.1.0.0").UpdateType)
	require.Equal(t, "1.1.0\n"+civil1+"\n"+sex, banktest.Answers(t, b.root, "1"))

	patch := d["CIVIL"]
	patch.Data, patch.English = "", &bank.English{Label: "Marital status"}
	require.NoError(t, b.Patch(ctx, patch))
	require.Equal(t, bank.Patched, *b.release("1.1.1.0").UpdateType)
	require.False(t, b.exists("datastore/data_versions__1_2.json"))
	marital := strings.Replace(civil1, "Civil status", "Marital status", 1)
	require.Equal(t, "1.1.1\n"+marital+"\n"+sex, banktest.Answers(t, b.root, "1"))

	require.NoError(t, b.Change(ctx, banktest.Deliver(t, changed)["CIVIL"]))
	require.Equal(t, "DRAFT\n"+civil2+"\n"+sex, banktest.Answers(t, b.root, "DRAFT"))
	require.Equal(t, bank.Major, *b.release("2.0.0.0").UpdateType)
	require.Equal(t, "2.0.0\n"+civil2+"\n"+sex, banktest.Answers(t, b.root, "2"))
	require.Equal(t, "1.1.1\n"+marital+"\n"+sex, banktest.Answers(t, b.root, "1"))

	require.NoError(t, b.Remove(ctx, "CIVIL", "No longer collected"))
	require.Equal(t, "DRAFT\n"+sex, banktest.Answers(t, b.root, "DRAFT"))
	out = b.release("3.0.0.0")
	require.Equal(t, bank.Major, *out.UpdateType)
	require.Equal(t, []bank.Update{{Name: "CIVIL", Description: "No longer collected", Operation: bank.Remove, Status: bank.Deleted}}, out.Updates)

	require.Equal(t, "2.0.0\n"+civil2+"\n"+sex, banktest.Answers(t, b.root, "2"))
	require.Equal(t, "3.0.0\n"+sex, banktest.Answers(t, b.root, "3"))
	require.NoError(t, b.Add(ctx, banktest.Deliver(t, first)["CIVIL"])) // allowed again
	b.release("3.1.0.0")
	require.Equal(t, "3.1.0\n"+civil1+"\n"+sex, banktest.Answers(t, b.root, "3"))
	require.Equal(t, "3.1.0\n"+civil1+"\n"+sex, banktest.Answers(t, b.root, ""))
}

// TestOldVersionsStay: five further releases change no byte and no answer of those before.
func TestOldVersionsStay(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	for _, name := range []string{"CIVIL", "SEX", "PAY"} {
		require.NoError(t, b.Add(ctx, d[name]))
	}
	b.release("1.0.0.0")
	hashes, answers := released(t, b), banktest.Answers(t, b.root, "1")
	require.Equal(t, "1.0.0\n"+civil1+"\n"+pay+"\n"+sex, answers)
	steps := []func(){
		func() { require.NoError(t, b.Change(ctx, banktest.Deliver(t, changed)["CIVIL"])) },
		func() { require.NoError(t, b.Change(ctx, banktest.Deliver(t, first)["PAY"])) },
		func() { require.NoError(t, b.Remove(ctx, "SEX", "why")) },
		func() { require.NoError(t, b.Change(ctx, banktest.Deliver(t, first)["CIVIL"])) },
		func() { require.NoError(t, b.Remove(ctx, "PAY", "why")) },
	}
	for i, step := range steps {
		step()
		b.release(string(rune('2'+i)) + ".0.0.0")
		now := released(t, b)
		for rel, sum := range hashes {
			require.Equal(t, sum, now[rel], rel)
		}
		hashes = now
		require.Equal(t, answers, banktest.Answers(t, b.root, "1"))
	}
}

// released are the sums of what is never written again.
func released(t *testing.T, b *bench) map[string]string {
	out := banktest.Hashes(t, b.Dir())
	maps.DeleteFunc(out, func(rel, _ string) bool {
		return strings.Contains(rel, "DRAFT") || slices.Contains([]string{"datastore/datastore_versions.json", "datastore/draft_version.json", "datastore/manifest.json"}, rel)
	})
	require.NotEmpty(t, out)
	return out
}

// TestEveryStatusRule asks for what no status allows.
func TestEveryStatusRule(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	refused(t, b.Change(ctx, d["CIVIL"]), finding.CannotChange, "Can't change data for dataset with release status None")
	refused(t, b.Patch(ctx, d["CIVIL"]), finding.CannotPatch, "Can't patch metadata of dataset with status None")
	refused(t, b.Remove(ctx, "CIVIL", "why"), finding.CannotRemove, "Can't remove dataset with release status None")
	refused(t, b.Discard(ctx, "CIVIL"), finding.NoDraft, `Draft not found for dataset name: "CIVIL"`)
	_, err := b.SetStatus(ctx, "CIVIL", bank.PendingRelease)
	refused(t, err, finding.NoDraft, `Draft not found for dataset name: "CIVIL"`)
	_, err = b.Release(ctx, bank.Release{Description: "x"})
	refused(t, err, finding.NothingPending, "")

	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	again := banktest.Deliver(t, first)
	refused(t, b.Add(ctx, again["CIVIL"]), finding.DraftThere, "Draft for CIVIL already exists")
	refused(t, b.Keep(ctx, "CIVIL"), finding.NotRemoved, "CIVIL is not scheduled for removal")
	_, err = b.Release(ctx, bank.Release{Description: "x"})
	refused(t, err, finding.NothingPending, "") // it is a DRAFT
	_, err = b.SetStatus(ctx, "CIVIL", bank.PendingDelete)
	refused(t, err, finding.CannotSet, "Can't set release status: PENDING_DELETE for dataset with operation: ADD")
	already, err := b.SetStatus(ctx, "CIVIL", bank.PendingRelease)
	require.NoError(t, err)
	require.False(t, already)
	already, err = b.SetStatus(ctx, "CIVIL", bank.PendingRelease)
	require.NoError(t, err)
	require.True(t, already)
	_, err = b.Release(ctx, bank.Release{})
	refused(t, err, finding.NoDescription, "")
	b.release("1.0.0.0")

	refused(t, b.Add(ctx, again["CIVIL"]), finding.CannotAdd, "Can't add dataset with status RELEASED")
	refused(t, b.Remove(ctx, "CIVIL", ""), finding.NoDescription, "")
	require.NoError(t, b.Remove(ctx, "CIVIL", "why"))
	refused(t, b.Discard(ctx, "CIVIL"), finding.ScheduledGone, "")
	_, err = b.SetStatus(ctx, "CIVIL", bank.StatusDraft)
	refused(t, err, finding.CannotSet, "Can't set release status: DRAFT for dataset with operation: REMOVE")
	require.NoError(t, b.Keep(ctx, "CIVIL"))
	require.Equal(t, "DRAFT\n"+civil1, banktest.Answers(t, b.root, "DRAFT"))
}

// TestDiscardRestores: what a draft brought is gone, the release is as it was.
func TestDiscardRestores(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	b.release("1.0.0.0")
	require.NoError(t, b.Add(ctx, d["PAY"]))
	require.NoError(t, b.Change(ctx, banktest.Deliver(t, changed)["CIVIL"]))
	require.Equal(t, "DRAFT\n"+civil2+"\n"+pay, banktest.Answers(t, b.root, "DRAFT"))
	require.NoError(t, b.Discard(ctx, "CIVIL"))
	require.NoError(t, b.Discard(ctx, "PAY"))
	require.Equal(t, "DRAFT\n"+civil1, banktest.Answers(t, b.root, "DRAFT"))
	require.False(t, b.exists("data/PAY"))
	require.False(t, b.exists("data/CIVIL/CIVIL__DRAFT.parquet"))
	require.Empty(t, b.draft().Updates)
}

// TestDraftsThatStay: a release takes what is pending, the rest remains.
func TestDraftsThatStay(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	for _, name := range []string{"CIVIL", "SEX", "PAY"} {
		require.NoError(t, b.Add(ctx, d[name]))
	}
	_, err := b.SetStatus(ctx, "SEX", bank.PendingRelease)
	require.NoError(t, err)
	out, err := b.Release(ctx, bank.Release{Description: "Sex only"})
	require.NoError(t, err)
	require.Equal(t, "1.0.0.0", out.Number)
	require.Equal(t, "1.0.0\n"+sex, banktest.Answers(t, b.root, "1"))
	require.Equal(t, "DRAFT\n"+civil1+"\n"+pay+"\n"+sex, banktest.Answers(t, b.root, "DRAFT"))
	require.Len(t, b.draft().Updates, 2)
	b.release("1.1.0.0")
	require.Equal(t, "1.1.0\n"+civil1+"\n"+pay+"\n"+sex, banktest.Answers(t, b.root, "1"))
}

// TestCase50: a release of something else than was seen is refused.
func TestCase50(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	_, err := b.SetStatus(ctx, "CIVIL", bank.PendingRelease)
	require.NoError(t, err)
	seen := b.draft()
	require.NoError(t, b.Add(ctx, d["SEX"])) // a DRAFT is no part of the manifest
	_, err = b.Release(ctx, bank.Release{Description: "x", Draft: seen.Number})
	refused(t, err, finding.StaleManifest, "Changes were made to the datastore after bump was requested")
	_, err = b.SetStatus(ctx, "SEX", bank.PendingRelease)
	require.NoError(t, err)
	before := banktest.Hashes(t, b.root)
	_, err = b.Release(ctx, bank.Release{Description: "x", Manifest: &seen})
	refused(t, err, finding.StaleManifest, "Changes were made to the datastore after bump was requested")
	require.Equal(t, before, banktest.Hashes(t, b.root))
	now := b.draft()
	out, err := b.Release(ctx, bank.Release{Description: "x", Manifest: &now, Draft: now.Number})
	require.NoError(t, err)
	require.Equal(t, "1.0.0.0", out.Number)
}

// TestCase51: draft data where there are some, the newest released ones elsewhere; a draft
// that is not the present one is refused.
func TestCase51(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	require.NoError(t, b.Add(ctx, d["SEX"]))
	b.release("1.0.0.0")
	require.NoError(t, b.Change(ctx, banktest.Deliver(t, changed)["CIVIL"]))
	require.Equal(t, "DRAFT\n"+civil2+"\n"+sex, banktest.Answers(t, b.root, "DRAFT"))
	snapshot, err := bank.Read(b.root, banktest.Name)
	require.NoError(t, err)
	require.NoError(t, snapshot.IsDraft("0.0.0.0"))
	require.NoError(t, snapshot.IsDraft(snapshot.Draft.Number))
	refused(t, snapshot.IsDraft("0.0.0.2"), finding.OtherDraft, "Requested draft version 0.0.0.2, but current is "+snapshot.Draft.Number)
}

// TestTheClock may stand still or go back: versions and drafts still follow each other.
func TestTheClock(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	a := b.draft()
	require.Equal(t, "0.0.0.1700000000", a.Number)
	require.NoError(t, b.Add(ctx, d["SEX"]))
	require.Equal(t, "0.0.0.1700000001", b.draft().Number)
	one := b.release("1.0.0.0")
	require.False(t, one.ClockBack)
	b.clock.at = time.Unix(1_600_000_000, 0)
	before := b.draft()
	require.NoError(t, b.Add(ctx, d["PAY"]))
	require.Greater(t, b.draft().ReleaseTime, before.ReleaseTime)
	two := b.release("1.1.0.0")
	require.True(t, two.ClockBack)
	require.Greater(t, two.ReleaseTime, one.ReleaseTime)
}

// TestTwoWriters: the second is refused at once, readers go on.
func TestTwoWriters(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	require.NoError(t, b.Add(ctx, d["CIVIL"]))
	b.release("1.0.0.0")
	start := time.Now()
	_, err := bank.Open(ctx, b.root, banktest.Name, bank.Options{})
	refused(t, err, finding.Locked, "")
	require.Less(t, time.Since(start), time.Second)
	require.Equal(t, "1.0.0\n"+civil1, banktest.Answers(t, b.root, "1"))
	require.NoError(t, b.Close())
	b.open()
}

func TestCreateAndOpenRefuse(t *testing.T) {
	b := made(t)
	about := bank.About{Label: "a", Description: "b"}
	refused(t, bank.Create(ctx, b.root, banktest.Name, about, bank.Options{}), finding.BankThere, "")
	for _, name := range []string{"", "No.ssb", "no ssb", "../x", "no..ssb", ".no", "no.ssb1"} {
		refused(t, bank.Create(ctx, b.root, name, about, bank.Options{}), finding.BadBankName, "")
	}
	refused(t, bank.Create(ctx, b.root, "no.x", bank.About{}, bank.Options{}), finding.NoDescription, "")
	_, err := bank.Open(ctx, b.root, "no.where", bank.Options{})
	refused(t, err, finding.NoBank, "")
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = bank.Open(canceled, b.root, banktest.Name, bank.Options{})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, b.Add(canceled, banktest.Deliver(t, first)["SEX"]), context.Canceled)
}

// TestDataMustFit: no data, other data than were summed, another name.
func TestDataMustFit(t *testing.T) {
	b, d := made(t), banktest.Deliver(t, first)
	before := banktest.Hashes(t, b.root)
	wrong := d["CIVIL"]
	wrong.Data = ""
	refused(t, b.Add(ctx, wrong), finding.NeedsData, "")
	wrong = d["CIVIL"]
	sums, err := bank.SumTree(wrong.Data)
	require.NoError(t, err)
	s := sums[""]
	s.CRC32C = "00000000"
	wrong.Sums = map[string]bank.Sum{"x": s}
	refused(t, b.Add(ctx, wrong), finding.DataDiffer, "")
	wrong = d["CIVIL"]
	wrong.Name = "OTHER"
	refused(t, b.Add(ctx, wrong), finding.BadStructure, "")
	require.Equal(t, before, banktest.Hashes(t, b.root))
	right := d["PAY"]
	right.Sums, err = bank.SumTree(right.Data)
	require.NoError(t, err)
	require.Len(t, right.Sums, 2)
	require.NoError(t, b.Add(ctx, right))
}

// TestNewerFormat: a bank of a later program is left alone.
func TestNewerFormat(t *testing.T) {
	b := made(t)
	require.NoError(t, b.Close())
	path := filepath.Join(b.Dir(), "datastore", "manifest.json")
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	var m map[string]any
	require.NoError(t, json.Unmarshal(content, &m))
	m["store"] = 2
	content, err = json.Marshal(m)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, content, 0o644))
	_, err = bank.Open(ctx, b.root, banktest.Name, bank.Options{})
	refused(t, err, finding.NewerFormat, "")
}
