// Package hospital declares the variables of the patient register: contacts with hospitals.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := hospital.Variables() // HOVEDTILSTAND1, OMSORGSNIVA and others
package hospital

import (
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/lang/text"
)

const detailStream = 94

// Variables are the declarations of this subject. All but two hold for stays: NPRID is of the
// persons who had one, AGGRSHOPPID tells when a stay was.
func Variables() []variable.Variable {
	fixed := func(name string, kind sheet.StoredType, f func(w *life.World, k int32, a *life.Stay) (int64, bool), codes ...string) variable.Variable {
		v := variable.Variable{Name: name, Kind: kind, Fixed: func(w *life.World, k int32) (int64, bool) { return f(w, k, &w.Stays()[k]) }}
		if codes != nil {
			v.Codes = variable.These(codes...)
		}
		return v
	}
	var icd []string
	for i := range life.Conditions {
		icd = append(icd, life.Conditions[i].Code)
	}
	code, number := sheet.CodeValue, sheet.NumberValue
	return []variable.Variable{
		{Name: "NPRID", Kind: sheet.AmountValue, Fixed: func(w *life.World, p int32) (int64, bool) { return w.Ids[p], patients(w)[p] }},
		{Name: "AGGRSHOPPID", Kind: sheet.AmountValue, Spells: func(w *life.World, k int32, emit life.EmitSpell) {
			a := &w.Stays()[k]
			out, _ := a.Out(details(w, k))
			emit(w.Unit("NPR_SYKEHUSOPPHOLD").ID(k), a.In, out)
		}},
		fixed("HOVEDTILSTAND1", code, func(_ *life.World, _ int32, a *life.Stay) (int64, bool) { return int64(a.Main), true }, icd...),
		fixed("HOVEDTILSTAND2", code, func(_ *life.World, _ int32, a *life.Stay) (int64, bool) {
			return int64(a.Second), a.Second != life.NoCondition
		}, icd...),
		fixed("OMSORGSNIVA", code, func(_ *life.World, _ int32, a *life.Stay) (int64, bool) { return int64(a.Level), true }, "1", "2", "3"),
		fixed("NIVA", code, func(w *life.World, k int32, a *life.Stay) (int64, bool) {
			if lot := chance.Part(details(w, k), 2) * 1000 >> 16; lot < 40 || a.Level == life.Outpatient && lot < 110 {
				return 0, true
			}
			return 1, true
		}, "0", "1"),
		fixed("INNDATO", number, func(_ *life.World, _ int32, a *life.Stay) (int64, bool) { return int64(a.In), true }),
		fixed("UTDATO", number, func(w *life.World, k int32, a *life.Stay) (int64, bool) {
			out, _ := a.Out(details(w, k))
			return int64(out), true
		}),
		fixed("INNTID", code, func(_ *life.World, _ int32, a *life.Stay) (int64, bool) { return int64(a.From), true }, minutes()...),
		fixed("UTTID", code, func(w *life.World, k int32, a *life.Stay) (int64, bool) {
			_, at := a.Out(details(w, k))
			return int64(at), true
		}, minutes()...),
	}
}

func details(w *life.World, k int32) uint64 { return chance.NewStream(w.Seed, detailStream).At(k, 0) }

// patients tells who had a stay.
func patients(w *life.World) []bool {
	type key struct{}
	return life.OfWorld(w, key{}, func() []bool {
		had := make([]bool, w.Persons())
		for i := range w.Stays() {
			had[w.Stays()[i].Person] = true
		}
		return had
	})
}

// minutes are the times of a day as hhmm, from 0000 to 2359.
func minutes() (all []string) {
	for m := range 24 * 60 {
		all = append(all, fmt.Sprintf("%02d%02d", m/60, m%60))
	}
	return all
}

// Bands are what hospital stays are held to, per 1000 residents in the year.
func Bands() []survey.Band {
	per := func(level uint8) func(s *survey.Survey) float64 {
		return func(s *survey.Survey) float64 {
			n := 0
			for i := range s.Stays() {
				if s.Stays()[i].Level == level {
					n++
				}
			}
			return 1000 * float64(n) / float64(s.Residents)
		}
	}
	band := func(en, nb string, low, high, published float64, f func(s *survey.Survey) float64) survey.Band {
		return survey.Band{Name: text.Text{EN: en, NB: nb}, Low: low, High: high, Published: published, Measure: f}
	}
	return []survey.Band{
		band("inpatient stays per 1000 residents", "døgnopphold per 1000 bosatte", 130, 185, 155, per(life.Inpatient)),
		band("day treatments per 1000 residents", "dagopphold per 1000 bosatte", 60, 110, 0, per(life.DayCare)),
		band("outpatient contacts per 1000 residents", "polikliniske kontakter per 1000 bosatte", 750, 1250, 0, per(life.Outpatient)),
		band("nights of an inpatient stay, mean", "netter i et døgnopphold, gjennomsnitt", 3, 5, 4, func(s *survey.Survey) float64 {
			n, sum := 0, 0
			for i := range s.Stays() {
				if a := &s.Stays()[i]; a.Level == life.Inpatient {
					n, sum = n+1, sum+int(a.Nights)
				}
			}
			return float64(sum) / float64(n)
		}),
		band("people with a stay in the year, %", "personer med opphold i året, %", 35, 60, 0, func(s *survey.Survey) float64 {
			had := patients(s.World)
			return s.Share(survey.Everybody, func(p int32) bool { return had[p] })
		}),
	}
}
