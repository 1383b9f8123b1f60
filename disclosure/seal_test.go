package disclosure

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// canary is in every field of the sealed values below; it must never come out.
const canary = 0x1234567

var canaryForms = []string{"1234567", "19088743", "1.9088743e", "19_088", "[103 69 35"}

func sealedValues() []any {
	set := SetKey{n: canary, s: canary, a: canary}
	ring := Ring{loaded: true}
	copy(ring.secret[:], "1234567 1234567 1234567")
	v := Values{Units: set, Mean: canary, M2: canary, Sum: canary, Rows: canary, Repeats: Repeats{canary}, Min: canary}
	g := Grid{Total: Cells{Units: []SetKey{set}, Values: [][]Values{{v}}}}
	layer := Layer{ring: ring, hash: "1234567", mac: newMAC(ring.secret[:])}
	return []any{
		set, &set, ring, &ring, Keys{rk: []uint64{canary}, ra: []uint64{canary}}, &Keys{rk: []uint64{canary}},
		v, &v, g, &g, g.Total, Bounds{Lo: canary, Hi: canary}, *NewGrid(g), NewGrid(g), layer, &layer,
		Described{Values: []Values{v}}, Groups{Values: []Values{v}}, NewGroups(Groups{Values: []Values{v}}),
		NewDescribed(Described{Values: []Values{v}}), NewDescribedBy(DescribedBy{Population: set}), DescribedBy{Population: set}, NewLog(Log{Counts: []SetKey{set}}), Log{Counts: []SetKey{set}},
		GuardEvidence{Set: set}, Cuts{Units: set}, Stored{Values: []float64{canary}}, []SetKey{set}, map[string]SetKey{"k": set},
		struct{ Inside SetKey }{set},
	}
}

func TestSealedTypesPrintTheirNameOnly(t *testing.T) {
	for _, v := range sealedValues() {
		var outputs []string
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%g", "%T"} {
			outputs = append(outputs, fmt.Sprintf(verb, v))
		}
		outputs = append(outputs, fmt.Sprint(v), fmt.Errorf("%v", v).Error())
		b, err := json.Marshal(v)
		require.NoError(t, err)
		outputs = append(outputs, string(b))
		var gobbed bytes.Buffer
		require.NoError(t, gob.NewEncoder(&gobbed).Encode(v))
		outputs = append(outputs, gobbed.String())
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", slog.Any("v", v))
		outputs = append(outputs, log.String())
		if m, ok := v.(interface{ MarshalText() ([]byte, error) }); ok {
			b, err := m.MarshalText()
			require.NoError(t, err)
			outputs = append(outputs, string(b))
		}
		for _, out := range outputs {
			require.Contains(t, out, "disclosure.", "%T", v)
			for _, c := range canaryForms {
				if strings.Contains(out, "time=") {
					continue // the log's own clock may hold any digits; its value is checked below
				}
				require.NotContains(t, out, c, "%T", v)
			}
		}
		require.Contains(t, log.String(), "disclosure.")
		require.NotContains(t, log.String(), "19088743")
	}
}

func TestPlainFormatters(t *testing.T) {
	require.Equal(t, "disclosure.SetKey", SetKey{n: 5}.String())
	require.Equal(t, "disclosure.Ring", fmt.Sprintf("%#v", DemoRing()))
	require.Equal(t, `"disclosure.Sheet"`, string(must(json.Marshal(NewLog(Log{})))))
	require.Equal(t, "disclosure.evidence", fmt.Sprintf("%+v", Values{Mean: 3}))
}

func must(b []byte, err error) []byte {
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

// TestSealedTypesHaveNoReaders: no exported field, and no exported method that returns
// anything but the seven formatters do.
func TestSealedTypesHaveNoReaders(t *testing.T) {
	formatters := map[string]bool{
		"String": true, "GoString": true, "Format": true, "MarshalJSON": true, "MarshalText": true,
		"GobEncode": true, "LogValue": true,
	}
	allowed := map[string]bool{
		"Keys.Accumulate": true, "Keys.AccumulateCounts": true, "Keys.AccumulateBits": true, "Keys.AccumulateDistinct": true,
		"Keys.AccumulateMask": true,
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Sheet](), reflect.TypeFor[Keys](), reflect.TypeFor[SetKey](), reflect.TypeFor[Ring](),
	} {
		for i := range typ.NumField() {
			require.False(t, typ.Field(i).IsExported(), "%s.%s", typ, typ.Field(i).Name)
		}
		p := reflect.PointerTo(typ)
		for i := range p.NumMethod() {
			m := p.Method(i)
			if formatters[m.Name] {
				continue
			}
			require.True(t, allowed[typ.Name()+"."+m.Name], "%s.%s", typ, m.Name)
			require.Zero(t, m.Type.NumOut(), "%s.%s returns something", typ, m.Name)
		}
	}
}

func TestReleasedCanOnlyBeMadeHere(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[Released](), reflect.TypeFor[Cell]()} {
		for i := range typ.NumField() {
			require.False(t, typ.Field(i).IsExported())
		}
	}
	var zero Released
	require.Equal(t, KindNothing, zero.Kind())
	_, ok := zero.Table()
	require.False(t, ok)
	require.False(t, Cell{}.HasValue())
}
