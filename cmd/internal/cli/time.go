package cli

import (
	"encoding/json"
	"math"
	"os"
	"runtime/pprof"
	"time"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/session"
)

// timings is what the command time writes.
type timings struct {
	OpenSeconds float64 `json:"open_seconds"` // opening the stores
	KeysSeconds float64 `json:"keys_seconds"` // reading or deriving record keys
	// PrepareSeconds is opening what all lines read, and building hot files that are not there.
	PrepareSeconds float64      `json:"prepare_seconds"`
	Lines          []lineTiming `json:"lines"`
	Again          *timedAgain  `json:"again,omitempty"`
}

// timedAgain is a second run in the same session, of an edited script.
type timedAgain struct {
	FirstSeconds float64 `json:"first_seconds"`
	Seconds      float64 `json:"seconds"`
	Steps        int     `json:"steps"`
	Bytes        int64   `json:"bytes"`
}

// lineTiming is the time of one line, keys left out.
type lineTiming struct {
	Line    int                `json:"line"`
	Command string             `json:"command"`
	Seconds float64            `json:"seconds"`
	Live    int64              `json:"live_bytes"` // of what datasets and further steps needed at most
	Peak    int64              `json:"peak_bytes"` // of all columns at most, so far
	Steps   map[string]float64 `json:"steps,omitempty"`
}

func (c *console) timeCommand() *cobra.Command {
	var f sessionFlags
	var t timing
	cmd := &cobra.Command{
		Use:   "time FILE",
		Short: c.word("Fortell hvor lang tid hver linje tar, på åpne eller syntetiske data", "Tell how long each line of a script takes, on open or synthetic data"),
		Long: c.word("Kjører et skript linje for linje, hver beregnet helt før den neste, og skriver sekundene for hver\n"+
			"linje som JSON. Tid avhenger av data: banker som verken er åpne eller syntetiske, avvises.",
			"Runs a script line by line, each computed in full before the next, and writes the seconds of\n"+
				"every line as JSON. Time depends on data: banks that are neither open nor synthetic are refused."),
		Args: c.file,
		RunE: func(_ *cobra.Command, args []string) error { return c.time(f, args[0], t) },
	}
	f.add(c, cmd)
	cmd.Flags().BoolVar(&t.steps, "steps", false, c.word("fortell også sekundene for hver type steg", "also tell the seconds of every kind of step"))
	cmd.Flags().StringVar(&t.again, "again", "", c.word("kjør skriptet og så denne filen i samme økt, og fortell hva den andre kjøringen kostet", "run the script and then this file in the same session, and tell what the second run cost"))
	cmd.Flags().IntVar(&t.together, "together", math.MaxInt, c.word("beregn linjene fra dette nummeret som én, som run gjør", "compute the lines from this number on as one, as run does"))
	cmd.Flags().Lookup("together").DefValue = "0"
	cmd.Flags().StringVar(&t.profile, "cpuprofile", "", "also write a profile for go tool pprof")
	_ = cmd.Flags().MarkHidden("cpuprofile")
	return cmd
}

// timing is what the command time is asked for.
type timing struct {
	steps    bool
	together int // the line from which on all is computed as one
	profile  string
	again    string // an edited script
}

// profiled runs body with a CPU profile written to a file, when one is named.
func profiled(path string, body func()) error {
	if path == "" {
		body()
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	body()
	pprof.StopCPUProfile()
	return f.Close()
}

func (c *console) time(f sessionFlags, path string, t timing) error {
	file, err := c.read(path)
	if err != nil {
		return err
	}
	start := time.Now()
	e, err := c.engine(f, nil)
	if err != nil {
		return err
	}
	out := timings{OpenSeconds: time.Since(start).Seconds()}
	if t.again != "" {
		return c.timeAgain(e, file, t.again, out)
	}
	var result engine.Result
	var lines session.Timings
	err = profiled(t.profile, func() { result, lines = e.TimedTogether(c.ctx, file, t.together, nil) })
	if err != nil {
		return err
	}
	out.PrepareSeconds = lines.Prepare.Seconds()
	for _, l := range lines.Calls {
		line := lineTiming{Line: file.Position(l.Call.Span().Start).Line, Command: l.Call.Command.Declaration().Name, Seconds: l.Took.Seconds(), Live: l.Live, Peak: l.Peak}
		if t.steps {
			line.Steps = map[string]float64{}
			for name, took := range l.Clock {
				line.Steps[name] = took.Seconds()
			}
		}
		out.KeysSeconds += l.Keys.Seconds()
		out.Lines = append(out.Lines, line)
	}
	return c.told(e, file, result, out)
}

func (c *console) timeAgain(e *engine.Engine, file *source.File, path string, out timings) error {
	edited, err := c.read(path)
	if err != nil {
		return err
	}
	result, again := e.TimedAgain(c.ctx, file, edited)
	out.Again = &timedAgain{again.First.Seconds(), again.Second.Seconds(), again.Steps, again.Bytes}
	return c.told(e, file, result, out)
}

// told writes the timings of a script that ended well.
func (c *console) told(e *engine.Engine, file *source.File, result engine.Result, out timings) error {
	if result.Exit == engine.ExitOK {
		encoder := json.NewEncoder(c.out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(out); err != nil {
			return err
		}
	}
	return c.ended(e, file, result)
}
