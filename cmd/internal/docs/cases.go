package docs

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/mdscript/mdscript/runtime/registry"
)

// suite is where the conformance cases lie, below the root of the repository.
const suite = "spec/conformance"

// place is where a page quotes a case: what stands between the marks is written anew.
var place = regexp.MustCompile(`(?s)(<!-- case ([a-z0-9/-]+) -->\n).*?(<!-- end of case -->\n)`)

// filled is a page of the manual with every case that it names quoted.
func filled(root fs.FS, page string) (File, error) {
	content, err := fs.ReadFile(root, page)
	if err != nil {
		return File{}, err
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	text = place.ReplaceAllStringFunc(text, func(block string) string {
		m := place.FindStringSubmatch(block)
		quoted, failed := quote(root, m[2])
		if failed != nil && err == nil {
			err = fmt.Errorf("%s: %w", page, failed)
		}
		return m[1] + quoted + m[3]
	})
	return File{page, []byte(text)}, err
}

// quote shows a case: what it is about, its script after the imports, how its answers are
// worked out, and what it shows.
func quote(root fs.FS, name string) (string, error) {
	content, err := fs.ReadFile(root, path.Join(suite, name+".txtar"))
	if err != nil {
		return "", err
	}
	a := txtar.Parse(content)
	parts := map[string]string{}
	for _, f := range a.Files {
		parts[f.Name] = string(f.Data)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "\n%s ([%s](conformance/%s.txtar))\n\n", strings.TrimSpace(string(a.Comment)), name, name)
	out.WriteString("```text\n" + afterImports(parts["script"]) + "```\n\n")
	if prose := prose(parts["by hand"]); prose != "" {
		out.WriteString(prose + "\n")
	}
	if shown := results(parts["released"]) + parts["diagnostics"]; shown != "" {
		out.WriteString("```text\n" + shown + "```\n\n")
	}
	return out.String(), nil
}

// afterImports leaves out the lines by which a script begins, when they only link a bank,
// make one dataset and import fixed variables under their own names.
func afterImports(script string) string {
	lines := strings.SplitAfter(script, "\n")
	at := 0
	for at < len(lines) && (strings.HasPrefix(lines[at], "require ") || strings.HasPrefix(lines[at], "import ")) ||
		at == 1 && strings.HasPrefix(lines[at], "create-dataset ") {
		at++
	}
	if rest := strings.Join(lines[at:], ""); at > 2 && strings.TrimSpace(rest) != "" {
		return rest
	}
	return script
}

// prose is how answers are worked out, without the lines a test reads.
func prose(byHand string) string {
	var out strings.Builder
	for _, line := range strings.SplitAfter(byHand, "\n") {
		if !strings.HasPrefix(line, "= ") && !strings.HasPrefix(line, "! ") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// results is the tables and texts of what was released, without the log and the notes that
// every output has.
func results(released string) string {
	if log, rest, ok := strings.Cut(released, "\n\n"); ok && strings.HasPrefix(log, "Linked to ") {
		released = rest
	}
	var out strings.Builder
	for _, line := range strings.SplitAfter(released, "\n") {
		if !slices.ContainsFunc([]string{"Population:", "Rules:", "* open:", "Synthetic data:"}, func(s string) bool { return strings.HasPrefix(line, s) }) {
			out.WriteString(line)
		}
	}
	if s := strings.TrimSpace(out.String()); s != "" {
		return s + "\n"
	}
	return ""
}

var numbered = regexp.MustCompile(`^(\d\d|faulty)-`)

// casesOf lists the conformance cases that are named after each command: the longest name
// of a command that the name of the case begins with.
func casesOf(root fs.FS, commands []registry.Command) (map[string][]string, error) {
	files, err := fs.Glob(root, suite+"/*/*.txtar")
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, f := range files {
		base := numbered.ReplaceAllString(strings.TrimSuffix(path.Base(f), ".txtar"), "")
		best := ""
		for _, c := range commands {
			name := c.Declaration().Name
			if (base == name || strings.HasPrefix(base, name+"-")) && len(name) > len(best) {
				best = name
			}
		}
		if best != "" {
			out[best] = append(out[best], strings.TrimSuffix(strings.TrimPrefix(f, suite+"/"), ".txtar"))
		}
	}
	return out, nil
}
