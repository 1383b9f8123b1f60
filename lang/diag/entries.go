package diag

import "github.com/mdscript/mdscript/lang/text"

// General are the texts of the codes that belong to no single package of the checker or
// the engine: syntax (S) and expansion (X).
func General() []Entry {
	var out []Entry
	for _, list := range [][]Entry{lexicalEntries(), statementEntries(), expressionEntries(), operandEntries(), expansionEntries()} {
		out = append(out, list...)
	}
	return out
}

// say makes an entry from three pairs of texts, bokmål first: message, cause, next step.
func say(code Code, message, cause, next [2]string) Entry {
	pair := func(p [2]string) text.Text { return text.Text{NB: p[0], EN: p[1]} }
	return Entry{Code: code, Message: pair(message), Cause: pair(cause), Next: pair(next)}
}

// t is a pair of texts, bokmål first.
type t = [2]string
