package check_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

func TestEventDataset(t *testing.T) {
	d := after(t, "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as sivil\n")
	require.Equal(t, types.Event, d.Kind)
	require.Equal(t, "PERSON", d.Unit.Code)
	require.Equal(t, []string{"sivil", "START@sivil", "STOP@sivil", "PERSONID_1"}, d.Names())
	require.Len(t, d.Banks, 1)
	value, _ := d.Var("sivil")
	require.Equal(t, "Gift", value.Labels.WithLabel("Gift")[0].Label.NB)
	for _, name := range []string{"START@sivil", "STOP@sivil"} {
		v, ok := d.Var(name)
		require.True(t, ok)
		require.Equal(t, types.Date, v.Kind)
		// As a date of a register without a code list, which a person's own values are.
		dead, _ := after(t, "").Var("død")
		require.Equal(t, dead.FreeNumber(), v.FreeNumber())
		require.Equal(t, name == "STOP@sivil", v.OpenEnd())
	}
	default_ := after(t, "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2000-01-01\n")
	require.Equal(t, []string{"SIVSTAND", "START@SIVSTAND", "STOP@SIVSTAND", "PERSONID_1"}, default_.Names())
}

// Columns of spells are ordinary ones.
func TestEventColumns(t *testing.T) {
	const events = "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\n"
	names := func(script string) []string { return after(t, events+script).Names() }
	require.Equal(t, []string{"x", "PERSONID_1"}, names("keep x\n"))
	require.Equal(t, []string{"STOP@x", "PERSONID_1"}, names("keep stop@x\n"))
	require.Equal(t, []string{"x", "STOP@x", "PERSONID_1"}, names("drop START@x\n"))
	require.Equal(t, []string{"y", "START@x", "STOP@x", "PERSONID_1"}, names("rename x y\n"))
	require.Equal(t, []string{"START@x", "n", "PERSONID_1"}, names("collapse (min) START@x (count) x -> n, by(PERSONID_1)\n"))
	d := after(t, events+"replace STOP@x = 14974 if sysmiss(STOP@x)\ngenerate days = STOP@x - START@x + 1\n")
	days, _ := d.Var("days")
	require.Equal(t, types.Integer, days.Kind)
	require.True(t, days.FreeNumber())
	d = after(t, events+"collapse (min) START@x, by(PERSONID_1)\n")
	require.Equal(t, types.CrossSection, d.Kind)
	first, _ := d.Var("START@x")
	require.Equal(t, types.Date, first.Kind)
	// Nothing but units again, but they stay spells: they are no population to import spells of.
	require.Equal(t, types.Event, after(t, events+"drop x START@x STOP@x\n").Kind)
}

// Where the dataset has units already they stay, with the name of their key.
func TestEventsOfUnits(t *testing.T) {
	d := after(t, "keep mor født\ncollapse (count) født -> n, by(mor)\ndrop n\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\n")
	require.Equal(t, types.Event, d.Kind)
	require.Equal(t, "mor", d.Key)
	require.Equal(t, "PERSON", d.Unit.Code)
}

// Codes of the whole period have labels, the latest where several lists have the code.
func TestCodesOfSpells(t *testing.T) {
	labels := func(period string) (out []string) {
		d := after(t, "create-dataset e\nimport-event db/BOSTED "+period+" as home\n")
		v, _ := d.Var("home")
		for _, it := range v.Labels.Items {
			out = append(out, it.Code+" "+it.Label.NB)
		}
		return out
	}
	require.Equal(t, []string{"0101 Halden", "0301 Kristiania"}, labels("1990-01-01 to 1999-12-31"))
	require.Equal(t, []string{"0301 Oslo", "3001 Halden"}, labels("2000-01-01 to 2001-12-31"))
	require.Equal(t, []string{"0101 Halden", "0301 Oslo", "3001 Halden"}, labels("1999-12-31 to 2001-12-31"))
}

// Another unit says how to get from one to the other.
func TestEventUnitBridge(t *testing.T) {
	_, found, _ := checked(t, start+"drop kjønn født lønn mor død kommune\nimport-event db/TIMER 2016-01-01 to 2017-12-31\n")
	require.Len(t, found, 1)
	require.Len(t, found[0].Notes, 1)
	require.Equal(t, check.CodeNoteBridge, found[0].Notes[0].Code)
	require.Equal(t, "db/ARB_FNR", found[0].Notes[0].Args[0].Text())
}
