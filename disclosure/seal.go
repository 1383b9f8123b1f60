package disclosure

import (
	"fmt"
	"log/slog"
)

// A sealed type must say nothing but its name, whatever prints it. Each one forwards the
// seven formatters to these helpers; a test walks all of them with fmt, json, gob and slog.

func writeName(f fmt.State, name string) { _, _ = f.Write([]byte(name)) }

func quoteName(name string) []byte { return []byte(`"` + name + `"`) }

// evidence is embedded in the structs kernels fill in, so that a stray %v of one of them
// prints no value either.
type evidence struct{}

const evidenceName = "disclosure.evidence"

// String gives the type name only.
func (evidence) String() string { return evidenceName }

// GoString gives the type name only.
func (evidence) GoString() string { return evidenceName }

// Format gives the type name only, whatever the verb.
func (evidence) Format(f fmt.State, _ rune) { writeName(f, evidenceName) }

// MarshalJSON gives the type name only.
func (evidence) MarshalJSON() ([]byte, error) { return quoteName(evidenceName), nil }

// MarshalText gives the type name only.
func (evidence) MarshalText() ([]byte, error) { return []byte(evidenceName), nil }

// GobEncode gives the type name only.
func (evidence) GobEncode() ([]byte, error) { return []byte(evidenceName), nil }

// LogValue gives the type name only.
func (evidence) LogValue() slog.Value { return slog.StringValue(evidenceName) }
