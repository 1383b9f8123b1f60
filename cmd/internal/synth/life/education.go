package life

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// courses holds the NUS2000 codes by level and field.
type courses struct {
	Codes   []string
	byField [10][10][]uint16 // first digit, second digit → index into codes, attested ones first
	later   [10][]uint16     // further education, by field
	broad   [10]uint16       // first year of trades, by field

	unfinished [10]uint16 // higher education without a degree, by field
	named      map[string]uint16
}

// attested are course codes that published scripts ask for.
var attested = []string{"361903", "369913", "399999", "401105", "461903", "621107", "623802", "625202", "625304", "641141", "641199",
	"641999", "649999", "661120", "682304", "699999", "741132", "741199", "769999", "863105"}

// laterCodes are courses for people who have a degree and a job.
var laterCodes = []string{"623802", "625202", "625304", "625999", "641199", "682304"}

func newCourses(codes []string) *courses {
	c := &courses{Codes: codes, named: map[string]uint16{}}
	for i, code := range codes {
		c.named[code] = uint16(i)
	}
	for f := range c.broad {
		c.broad[f] = c.named["3"+string(rune('0'+f))+"9999"]
		c.unfinished[f] = c.named["6"+string(rune('0'+f))+"9999"]
	}
	for _, code := range laterCodes {
		f := code[1] - '0'
		c.later[f] = append(c.later[f], c.named[code])
	}
	for _, first := range []bool{true, false} {
		for i, code := range codes {
			l, f := code[0]-'0', code[1]-'0'
			if slices.Contains(attested, code) == first && !slices.Contains(laterCodes, code) {
				c.byField[l][f] = append(c.byField[l][f], uint16(i))
			}
		}
	}
	return c
}

// draw picks a course of a level (first digit) in a field, or in the unspecified field 9.
func (c *courses) draw(digit byte, field uint8, word uint64) uint16 {
	list := c.byField[digit-'0'][field]
	if len(list) == 0 {
		list = c.byField[digit-'0'][9]
	}
	if len(list) == 0 {
		list = c.byField[digit-'0'][0]
	}
	return skewed(list, word)
}

// skewed picks with most of the mass on the first of a list.
func skewed(list []uint16, word uint64) uint16 {
	a, b := chance.Part(word, 2), chance.Part(word, 3)
	return list[len(list)*a*b>>32]
}

// tradeField is the field of a vocational programme of somebody with an interest in a field
// that schools have no trades in.
var tradeField = [10]uint8{5, 4, 6, 4, 4, 5, 6, 7, 8, 5}

// code is the NUS2000 code of a course, as an index.
func (c *courses) code(kind StudyKind, field uint8, general bool, born int, word uint64) uint16 {
	r := chance.Part(word, 0) % 100
	if kind.Upper() && general {
		field = 0
	} else if kind.Upper() || kind == TradeCollege {
		field = tradeField[field]
	}
	switch kind {
	case LowerSchool:
		if born < 1958 {
			return c.named["201102"]
		}
		return c.named["201103"]
	case FirstYear, SecondYear:
		return c.years(kind, field, born, r)
	case FolkSchool:
		return c.named["301104"]
	case ThirdYear:
		if r < 3 {
			return c.named["401104"]
		} else if r < 8 {
			return c.named["401105"]
		}
		return c.named["409999"]
	case Supplement:
		if r < 40 {
			return c.named["401105"]
		}
		return c.named["409999"]
	case Further:
		if list := c.later[field]; len(list) > 0 && r < 70 {
			return skewed(list, word)
		}
	case OneYear:
		if r < 20 {
			return c.named["699999"]
		}
	}
	return c.draw(digit[kind], field, word)
}

// years are the codes of the two first years of upper secondary.
func (c *courses) years(kind StudyKind, field uint8, born, r int) uint16 {
	first := kind == FirstYear
	switch {
	case r >= 98:
		return c.named["399999"]
	case field == 0 && born <= 1955 && !first:
		return c.named["301110"]
	case field == 0 && born < 1990: // schools before the reform of 2006
		return c.named[map[bool]string{true: "301101", false: "301102"}[first]]
	case field == 0 && first:
		return c.named["301111"]
	case field == 0:
		return c.named[[...]string{"301113", "301117", "301118"}[r%3]]
	case field == 6 && first:
		return c.named["369913"]
	case field == 6 && r < 60:
		return c.named["361903"]
	case first:
		return c.broad[field]
	}
	return c.draw('3', field, chance.Mix(uint64(r)+uint64(born)<<8))
}
