package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// flag is a yes or no of everybody of 15 and more who lives in the country.
func flag(f func(v *life.View, p int32) bool) value {
	return func(v *life.View, p int32) (int64, bool) {
		if !adult(v, p) {
			return 0, false
		}
		if f(v, p) {
			return 1, true
		}
		return 0, true
	}
}

// receives tells whether somebody has one of some benefits on the day.
func receives(kinds ...life.Benefit) func(v *life.View, p int32) bool {
	return func(v *life.View, p int32) bool {
		for _, k := range kinds {
			if _, ok := v.OnBenefit(p, k, v.Day); ok {
				return true
			}
		}
		return false
	}
}

// seeks tells whether somebody is in the register of job seekers with a kind of code.
func seeks(of func(code uint8) bool) func(v *life.View, p int32) bool {
	return func(v *life.View, p int32) bool {
		s := v.Seeker(p)
		return s != nil && of(s.Code)
	}
}

func ordinaryProgramme(code uint8) bool { return code == life.SeekerProgramme }
func reducedIn(code uint8) bool         { return code == life.SeekerReducedIn || code == life.SeekerHasPlan }
func reducedOut(code uint8) bool        { return life.Reduced(int64(code)) && !reducedIn(code) }

// activityVariables tell what people do and live of, each by itself; somebody can have many.
func activityVariables() []variable.Variable {
	yes := func(name string, f func(v *life.View, p int32) bool) variable.Variable {
		return variable.Variable{Name: "ARBSTATUS_AKT_" + name, At: flag(f)}
	}
	return []variable.Variable{
		yes("AFP", receives(life.AFPPublic, life.AFPPrivate)),
		yes("ALDERSP", receives(life.OldAge)),
		yes("ANNATF", func(v *life.View, p int32) bool { return onRehabilitation(v, p) && !retrains(v, p) }),
		yes("ANNENP", occupationalPension),
		yes("ARBAP", receives(life.WorkAssessment)),
		yes("ATTFP", func(v *life.View, p int32) bool { return onRehabilitation(v, p) && retrains(v, p) }),
		yes("DAGP", receives(life.Unemployment)),
		yes("ETTERL", receives(life.SurvivorSpouse)),
		yes("FORELUF", receives(life.ProvisionalDisability)),
		yes("INDST", supportedInProgramme),
		yes("INTRO", introduced),
		yes("KONTANT", receives(life.CashForCare)),
		yes("LEDIG", func(v *life.View, p int32) bool { status, ok := v.LabourStatus(p); return ok && status == 3 }),
		yes("LODELTID", func(v *life.View, p int32) bool { k := mainJob(v, p); return k >= 0 && v.Jobs[k].Percent < 100 }),
		yes("LOHELTID", func(v *life.View, p int32) bool { k := mainJob(v, p); return k >= 0 && v.Jobs[k].Percent >= 100 }),
		yes("LOLTO", func(v *life.View, p int32) bool { return mainJob(v, p) < 0 && v.Pay.Wages(p, v.Year) > 0 }),
		yes("NEDSIKT", seeks(reducedOut)),
		yes("NEDST", seeks(reducedIn)),
		yes("OPPDRAG", freelances),
		yes("ORDTILT", seeks(ordinaryProgramme)),
		yes("ORDUTD", studies),
		yes("OVERGANGSSTOENAD", receives(life.SingleTransitional)),
		yes("SELVST", func(v *life.View, p int32) bool { return v.Pay.Business(p, v.Year) > 50_000 }),
		yes("SOSHJ", receives(life.SocialAssistance)),
		yes("SUPPL", receives(life.Supplementary)),
		yes("SYKEP", receives(life.Sickness)),
		yes("TIDSBUF", receives(life.TimedDisability)),
		yes("VARIGUF", receives(life.Disability)),
	}
}

var onRehabilitation = receives(life.Rehabilitation)

// personStream draws what this package alone asks of a person.
const personStream = 58

// retrains tells whether rehabilitation is by training for work.
func retrains(v *life.View, p int32) bool {
	return chance.Part(chance.NewStream(v.Seed, personStream).At(p, 0), 0)%100 < 45
}

// occupationalPension is a pension beside that of the national insurance: of all who retire
// from the public sector, and of many others.
func occupationalPension(v *life.View, p int32) bool {
	if v.Age(p, v.Day) < 62 || !receives(life.OldAge, life.AFPPublic)(v, p) {
		return false
	}
	share := 200 + v.PublicShare(p)
	if v.Level[p] >= life.LevelShort {
		share += 150
	}
	return chance.Part(chance.NewStream(v.Seed, personStream).At(p, 0), 1)%1000 < share
}

// supportedInProgramme tells whether somebody in a programme has nothing else to live of.
func supportedInProgramme(v *life.View, p int32) bool {
	return seeks(func(c uint8) bool { return ordinaryProgramme(c) || reducedIn(c) })(v, p) &&
		!receives(life.Unemployment, life.WorkAssessment, life.Disability, life.Rehabilitation, life.TimedDisability)(v, p)
}

func introduced(v *life.View, p int32) bool {
	if v.Flags[p]&life.ImmigrantFlag == 0 || int(v.Day)-int(v.Entry[p]) > 5*365 {
		return false
	}
	g, ok := v.IntroductionProgramme(p)
	return ok && g.Start <= v.Day && v.Day <= g.Stop
}

func freelances(v *life.View, p int32) bool {
	if v.MainJobs()[p] < 0 {
		return false
	}
	from, to := v.JobsOf(p)
	for k := from; k < to; k++ {
		if j := &v.Jobs[k]; j.Start <= v.Day && v.Day <= j.End && v.Traits(k)&life.Freelance != 0 {
			return true
		}
	}
	return false
}

// studies tells whether somebody is at school or studies in the school year of the day.
func studies(v *life.View, p int32) bool {
	if v.Age(p, v.Day) < 16 {
		return true // at lower secondary school
	}
	e, year := v.Enrolment(), v.Year
	if v.Month < 8 {
		year--
	}
	return e.Degrees(p, year) || e.Upper(p, year) || e.Apprentice(p, year) || e.Later(p, year)
}
