package benefits

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// pensionStream draws what people earned before the history knows their pay.
const pensionStream = 74

// pensionVariables are the factors of pensions until 1990 and the pension points until 2010. The
// early ones know only people who lived on in 1990.
func pensionVariables() []variable.Variable {
	factor := func(name string, value func(v *life.View, p int32, x pension) int64) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.NumberValue, Since: 1967, At: func(v *life.View, p int32) (int64, bool) {
			x, ok := pensionOf(v, p)
			if !ok {
				return 0, false
			}
			return value(v, p, x), true
		}}
	}
	return []variable.Variable{
		factor("PENSJ1967FDT_GPFAK", func(v *life.View, p int32, x pension) int64 {
			if q := spouse(v, p); q >= 0 {
				if _, both := pensionOf(v, q); both {
					return 75 * x.degree / 100
				}
			}
			return x.degree
		}),
		factor("PENSJ1967FDT_TPFAK", func(v *life.View, p int32, x pension) int64 { return supplement(v, p) * x.degree / 100 }),
		factor("PENSJ1967FDT_STFAK", func(v *life.View, p int32, x pension) int64 {
			return max(0, specialRate(v.Year)-supplement(v, p)) * x.degree / 100
		}),
		factor("PENSJ1967FDT_BTFAK", func(v *life.View, p int32, _ pension) int64 { return 25 * children(v, p) }),
		factor("PENSJ1967FDT_ETFAK", func(v *life.View, p int32, x pension) int64 {
			if q := spouse(v, p); q >= 0 && !v.IsWoman(p) {
				if _, both := pensionOf(v, q); !both && v.Birth[q] < calendar.NewYear(v.Year-60) {
					return 50 * x.degree / 100
				}
			}
			return 0
		}),
		factor("PENSJ1967FDT_FRADFAK", func(v *life.View, p int32, x pension) int64 {
			word := lot(v, p, v.Year)
			if !x.old || v.Age(p, v.Day) >= 70 || chance.Part(word, 0)%100 >= 9 {
				return 0
			}
			return int64(5 + chance.Part(word, 1)%45)
		}),
		factor("PENSJ1967FDT_VTSMFAK", func(v *life.View, p int32, x pension) int64 {
			word := lot(v, p, 1)
			if !x.old || v.Age(p, v.Day) < 68 || chance.Part(word, 0)%100 >= 14 {
				return 0
			}
			return int64(9 * (1 + chance.Part(word, 1)%3))
		}),
		{Name: "PENSJ1967FDT_UFG", Kind: sheet.NumberValue, Since: 1967, At: func(v *life.View, p int32) (int64, bool) {
			x, ok := pensionOf(v, p)
			return x.degree, ok && !x.old
		}},
		{Name: "PENSJPOENGFDT_SPT", Kind: sheet.NumberValue, Since: 1992, At: func(v *life.View, p int32) (int64, bool) {
			_, ok := pensionOf(v, p)
			return Points(v.World, p), ok
		}},
		{Name: "PENSJPOENGFDT_OPT", Kind: sheet.NumberValue, Since: 1992, At: func(v *life.View, p int32) (int64, bool) {
			born := v.BornYear(p)
			if _, ok := pensionOf(v, p); !ok || born >= 1928 {
				return 0, false
			}
			return Points(v.World, p) * int64(min(20, 1928-born)) / 120, true
		}},
	}
}

// pension is what somebody receives on the day of a view.
type pension struct {
	old    bool
	degree int64
}

// pensionOf is the old-age or disability pension of a resident on the day. Until 1972 the
// pension age was 70.
func pensionOf(v *life.View, p int32) (pension, bool) {
	if !v.Resident(p, v.Day) {
		return pension{}, false
	}
	disabled, old, degree := v.PensionDays(p)
	switch {
	case old <= v.Day && (v.Year >= 1973 || v.Age(p, v.Day) >= 70):
		return pension{true, 100}, true
	case disabled <= v.Day && disabled != calendar.None:
		return pension{false, int64(degree)}, true
	}
	return pension{}, false
}

func lot(v *life.View, p int32, step int) uint64 {
	return chance.NewStream(v.Seed, pensionStream).At(p, step)
}

// spouse is the person somebody is married to on the day, −1 for none.
func spouse(v *life.View, p int32) int32 {
	if u := v.UnionAt(p, v.Day); u != nil && u.Wed <= v.Day {
		return u.Partner(p)
	}
	return -1
}

// Points are the final pension points of a person, in hundredths: income over the basic
// amount, counted in basic amounts, in the best years; 0–700. People who hardly worked have few.
func Points(w *life.World, p int32) int64 {
	x := 340
	if w.IsWoman(p) {
		x = 210
	}
	word := chance.NewStream(w.Seed, pensionStream).At(p, 0)
	x = int(chance.Grow(int64(x), chance.Normal(word)*330/1024+int(w.Ability[p])*130/1024+int(w.Level[p])*70))
	if w.IsWoman(p) && w.BornYear(p) < 1930 && chance.Part(word, 0)%100 < 35 {
		x /= 6
	}
	return int64(min(x, 700))
}

// supplement is the supplementary pension in per cent of the basic amount: 45 per cent of the
// points for the years since 1967, of 40 (of 20 for those who were old then).
func supplement(v *life.View, p int32) int64 {
	full := int64(40)
	if v.BornYear(p) < 1918 {
		full = 20
	}
	return 45 * Points(v.World, p) * min(int64(v.Year-1966), full) / full / 100
}

// specialRate is the special supplement in per cent of the basic amount, for those without a
// supplementary pension.
func specialRate(year int) int64 {
	switch {
	case year < 1970:
		return 0
	case year < 1980:
		return int64(8 + 4*(year-1970))
	}
	return 50
}

// children counts the children under 18 on the day.
func children(v *life.View, p int32) (n int64) {
	if v.BornYear(p) < v.Year-69 {
		return 0
	}
	var buf [24]int32
	for _, k := range v.Children(p, &buf) {
		if v.Resident(k, v.Day) && v.Age(k, v.Day) < 18 {
			n++
		}
	}
	return n
}
