package disclosure

import "strconv"

// Ids gives the stored unit ids by ordinal.
type Ids interface {
	// Len is the number of units.
	Len() int
	// AppendID appends the id of a unit to dst: decimal digits without padding when ids
	// are integers, else the UTF-8 bytes. It is called from several goroutines.
	AppendID(dst []byte, ordinal int) []byte
}

// IntIds are ids stored as integers.
type IntIds []int64

// Len is the number of units.
func (v IntIds) Len() int { return len(v) }

// AppendID appends the decimal digits of an id.
func (v IntIds) AppendID(dst []byte, ordinal int) []byte {
	return strconv.AppendInt(dst, v[ordinal], 10)
}

// TextIds are ids stored as text.
type TextIds []string

// Len is the number of units.
func (v TextIds) Len() int { return len(v) }

// AppendID appends the bytes of an id.
func (v TextIds) AppendID(dst []byte, ordinal int) []byte { return append(dst, v[ordinal]...) }

// Domain is the identifier space of a unit-id type: units with the same id type are in one
// domain, so that persons, families and siblings share keys across registers and versions.
func Domain(idType string) string {
	switch idType {
	case "FNR":
		return "PERSON"
	case "ORGNR":
		return "FORETAK"
	}
	return idType
}
