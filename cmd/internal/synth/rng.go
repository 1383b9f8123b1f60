package synth

// mix is the finaliser of splitmix64: a bijection of 64-bit words in which every
// input bit moves every output bit.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// stream is a family of random words addressed by (unit, step): the same address
// gives the same word whoever asks first, so the order of work never matters.
type stream uint64

// newStream names a stream of a seed. Streams with different numbers are independent.
func newStream(seed, number uint64) stream {
	return stream(mix(mix(seed+0x9e3779b97f4a7c15) ^ mix(number*0xd1342543de82ef95+0x632be59bd9b4e019)))
}

// at gives the word of one unit and step.
func (s stream) at(unit int32, step int) uint64 {
	return mix(uint64(s) + uint64(uint32(unit))*0x9e3779b97f4a7c15 + uint64(step)*0xd6e8feb86659fd93)
}

// sequence is a stream read in order, for the parts that run on one thread.
type sequence struct{ state uint64 }

func (s stream) sequence(step int) *sequence { return &sequence{s.at(-1, step)} }

func (q *sequence) next() uint64 {
	q.state += 0x9e3779b97f4a7c15
	return mix(q.state)
}

// below is uniform on 0 … n−1.
func (q *sequence) below(n int) int { return scaled(q.next(), n) }

// chance is true in p of 1,000,000 cases.
func (q *sequence) chance(p int) bool { return q.below(million) < p }

const million = 1_000_000

// scaled turns a word into a number uniform on 0 … n−1 (n below 2^32).
func scaled(x uint64, n int) int { return int((x >> 32) * uint64(n) >> 32) }

// part gives 16 bits of a word; lanes 0–3 are independent.
func part(x uint64, lane int) int { return int(x >> (16 * lane) & 0xffff) }

// normal turns a word into a nearly normal number in 1/1024 standard deviations:
// the sum of its four 16-bit lanes, centred and scaled. It never leaves ±3.5.
func normal(x uint64) int {
	sum := int(x&0xffff) + int(x>>16&0xffff) + int(x>>32&0xffff) + int(x>>48)
	return (sum - 131070) * 1024 / 37837
}

// pseudonym maps the numbers 0 … 2^48−1 onto themselves by four Feistel rounds:
// unique without a table, and without visible order.
func (s stream) pseudonym(n uint64) int64 {
	const half = 1<<24 - 1
	l, r := n>>24&half, n&half
	for round := uint64(0); round < 4; round++ {
		l, r = r, l^(mix(uint64(s)+r+round<<32)&half)
	}
	return int64(l<<24 | r)
}

// powers holds e^(i/1024); unit powers hold e^(i−24).
type powers struct {
	frac [1024]float64
	unit [48]float64
}

// expTable is built with multiplications only, each rounded to float64, so that it
// is the same on every machine.
var expTable = buildPowers()

func buildPowers() *powers {
	const root, e = 1.000977039492416535242845, 2.718281828459045235360287
	p := &powers{}
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

// grow multiplies an amount by e^(x/1024) and rounds to a whole number.
func grow(amount int64, x int) int64 {
	k := x >> 10
	if k < -23 {
		return 0
	}
	f := float64(float64(amount)*expTable.unit[24+min(k, 23)]) * expTable.frac[x&1023]
	return int64(float64(f) + 0.5)
}

// quantile of the normal distribution in 1/1024 standard deviations, for a share
// in 1/1000. Linear between tabulated points.
func quantile(permille int) int {
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

// curve is a piecewise linear function given by (x, y) pairs with rising x,
// constant outside them.
type curve []point

type point struct{ x, y int }

func (c curve) at(x int) int {
	if x <= c[0].x {
		return c[0].y
	}
	for i := 1; i < len(c); i++ {
		if x <= c[i].x {
			a, b := c[i-1], c[i]
			return a.y + (b.y-a.y)*(x-a.x)/(b.x-a.x)
		}
	}
	return c[len(c)-1].y
}

// tabulated is a curve looked up by index instead of searched.
type tabulated struct {
	low int
	y   []int
}

// table evaluates the curve on low … high.
func (c curve) table(low, high int) tabulated {
	t := tabulated{low: low}
	for x := low; x <= high; x++ {
		t.y = append(t.y, c.at(x))
	}
	return t
}

func (t tabulated) at(x int) int { return t.y[max(0, min(x-t.low, len(t.y)-1))] }

// pick chooses an index with probability proportional to weights; total is their sum.
func pick(word uint64, weights []int, total int) int {
	r := scaled(word, total)
	for i, w := range weights {
		if r -= w; r < 0 {
			return i
		}
	}
	return len(weights) - 1
}
