package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Positions in the list arbstyrkestatus8, the first that fits counts.
const (
	employed = iota
	unemployed
	inProgramme
	inEducation
	reduced
	retired
	onBenefits
	unknown
)

// statusVariables place everybody once.
func statusVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "ARBSTATUS_PERS_STATUS8", At: func(v *life.View, p int32) (int64, bool) {
			if !adult(v, p) {
				return 0, false
			}
			return int64(statusOf(v, p)), true
		}},
		{Name: "ARBSTATUS_PERS_UTENFOR", At: outside(66)},
		{Name: "ARBSTATUS_PERS_NEET", At: outside(29)},
		{Name: "ARBSTATUS_PERS_AFP_GRUPPERING", At: func(v *life.View, p int32) (int64, bool) {
			switch public, private := onPublicAFP(v, p), onPrivateAFP(v, p); {
			case public && private:
				return 2, true
			case private:
				return 1, true
			default:
				return 0, public
			}
		}},
		{Name: "ARBSTATUS_PERS_ALDER", Kind: sheet.NumberValue, At: func(v *life.View, p int32) (int64, bool) { return int64(v.Age(p, v.Day)), adult(v, p) }},
		{Name: "ARBSTATUS_PERS_KOMM_NR", At: func(v *life.View, p int32) (int64, bool) {
			if !adult(v, p) {
				return 0, false
			}
			return v.Municipality(p)
		}},
	}
}

var (
	onPublicAFP  = receives(life.AFPPublic)
	onPrivateAFP = receives(life.AFPPrivate)
	onProgramme  = seeks(func(c uint8) bool { return ordinaryProgramme(c) || reducedIn(c) })
	onReduced    = receives(life.WorkAssessment, life.Disability, life.Rehabilitation, life.TimedDisability)
	onPension    = receives(life.OldAge, life.AFPPublic, life.AFPPrivate)
	onOthers     = receives(life.Unemployment, life.SocialAssistance, life.Sickness, life.SurvivorSpouse, life.SingleTransitional,
		life.CashForCare, life.Supplementary, life.Introduction, life.Parental)
)

func statusOf(v *life.View, p int32) int {
	switch {
	case mainJob(v, p) >= 0 || selfEmployed(v, p):
		return employed
	case v.Unemployed(p):
		return unemployed
	case onProgramme(v, p) || introduced(v, p):
		return inProgramme
	case studies(v, p):
		return inEducation
	case onReduced(v, p):
		return reduced
	case onPension(v, p):
		return retired
	case onOthers(v, p):
		return onBenefits
	}
	return unknown
}

// outside is 1 for people who neither work nor study nor take part in a programme.
func outside(upto int) value {
	return func(v *life.View, p int32) (int64, bool) {
		if !adult(v, p) || v.Age(p, v.Day) > upto {
			return 0, false
		}
		switch statusOf(v, p) {
		case employed, inProgramme, inEducation:
			return 0, true
		case unemployed: // some study or are in the programme for newcomers all the same
			if studies(v, p) || introduced(v, p) {
				return 0, true
			}
		}
		return 1, true
	}
}
