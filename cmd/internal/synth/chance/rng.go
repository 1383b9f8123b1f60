// Package chance draws random numbers that have an address: the same seed, unit and step
// give the same number whoever asks first.
//
// In: a seed, a unit, a step. Out: words, and shares, normal numbers, picks and amounts made
// of them in integers or single rounded products.
//
//	s := chance.NewStream(seed, 7); chance.Normal(s.At(person, 2023))
package chance

// Mix is the finaliser of splitmix64: a bijection of 64-bit words in which every
// input bit moves every output bit.
func Mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// Stream is a family of random words addressed by (unit, step): the same address
// gives the same word whoever asks first, so the order of work never matters.
type Stream uint64

// NewStream names a stream of a seed. Streams with different numbers are independent.
func NewStream(seed, number uint64) Stream {
	return Stream(Mix(Mix(seed+0x9e3779b97f4a7c15) ^ Mix(number*0xd1342543de82ef95+0x632be59bd9b4e019)))
}

// At gives the word of one unit and step.
func (s Stream) At(unit int32, step int) uint64 {
	return Mix(uint64(s) + uint64(uint32(unit))*0x9e3779b97f4a7c15 + uint64(step)*0xd6e8feb86659fd93)
}

// Sequence is a stream read in order, for the parts that run on one thread.
type Sequence struct{ state uint64 }

func (s Stream) Sequence(step int) *Sequence { return &Sequence{s.At(-1, step)} }

func (q *Sequence) Next() uint64 {
	q.state += 0x9e3779b97f4a7c15
	return Mix(q.state)
}

// Below is uniform on 0 … n−1.
func (q *Sequence) Below(n int) int { return Scaled(q.Next(), n) }

// Chance is true in p of 1,000,000 cases.
func (q *Sequence) Chance(p int) bool { return q.Below(Million) < p }

const Million = 1_000_000

// Scaled turns a word into a number uniform on 0 … n−1 (n below 2^32).
func Scaled(x uint64, n int) int { return int((x >> 32) * uint64(n) >> 32) }

// Part gives 16 bits of a word; lanes 0–3 are independent.
func Part(x uint64, lane int) int { return int(x >> (16 * lane) & 0xffff) }

// Normal turns a word into a nearly normal number in 1/1024 standard deviations:
// the sum of its four 16-bit lanes, centred and scaled. It never leaves ±3.5.
func Normal(x uint64) int {
	sum := int(x&0xffff) + int(x>>16&0xffff) + int(x>>32&0xffff) + int(x>>48)
	return (sum - 131070) * 1024 / 37837
}

// Pseudonym maps the numbers 0 … 2^48−1 onto themselves by four Feistel rounds:
// unique without a table, and without visible order.
func (s Stream) Pseudonym(n uint64) int64 {
	const half = 1<<24 - 1
	l, r := n>>24&half, n&half
	for round := uint64(0); round < 4; round++ {
		l, r = r, l^(Mix(uint64(s)+r+round<<32)&half)
	}
	return int64(l<<24 | r)
}

// Powers holds e^(i/1024); unit powers hold e^(i−24).
type Powers struct {
	frac [1024]float64
	unit [48]float64
}

// ExpTable is built with multiplications only, each rounded to float64, so that it
// is the same on every machine.
var ExpTable = BuildPowers()

func BuildPowers() *Powers {
	const root, e = 1.000977039492416535242845, 2.718281828459045235360287
	p := &Powers{}
	p.frac[0], p.unit[24] = 1, 1
	for i := 1; i < len(p.frac); i++ {
		p.frac[i] = p.frac[i-1] * root
	}
	for i := 1; i < 24; i++ {
		p.unit[24+i] = p.unit[24+i-1] * e
		p.unit[24-i] = p.unit[24-i+1] / e
	}
	return p
}

// Grow multiplies an amount by e^(x/1024) and rounds to a whole number.
func Grow(amount int64, x int) int64 {
	k := x >> 10
	if k < -23 {
		return 0
	}
	f := float64(float64(amount)*ExpTable.unit[24+min(k, 23)]) * ExpTable.frac[x&1023]
	return int64(float64(f) + 0.5)
}

// Quantile of the normal distribution in 1/1024 standard deviations, for a share
// in 1/1000. Linear between tabulated points.
func Quantile(permille int) int {
	table := [...]int{-3482, -2382, -1926, -1684, -1520, -1312, -1061, -862, -691, -537, -395, -260, -129, 0,
		129, 260, 395, 537, 691, 862, 1061, 1312, 1520, 1684, 1926, 2382, 3482}
	share := [...]int{0, 10, 30, 50, 70, 100, 150, 200, 250, 300, 350, 400, 450, 500,
		550, 600, 650, 700, 750, 800, 850, 900, 930, 950, 970, 990, 1000}
	for i := 1; i < len(share); i++ {
		if permille <= share[i] {
			return table[i-1] + (table[i]-table[i-1])*(permille-share[i-1])/(share[i]-share[i-1])
		}
	}
	return table[len(table)-1]
}

// Curve is a piecewise linear function given by (x, y) pairs with rising x,
// constant outside them.
type Curve [][2]int

func (c Curve) At(x int) int {
	if x <= c[0][0] {
		return c[0][1]
	}
	for i := 1; i < len(c); i++ {
		if x <= c[i][0] {
			a, b := c[i-1], c[i]
			return a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
		}
	}
	return c[len(c)-1][1]
}

// Tabulated is a curve looked up by index instead of searched.
type Tabulated struct {
	low int
	y   []int
}

// Table evaluates the curve on low … high.
func (c Curve) Table(low, high int) Tabulated {
	t := Tabulated{low: low}
	for x := low; x <= high; x++ {
		t.y = append(t.y, c.At(x))
	}
	return t
}

func (t Tabulated) At(x int) int { return t.y[max(0, min(x-t.low, len(t.y)-1))] }

// Pick chooses an index with probability proportional to weights; total is their sum.
func Pick(word uint64, weights []int, total int) int {
	r := Scaled(word, total)
	for i, w := range weights {
		if r -= w; r < 0 {
			return i
		}
	}
	return len(weights) - 1
}
