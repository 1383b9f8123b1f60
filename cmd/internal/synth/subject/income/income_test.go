package income

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

// table holds the values of variables in one year, by name and person.
func table(t *testing.T, w *life.World, year int) map[string]map[int32]int64 {
	t.Helper()
	out := map[string]map[int32]int64{}
	period := calendar.Period{Start: calendar.NewYear(year), Stop: calendar.NewYear(year+1) - 1}
	view := life.NewView(w, period)
	all := Variables()
	for i := range all {
		out[all[i].Name] = map[int32]int64{}
		for p := range int32(w.Persons()) {
			if x, ok := all[i].At(view, p); ok {
				out[all[i].Name][p] = x
			}
		}
	}
	return out
}

// Sums are what their names say: total of work, capital and transfers; after tax of total and
// tax; wealth of its parts.
func TestSums(t *testing.T) {
	w := synthtest.World(t)
	for _, y := range []int{1995, 2008, 2019} {
		v := table(t, w, y)
		sum := func(total string, p int32, parts ...string) {
			x := int64(0)
			for _, part := range parts {
				if part[0] == '-' {
					x -= v[part[1:]][p]
				} else {
					x += v[part][p]
				}
			}
			require.Equal(t, x, v[total][p], "%s of %d in %d", total, p, y)
		}
		for p := range int32(w.Persons()) {
			sum("INNTEKT_WYRKINNT", p, "INNTEKT_WLONN", "INNTEKT_WNARINNT")
			sum("INNTEKT_WOVERFOR", p, "INNTEKT_WSKPLOVF", "INNTEKT_WSKFROVF")
			sum("INNTEKT_WSAMINNT", p, "INNTEKT_WYRKINNT", "INNTEKT_WKAPINNT", "INNTEKT_WOVERFOR")
			sum("INNTEKT_WIES", p, "INNTEKT_WSAMINNT", "-INNTEKT_WSKATOVF")
			sum("INNTEKT_WKAPINNT", p, "INNTEKT_RENTINNT", "INNTEKT_AKSJEUTBYTTE", "INNTEKT_REALISASJONSGEVINST", "-INNTEKT_REALISASJONSTAP", "INNTEKT_ANDREKAPINNT")
			sum("INNTEKT_AFP_SUM", p, "INNTEKT_AFP_OFF", "INNTEKT_AFP_PRIV")
			sum("INNTEKT_BRUTTOFORM", p, "INNTEKT_REAL", "INNTEKT_BRUTTO_FINANSKAPITAL")
			sum("INNTEKT_BER_BRFORM", p, "INNTEKT_BER_REALKAP", "INNTEKT_BANKINNSK", "INNTEKT_VERDIPAPIR", "INNTEKT_FORMUE_UTLAND")
			require.GreaterOrEqual(t, v["INNTEKT_WSKATOVF"][p], v["INNTEKT_UTSKATT"][p])
			require.GreaterOrEqual(t, v["INNTEKT_BER_REALKAP"][p], v["INNTEKT_PRIM_MARK"][p]+v["INNTEKT_SEK_MARK"][p])
			require.GreaterOrEqual(t, v["INNTEKT_VERDIPAPIR"][p], v["INNTEKT_FOND"][p]+v["INNTEKT_ASK_MARK"][p])
			require.GreaterOrEqual(t, v["INNTEKT_GJELD"][p], v["INNTEKT_USIKRET_GJELD"][p])
			require.GreaterOrEqual(t, v["INNTEKT_FTRYG"][p], v["INNTEKT_ALDERSP_FOLKETR"][p]+v["INNTEKT_KODE218"][p])
			taxable := v["INNTEKT_FTRYG"][p] + v["INNTEKT_AFP_SUM"][p] + v["INNTEKT_ARBLED"][p] + v["INNTEKT_SYKEPENGER"][p] +
				v["INNTEKT_FORELDREPENGER"][p] + v["INNTEKT_SUM_ARBAVKL"][p]
			require.GreaterOrEqual(t, v["INNTEKT_WSKPLOVF"][p], taxable)
			free := v["INNTEKT_BARNETRYGD"][p] + v["INNTEKT_KONTANTSTOTTE"][p] + v["INNTEKT_BOSTOTTE"][p] + v["INNTEKT_SOSIAL"][p] +
				v["INNTEKT_STUDIESTIPEND"][p] + v["INNTEKT_GRUNN_HJELP"][p]
			require.GreaterOrEqual(t, v["INNTEKT_WSKFROVF"][p], free)
			require.GreaterOrEqual(t, v["INNTEKT_UTSKATT"][p], int64(0))
			for name, of := range v {
				if name != "INNTEKT_WKAPINNT" && name != "INNTEKT_WIES" && name != "INNTEKT_WSAMINNT" && name[:12] != "INNTEKT_HUSH" {
					require.GreaterOrEqual(t, of[p], int64(0), "%s of %d", name, p)
				}
			}
		}
	}
}

// Household income is the sum of the members' income after tax, the same for all of them, and
// per unit it is as much for those alone and less for others.
func TestHouseholds(t *testing.T) {
	w := synthtest.World(t)
	v := table(t, w, 2019)
	sum, size := map[int64]int64{}, map[int64]int{}
	for p, k := range v["INNTEKT_HUSHNR"] {
		sum[k] += v["INNTEKT_WIES"][p]
		size[k]++
	}
	for p, k := range v["INNTEKT_HUSHNR"] {
		x := v["INNTEKT_HUSH_IES"][p]
		require.Equal(t, sum[k], x)
		switch {
		case size[k] == 1:
			require.Equal(t, x, v["INNTEKT_HUSH_IES_EU"][p])
		case x > 0:
			require.Less(t, v["INNTEKT_HUSH_IES_EU"][p], x)
			require.LessOrEqual(t, v["INNTEKT_HUSH_IES_OECD"][p], v["INNTEKT_HUSH_IES_EU"][p])
		}
	}
}

// A couple with two small children has 1 + 0.5 + 2 · 0.3 = 2.1 consumption units on the EU scale
// and 1 + 0.7 + 2 · 0.5 = 2.7 on the OECD scale.
func TestUnits(t *testing.T) {
	h := &life.Households{Members: []uint8{4, 1, 1}, Minors: []uint8{2, 0, 1}}
	require.Equal(t, int64(21), units(h, 0, 10, 5, 3))
	require.Equal(t, int64(27), units(h, 0, 10, 7, 5))
	require.Equal(t, int64(10), units(h, 1, 10, 5, 3))
	require.Equal(t, int64(10), units(h, 2, 10, 5, 3), "a child alone is the first member")
}
