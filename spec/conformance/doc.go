// Package conformance holds the tests of the language as a whole: scripts against the real
// commands, functions and a store of a few rows. It exports nothing.
package conformance
