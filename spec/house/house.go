// Package house holds the tests of the project's own structure: who imports whom, and
// rules of style that a compiler does not know. It exports nothing.
package house
