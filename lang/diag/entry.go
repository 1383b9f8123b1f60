package diag

import "github.com/mdscript/mdscript/lang/text"

// Entry is what the catalogue says about one code. {0}, {1}, … stand for the arguments;
// both languages use the same ones. Cause says what is likely wrong, Next what to do.
type Entry struct {
	Code    Code
	Message text.Text
	Cause   text.Text
	Next    text.Text
}
