package plan

import (
	"slices"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
)

// Spells is the columns of one row per spell.
type Spells struct{ Units, Value, Start, Stop Reg }

// The places of the columns in the tuple that reading spells gives.
const (
	spellUnits = iota
	spellValue
	spellStart
	spellStop
)

// spellColumns names the columns that are nobody's unit, for their lineage.
var spellColumns = map[int]string{spellValue: "", spellStart: " start", spellStop: " stop"}

// Events makes the steps that read the spells of an import whose Spells is set: all of them,
// or where units is not NoReg those of these units. Rows are ordered by unit, then by time.
func (b *Builder) Events(units Reg, v Import) Spells {
	var in []Reg
	if units != NoReg {
		in = append(in, units)
	}
	t := b.source(b.env.Source.Events(v, len(in) > 0), TypeTuple, v, spellValue, in...)
	return Spells{
		Units: b.Part(t, spellUnits, unitType(v.Var.Unit)),
		Value: b.Part(t, spellValue, v.Var.Kind.String()),
		Start: b.Part(t, spellStart, types.Date.String()),
		Stop:  b.Part(t, spellStop, types.Date.String()),
	}
}

// unitType is the type of the column that identifies units.
func unitType(u types.Unit) string {
	if u.Pseudonymous {
		return types.Key.String()
	}
	return u.Kind.String()
}

// ProtectAmong is Protect with the bank, of several, that names the person behind a unit;
// the first where none does.
func (b *Builder) ProtectAmong(f *Frame, unit types.Unit, banks []catalogue.Version) {
	at := slices.IndexFunc(banks, func(v catalogue.Version) bool { return b.owned(unit, v) })
	b.Protect(f, unit, banks[max(0, at)])
}
