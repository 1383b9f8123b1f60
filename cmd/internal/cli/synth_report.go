package cli

import (
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/runtime/engine"
)

// figureJSON is one line of mdscript synth --report --json.
type figureJSON struct {
	Section   bothJSON `json:"section"`
	Name      bothJSON `json:"name"`
	Synthetic float64  `json:"synthetic"`
	Real      *float64 `json:"real,omitempty"` // a round figure; absent when none is known
	Low       float64  `json:"low"`
	High      float64  `json:"high"`
	Inside    bool     `json:"inside"`
}

type reportJSON struct {
	Persons int          `json:"persons"`
	Seed    uint64       `json:"seed"`
	Figures []figureJSON `json:"figures"`
}

// synthReport measures a synthetic country beside the real one. A small country may leave its
// bands by chance; the report marks that and is no error.
func (c *console) synthReport(o synth.Options, asJSON bool) error {
	if !possible(o.Persons) {
		return personsError
	}
	p := newProgress(c.err)
	figures, err := synth.Report(c.ctx, o.Persons, o.Seed, c.steps(p))
	p.clear()
	switch {
	case c.ctx.Err() != nil:
		c.say(interruptedText)
		return exitError(engine.ExitInterrupted)
	case err != nil:
		return err
	}
	if asJSON {
		return c.writeJSON(figuresJSON(figures, o))
	}
	if _, err := fmt.Fprint(c.out, synth.Page(figures, o.Persons, o.Seed, c.lang)); err != nil {
		return c.unwritten("-")
	}
	return nil
}

func figuresJSON(figures []synth.Figure, o synth.Options) reportJSON {
	r := reportJSON{Persons: o.Persons, Seed: o.Seed, Figures: []figureJSON{}}
	for _, f := range figures {
		j := figureJSON{Section: bothJSON{f.Section.NB, f.Section.EN}, Name: bothJSON{f.Name.NB, f.Name.EN}, Synthetic: f.Got,
			Low: f.Low, High: f.High, Inside: f.Inside()}
		if f.Published != 0 {
			j.Real = &f.Published
		}
		r.Figures = append(r.Figures, j)
	}
	return r
}
