package bank_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// TestCase49: a patch that says something else about the data is refused, and the draft is as it was.
func TestCase49(t *testing.T) {
	b := made(t)
	require.NoError(t, b.Add(ctx, banktest.Deliver(t, first)["CIVIL"]))
	b.release("1.0.0.0")
	before := banktest.Hashes(t, b.root)
	with := func(old, now string) bank.Draft {
		t.Helper()
		d := banktest.Deliver(t, first)["CIVIL"]
		head, measure, _ := strings.Cut(string(d.Structure), `"measureVariable"`)
		if changed := strings.Replace(measure, old, now, 1); changed != measure {
			d.Structure = []byte(head + `"measureVariable"` + changed)
		} else {
			d.Structure = []byte(strings.Replace(string(d.Structure), old, now, 1))
		}
		d.Data = ""
		return d
	}
	text := strings.Replace(first, `code 2 "Gift" "Married"`, `code 3 "Gift" "Married"`, 1)
	newCode := banktest.Deliver(t, strings.ReplaceAll(text, "11;2;", "11;3;"))["CIVIL"]
	for name, d := range map[string]bank.Draft{
		"a new code":    newCode,
		"sensitivity":   with("PERSON_GENERAL", "PUBLIC"),
		"temporality":   with(`"EVENT"`, `"STATUS"`),
		"data type":     with(`"dataType": "String"`, `"dataType": "Long"`),
		"missing value": with(`"missingValues": []`, `"missingValues": ["2"]`),
		"period":        with(`"start": `, `"start": 1`),
		"unit":          with(`"name": "PERSON"`, `"name": "JOBB"`),
	} {
		err := b.Patch(ctx, d)
		require.Error(t, err, name)
		var r *finding.Refusal
		require.ErrorAs(t, err, &r, name)
		require.Equal(t, finding.PatchTooMuch, r.Code, name)
	}
	require.Equal(t, before, banktest.Hashes(t, b.root))

	d := with("Gift", "Gift eller partner")
	d.English = &bank.English{Label: "Civil status", Codes: map[string]string{"2": "Married or partner"}}
	require.NoError(t, b.Patch(ctx, d))
	b.release("1.0.1.0")
	require.Equal(t, "1.0.1\n"+civil1, banktest.Answers(t, b.root, "1"))
	snapshot, err := bank.Read(b.root, banktest.Name)
	require.NoError(t, err)
	require.Equal(t, "1.0.0.0", snapshot.Datasets[0].Changed)
}
