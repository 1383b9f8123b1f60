package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

func TestTheLanguageOfTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want text.Lang
	}{
		{nil, text.English},
		{map[string]string{"LANG": "nb_NO.UTF-8"}, text.Bokmaal},
		{map[string]string{"LANG": "nb_NO.UTF-8", "LC_ALL": "C"}, text.English},
		{map[string]string{"LC_ALL": "C", "MDSCRIPT_LANG": "nb"}, text.Bokmaal},
		{map[string]string{"LANG": "de_DE.UTF-8"}, text.English},
	} {
		require.Equal(t, c.want, languageOf(func(name string) string { return c.env[name] }), "%v", c.env)
	}
	require.Equal(t, "nb", langFlag([]string{"run", "--lang", "nb"}))
	require.Equal(t, "nb", langFlag([]string{"--lang=nb"}))
	require.Empty(t, langFlag([]string{"run", "--", "--lang", "nb"}))
}

// TestAnInternalErrorEndsWith5 cannot be reached by a script: that is what it means.
func TestAnInternalErrorEndsWith5(t *testing.T) {
	c := &console{ctx: context.Background(), out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	err := c.ended(nil, source.New("a", nil), engine.Result{Exit: engine.ExitInternal})
	require.Equal(t, exitError(5), err)
	require.NoError(t, c.ended(nil, source.New("a", nil), engine.Result{}))
}

func TestProgressIsOneLineAndGoesAway(t *testing.T) {
	var out bytes.Buffer
	p := &progress{w: &out, start: time.Now()}
	p.show("import", 0.5)
	require.Empty(t, out.String(), "short steps are not shown")
	p.start = time.Now().Add(-time.Second)
	p.show("a long name", 0.5)
	p.show("too soon", 0.6)
	p.last = time.Time{}
	p.show("b", 1)
	require.Equal(t, "\r 50 % a long name\r100 % b          ", out.String())
	p.clear()
	require.True(t, strings.HasSuffix(out.String(), "\r       \r"))
	require.NotContains(t, out.String(), "\n")
	p.begin()
	before := out.Len()
	p.show("short", 1)
	require.Equal(t, before, out.Len(), "every line of a session starts anew")
	require.Nil(t, newProgress(&out).w, "no terminal, no progress")
}

// demoContent is what a store of 1,000 persons with the seed of the demo holds. When it
// changes, so has the demo: raise synth.Version, or people keep the old one in their cache
// and see other numbers than the README.
const demoContent = "cbc7cd47418ab20a"

func TestTheDemoHasANewVersionWhenItsContentChanges(t *testing.T) {
	dir, o := t.TempDir(), synth.Options{Persons: synth.MinPersons, Seed: demoSeed, Out: filepath.Join(t.TempDir(), "lazy")}
	require.NoError(t, synth.Generate(context.Background(), o))
	b, err := os.ReadFile(filepath.Join(o.Out, synth.Bank, "datastore", "data_versions__1_0.json"))
	require.NoError(t, err)
	var files map[string]string
	require.NoError(t, json.Unmarshal(b, &files))
	o.Only = map[string]bool{}
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if i%8 == 0 { // all take long
			o.Only[name] = true
		}
	}
	o.Out, o.All = dir, true
	require.NoError(t, synth.Generate(context.Background(), o))
	b, err = os.ReadFile(filepath.Join(dir, synth.Bank, "datastore", "checksums__1_0.json"))
	require.NoError(t, err)
	sum := sha256.Sum256(b)
	require.Equal(t, demoContent, hex.EncodeToString(sum[:8]), "raise synth.Version, write the new sum here, and run make golden")
}
