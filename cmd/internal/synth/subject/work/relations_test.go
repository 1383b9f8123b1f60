package work

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func named(t *testing.T) func(name string) value {
	all := map[string]value{}
	for _, v := range Variables() {
		all[v.Name] = v.At
	}
	return func(name string) value {
		require.NotNil(t, all[name], name)
		return all[name]
	}
}

// What is said of a person on one day agrees: employees have one main job, full-time or not,
// an employer and an hours' band; the unemployed have none of it.
func TestStatusesAgree(t *testing.T) {
	w, of := synthtest.World(t), named(t)
	d := calendar.Day(2014, 11, 16)
	v := life.NewView(w, calendar.Period{Start: d, Stop: d})
	yes := func(name string, p int32) bool { x, ok := of("ARBSTATUS_AKT_"+name)(v, p); return ok && x == 1 }
	seen := [4]int{}
	for p := range int32(w.Persons()) {
		status, ok := v.LabourStatus(p)
		if !ok {
			continue
		}
		seen[status]++
		full, part := yes("LOHELTID", p), yes("LODELTID", p)
		require.Equal(t, status == 1, full != part, "person %d", p)
		require.False(t, full && part)
		_, employer := of("REGSYS_ORGBED")(v, p)
		hours, hasHours := of("REGSYS_ARBTIM")(v, p)
		band, _ := of("REGSYS_ARBTID")(v, p)
		_, place := of("REGSYS_ARBKOMM")(v, p)
		require.Equal(t, status == 1, employer)
		require.Equal(t, status == 1, hasHours)
		require.Equal(t, status == 1 || status == 2, place)
		if hasHours {
			require.Equal(t, min(max(hours/1000-1, 0), 2), band, "hours %d", hours)
			sum, _ := of("ARBSTATUS_PERS_SUM_ARBEIDSTID")(v, p)
			require.GreaterOrEqual(t, sum, hours)
		}
		eight, _ := of("ARBSTATUS_PERS_STATUS8")(v, p)
		require.Equal(t, status == 1 || status == 2, eight == employed)
		require.Equal(t, status == 3, eight == unemployed)
		require.Equal(t, status == 3, yes("LEDIG", p))
		if out, ok := of("ARBSTATUS_PERS_NEET")(v, p); ok && out == 1 {
			require.NotEqualValues(t, 1, status)
			require.False(t, yes("ORDUTD", p))
			require.LessOrEqual(t, v.Age(p, d), 29)
		}
	}
	for _, n := range seen {
		require.Positive(t, n)
	}
}
