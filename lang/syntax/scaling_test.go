package syntax

import (
	"strings"
	"testing"
	"time"

	"github.com/mdscript/mdscript/lang/source"
)

// TestWorkGrowsWithTheText guards against work that grows faster than the text: each
// pattern, repeated to 20 kB, must be read and printed at once.
func TestWorkGrowsWithTheText(t *testing.T) {
	commands := testCommands()
	for _, pattern := range []string{
		"\\\n", "// c\n", "use a // c\n", "use a \\\n", "use a \\\n// c\n", "textblock\n", "textblock\nendblock\n", "for i in 1\n", "end\n", "'", "use 'a\n", "a\u030A",
		"use a,", "recode a (1 = 2)", "(1 = 2)", "drop a b ++ c ", "a#", "drop (", "tabulate a, b(c) ", "keep if a & ", "collapse (a) b -> c ", "define-labels g 1 a ", "é ", "\t", "§", "x = 1\n", "import d/V ", "START@", "$", "for a in b; c in d; ", "a\u030A\u0327\u0301",
	} {
		for _, prefix := range []string{"", "drop ", "generate x = ", "recode a ", "for i in ", "define-labels g ", "use a, "} {
			text := prefix + strings.Repeat(pattern, 20_000/len(pattern))
			start := time.Now()
			script, _ := Parse(source.New("t", []byte(text)), commands)
			Print(script)
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("%q after %q took %v", pattern, prefix, d)
			}
		}
	}
}
