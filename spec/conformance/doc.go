// Package conformance holds the tests of the language as a whole: scripts against the real
// commands, functions and a store of a few rows. It exports nothing.
//
// The suite is the folders with a number, one for each chapter of the reference. A case is a
// txtar file in the form of package spec/example: what it shows, a register of a few rows, a
// script, the answers worked out by hand, and what the script must show. Other tests demand
// that every command, option, function, kind of error, rule for missing values and way of
// writing seen in the wild has a case. The manual quotes cases by name.
//
//	go test ./spec/conformance -run TestConformance -update   # then read the diff
package conformance
