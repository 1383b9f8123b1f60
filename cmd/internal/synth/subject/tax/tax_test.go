package tax

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

// What is assessed is the taxes less what is taken off: the variables add up but for the tax to
// the county and the contribution to the national insurance, which are not negative.
func TestReturnAddsUp(t *testing.T) {
	w := synthtest.World(t)
	for _, y := range []int{2012, 2014, 2020} {
		view := life.NewView(w, calendar.Period{Start: calendar.NewYear(y), Stop: calendar.NewYear(y+1) - 1})
		values := map[string]func(p int32) int64{}
		all := Variables()
		for i := range all {
			values[all[i].Name] = func(p int32) int64 { x, _ := all[i].At(view, p); return x }
		}
		for p := range int32(w.Persons()) {
			v := func(name string) int64 { return values["SKATT_"+name](p) }
			shown := v("INNTEKT_KOMMUNE") + v("INNTEKT_STAT") + v("FORMUESKATT") - v("FRADR_BSU") - v("FRADR_FINNMARK") - v("FRADR_FOU") -
				v("FRADR_LAV_INNTEKT") - v("FRADR_LITEN_SKATTEEVNE") - v("FRADR_UTENLANDSSKATT")
			hidden := v("FASTSATT_SKATT") - shown
			require.GreaterOrEqual(t, hidden, int64(0))
			personal := v("PI_LONN") + v("PI_PENSJONER") + v("PI_UFORE") + v("PI_ANNEN_NAERING") + v("PI_FF_FAMB")
			gross := v("BRUTTOINNTEKT")
			require.GreaterOrEqual(t, gross, personal)
			require.LessOrEqual(t, hidden, gross*150/1000+1, "county 2.5 and contribution at most 11.2 per cent")
			require.Equal(t, v("FORMUE_KOMMUNE")+v("FORMUE_STAT"), v("FORMUESKATT"))
			bracket := v("TRINNSKATT")
			if y < 2016 {
				bracket = v("TOPPSKATT")
			}
			require.Equal(t, v("FELLESSKATT")+bracket, v("INNTEKT_STAT"))
			require.Equal(t, max(0, gross-v("INNTEKTSFRADRAG")), v("ALMINNELIG_INNTEKT"))
			require.GreaterOrEqual(t, v("INNTEKTSFRADRAG"), v("MINSTEFRADRAG")+v("RENTEUTGIFTER")+v("FRADR_FAGFORENING")+v("FRADR_REISEUTGIFTER")+v("MERUTG_KOST_LOSJI"))
			require.Equal(t, v("REALKAPITAL")+v("BRUTTO_FINANSKAPITAL"), v("BRUTTOFORMUE"))
			require.GreaterOrEqual(t, v("REALKAPITAL"), v("PRIMAERBOLIG")+v("SEKUNDAERBOLIG"))
			require.Equal(t, max(0, v("BRUTTOFORMUE")-v("GJELD")), v("NETTOFORMUE"))
			if v("FORMUESKATT") == 0 {
				require.LessOrEqual(t, v("FASTSATT_SKATT"), gross, "tax is never more than income")
			}
		}
	}
}

// A worker with 600,000 kroner in 2022 and nothing else: standard deduction 116,000 (the most),
// union dues aside; general income 484,000, less 62,000 is 422,000 at 22 per cent: 92,840. Contribution 8 per
// cent of 600,000 is 48,000. Brackets: 1.7 per cent of 409,650, 2.3 more of 332,100: 6,964 and 7,638.
func TestTaxByHand(t *testing.T) {
	w := synthtest.World(t)
	for p := range int32(w.Persons()) {
		age := w.Age(p, calendar.NewYear(2022))
		s := life.Statement{Wages: 600_000}
		if union, travel, board := w.WorkDeductions(p, 2022, s.Wages); age < 36 || age > 60 || union+travel+board > 0 || w.May(life.NorthCredit, p, 2022) ||
			w.MaySpecial(p, 2022) || !w.Resident(p, calendar.NewYear(2022)) {
			continue
		}
		r := w.TaxOf(p, 2022, &s)
		require.Equal(t, int64(484_000), r.General)
		require.Equal(t, int64(92_840), r.Municipal+r.County+r.Common)
		require.Equal(t, int64(48_000), r.Contribution)
		require.Equal(t, int64(6_964+7_638), r.Bracket)
		require.Equal(t, int64(92_840+48_000+6_964+7_638), r.Assessed)
		return
	}
	t.Fatal("nobody without deductions")
}
