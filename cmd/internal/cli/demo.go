package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

// The demo is a synthetic country that every copy of this version builds alike.
const (
	demoPersons = 150_000
	demoSeed    = 1
	demoVersion = synth.Version // another one builds another country
)

var (
	buildingDemo = text.Text{NB: "bygger demodatabasen, et oppdiktet Norge (en gang) …", EN: "building the demo database, an invented Norway (once) ..."}
	builtDemo    = text.Text{NB: "demodatabasen er klar", EN: "the demo database is ready"}
)

// demo gives the folder of the demo store, building it on first use. Of two processes that
// build at once the second to finish throws its copy away: both are alike.
func (c *console) demo(ctx context.Context) (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, fmt.Sprintf("demo-%s-%d-%d", demoVersion, demoPersons, demoSeed))
	if complete(dir) {
		return dir, nil
	}
	c.say(buildingDemo)
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return "", c.undone(ctx, cache, err)
	}
	temp, err := os.MkdirTemp(cache, "building-demo-")
	if err != nil {
		return "", c.undone(ctx, cache, err)
	}
	defer os.RemoveAll(temp)
	if err := synth.Generate(ctx, synth.Options{Persons: demoPersons, Out: temp, Seed: demoSeed}); err != nil {
		return "", c.undone(ctx, cache, err)
	}
	if err := os.Rename(temp, dir); err != nil && !complete(dir) {
		return "", c.undone(ctx, cache, err)
	}
	c.say(builtDemo)
	return dir, nil
}

// undone says why there is no demo database.
func (c *console) undone(ctx context.Context, cache string, err error) error {
	if ctx.Err() != nil {
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	}
	c.say(text.Text{
		NB: "Kan ikke bygge demodatabasen i %s: %v.\n  = Sett MDSCRIPT_CACHE til en mappe du kan skrive i, med 200 MB ledig, eller bruk et annet lager med --store.",
		EN: "Cannot build the demo database in %s: %v.\n  = Set MDSCRIPT_CACHE to a folder you may write to, with 200 MB free, or use another store with --store.",
	}, cache, cause(err))
	return exitError(engine.ExitStore)
}

// complete tells whether a demo store is there: it appears under its name only when whole.
func complete(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

// cacheDir is MDSCRIPT_CACHE, else a folder of ours in the user's cache folder.
func cacheDir() (string, error) {
	if dir := os.Getenv("MDSCRIPT_CACHE"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "mdscript"), nil
}
