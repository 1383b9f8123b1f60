package synth

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/names"
)

// wanted are the variables that tests name.
var wanted = []string{"BEFOLKNING_KJOENN", "BEFOLKNING_KOMMNR_FORMELL", "BEFOLKNING_MOR_FNR", "BEFOLKNING_STATUSKODE", "NPRID"}

// few are only these.
func few() map[string]bool {
	only := map[string]bool{}
	for _, name := range wanted {
		only[name] = true
	}
	return only
}

// sampled are the variables that tests of stores write: of every kind of value, unit, time and
// grid two, for all take a minute and the packages of the subjects check every row of them.
// nil, which is all, with SYNTH_EVERY.
var sampled = sync.OnceValue(func() map[string]bool {
	if os.Getenv("SYNTH_EVERY") != "" {
		return nil
	}
	c, err := names.ReadCatalogue()
	if err != nil {
		panic(err)
	}
	all, err := declarations(c)
	if err != nil {
		panic(err)
	}
	only, last := few(), map[string]string{}
	for i := range all {
		f := c.ByName[all[i].Name]
		kind := fmt.Sprint(f.Databank, f.UnitType, f.Temporality, f.Frequency, f.AnyDay, all[i].Kind)
		if last[kind] == "" {
			only[f.Name] = true
		}
		if len(all[i].When.Periods) < 40 { // one is enough of those with many files
			last[kind] = f.Name
		} else {
			last[kind] = cmp.Or(last[kind], f.Name)
		}
	}
	for _, name := range last {
		only[name] = true
	}
	return only
})

// sampleOf are the sampled variables of a bank.
func sampleOf(t *testing.T, bank string) (of []string) {
	t.Helper()
	c, err := names.ReadCatalogue()
	require.NoError(t, err)
	for _, v := range declared(t) {
		if only := sampled(); c.ByName[v.Name].Databank == bank && (only == nil || only[v.Name]) {
			of = append(of, v.Name)
		}
	}
	return of
}

// TestEveryVariable demands every variable of the catalogue, once.
func TestEveryVariable(t *testing.T) {
	c, err := names.ReadCatalogue()
	require.NoError(t, err)
	times := map[string]int{}
	for _, v := range declared(t) {
		times[v.Name]++
	}
	var missing, twice []string
	for i := range c.Variables {
		switch name := c.Variables[i].Name; times[name] {
		case 0:
			missing = append(missing, name)
		case 1:
		default:
			twice = append(twice, name)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		t.Errorf("%d of %d are missing: %s", len(missing), len(c.Variables), strings.Join(missing, " "))
	}
	if len(twice) > 0 {
		t.Errorf("declared more than once: %s", strings.Join(twice, " "))
	}
}
