package bank

import (
	"io/fs"
	"path/filepath"
	"regexp"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

type code = diag.Code

var datasetName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// refusal is a refusal with the words of the public tools.
func refusal(code code, upstream string, args ...string) error {
	r := finding.Refuse(code, args...)
	r.Upstream = upstream
	return r
}

// SumTree works out the checksums of a file, under the key "", or of all files in a folder, by
// their paths in it with slashes.
func SumTree(root string) (map[string]Sum, error) {
	out := map[string]Sum{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if rel = filepath.ToSlash(rel); rel == "." {
			rel = ""
		}
		out[rel], err = SumFile(path)
		return err
	})
	return out, err
}
