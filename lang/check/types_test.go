package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

func TestTypesOfExpressions(t *testing.T) {
	for expr, want := range map[string]types.Kind{
		"1":                          types.Integer,
		"-2":                         types.Integer,
		"1.0":                        types.Decimal,
		"'1'":                        types.Text,
		".":                          types.Untyped,
		"kjønn":                      types.Text,
		"død":                        types.Date,
		"kommune":                    types.Text,
		"født + 1":                   types.Integer,
		"født - død":                 types.Integer,
		"død + 30":                   types.Integer,
		"død - død":                  types.Integer,
		"født / 2":                   types.Decimal,
		"født ^ 2":                   types.Decimal,
		"født ** 2":                  types.Decimal,
		"født * 0.5":                 types.Decimal,
		"lønn - 1":                   types.Decimal,
		"-født":                      types.Integer,
		"-død":                       types.Integer,
		"-lønn":                      types.Decimal,
		"+(født > 1)":                types.Integer,
		"(født > 1) + (lønn > 2)":    types.Integer,
		"født == 1980":               types.Boolean,
		"død > 12000":                types.Boolean,
		"død == lønn":                types.Boolean,
		"(født == 1) == 0":           types.Boolean,
		"kjønn == '1'":               types.Boolean,
		"kjønn != kommune":           types.Boolean,
		"!død":                       types.Boolean,
		"født > 1 & lønn | !død":     types.Boolean,
		"substr(kommune, 1, 2)":      types.Text,
		"rowtotal(født, ., lønn)":    types.Integer,
		"int(lønn / 12) + 1":         types.Integer,
		"sysmiss(kjønn) == 0":        types.Boolean,
		"inlabels(kjønn, 'Kvinne')":  types.Boolean,
		"inlist('1', kjønn, 'x')":    types.Boolean,
		"((født)) - ((1))":           types.Integer,
		"string(født) == '1980'":     types.Boolean,
		"rowtotal(født, -lønn, 2+2)": types.Integer,
	} {
		v, ok := after(t, "generate x = "+expr).Var("x")
		require.True(t, ok, expr)
		assert.Equal(t, want, v.Kind, expr)
	}
}

// kindAfter runs a script and gives the type of x.
func kindAfter(t *testing.T, script string) types.Kind {
	v, ok := after(t, script).Var("x")
	require.True(t, ok, script)
	return v.Kind
}

func TestMissingIsSettledByTheFirstTypedAssignment(t *testing.T) {
	assert.Equal(t, types.Untyped, kindAfter(t, "generate x = ."))
	assert.Equal(t, types.Text, kindAfter(t, "generate x = .\nreplace x = 'a' if lønn > 1"))
	assert.Equal(t, types.Integer, kindAfter(t, "generate x = .\nreplace x = 1 if lønn > 1"))
	assert.Equal(t, types.Decimal, kindAfter(t, "generate x = .\nreplace x = .\nreplace x = 1 if lønn > 1\nreplace x = lønn if født > 2"))
	assert.Equal(t, types.Date, kindAfter(t, "generate x = .\nreplace x = død if lønn > 1\nreplace x = 2 if lønn > 9"))
	// A later value of the other family is wrong, not the first one.
	_, found, file := checked(t, start+"generate x = .\nreplace x = 'a' if lønn > 1\nreplace x = 1 if lønn > 2")
	assert.Equal(t, []string{"11 C0318 '1'"}, codesOf(file, found))
	// Until then it fits everywhere, as the literal would, and counts as numeric.
	assert.Equal(t, types.Untyped, kindAfter(t, "generate y = .\ngenerate x = y"))
	assert.Equal(t, types.Boolean, kindAfter(t, "generate y = .\ngenerate x = y == 'a' | y > 2"))
	v, _ := after(t, "generate x = .").Var("x")
	assert.Equal(t, types.Integer, v.Storage())
}

func TestReplace(t *testing.T) {
	// Without a condition the type may change, also across the families.
	assert.Equal(t, types.Text, kindAfter(t, "generate x = død\nreplace x = string(x)"))
	assert.Equal(t, types.Boolean, kindAfter(t, "generate x = 'a'\nreplace x = lønn > 1"))
	assert.Equal(t, types.Text, kindAfter(t, "generate x = 'a'\nreplace x = ."))
	// With one the type is the wider; a date stays a date.
	assert.Equal(t, types.Integer, kindAfter(t, "generate x = lønn > 1\nreplace x = 2 if født > 1"))
	assert.Equal(t, types.Decimal, kindAfter(t, "generate x = 1\nreplace x = 0.5 if født > 1"))
	assert.Equal(t, types.Decimal, kindAfter(t, "generate x = 0.5\nreplace x = 1 if født > 1"))
	assert.Equal(t, types.Date, kindAfter(t, "generate x = død\nreplace x = 17896 if x > 17896"))
	assert.Equal(t, types.Text, kindAfter(t, "generate x = 'a'\nreplace x = . if lønn > 1"))
}

func TestLabelsAndRolesAreInherited(t *testing.T) {
	d := after(t, "rename kjønn k\nreplace k = '2' if k == '1'\ngenerate copy = k\nrename kommune kom")
	k, _ := d.Var("k")
	require.NotNil(t, k.Labels)
	assert.Equal(t, "Kvinne", k.Labels.Items[1].Label.NB)
	cp, _ := d.Var("copy")
	assert.Nil(t, cp.Labels)
	kom, _ := d.Var("kom")
	assert.True(t, kom.Plain)
	assert.Equal(t, "KOMMUNE", kom.Refers.Code)
	d = after(t, "replace kommune = '0301' if født > 1\ngenerate ny = kommune\nreplace født = 2")
	kom, _ = d.Var("kommune")
	assert.NotNil(t, kom.Refers, "replace keeps the role while the type stays")
	ny, _ := d.Var("ny")
	assert.Nil(t, ny.Refers, "generate never yields a key")
	d = after(t, "replace kommune = 1")
	kom, _ = d.Var("kommune")
	assert.Nil(t, kom.Refers)
	mor, _ := d.Var("mor")
	assert.True(t, mor.IsKey())
}

func TestFreeTextLineage(t *testing.T) {
	d := after(t, `import db/NAVN_TEKST as navn
generate part = substr(navn, 1, 2)
generate coded = substr(kjønn, 1, 1)
generate literal = 'a'
generate is = navn == 'x'
generate fromnum = string(født)
generate mix = kjønn
replace mix = navn if lønn > 1
clone-dataset p q
destring navn
generate back = string(navn)
`)
	for name, want := range map[string]bool{"navn": false, "part": true, "coded": false, "literal": false, "is": false,
		"fromnum": true, "mix": true, "back": true} {
		v, ok := d.Var(name)
		require.True(t, ok, name)
		assert.Equal(t, want, v.FreeText, name)
	}
}

func TestCodeLists(t *testing.T) {
	d := after(t, "define-labels tall 1 en 10 ti 2 to\ndefine-labels tekst '1' en '2' to\nassign-labels født tekst\nassign-labels kjønn tall\nassign-labels lønn tall")
	født, _ := d.Var("født")
	assert.True(t, født.Labels.Numeric)
	kjønn, _ := d.Var("kjønn")
	assert.False(t, kjønn.Labels.Numeric)
	assert.Equal(t, []string{"1", "10", "2"}, itemCodes(kjønn.Labels), "alphanumeric order")
	lønn, _ := d.Var("lønn")
	assert.Equal(t, []string{"1", "2", "10"}, itemCodes(lønn.Labels), "numeric order")

	private := lønn.Labels.With(true, check.NumericCode(5))
	assert.Equal(t, []string{"1", "2", "5", "10"}, itemCodes(private))
	assert.Equal(t, []string{"1", "2", "10"}, itemCodes(lønn.Labels), "the shared list is untouched")
	assert.Empty(t, private.Name)

	zeros := check.NewCodeList("z", false, []check.CodeItem{{Code: "01"}, {Code: "1"}, {Code: "x"}})
	_, ok := zeros.For(types.Integer)
	assert.False(t, ok, "01 is not 1")
	d = after(t, "define-labels l 1 en\nassign-labels født l\ndrop-labels l")
	født, _ = d.Var("født")
	assert.Nil(t, født.Labels)
	d = after(t, "destring kjønn")
	kjønn, _ = d.Var("kjønn")
	assert.True(t, kjønn.Labels.Numeric)
	assert.Equal(t, types.Decimal, kjønn.Kind)
}

func itemCodes(l *check.CodeList) []string {
	var out []string
	for _, it := range l.Items {
		out = append(out, it.Code)
	}
	return out
}
