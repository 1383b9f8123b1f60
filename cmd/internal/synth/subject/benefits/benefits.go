// Package benefits declares the variables of pensions, benefits and social assistance.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := benefits.Variables() // UFOERP2011FDT_GRAD and others
package benefits

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(receipts(), degrees(), childVariables(), welfareVariables(), pensionVariables())
}

// knownFrom is the first year of benefits that do not depend on work.
const knownFrom = 1991

// receipts are times with a benefit: the code for receiving it.
func receipts() (all []variable.Variable) {
	for _, r := range []struct {
		name  string
		kind  life.Benefit
		since int
	}{
		{"AFPO1992FDT_MOTTAK", life.AFPPublic, knownFrom}, {"AFPO2011FDT_MOTTAK", life.AFPPublic, 0},
		{"AFPP1992FDT_MOTTAK", life.AFPPrivate, knownFrom}, {"AFPP2011FDT_MOTTAK", life.AFPPrivate, 0},
		{"ALDPENSJ1992FDT_MOTTAK", life.OldAge, knownFrom}, {"ALDPENSJ2011FDT_MOTTAK", life.OldAge, 0},
		{"ARBAVKLARPFDT_MOTTAK", life.WorkAssessment, 0}, {"REHABFDT_MOTTAK", life.Rehabilitation, 0},
		{"TIDSUFOERPFDT_MOTTAK", life.TimedDisability, 0}, {"FUFOERPFDT_MOTTAK", life.ProvisionalDisability, knownFrom},
		{"UFOERP1992FDT_MOTTAK", life.Disability, knownFrom}, {"UFOERP2011FDT_MOTTAK", life.Disability, 0},
		{"ENSLIGBTSFDT_MOTTAK", life.SingleChildCare, 0}, {"ENSLIGOVGFDT_MOTTAK", life.SingleTransitional, 0},
		{"ENSLIGUTDFDT_MOTTAK", life.SingleEducation, 0},
		{"ETLATBRN1992FDT_MOTTAK", life.SurvivorChild, knownFrom}, {"ETLATBRN2011FDT_MOTTAK", life.SurvivorChild, 0},
		{"ETLATEKT1992FDT_MOTTAK", life.SurvivorSpouse, knownFrom}, {"ETLATEKT2011FDT_MOTTAK", life.SurvivorSpouse, 0},
		{"ETLATFAM1992FDT_MOTTAK", life.FamilyCarer, knownFrom}, {"ETLATFAM2011FDT_MOTTAK", life.FamilyCarer, 0},
		{"GRUNNSTFDT_MOTTAK", life.BasicBenefit, knownFrom}, {"HJELPSTFDT_MOTTAK", life.AttendanceBenefit, knownFrom},
		{"INTROSTFDT_MOTTAK", life.Introduction, 0}, {"KVALIFSTFDT_MOTTAK", life.Qualification, 0},
		{"SOSHJLPFDT_MOTTAK", life.SocialAssistance, 0}, {"SUPPLSTFDT_MOTTAK", life.Supplementary, 0},
		{"BARNETRMOTFDT_MOTTAK", life.ChildBenefit, 0},
	} {
		all = append(all, variable.Variable{Name: r.name, Since: r.since, Spells: func(w *life.World, p int32, emit life.EmitSpell) {
			m := merger{emit: emit}
			w.Benefits(p, r.kind, func(_ int64, start, stop int16) { m.add(0, start, stop) })
			m.end()
		}})
	}
	return all
}

// merger joins spells of the same value that touch.
type merger struct {
	emit        life.EmitSpell
	open        bool
	value       int64
	start, stop int16
}

func (m *merger) add(value int64, start, stop int16) {
	if m.open && value == m.value && start == m.stop+1 {
		m.stop = stop
		return
	}
	m.end()
	m.open, m.value, m.start, m.stop = true, value, start, stop
}

func (m *merger) end() {
	if m.open {
		m.emit(m.value, m.start, m.stop)
	}
}

// degrees are the same times with how much of the benefit is paid, in per cent.
func degrees() (all []variable.Variable) {
	for _, r := range []struct {
		name  string
		kind  life.Benefit
		since int
	}{
		{"AFPO2011FDT_GRAD", life.AFPPublic, 0}, {"AFPP2011FDT_GRAD", life.AFPPrivate, 0}, {"ALDPENSJ2011FDT_GRAD", life.OldAge, 0},
		{"ETLATEKT2011FDT_GRAD", life.SurvivorSpouse, 0}, {"FUFOERPFDT_UFG", life.ProvisionalDisability, knownFrom},
		{"REHABFDT_INNV_GRAD", life.Rehabilitation, 0}, {"TIDSUFOERPFDT_UFG", life.TimedDisability, 0},
		{"UFOERP1992FDT_UFG", life.Disability, knownFrom}, {"UFOERP2011FDT_GRAD", life.Disability, 0},
	} {
		all = append(all, variable.Variable{Name: r.name, Kind: sheet.NumberValue, Since: r.since,
			Spells: func(w *life.World, p int32, emit life.EmitSpell) { w.Benefits(p, r.kind, emit) }})
	}
	return append(all, variable.Variable{Name: "REHABFDT_DAGSATS", Kind: sheet.NumberValue, Spells: func(w *life.World, p int32, emit life.EmitSpell) {
		w.Benefits(p, life.Rehabilitation, func(degree int64, start, stop int16) {
			emit(w.BenefitRate(p, life.Rehabilitation, max(calendar.YearOf(start), 2002))/260*degree/100, start, stop)
		})
	}})
}

// Codes of the list barnetrygd_type.
const (
	ordinary = iota
	extended
	shared
)

// childVariables speak of the parent who receives child benefit.
func childVariables() []variable.Variable {
	of := func(value func(c life.ChildRate) int64) func(w *life.World, p int32, emit life.EmitSpell) {
		return func(w *life.World, p int32, emit life.EmitSpell) {
			m := merger{emit: emit}
			w.ChildBenefits(p, func(c life.ChildRate, start, stop int16) { m.add(value(c), start, stop) })
			m.end()
		}
	}
	return []variable.Variable{
		{Name: "BARNETRMOTFDT_ANTBARN", Kind: sheet.NumberValue, Spells: of(func(c life.ChildRate) int64 { return int64(c.Children) })},
		{Name: "BARNETRMOTFDT_BELOP", Kind: sheet.NumberValue, Spells: of(func(c life.ChildRate) int64 { return int64(c.Monthly) })},
		{Name: "BARNETRMOTFDT_STATUSK", Spells: of(func(c life.ChildRate) int64 {
			switch {
			case c.Single:
				return extended
			case c.Shared:
				return shared
			}
			return ordinary
		})},
	}
}
