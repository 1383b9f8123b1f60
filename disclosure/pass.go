package disclosure

import (
	"encoding/binary"
	"math"

	"github.com/mdscript/mdscript/lang/diag"
)

// fewForDigits is the count from which percentages have a second decimal (C5).
const fewForDigits = 10_000

// dispersionDigits and quantileDigits are the significant digits of M5 and Q1.
const (
	dispersionDigits = 3
	quantileDigits   = 3
)

// beyondQuantile is how many shown units must lie beyond a percentile (Q1).
const beyondQuantile = 10

// thinColumn is the number of differing units below which a column counts as constant (M8).
const thinColumn = 10

// pass is one release: it turns set keys into shown counts, and remembers which rules fired.
type pass struct {
	l      *Layer
	exact  bool // profile open, or units that protect nobody
	nobody bool // the sheet says that its units protect nobody
	h      *macHasher
	fired  map[RuleID]bool
	shown  []int64
	err    error
}

func (l *Layer) pass(protects Protects) *pass {
	return &pass{
		l: l, h: l.mac.hasher(), fired: map[RuleID]bool{},
		exact:  l.Exact(protects),
		nobody: protects == ProtectsNobody,
	}
}

func (p *pass) fire(r RuleID) RuleID {
	p.fired[r] = true
	return r
}

// missing records that evidence is not there; the first one is reported.
func (p *pass) missing(what string) {
	if p.err == nil {
		p.err = diag.New(codeNoEvidence, diag.Catalogue(what))
	}
}

// count is the only way from a set to a number of units (C3).
func (p *pass) count(k SetKey) int64 {
	n := p.quiet(k)
	p.shown = append(p.shown, n)
	return n
}

// quiet is count for decisions inside a rule, which are not reported as counts.
func (p *pass) quiet(k SetKey) int64 {
	if p.nobody && k.s != 0 { // somebody's record keys went into it: not a set of nobodies
		p.missing("nobody")
		return 0
	}
	if p.exact || p.l.table == nil {
		p.fire(Exact)
		return int64(k.n)
	}
	p.fire(RuleC1)
	if k.n == 0 {
		return 0
	}
	if k.s == 0 { // no secret went into it: chance 2^-64 for a key that was accumulated
		p.missing("units")
		return 0
	}
	return int64(p.l.table.shown(k.n, p.cell("count", k)))
}

func (p *pass) countRule() RuleID {
	if p.exact || p.l.table == nil {
		return Exact
	}
	return RuleC1
}

// cell is u(S, tag): uniform on 64 bits, the same for the same set.
func (p *pass) cell(tag string, k SetKey) uint64 { return p.h.cell(tag, k) }

// anchor is f(S, tag): uniform on 64 bits, nearly always the same for near copies of a set.
func (p *pass) anchor(tag string, k SetKey) uint64 {
	if k.a == 0 {
		p.missing("anchor")
	}
	return p.h.anchor(tag, k)
}

func (x *macHasher) cell(tag string, k SetKey) uint64 {
	b := k.bytes()
	return x.draw("cell/1\x00", tag, b[:16])
}

func (x *macHasher) anchor(tag string, k SetKey) uint64 {
	b := k.bytes()
	return x.draw("anchor/1\x00", tag, b[16:])
}

func (x *macHasher) draw(stream, tag string, key []byte) uint64 {
	b := append([]byte(stream), tag...)
	b = append(append(b, 0), key...)
	return binary.LittleEndian.Uint64(x.mac(b))
}

// repeatLimit is q of rule C9: the Q1-protected 99 % point of rows per unit over the
// population, or, below 1000 shown units, the highest point that Q1 allows; 1 when it
// allows none.
func (p *pass) repeatLimit(population SetKey, rows Repeats) float64 {
	if p.exact {
		return math.Inf(1)
	}
	p.checkRepeats(population, rows)
	n := p.quiet(population)
	set := repeatsOrder(rows)
	if n < 20 || set.N() == 0 || p.err != nil {
		return 1
	}
	percent := min(99, 100-int((1000+n-1)/n))
	return math.Max(1, quantileQ1(set, percent, 100, p.anchor("q:rows", population)))
}

func (p *pass) checkRepeats(k SetKey, rows Repeats) {
	if uint64(repeatsOrder(rows).N()) != k.n {
		p.missing("rows per unit")
	}
}

// rows is rule C9: the number of rows to show for a set whose shown count is n.
func (p *pass) rows(n int64, k SetKey, rows Repeats, q float64) int64 {
	set := repeatsOrder(rows)
	if p.exact {
		return set.rows()
	}
	p.fire(RuleC9)
	p.checkRepeats(k, rows)
	if n == 0 || k.n == 0 || p.err != nil {
		return 0
	}
	return int64(math.Floor(float64(float64(n)*(set.cut(q)/float64(k.n))) + 0.5))
}
