// Package types holds the value types, unit types, dataset kinds and dates of the language.
//
// In: nothing. Out: the vocabulary that the checker, the store and the engine share,
// and the named constants that settle the open questions of the language.
//
//	types.Integer.Numeric()                            // true
//	types.Wider(types.Boolean, types.Decimal)          // Decimal
//	types.DaysFromCivil(2024, 2, 29)                   // 19782
package types

// Kind is the static type of an expression or variable.
type Kind uint8

// Boolean, Integer, Decimal and Date form the numeric family; Text stands alone and a
// Key fits nowhere. Untyped is the type of a lone `.` until its first typed assignment.
const (
	Untyped Kind = iota
	Boolean
	Integer
	Decimal
	Date
	Text
	Key
)

var kindNames = [...]string{"untyped", "boolean", "integer", "decimal", "date", "alphanumeric", "key"}

// String gives the English name used in messages and explain.
func (k Kind) String() string { return kindNames[k] }

// Numeric tells whether values of the kind can be computed with.
// Untyped counts as numeric, since `.` fits every type.
func (k Kind) Numeric() bool { return k != Text && k != Key }

// SameFamily tells whether values of both kinds may be compared and mixed.
func SameFamily(a, b Kind) bool {
	if a == Untyped || b == Untyped {
		return a != Key && b != Key
	}
	if a == Key || b == Key {
		return false
	}
	return (a == Text) == (b == Text)
}

// Wider is the type a variable has after values of both kinds were stored in it:
// boolean < integer < decimal; a date stays a date. Both must be of one family.
func Wider(a, b Kind) Kind {
	switch {
	case a == b || b == Untyped:
		return a
	case a == Untyped:
		return b
	case a == Date || b == Date:
		return Date
	}
	return max(a, b)
}

// DatasetKind tells what a row of a dataset is.
type DatasetKind uint8

// A dataset is Empty until its first import.
const (
	Empty DatasetKind = iota
	CrossSection
	Event
	Panel
)

var datasetKindNames = [...]string{"empty", "cross-section", "event", "panel"}

// String gives the English name used in messages.
func (k DatasetKind) String() string { return datasetKindNames[k] }

// Temporality tells how the values of a register variable lie in time.
type Temporality uint8

// The four temporalities of the public metadata model.
const (
	Fixed Temporality = iota
	Status
	Accumulated
	EventSpells
)

var temporalityNames = [...]string{"FIXED", "STATUS", "ACCUMULATED", "EVENT"}

// String gives the code of the metadata model.
func (t Temporality) String() string { return temporalityNames[t] }

// ParseTemporality reads a code of the metadata model.
func ParseTemporality(code string) (Temporality, bool) {
	for i, name := range temporalityNames {
		if name == code {
			return Temporality(i), true
		}
	}
	return Fixed, false
}

// Unit is what a row is about, or what a reference variable points at.
// An ad-hoc unit, made by collapse, has an empty Code.
type Unit struct {
	Code         string // PERSON, JOBB, … ; empty for an ad-hoc unit
	Identifier   string // name of the key column: PERSONID_1, …
	Space        string // identifier space: FNR for PERSON, FAMILIE, HUSHOLDNING, SOESKEN
	Pseudonymous bool   // false for areas and ad-hoc units: nobody is protected by them
	Kind         Kind   // of the identifier of an ad-hoc unit: two are the same when name and kind agree
}

// Same tells whether two units identify the same things.
func (u Unit) Same(v Unit) bool {
	if u.Code != "" || v.Code != "" {
		return u.Code == v.Code
	}
	return u.Identifier == v.Identifier && u.Kind == v.Kind
}

// units are the unit types of the public metadata model.
var units = []Unit{
	{Code: "PERSON", Identifier: "PERSONID_1", Space: "FNR", Pseudonymous: true, Kind: Key},
	{Code: "FAMILIE", Identifier: "FAMILIE_ID", Space: "FNR", Pseudonymous: true, Kind: Key},
	{Code: "HUSHOLDNING", Identifier: "HUSHOLDNING_ID", Space: "FNR", Pseudonymous: true, Kind: Key},
	{Code: "SOESKEN", Identifier: "SOESKEN_ID", Space: "FNR", Pseudonymous: true, Kind: Key},
	{Code: "JOBB", Identifier: "JOBBID_1", Space: "JOBBID_1", Pseudonymous: true, Kind: Key},
	{Code: "KJORETOY", Identifier: "KJORETOY_ID", Space: "KJORETOY_ID", Pseudonymous: true, Kind: Key},
	{Code: "KURS", Identifier: "KURSID_1", Space: "KURSID", Pseudonymous: true, Kind: Key},
	{Code: "MALEPUNKT", Identifier: "MALEPUNKT_ID", Space: "MALEPUNKT_ID", Pseudonymous: true, Kind: Key},
	{Code: "FORETAK", Identifier: "FORETAK_ID", Space: "ORGNR", Pseudonymous: true, Kind: Key},
	{Code: "VIRKSOMHET", Identifier: "VIRKSOMHET_ID", Space: "ORGNR", Pseudonymous: true, Kind: Key},
	{Code: "BEDRIFT", Identifier: "BEDRIFT_ID", Space: "ORGNR", Pseudonymous: true, Kind: Key},
	{Code: "KOMMUNE", Identifier: "KOMMUNEID", Space: "KOMMUNE", Kind: Text},
	{Code: "TRAFIKKULYKKE", Identifier: "TRAFIKKULYKKE_ID", Space: "TRAFIKKULYKKE_ID", Pseudonymous: true, Kind: Key},
	{Code: "TRAFIKKULYKKE_PERSON", Identifier: "PERSON_TRAFIKKULYKKE_ID", Space: "TRAFIKKULYKKE_PERSON_ID", Pseudonymous: true, Kind: Key},
	{Code: "NPR_SYKEHUSOPPHOLD", Identifier: "NPR_SYKEHUSOPPHOLDID", Space: "NPR_SYKEHUSOPPHOLD_ID", Pseudonymous: true, Kind: Key},
	{Code: "NPR_EPISODE", Identifier: "NPR_EPISODEID", Space: "NPR_EPISODE_ID", Pseudonymous: true, Kind: Key},
	{Code: "BRUKSENHET", Identifier: "BRUKSENHETID_1", Space: "BRUKSENHETSNUMMER", Pseudonymous: true, Kind: Key},
}

// UnitByCode finds a unit type of the metadata model.
func UnitByCode(code string) (Unit, bool) {
	for _, u := range units {
		if u.Code == code {
			return u, true
		}
	}
	return Unit{}, false
}

// KeyDomain is the identity domain whose secret protects units of an identifier space.
func KeyDomain(space string) string {
	switch space {
	case "FNR":
		return "PERSON"
	case "ORGNR":
		return "FORETAK"
	}
	return space
}
