package syntax

import (
	"strings"

	"github.com/mdscript/mdscript/lang/source"
)

// Incomplete tells whether a text typed so far waits for more lines: a loop or text block
// is open, or the last line ends in a backslash. A REPL asks before it runs what it has.
func Incomplete(text string) bool {
	c := cut(source.New("", []byte(text)))
	depth := 0
	for _, u := range c.units {
		if u.block != nil {
			if u.block.Open {
				return true
			}
			continue
		}
		start, end := commandWord(u.line.text, 0)
		switch word := u.line.text[start:end]; {
		case strings.EqualFold(word, "for"):
			depth++
		case strings.EqualFold(word, "end") && depth > 0:
			depth--
		}
	}
	last := readPhysical(text, strings.LastIndexByte(text, '\n')+1)
	last.hashComment(text)
	return depth > 0 || !last.empty() && text[last.end-1] == '\\'
}
