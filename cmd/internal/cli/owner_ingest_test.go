package cli_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

const testBank = "no.test.reg"

// newBank makes an empty bank in a store.
func newBank(t testing.TB, store string) {
	t.Helper()
	require.NoError(t, bank.Create(context.Background(), store, testBank, bank.About{Label: "Test", Description: "Test"}, bank.Options{}))
}

// TestIngestScripts runs scripts beside an empty bank in store and a synthetic one in made. In them
// release releases the draft of a dataset, hold and let-go keep the bank from other writers.
func TestIngestScripts(t *testing.T) {
	var held *bank.Bank
	testscript.Run(t, testscript.Params{
		Dir: "testdata/ingest",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, "tmp"))
			env.Setenv("MDSCRIPT_LANG", "en")
			newBank(t, filepath.Join(env.WorkDir, "store"))
			storetest.WriteText(t, filepath.Join(env.WorkDir, "made"), "bank no.test.made open\nvariable A PERSON FIXED integer\n1;1\n")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"release": func(ts *testscript.TestScript, _ bool, args []string) {
				ctx := context.Background()
				b, err := bank.Open(ctx, ts.MkAbs("store"), testBank, bank.Options{})
				ts.Check(err)
				_, err = b.SetStatus(ctx, args[0], bank.PendingRelease)
				ts.Check(err)
				_, err = b.Release(ctx, bank.Release{Description: "New"})
				ts.Check(err)
				ts.Check(b.Close())
			},
			"hold": func(ts *testscript.TestScript, _ bool, _ []string) {
				var err error
				held, err = bank.Open(context.Background(), ts.MkAbs("store"), testBank, bank.Options{})
				ts.Check(err)
			},
			"let-go": func(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(held.Close()) },
		},
	})
}
