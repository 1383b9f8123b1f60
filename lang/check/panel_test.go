package check_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

// panelOf is the active dataset after a script without mistakes.
func panelOf(t *testing.T, script string) *check.Dataset {
	t.Helper()
	p, list, file := checked(t, start+script)
	require.Empty(t, codesOf(file, list))
	return p.State.ActiveDataset()
}

func suffixes(d *check.Dataset) (out []string) {
	for _, m := range d.Times {
		out = append(out, m.Suffix)
	}
	return out
}

func variable(t *testing.T, d *check.Dataset, name string) *check.Variable {
	t.Helper()
	v, ok := d.Var(name)
	require.True(t, ok, "no variable %s among %v", name, d.Names())
	return v
}

func TestImportedPanel(t *testing.T) {
	d := panelOf(t, "create-dataset q\nimport-panel db/LONN db/KJONN db/KOMMNR 2021-01-01 2020-01-01")
	require.Equal(t, types.Panel, d.Kind)
	require.Equal(t, []string{"date@panel", "LONN", "KJONN", "KOMMNR", "PERSONID_1"}, d.Names())
	require.Equal(t, []check.Moment{{18262, "2020-01-01", "18262"}, {18628, "2021-01-01", "18628"}}, d.Times)
	require.Equal(t, types.Date, d.TimeVariable().Kind)
	require.False(t, d.TimeVariable().Lineage)
	require.Len(t, d.Banks, 1)

	early := panelOf(t, "create-dataset q\nimport-panel db/KJONN 1969-12-31 2020-01-01")
	require.Equal(t, []string{"_1", "18262"}, suffixes(early), "a name has no minus sign")
}

func TestPanelKeepsItsTime(t *testing.T) {
	d := panelOf(t, "create-dataset q\nimport-panel db/LONN db/KJONN 2020-01-01 2021-01-01\nkeep LONN")
	require.Equal(t, []string{"date@panel", "LONN", "PERSONID_1"}, d.Names())
	require.Len(t, d.Times, 2)

	d = panelOf(t, "create-dataset q\nimport-panel db/LONN 2020-01-01 2021-01-01\nclone-dataset q r\nuse r")
	require.Len(t, d.Times, 2)

	d = panelOf(t, "create-dataset q\nimport-panel db/LONN 2020-01-01 2021-01-01\ncollapse (max) date@panel, by(PERSONID_1)\nrename date@panel last")
	require.Equal(t, types.CrossSection, d.Kind)
	require.Empty(t, d.Times)
	require.Equal(t, []string{"last", "PERSONID_1"}, d.Names(), "what is left of date@panel is a variable like others")

	d = panelOf(t, "create-dataset q\nimport-panel db/LONN 2020-01-01 2021-01-01\ncollapse (sum) LONN, by(date@panel)\nrename date@panel day")
	require.Equal(t, "day", d.Key)
	require.Equal(t, types.Date, d.KeyVar.Kind)
}

func TestReshapedPanel(t *testing.T) {
	d := panelOf(t, `generate x19 = 1
generate x2 = 2
generate x2_1 = 3
generate xy9 = 4
generate flag2 = 1 == 1
generate half2 = 1
generate half19 = 0.5
rename mor m2
reshape-to-panel x half flag m xy`)
	require.Equal(t, []string{"2", "19", "2_1", "9"}, suffixesBy(d, "2", "19", "2_1", "9"))
	require.Equal(t, types.Text, d.TimeVariable().Kind, "one suffix is no number")
	require.Equal(t, []string{"19", "2", "2_1", "9"}, suffixes(d), "texts ascend by code point")
	require.Equal(t, int64(3), d.Times[3].Value)
	require.Equal(t, types.Integer, variable(t, d, "x").Kind)
	require.Equal(t, types.Decimal, variable(t, d, "half").Kind, "the wider type")
	require.Equal(t, types.Integer, variable(t, d, "flag").Kind, "missing at some times")
	require.Equal(t, types.Key, variable(t, d, "m").Kind)
	require.NotNil(t, variable(t, d, "m").Refers)
	require.NotNil(t, variable(t, d, "kjønn").Labels)

	d = panelOf(t, "generate x10 = 1\ngenerate x9 = 2\ngenerate x08 = 3\nreshape-to-panel x")
	require.Equal(t, types.Integer, d.TimeVariable().Kind)
	require.Equal(t, []check.Moment{{8, "8", "08"}, {9, "9", "9"}, {10, "10", "10"}}, d.Times)

	d = panelOf(t, "keep kjønn lønn\ngenerate x10 = 1\ngenerate x08 = 3\nreshape-to-panel x\nreshape-from-panel")
	require.Equal(t, []string{"kjønn08", "kjønn10", "lønn08", "lønn10", "x08", "x10", "PERSONID_1"}, d.Names())
	require.Equal(t, types.CrossSection, d.Kind)
	require.False(t, d.DayNamed)
}

// suffixesBy lists those of the wanted suffixes that a panel has.
func suffixesBy(d *check.Dataset, wanted ...string) (out []string) {
	for _, w := range wanted {
		for _, m := range d.Times {
			if m.Suffix == w {
				out = append(out, w)
			}
		}
	}
	return out
}

func TestLongestPrefixWins(t *testing.T) {
	d := panelOf(t, "keep kjønn\ngenerate x1 = 1\ngenerate x12 = 1\ngenerate x11 = 1\nreshape-to-panel x x1")
	require.Equal(t, []string{"1", "2"}, suffixes(d), "x1 is x at 1; x11 and x12 are x1 at 1 and 2")
	require.Equal(t, []string{"date@panel", "kjønn", "x", "x1", "PERSONID_1"}, d.Names())
}

func TestCodeListsOfPanels(t *testing.T) {
	d := panelOf(t, `generate x1 = 1
generate x2 = 2
generate x3 = 2
define-labels old 1 en 2 to 3 tre
define-labels new 1 ein 4 fire
assign-labels x1 old
assign-labels x2 new
reshape-to-panel x`)
	var labels []string
	for _, it := range variable(t, d, "x").Labels.Items {
		labels = append(labels, it.Code+" "+it.Label.NB)
	}
	require.Equal(t, []string{"1 ein", "2 to", "3 tre", "4 fire"}, labels, "the latest list, and the codes only earlier ones have")
}
