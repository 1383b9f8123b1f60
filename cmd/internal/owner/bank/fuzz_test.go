package bank_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
)

// FuzzRead: whatever lies in the files of a bank, reading it gives an answer or an error.
func FuzzRead(f *testing.F) {
	f.Add(uint8(0), []byte(`{"name": "no.test.reg", "versions": [{"version": "1.0.0.0", "dataStructureUpdates": [{"name": "A", "operation": "ADD", "releaseStatus": "RELEASED"}]}]}`))
	f.Add(uint8(1), []byte(`{"version": "0.0.0.7", "updateType": null, "dataStructureUpdates": [{"name": "", "operation": ""}]}`))
	f.Add(uint8(2), []byte(`{"dataStructures": [{"name": "A"}, {"name": "A"}, 7]}`))
	f.Add(uint8(3), []byte(`{"additions": 1, "updates": {"A": null}}`))
	f.Add(uint8(4), []byte(`{"manifest": 1, "files": {"a": {}}, "self": "00000000"}`))
	f.Add(uint8(5), []byte(`{"A": "A__1_0"}`))
	names := []string{"datastore_versions.json", "draft_version.json", "metadata_all__DRAFT.json", "additions__DRAFT.json", "manifest.json",
		"data_versions__1_0.json", "metadata_all__1_0_0.json", "texts_en__1_0_0.json", "checksums__1_0.json"}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		root := t.TempDir()
		dir := filepath.Join(root, banktest.Name, "datastore")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		base := map[string]string{names[0]: `{"versions": [{"version": "1.0.0.0"}]}`, names[5]: `{}`, names[6]: `{"dataStructures": []}`}
		base[names[int(which)%len(names)]] = string(content)
		for name, text := range base {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if s, err := bank.Read(root, banktest.Name); err == nil {
			_, _ = s.Version("1")
		}
		_, _ = bank.Policy(root, banktest.Name, "")
		b, err := bank.Open(ctx, root, banktest.Name, bank.Options{Disk: &mortal{Disk: journal.System()}, Now: (&clock{}).now})
		if err != nil {
			return
		}
		defer func() { _ = b.Close() }()
		if b.Allows(bank.Add, "A") == nil {
			_ = b.Discard(ctx, "A")
		}
	})
}

// FuzzPatch: two structures that may be anything.
func FuzzPatch(f *testing.F) {
	const a = `{"name": "A", "measureVariable": {"representedVariables": [{"valueDomain": {"codeList": [{"code": 1, "category": "x"}], "missingValues": [null]}}]}, "identifierVariables": [{}]}`
	f.Add([]byte(a), []byte(a))
	f.Add([]byte(`{"name": 1}`), []byte(`null`))
	f.Fuzz(func(_ *testing.T, released, delivered []byte) { _, _ = bank.PatchOf("A", released, delivered) })
}
