package disclosure

import (
	"fmt"
	"log/slog"
)

const ringName = "disclosure.Ring"

// String gives the type name only.
func (Ring) String() string { return ringName }

// GoString gives the type name only.
func (Ring) GoString() string { return ringName }

// Format gives the type name only, whatever the verb.
func (Ring) Format(f fmt.State, _ rune) { writeName(f, ringName) }

// MarshalJSON gives the type name only.
func (Ring) MarshalJSON() ([]byte, error) { return quoteName(ringName), nil }

// MarshalText gives the type name only.
func (Ring) MarshalText() ([]byte, error) { return []byte(ringName), nil }

// GobEncode gives the type name only.
func (Ring) GobEncode() ([]byte, error) { return []byte(ringName), nil }

// LogValue gives the type name only.
func (Ring) LogValue() slog.Value { return slog.StringValue(ringName) }

const keysName = "disclosure.Keys"

// String gives the type name only.
func (Keys) String() string { return keysName }

// GoString gives the type name only.
func (Keys) GoString() string { return keysName }

// Format gives the type name only, whatever the verb.
func (Keys) Format(f fmt.State, _ rune) { writeName(f, keysName) }

// MarshalJSON gives the type name only.
func (Keys) MarshalJSON() ([]byte, error) { return quoteName(keysName), nil }

// MarshalText gives the type name only.
func (Keys) MarshalText() ([]byte, error) { return []byte(keysName), nil }

// GobEncode gives the type name only.
func (Keys) GobEncode() ([]byte, error) { return []byte(keysName), nil }

// LogValue gives the type name only.
func (Keys) LogValue() slog.Value { return slog.StringValue(keysName) }

const setkeyName = "disclosure.SetKey"

// String gives the type name only.
func (SetKey) String() string { return setkeyName }

// GoString gives the type name only.
func (SetKey) GoString() string { return setkeyName }

// Format gives the type name only, whatever the verb.
func (SetKey) Format(f fmt.State, _ rune) { writeName(f, setkeyName) }

// MarshalJSON gives the type name only.
func (SetKey) MarshalJSON() ([]byte, error) { return quoteName(setkeyName), nil }

// MarshalText gives the type name only.
func (SetKey) MarshalText() ([]byte, error) { return []byte(setkeyName), nil }

// GobEncode gives the type name only.
func (SetKey) GobEncode() ([]byte, error) { return []byte(setkeyName), nil }

// LogValue gives the type name only.
func (SetKey) LogValue() slog.Value { return slog.StringValue(setkeyName) }

const sheetName = "disclosure.Sheet"

// String gives the type name only.
func (Sheet) String() string { return sheetName }

// GoString gives the type name only.
func (Sheet) GoString() string { return sheetName }

// Format gives the type name only, whatever the verb.
func (Sheet) Format(f fmt.State, _ rune) { writeName(f, sheetName) }

// MarshalJSON gives the type name only.
func (Sheet) MarshalJSON() ([]byte, error) { return quoteName(sheetName), nil }

// MarshalText gives the type name only.
func (Sheet) MarshalText() ([]byte, error) { return []byte(sheetName), nil }

// GobEncode gives the type name only.
func (Sheet) GobEncode() ([]byte, error) { return []byte(sheetName), nil }

// LogValue gives the type name only.
func (Sheet) LogValue() slog.Value { return slog.StringValue(sheetName) }

const layerName = "disclosure.Layer"

// String gives the type name only.
func (Layer) String() string { return layerName }

// GoString gives the type name only.
func (Layer) GoString() string { return layerName }

// Format gives the type name only, whatever the verb.
func (Layer) Format(f fmt.State, _ rune) { writeName(f, layerName) }

// MarshalJSON gives the type name only.
func (Layer) MarshalJSON() ([]byte, error) { return quoteName(layerName), nil }

// MarshalText gives the type name only.
func (Layer) MarshalText() ([]byte, error) { return []byte(layerName), nil }

// GobEncode gives the type name only.
func (Layer) GobEncode() ([]byte, error) { return []byte(layerName), nil }

// LogValue gives the type name only.
func (Layer) LogValue() slog.Value { return slog.StringValue(layerName) }
