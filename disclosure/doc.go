// Package disclosure is the gate: the only place where something computed from data becomes
// something that may be shown. It knows no columns, no registers and no commands; it imports
// the standard library and two packages of texts, and can be read alone. The rules are
// written down in spec/disclosure.md under the names used here (C1, M4, Q1, P-2 …).
//
// In: a secret (Ring), an owner's decision (Policy), and evidence: numbers with the keys of
// the sets of units they speak of, put together by kernels and sealed as a Sheet. Out: a
// Released with shown numbers, or an error; and for steps that change data, a guard's yes or
// no.
//
// # Who knows what
//
// Kernels have the values and never the secret. They get Keys, with which they can add up
// set keys (SetKey) but read nothing. This package has the secret and never the values, only
// the statistics of a sheet. Renderers get Released, which only Release can make. So:
//
//   - A number leaves only as a Cell, and a Cell is made only from evidence by a rule.
//   - A sheet with missing evidence is an error, not a leak: what a statistic needs is listed
//     in one function (needs), and Release checks it.
//   - Every decision one can see (a row listed, a table hidden, a script stopped) is made
//     on shown counts; pass.quiet is the only function that turns a set into a number.
//   - The same set of units gives the same number everywhere, because count noise is a
//     function of the set alone: no state, no history, no clock.
//   - Sealed types print their name and nothing else, whatever prints them.
//
// # Worked example
//
// A table of one variable with two categories over units 0 … 4:
//
//	policy, _ := disclosure.ParsePolicy(disclosure.DemoPolicy("demo"))
//	gate, _ := disclosure.New(disclosure.DemoRing(), policy)
//	keys, _ := gate.Keys(ctx, "PERSON", disclosure.IntIds{11, 12, 13, 14, 15}, 2)
//
//	cells, total := make([]disclosure.SetKey, 2), make([]disclosure.SetKey, 1)
//	keys.Accumulate(cells, []uint32{0, 1, 0, 0, 1}, []uint32{0, 1, 2, 3, 4})
//	disclosure.MergeBy(total, []uint32{0, 0}, cells)
//
//	sheet := disclosure.NewGrid(disclosure.Grid{
//		Rows:     []disclosure.Axis{{Name: "sex", Categories: []disclosure.Category{{Code: "1"}, {Code: "2"}}}},
//		Tuples:   [][]int{{0}, {1}},
//		Stats:    []disclosure.Statistic{disclosure.StatFreq},
//		RowTotal: disclosure.Cells{Units: cells},
//		Total:    disclosure.Cells{Units: total},
//	})
//	rule := disclosure.Rule{Kind: disclosure.RuleTable, Evidence: disclosure.EvidenceUnits}
//	released, account, err := gate.Release(sheet, rule)
//	table, _ := released.Table()
//	table.Cell(0, 0, 0).Value() // 0 or 5, 6, 7 or 8: three persons, with noise
//
// # How to read it
//
// ring, mac, keys, setkey, keycache, sample: the secret and what is derived from it.
// policy, policy_parse, policy_sign, policy_merge: what owners decide. ptable, pass: counts.
// evidence: what kernels deliver. measure, exact, quantile, chi2, cuts: statistics.
// table, release, store, guard: the four ways out. released, arrange, notes: what comes out.
package disclosure
