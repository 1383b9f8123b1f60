// Program generate writes the generated pages of spec/. It is run by go generate, in the
// folder of package docs.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/docs"
)

// root is that of the repository, seen from package docs.
const root = "../../.."

func main() {
	pages, err := docs.Pages(os.DirFS(root))
	for _, p := range pages {
		if err == nil {
			err = os.WriteFile(filepath.Join(root, filepath.FromSlash(p.Path)), p.Content, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
