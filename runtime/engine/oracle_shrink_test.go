package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// shrunk makes a failing program small, and its register, and prints both as an archive that
// can be pasted into spec/conformance.
func shrunk(b *workbench, list []string, damage string) string {
	bank := b.bank
	deadline := time.Now().Add(20 * time.Second)
	fails := func(list []string) bool {
		if time.Now().After(deadline) {
			return false
		}
		_, d := again(b, list, damage)
		return d != nil
	}
	if _, d := again(b, list, damage); d == nil {
		return "the difference is gone when the program is read again:\n" + strings.Join(list, "\n")
	}
	list = fewer(list, fails)
	for round := 0; round < 4; round++ {
		before := strings.Join(list, "\n")
		for i := range list {
			list[i] = simpler(list[i], func(s string) bool {
				next := slices.Clone(list)
				next[i] = s
				return fails(next)
			})
		}
		list = fewer(list, fails)
		if strings.Join(list, "\n") == before {
			break
		}
	}
	deadline = time.Now().Add(20 * time.Second)
	bank = fewerRows(bank, func(small storetest.Bank) bool {
		if time.Now().After(deadline) {
			return false
		}
		s, err := openBank(small)
		if err != nil {
			return false
		}
		defer s.close()
		_, d := again(s, list, damage)
		return d != nil
	})
	what := "gone on a store that is opened afresh"
	if _, d := again(b, list, damage); d != nil {
		what += fmt.Sprintf("; call %d: %s", d.call, d.what)
	}
	if s, err := openBank(bank); err == nil {
		r, d := again(s, list, damage)
		if d != nil {
			what = fmt.Sprintf("call %d: %s", d.call, d.what)
			if d.call < len(r.calls) && r.calls[d.call].Stmt.Command != nil {
				what += fmt.Sprintf(" (%s)", r.calls[d.call].Stmt.Command.Name.Text)
			}
		}
		s.close()
	}
	return fmt.Sprintf("\n%s\n-- script --\n%s\n-- register --\n%s", what, strings.Join(list, "\n"), bankText(bank))
}

// fewer drops elements as long as it still fails: halves first, then one at a time.
func fewer[T any](list []T, fails func([]T) bool) []T {
	for size := (len(list) + 1) / 2; size >= 1; size /= 2 {
		for at := len(list) - size; at >= 0; at -= size {
			next := slices.Delete(slices.Clone(list), at, min(at+size, len(list)))
			if fails(next) {
				list = next
			}
		}
		if size == 1 {
			break
		}
	}
	return list
}

// simpler shortens a line: parts in parentheses become their content or a constant, conditions
// and options go.
func simpler(line string, fails func(string) bool) string {
	for changed := true; changed; {
		changed = false
		for _, next := range shorter(line) {
			if len(next) < len(line) && fails(next) {
				line, changed = next, true
				break
			}
		}
	}
	return line
}

func shorter(line string) []string {
	var out []string
	if at := strings.LastIndex(line, " if "); at > 0 {
		out = append(out, line[:at])
	}
	if at := strings.LastIndex(line, ", "); at > 0 {
		out = append(out, line[:at])
	}
	// A balanced part in parentheses, with or without the function before it.
	for i, ch := range line {
		if ch != '(' {
			continue
		}
		end := closing(line, i)
		if end < 0 {
			continue
		}
		start := i
		for start > 0 && (line[start-1] == '_' || line[start-1] >= 'a' && line[start-1] <= 'z' || line[start-1] >= '0' && line[start-1] <= '9') {
			start--
		}
		inner := line[i+1 : end]
		out = append(out, line[:start]+line[end+1:])
		for _, part := range append(arguments(inner), inner, "1", "'a'", ".") {
			out = append(out, line[:start]+strings.TrimSpace(part)+line[end+1:])
		}
	}
	// One side of an operator.
	words := strings.Split(line, " ")
	for i := 1; i < len(words)-1; i++ {
		switch words[i] {
		case "+", "-", "*", "/", "^", "**", "==", "!=", "<", "<=", ">", ">=", "&", "|":
			out = append(out, strings.Join(slices.Concat(words[:i], words[i+2:]), " "), strings.Join(slices.Concat(words[:i-1], words[i+1:]), " "))
		}
	}
	for i := range words {
		out = append(out, strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "))
	}
	return out
}

func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func arguments(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[from:])
}

// fewerRows drops register variables, then their rows.
func fewerRows(b storetest.Bank, fails func(storetest.Bank) bool) storetest.Bank {
	b.Variables = fewer(b.Variables, func(v []storetest.Variable) bool {
		small := b
		small.Variables = v
		return fails(small)
	})
	for i := range b.Variables {
		rows := fewer(b.Variables[i].Rows, func(rows []storetest.Row) bool {
			if len(rows) == 0 && b.Variables[i].Temporality != "FIXED" {
				return false
			}
			small := b
			small.Variables = slices.Clone(b.Variables)
			small.Variables[i].Rows = rows
			return fails(small)
		})
		b.Variables = slices.Clone(b.Variables)
		b.Variables[i].Rows = rows
	}
	return b
}
