// Package work declares the variables of work and job seekers whose units are persons.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := work.Variables() // REGSYS_ARB_ARBMARK_STATUS and others
package work

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(employmentVariables(), employerVariables(), activityVariables(), statusVariables(), seekerVariables(), registerVariables(), wageEarnerVariables())
}

// value is what a variable says of a person in a period.
type value = func(v *life.View, p int32) (int64, bool)

// adult tells whether somebody is of those that statistics of work speak of: residents from 15.
func adult(v *life.View, p int32) bool { return v.Resident(p, v.Day) && v.Age(p, v.Day) >= 15 }

// mainJob is the job that counts on the day, −1 for people without one and for those whose
// main work is a business of their own.
func mainJob(v *life.View, p int32) int32 {
	if k := v.MainJobs()[p]; k >= 0 && v.Age(p, v.Day) >= 15 && !v.OwnBusiness(p) {
		return k
	}
	return -1
}

// ofJob makes a variable of people with a job out of what it says of the main job.
func ofJob(f func(v *life.View, k int32) int64) value {
	return func(v *life.View, p int32) (int64, bool) {
		k := mainJob(v, p)
		if k < 0 {
			return 0, false
		}
		return f(v, k), true
	}
}

// selfEmployed tells whether somebody lives of a business.
func selfEmployed(v *life.View, p int32) bool { return adult(v, p) && v.OwnBusiness(p) }

// orOwn adds the self-employed to a variable of people with a job.
func orOwn(job, own value) value {
	return func(v *life.View, p int32) (int64, bool) {
		if mainJob(v, p) >= 0 {
			return job(v, p)
		}
		if selfEmployed(v, p) {
			return own(v, p)
		}
		return 0, false
	}
}
