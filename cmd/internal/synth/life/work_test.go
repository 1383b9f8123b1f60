package life

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// Jobs lie in the times of work of their persons, main jobs after one another without a gap.
func TestJobsFillTimesOfWork(t *testing.T) {
	w := small(t)
	floor := calendar.NewYear(jobYear)
	for p := range int32(w.Persons()) {
		from, to := w.JobsOf(p)
		k := from
		w.stretches(w.Pay.jobLots, p, func(s stretch) {
			if s.end < floor {
				return
			}
			next := int16(0)
			for ; k < to && w.Jobs[k].Start <= s.end; k++ {
				j := &w.Jobs[k]
				require.Equal(t, p, j.Person)
				require.True(t, s.start <= j.Start && j.Start <= j.End && j.End <= s.end, "%+v %+v", s, j)
				if j.Second {
					continue
				}
				require.True(t, next == 0 || j.Start == next, "a gap: %+v %+v", s, j)
				next = j.End + 1
			}
			require.True(t, next == s.end+1, "ends early: %+v", s)
		})
		require.Equal(t, to, k, "a job outside the times of work of %d", p)
	}
}

func TestNobodyInWorkIsUnemployed(t *testing.T) {
	w := small(t)
	spells := 0
	for p := range int32(w.Persons()) {
		last := int16(-32768)
		w.SeekerSpells(p, func(code int64, start, stop int16) {
			require.True(t, last < start && start <= stop)
			require.True(t, w.Entry[p] <= start && start < w.Gone(p))
			last = stop
			if code != SeekerUnemployed {
				return
			}
			spells++
			from, to := w.JobsOf(p)
			for k := from; k < to; k++ {
				require.False(t, w.Jobs[k].Start <= stop && start <= w.Jobs[k].End, "works and is unemployed: %+v %d %d", w.Jobs[k], start, stop)
			}
		})
	}
	require.Positive(t, spells)
}

// All jobs at an establishment agree on who owns it, and an enterprise has one form of law.
func TestEmployers(t *testing.T) {
	w := small(t)
	e := w.Employers()
	require.LessOrEqual(t, len(w.Geo.Atoms), 1<<placeBits)
	require.LessOrEqual(t, len(e.list), 1<<branchBits)
	firms := map[int64]int64{}
	owner := map[int64]int64{}
	for k := range int32(len(w.Jobs)) {
		site, firm := e.Establishment(k), e.Enterprise(k)
		require.NotEqual(t, site, firm)
		if was, ok := owner[site]; ok {
			require.Equal(t, was, firm)
		}
		owner[site] = firm
		form := e.LegalForm(e.Of[k])
		if was, ok := firms[firm]; ok {
			require.Equal(t, was, form, "two forms of one enterprise")
		}
		firms[firm] = form
		require.Less(t, int(form), len(LegalForms))
		require.Less(t, int(e.Sector(e.Of[k]).Standard()), len(SectorCodes))
		require.Less(t, int(e.Sector(e.Of[k]).Older()), len(SectorCodesOlder))
	}
	require.Less(t, len(firms), len(owner))
}

// The embedded tables name industries that exist, share everything out, and know every branch
// and occupation.
func TestTablesOfIndustries(t *testing.T) {
	w := small(t)
	codes, branches := index(w.Cat.Codes("sn2007")), map[string]bool{}
	older := map[string]bool{}
	for _, line := range tableLines(branchesTSV) {
		require.Len(t, line, 7)
		for _, n := range line[1:4] {
			require.True(t, n == "0" || parsed(n) > 0, n)
		}
		sum := 0
		for _, part := range strings.Fields(line[5]) {
			name, n, _ := strings.Cut(part, ":")
			require.Contains(t, sectorNames[:], name)
			sum += parsed(n)
		}
		require.Equal(t, 100, sum, line[0])
		for _, c := range strings.Fields(line[6]) {
			require.Contains(t, codes, c)
		}
		require.False(t, older[line[4]], "the older code of %s stands twice", line[0])
		branches[line[0]], older[line[4]] = true, true
	}
	for _, line := range tableLines(industriesTSV) {
		sum := 0
		for _, part := range strings.Fields(line[1]) {
			name, n, _ := strings.Cut(part, ":")
			require.True(t, branches[name], name)
			sum += parsed(n)
		}
		require.InDelta(t, 1000, sum, 8, line[0])
	}
}
