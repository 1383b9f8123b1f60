package disclosure

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSignificant(t *testing.T) {
	for _, c := range []struct {
		x        float64
		digits   int
		value    float64
		decimals int8
	}{
		{123456.7, 4, 123500, 0}, {3.14159, 4, 3.142, 3}, {0.0012344, 3, 0.00123, 5}, {99.96, 3, 100, 0}, {9.996, 3, 10, 1},
		{-123456.7, 3, -123000, 0}, {0, 4, 0, 0}, {7, 3, 7, 2}, {1.0 / 3, 0, 1.0 / 3, -1}, {2.5, 1, 2, 0},
	} {
		v, d := significant(c.x, c.digits)
		require.Equal(t, c.value, v)
		require.Equal(t, c.decimals, d, "%v", c.x)
	}
	require.Equal(t, CellMissing, amount(CellAmount, math.NaN(), 3, RuleM4).Kind())
	require.Equal(t, CellMissing, amount(CellAmount, math.Inf(1), 3, RuleM4).Kind())
	require.Equal(t, 33.3, fixed(100.0/3, 1))
	require.False(t, math.Signbit(fixed(-0.001, 1)))
}

func TestWinsorByHand(t *testing.T) {
	// n = 12, k = 1: the lowest and highest go; bounds are the means of the 5 next ones:
	// (2+3+4+5+6)/5 = 4 and (7+8+9+10+11)/5 = 9.
	b := WinsorBounds(sorted([]float64{12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6}))
	require.True(t, b.OK)
	require.Equal(t, 4.0, b.Lo)
	require.Equal(t, 9.0, b.Hi)
	// n = 5, k = 1: three inner values, all of them: 10, 20, 60 → 30 at both ends.
	b = WinsorBounds(sliceOrder{-1, 10, 20, 60, 1000})
	require.Equal(t, []float64{30, 30}, []float64{b.Lo, b.Hi})
	// n = 3 = 2k+1 is just enough, n = 2 is not.
	b = WinsorBounds(sliceOrder{1, 5, 900})
	require.Equal(t, Bounds{Lo: 5, Hi: 5, OK: true}, b)
	require.False(t, WinsorBounds(sliceOrder{1, 5}).OK)
	require.False(t, WinsorBounds(sliceOrder{}).OK)
	require.False(t, WinsorBounds(nil).OK)
	// n = 100, k = 1; n = 101, k = 2: 3 … 7 → 5, 95 … 99 → 97.
	b = WinsorBounds(sliceOrder(seq(101)))
	require.Equal(t, []float64{5, 97}, []float64{b.Lo, b.Hi})
	b = WinsorBounds(sliceOrder(seq(100)))
	require.Equal(t, []float64{4, 97}, []float64{b.Lo, b.Hi})
}

func TestQ1ByHand(t *testing.T) {
	// n = 12, median: w = 5, r = ⌊0.5·11 + ½⌋ = 6, shift d in −2 … 2.
	// Draw 0 → d = −2: ranks max(0, −1) … 9: values 1 … 10 → 5.5.
	// Draw 4 → d = +2: ranks 3 … min(11, 13): values 4 … 12 → 8.
	// Draw 7 = 2 mod 5 → d = 0: ranks 1 … 11: values 2 … 12 → 7.
	s := sliceOrder(seq(12))
	require.Equal(t, 5.5, quantileQ1(s, 50, 100, 0))
	require.Equal(t, 8.0, quantileQ1(s, 50, 100, 4))
	require.Equal(t, 7.0, quantileQ1(s, 50, 100, 7))
	// p = 25: r = ⌊2.75 + ½⌋ = 3, d = 0: ranks 0 … 8 → 5. p = 99: r = ⌊10.89+½⌋ = 11: 6 … 11 → 9.5.
	require.Equal(t, 5.0, quantileQ1(s, 25, 100, 2))
	require.Equal(t, 9.5, quantileQ1(s, 99, 100, 2))
	// One value: every window is it.
	require.Equal(t, 42.0, quantileQ1(sliceOrder{42}, 50, 100, 0))
	// n = 2001: w = ⌈10.005⌉ = 11.
	r, w, most := QuantileWindow(50, 100, 2001)
	require.Equal(t, []int{1000, 11, 5}, []int{r, w, most})
	_, w, _ = QuantileWindow(50, 100, 1000)
	require.Equal(t, 5, w)
	_, w, _ = QuantileWindow(50, 100, 1001)
	require.Equal(t, 6, w)
}

func TestType7ByHand(t *testing.T) {
	s := sliceOrder{10, 20, 30, 40} // p25: 0.75 between 10 and 20
	require.Equal(t, 17.5, quantile7(s, 25, 100))
	require.Equal(t, 25.0, quantile7(s, 50, 100))
	require.Equal(t, 32.5, quantile7(s, 75, 100))
	require.Equal(t, 30.0, quantile7(sliceOrder{10, 20, 30, 40, 50}, 50, 100))
	require.Equal(t, 7.0, quantile7(sliceOrder{7}, 99, 100))
}

func TestRepeatsOrder(t *testing.T) {
	// 3 units with 1 row, 0 with 2, 2 with 3: sorted 1 1 1 3 3, 9 rows.
	r := repeatsOrder{3, 0, 2}
	require.Equal(t, 5, r.N())
	require.EqualValues(t, 9, r.rows())
	require.Equal(t, 9.0/5, r.Mean(0, 4))
	require.Equal(t, 2.0, r.Mean(2, 3))
	require.Equal(t, 3.0, r.Mean(4, 4))
	require.Equal(t, 3+2*2.5, r.cut(2.5))
}

func TestChiSquareTail(t *testing.T) {
	for _, c := range []struct {
		x  float64
		df int
		p  float64
	}{
		// Closed forms: df 2 is e^(−x/2), df 1 is erfc(√(x/2)), df 4 is e^(−x/2)(1+x/2).
		{2, 2, math.Exp(-1)}, {50, 2, math.Exp(-25)}, {0.1, 2, math.Exp(-0.05)},
		{1, 1, math.Erfc(math.Sqrt(0.5))}, {30, 1, math.Erfc(math.Sqrt(15))}, {0.01, 1, math.Erfc(math.Sqrt(0.005))},
		{3, 4, math.Exp(-1.5) * 2.5}, {9, 6, math.Exp(-4.5) * (1 + 4.5 + 4.5*4.5/2)},
		// Published 5 % points.
		{3.841458820694124, 1, 0.05}, {18.307038053275146, 10, 0.05}, {124.34211340400407, 100, 0.05},
	} {
		require.InEpsilon(t, c.p, chiSquareTail(c.x, c.df), 1e-9, "%v %d", c.x, c.df)
	}
	require.Equal(t, 1.0, chiSquareTail(0, 3))
	require.InDelta(t, 0, chiSquareTail(1e5, 3), 1e-300)
}

func TestPearsonByHand(t *testing.T) {
	// (10 20 / 30 40): E = 12 18 28 42; χ² = 4/12 + 4/18 + 4/28 + 4/42 = 0.79365…, df 1.
	test, ok := pearson([][]float64{{10, 20}, {30, 40}}, 0)
	require.True(t, ok)
	require.InDelta(t, 4.0/12+4.0/18+4.0/28+4.0/42, test.statistic, 1e-14)
	require.Equal(t, 1, test.df)
	require.Equal(t, 25.0, test.meanExpected)
	// Corrected with V = 2: less 2·(1/4)·(1/12 + 1/18 + 1/28 + 1/42).
	noisy, _ := pearson([][]float64{{10, 20}, {30, 40}}, 2)
	require.InDelta(t, test.statistic-0.5*(1.0/12+1.0/18+1.0/28+1.0/42), noisy.statistic, 1e-14)
	noisy, _ = pearson([][]float64{{10, 20}, {30, 40}}, 100)
	require.Zero(t, noisy.statistic)
	require.Equal(t, 1.0, noisy.p)
	// A row and a column of zeros do not count.
	same, ok := pearson([][]float64{{10, 0, 20}, {0, 0, 0}, {30, 0, 40}}, 0)
	require.True(t, ok)
	require.InDelta(t, test.statistic, same.statistic, 1e-14)
	require.Equal(t, 1, same.df)
	_, ok = pearson([][]float64{{1, 2}}, 0)
	require.False(t, ok)
	_, ok = pearson(nil, 0)
	require.False(t, ok)
}

func TestCountsInLogLinesAreGroupedLikeResults(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 1234: "1234", 12345: "12\u202f345", 1234567: "1\u202f234\u202f567"} {
		require.Equal(t, want, formatCount(n))
	}
}
