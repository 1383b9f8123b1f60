package disclosure

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// testRing is the secret of the published vectors: bytes 00 … 1f.
func testRing() Ring {
	r := Ring{loaded: true}
	for i := range r.secret {
		r.secret[i] = byte(i)
	}
	return r
}

func ringOf(seed uint64) Ring {
	r := Ring{loaded: true}
	g := rand.New(rand.NewPCG(seed, 7))
	for i := range r.secret {
		r.secret[i] = byte(g.Uint32())
	}
	return r
}

func rawLayer(r Ring) *Layer { return &Layer{ring: r, mac: newMAC(r.secret[:])} }

func personIDs(n int) TextIds {
	ids := make(TextIds, n)
	for i := range ids {
		ids[i] = "u" + strconv.Itoa(i+1)
	}
	return ids
}

func ordinals(n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		out[i] = uint32(i)
	}
	return out
}

func personKeys(t testing.TB, l *Layer, n int) *Keys {
	k, err := l.Keys(context.Background(), "PERSON", personIDs(n), 2)
	require.NoError(t, err)
	return k
}

func readCSV(t testing.TB, name string) [][]string {
	f, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func TestVectors(t *testing.T) {
	l := rawLayer(testRing())
	k := personKeys(t, l, 201)
	for _, row := range readCSV(t, "vectors.csv") {
		n, err := strconv.Atoi(row[0])
		require.NoError(t, err)
		var set [1]SetKey
		k.Accumulate(set[:], nil, ordinals(n))
		require.Equal(t, row[1], fmt.Sprintf("%016x", set[0].s))
		require.Equal(t, row[2], fmt.Sprintf("%016x", ^set[0].a))
		u := l.mac.hasher().cell("count", set[0])
		require.Equal(t, row[3], fmt.Sprintf("%016x", u))
		require.Equal(t, row[4], strconv.FormatUint(u>>32, 10))
		require.Equal(t, row[7], strconv.FormatUint(l.mac.hasher().anchor("count", set[0])%29, 10))
		for col, name := range map[int]string{5: "example", 6: "microdata"} {
			table, err := newTable(tableParams[name])
			require.NoError(t, err)
			require.Equal(t, row[col], strconv.FormatUint(table.shown(uint64(n), u), 10), name)
		}
	}
}

func TestSetKeysDoNotDependOnOrder(t *testing.T) {
	k := personKeys(t, rawLayer(testRing()), 500)
	g := rand.New(rand.NewPCG(1, 2))
	group, ord := make([]uint32, 500), ordinals(500)
	for i := range group {
		group[i] = uint32(i % 7)
		if i%11 == 0 {
			group[i] = None
		}
	}
	want := make([]SetKey, 7)
	k.Accumulate(want, group, ord)
	for range 5 {
		g.Shuffle(500, func(i, j int) {
			group[i], group[j] = group[j], group[i]
			ord[i], ord[j] = ord[j], ord[i]
		})
		a, b := make([]SetKey, 7), make([]SetKey, 7)
		k.Accumulate(a, group[:123], ord[:123])
		k.Accumulate(b, group[123:], ord[123:])
		Merge(b, a)
		require.True(t, equalKeys(want, b))
	}
}

func equalKeys(a, b []SetKey) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestAccumulateVariantsAgree(t *testing.T) {
	k := personKeys(t, rawLayer(testRing()), 300)
	ord := ordinals(300)
	var all, counts, bits [1]SetKey
	k.Accumulate(all[:], nil, ord)
	k.AccumulateCounts(counts[:], nil, ord)
	require.Equal(t, all[0].n, counts[0].n)
	require.Equal(t, all[0].s, counts[0].s)
	require.Zero(t, counts[0].a)
	k.AccumulateBits(&bits[0], bytes.Repeat([]byte{0xff}, 40), 3, ord)
	require.True(t, all[0] == bits[0])

	group := make([]uint32, 300)
	for i := range group {
		group[i] = uint32(i % 3)
	}
	three, counted := make([]SetKey, 3), make([]SetKey, 3)
	k.Accumulate(three, group, ord)
	k.AccumulateCounts(counted, group, ord)
	for i := range three {
		require.Equal(t, three[i].s, counted[i].s)
	}
	margin := make([]SetKey, 2)
	MergeBy(margin, []uint32{0, None, 0}, three)
	require.True(t, margin[0] == three[0].plus(three[2]))
	require.True(t, margin[1] == SetKey{})
	require.True(t, all[0].minus(three[1]).s == margin[0].s)
}

func TestRowsOfOneUnitCountOnce(t *testing.T) {
	k := personKeys(t, rawLayer(testRing()), 10)
	// units 0 0 0 4 4 9 in groups 0 1 0 1 1 0: group 0 is {0, 9}, group 1 is {0, 4}.
	got, last := make([]SetKey, 2), []uint32{None, None}
	k.AccumulateDistinct(got, last, []uint32{0, 1, 0, 1, 1, 0}, []uint32{0, 0, 0, 4, 4, 9})
	want := make([]SetKey, 2)
	k.Accumulate(want, []uint32{0, 0, 1, 1}, []uint32{0, 9, 0, 4})
	require.True(t, equalKeys(want, got))
}

func TestKeysDoNotDependOnThreadsOrIdType(t *testing.T) {
	l := rawLayer(testRing())
	ints, texts := make(IntIds, 40000), make(TextIds, 40000)
	for i := range ints {
		ints[i] = int64(i) * 7
		texts[i] = strconv.Itoa(i * 7)
	}
	a, err := l.Keys(context.Background(), "PERSON", ints, 1)
	require.NoError(t, err)
	b, err := l.Keys(context.Background(), "PERSON", texts, 8)
	require.NoError(t, err)
	require.Equal(t, a.rk, b.rk)
	require.Equal(t, a.ra, b.ra)
	other, err := l.Keys(context.Background(), "FORETAK", ints, 2)
	require.NoError(t, err)
	require.NotEqual(t, a.rk[0], other.rk[0])
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = l.Keys(ctx, "PERSON", ints, 2)
	require.ErrorIs(t, err, context.Canceled)
}

func TestSampleOrder(t *testing.T) {
	l := rawLayer(testRing())
	ids, ord := personIDs(30000), ordinals(30000)
	a, err := l.SampleOrder(context.Background(), 5, ids, ord, nil, 1)
	require.NoError(t, err)
	b, err := l.SampleOrder(context.Background(), 5, ids, ord, make([]uint32, 30000), 4)
	require.NoError(t, err)
	require.Equal(t, a, b)
	c, err := l.SampleOrder(context.Background(), 6, ids, ord[:3], nil, 1)
	require.NoError(t, err)
	require.NotEqual(t, a[:3], c)
	d, err := l.SampleOrder(context.Background(), 5, ids, []uint32{0, 0}, []uint32{0, 1}, 1)
	require.NoError(t, err)
	require.Equal(t, a[0], d[0])
	require.NotEqual(t, d[0], d[1])
}

func TestKeyCache(t *testing.T) {
	l := rawLayer(testRing())
	k := personKeys(t, l, 70000)
	var file bytes.Buffer
	require.NoError(t, l.Seal(&file, "PERSON", k))
	sealed := file.Bytes()
	back, err := l.Unseal(bytes.NewReader(sealed), "PERSON", 70000)
	require.NoError(t, err)
	require.Equal(t, k.rk, back.rk)
	require.Equal(t, k.ra, back.ra)

	bad := map[string]func() (*Keys, error){
		"secret": func() (*Keys, error) {
			return rawLayer(ringOf(1)).Unseal(bytes.NewReader(sealed), "PERSON", 70000)
		},
		"domain": func() (*Keys, error) { return l.Unseal(bytes.NewReader(sealed), "FORETAK", 70000) },
		"number": func() (*Keys, error) { return l.Unseal(bytes.NewReader(sealed), "PERSON", 70001) },
		"short": func() (*Keys, error) {
			return l.Unseal(bytes.NewReader(sealed[:len(sealed)-1]), "PERSON", 70000)
		},
		"flipped": func() (*Keys, error) {
			c := bytes.Clone(sealed)
			c[len(c)/2] ^= 1
			return l.Unseal(bytes.NewReader(c), "PERSON", 70000)
		},
		"empty": func() (*Keys, error) { return l.Unseal(bytes.NewReader(nil), "PERSON", 70000) },
	}
	for name, try := range bad {
		_, err := try()
		require.ErrorIs(t, err, ErrKeyCache, name)
	}
}

func BenchmarkKeys(b *testing.B) {
	l := rawLayer(testRing())
	ids := make(IntIds, 1<<18)
	for i := range ids {
		ids[i] = 10000000000 + int64(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = l.Keys(context.Background(), "PERSON", ids, 1)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(ids)), "ns/unit")
}

func benchmarkAccumulate(b *testing.B, add func(k *Keys, dst []SetKey, last, group, ord []uint32)) {
	const n = 5_500_000
	k := &Keys{rk: make([]uint64, n), ra: make([]uint64, n)}
	group := make([]uint32, n)
	for i := range group {
		k.rk[i], k.ra[i] = rand.Uint64(), rand.Uint64()
		group[i] = rand.Uint32N(400)
	}
	dst, last, ord := make([]SetKey, 400), make([]uint32, 400), ordinals(n)
	b.ResetTimer()
	for b.Loop() {
		add(k, dst, last, group, ord)
	}
}

func BenchmarkAccumulate(b *testing.B) {
	benchmarkAccumulate(b, func(k *Keys, dst []SetKey, _, g, o []uint32) { k.Accumulate(dst, g, o) })
}

func BenchmarkAccumulateCounts(b *testing.B) {
	benchmarkAccumulate(b, func(k *Keys, dst []SetKey, _, g, o []uint32) { k.AccumulateCounts(dst, g, o) })
}

func BenchmarkAccumulateDistinct(b *testing.B) {
	benchmarkAccumulate(b, func(k *Keys, dst []SetKey, l, g, o []uint32) { k.AccumulateDistinct(dst, l, g, o) })
}

func BenchmarkAccumulateAll(b *testing.B) {
	benchmarkAccumulate(b, func(k *Keys, dst []SetKey, _, _, o []uint32) { k.Accumulate(dst, nil, o) })
}

func BenchmarkUnseal(b *testing.B) {
	l := rawLayer(testRing())
	const n = 1 << 20
	k := &Keys{rk: make([]uint64, n), ra: make([]uint64, n)}
	var file bytes.Buffer
	if err := l.Seal(&file, "PERSON", k); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if _, err := l.Unseal(bytes.NewReader(file.Bytes()), "PERSON", n); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRelease is a table of 357 × 2 with percentages.
func BenchmarkRelease(b *testing.B) {
	lab := newLab(b, microdata(b), 50_000)
	rows, cols := make([]string, 50_000), make([]string, 50_000)
	for i := range rows {
		rows[i], cols[i] = strconv.Itoa(i%357), strconv.Itoa(i/7%2)
	}
	g := lab.grid(rows, cols)
	g.Stats = []Statistic{StatFreq, StatRowPct}
	for b.Loop() {
		if _, _, err := lab.l.Release(NewGrid(g), tableRule); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzUnseal(f *testing.F) {
	l := rawLayer(testRing())
	k := personKeys(f, l, 5)
	var file bytes.Buffer
	require.NoError(f, l.Seal(&file, "PERSON", k))
	f.Add(file.Bytes())
	f.Add([]byte(cacheMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := l.Unseal(bytes.NewReader(b), "PERSON", 5)
		if err != nil {
			require.ErrorIs(t, err, ErrKeyCache)
			return
		}
		require.Equal(t, k.rk, got.rk) // nobody without the secret makes another one
	})
}
