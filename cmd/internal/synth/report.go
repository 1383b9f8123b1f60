package synth

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Figure is one marginal or relation of a synthetic country beside the band it must stay in.
type Figure struct {
	Section, Name text.Text
	Got           float64
	Low, High     float64
	Published     float64 // round figure of the real country; 0 when none is known
}

// Inside tells whether the figure lies within its band.
func (f Figure) Inside() bool { return f.Low <= f.Got && f.Got <= f.High }

// Report simulates a country and measures it. Nothing is written.
func Report(ctx context.Context, persons int, seed uint64, progress func(step text.Text, share float64)) ([]Figure, error) {
	r := reporter{f: progress}
	w, err := simulate(ctx, persons, seed, func(share float64) { r.to(stepPeople, float64(share*0.5)) })
	if err != nil {
		return nil, err
	}
	s := survey.New(w)
	var all []Figure
	for i, section := range sections {
		for _, b := range section.bands() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			all = append(all, Figure{section.title, b.Name, b.Measure(s), b.Low, b.High, b.Published})
		}
		r.to(stepMeasure, 0.5+float64(0.5*float64(i+1)/float64(len(sections))))
	}
	return all, nil
}

var stepMeasure = text.Text{NB: "Måler landet", EN: "Measuring the country"}

// Page is the report as Markdown in one language.
func Page(figures []Figure, persons int, seed uint64, lang text.Lang) string {
	var b strings.Builder
	head := text.Text{
		NB: "# Det syntetiske Norge ved siden av det virkelige\n\n%d bosatte, seed %d. Alle tall er om oppdiktede personer. Spalten «virkelig» er runde tall fra allmenn kunnskap om\noffentlig statistikk, ikke offisielle tall; «bånd» er grensene en test holder tallet innenfor.\n",
		EN: "# The synthetic Norway beside the real one\n\n%d residents, seed %d. All figures are about invented people. The column \"real\" has round figures from general knowledge of\npublic statistics, no official ones; \"band\" has the limits a test holds the figure to.\n",
	}
	fmt.Fprintf(&b, head.In(lang), persons, seed)
	columns := text.Text{NB: "\n| | syntetisk | virkelig | bånd | |\n|---|---:|---:|---|---|\n", EN: "\n| | synthetic | real | band | |\n|---|---:|---:|---|---|\n"}
	outside := text.Text{NB: "**utenfor**", EN: "**outside**"}
	last := text.Text{}
	for _, f := range figures {
		if f.Section != last {
			last = f.Section
			b.WriteString("\n## " + f.Section.In(lang) + "\n" + columns.In(lang))
		}
		real, mark := "", ""
		if f.Published != 0 {
			real = Digits(f.Published)
		}
		if !f.Inside() {
			mark = outside.In(lang)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s – %s | %s |\n", f.Name.In(lang), Digits(f.Got), real, Digits(f.Low), Digits(f.High), mark)
	}
	return b.String()
}

// Digits writes a number with three significant digits and no exponent.
func Digits(x float64) string {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	places := 2 - int(math.Floor(math.Log10(math.Abs(x))))
	s := strconv.FormatFloat(x, 'f', max(places, 0), 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
