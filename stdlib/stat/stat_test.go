package stat

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

//go:embed testdata/reference.json
var recorded []byte

type reference struct {
	Bits [][]string `json:"bits"`
	Dist []dist     `json:"dist"`
}

type dist struct {
	name string
	args []float64
	want float64
}

func (d *dist) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&d.name, &d.args, &d.want})
}

func load(t *testing.T) reference {
	var r reference
	require.NoError(t, json.NewDecoder(bytes.NewReader(recorded)).Decode(&r))
	require.NotEmpty(t, r.Bits)
	require.NotEmpty(t, r.Dist)
	return r
}

func number(t *testing.T, s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err, s)
	return x
}

// units is the distance of got from want in units in the last place of want.
func units(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got-want) / (math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want))
}

var elementary = map[string]struct {
	f     func(float64) float64
	units float64
}{
	"exp": {Exp, 1}, "log": {Log, 1}, "log10": {Log10, 1}, "log1p": {Log1p, 2}, "expm1": {Expm1, 3},
	"sin": {Sin, 1}, "cos": {Cos, 1}, "tan": {Tan, 3}, "atan": {Atan, 1}, "asin": {Asin, 3}, "acos": {Acos, 3},
}

func TestElementaryFunctionsAgainstExactValues(t *testing.T) {
	for _, row := range load(t).Bits {
		x := number(t, row[1])
		if row[0] == "pow" {
			got, want := Pow(x, number(t, row[2])), number(t, row[3])
			require.LessOrEqual(t, units(got, want), 1.0, row)
			continue
		}
		e := elementary[row[0]]
		require.LessOrEqual(t, units(e.f(x), number(t, row[2])), e.units, row)
	}
}

var families = map[string]any{
	"chi2": Chi2, "chi2tail": Chi2Tail, "chi2den": Chi2Den, "nchi2": NChi2, "nchi2tail": NChi2Tail, "nchi2den": NChi2Den,
	"F": F, "Ftail": FTail, "Fden": FDen, "nF": NF, "nFtail": NFTail, "nFden": NFDen,
	"ibeta": Beta, "ibetatail": BetaTail, "betaden": BetaDen, "t": T, "ttail": TTail, "tden": TDen,
	"nt": NT, "nttail": NTTail, "ntden": NTDen, "normal": Normal, "lngamma": LogGamma,
	"binomial": Binomial, "binomialtail": BinomialTail, "binomialp": BinomialP,
}

func call(f any, x []float64) float64 {
	switch f := f.(type) {
	case func(float64) float64:
		return f(x[0])
	case func(a, b float64) float64:
		return f(x[0], x[1])
	case func(a, b, c float64) float64:
		return f(x[0], x[1], x[2])
	case func(a, b, c, d float64) float64:
		return f(x[0], x[1], x[2], x[3])
	}
	panic("not a function of floats")
}

func TestDistributionsAgainstRecordedValues(t *testing.T) {
	worst := map[string]float64{}
	for _, d := range load(t).Dist {
		got := call(families[d.name], d.args)
		// Values below 1e-280 may be subnormal on the way.
		bound := 1e-10*math.Abs(d.want) + 1e-280
		if d.name == "nt" || d.name == "nttail" || d.name == "ntden" { // sums with signs
			bound += 1e-14
		}
		diff := math.Abs(got - d.want)
		if !(diff <= bound) {
			t.Errorf("%s%v = %v, want %v", d.name, d.args, got, d.want)
		}
		if d.want > 1e-280 {
			worst[d.name] = math.Max(worst[d.name], diff/d.want)
		}
	}
	t.Log("largest relative differences:", fmt.Sprint(worst))
}

func TestInversesUndo(t *testing.T) {
	near := func(p, got float64, what ...any) {
		require.InEpsilon(t, p, got, 1e-11, what)
	}
	for _, p := range []float64{1e-300, 1e-20, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.95, 0.9999} {
		for _, v := range []float64{0.7, 1, 4, 30, 1000, 3e5} {
			if x := InvChi2(v, p); x > 1e-290 {
				near(p, Chi2(v, x), "chi2", v, p)
			}
			near(p, Chi2Tail(v, InvChi2Tail(v, p)), "chi2tail", v, p)
			if x := InvTTail(v, p); math.Abs(x) < 1e290 && x != 0 && !math.IsNaN(x) {
				near(p, TTail(v, x), "ttail", v, p)
			}
			if p > 1e-20 {
				near(p, FTail(v, 20, InvFTail(v, 20, p)), "Ftail", v, p)
				if x := InvBeta(v, 3, p); x < 0.99 { // nearer to 1 doubles are too far apart
					near(p, Beta(v, 3, x), "beta", v, p)
				}
				if x := InvBetaTail(3, v, p); x < 0.99 {
					near(p, BetaTail(3, v, x), "betatail", v, p)
				}
			}
		}
		if p > 1e-20 {
			near(p, NFTail(3, 20, 1.5, InvNFTail(3, 20, 1.5, p)), "nFtail", p)
			require.InDelta(t, p, NTTail(10, 1, InvNTTail(10, 1, p)), 1e-13)
		}
		near(p, Normal(InvNormal(p)), "normal", p)
	}
}

func TestLargeParameters(t *testing.T) {
	// With many degrees of freedom t is normal, and chi-square nearly so.
	require.InEpsilon(t, 1.9599639845400545, InvT(1e12, 0.975), 1e-11)
	require.InEpsilon(t, 1.9599639845400545, InvT(1e300, 0.975), 1e-14)
	require.InDelta(t, 0.5, Chi2(1e12, 1e12), 1e-6)
	// The uniform expansion meets the series where it takes over.
	for _, x := range []float64{0.97, 0.99, 1, 1.003, 1.02} {
		a := manyDegrees
		p, q := gammaPQ(a, a*x)
		pu, qu := gammaUniform(a, a*x)
		require.InEpsilon(t, p, pu, 1e-11)
		require.InEpsilon(t, q, qu, 1e-11)
	}
	for _, x := range []float64{0.1, 1, 3, 8} {
		v := manyDegrees
		require.InEpsilon(t, tTail(v, x), normalTail(hill(v, x)), 1e-11)
	}
}

// TestNothingHangs calls everything with hostile arguments: it must come back quickly.
func TestNothingHangs(t *testing.T) {
	values := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1e-310, 1e-9, 0.5, 1, 3.7, 1e5, 1e9, 1e17, 1e308}
	inverses := map[string]any{"invchi2": InvChi2, "invchi2tail": InvChi2Tail, "invF": InvF, "invFtail": InvFTail, "invibeta": InvBeta,
		"invibetatail": InvBetaTail, "invt": InvT, "invttail": InvTTail, "invnFtail": InvNFTail, "invnttail": InvNTTail, "comb": Comb,
		"lnfactorial": LnFactorial, "normalden": NormalDen, "pow": Pow, "logit": Logit}
	for _, list := range []map[string]any{families, inverses} {
		for name, f := range list {
			for i := range 600 {
				args := make([]float64, 4)
				for k := range args {
					args[k] = values[(i*(k*7+3)+i/len(values)*(k+1))%len(values)]
				}
				_ = name
				call(f, args)
			}
		}
	}
}

func TestEdges(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct{ got, want float64 }{
		{Exp(710), math.Inf(1)}, {Exp(-746), 0}, {Exp(nan), nan}, {Log(0), math.Inf(-1)}, {Log(-1), nan}, {Log(1), 0}, {Log10(1e22), 22},
		{Pow(2, 10), 1024}, {Pow(10, -2), 0.01}, {Pow(-2, 3), -8}, {Pow(-8, 1.0/3), nan}, {Pow(0, -1), nan}, {Pow(9, 0.5), 3}, {Pow(1.5, 0), 1},
		{Sin(0), 0}, {Cos(0), 1}, {Sin(math.Inf(1)), nan}, {Atan(math.Inf(-1)), -math.Pi / 2}, {Asin(1), math.Pi / 2}, {Acos(-1), math.Pi}, {Acos(1.1), nan},
		{Comb(10, 3), 120}, {Comb(60, 30), 118264581564861424}, {Comb(1020, 510), 2.80626776829962e305}, {Comb(2000, 1000), math.Inf(1)},
		{LnFactorial(0), 0}, {LnFactorial(1.9), 0}, {LogGamma(0), nan},
		{Chi2(4, -1), 0}, {Chi2Tail(4, -1), 1}, {Chi2Den(4, -1), 0}, {Chi2Den(2, 0), 0.5}, {Chi2(-1, 2), nan}, {F(3, 20, -1), 0}, {Beta(2, 3, 2), 1},
		{BetaTail(2, 3, -1), 1}, {NChi2(4, 0, 6), Chi2(4, 6)}, {NChi2(4, 2, -1), 0}, {NChi2Tail(4, 2, -1), 1}, {NChi2(4, -1, 6), nan}, {NF(3, 20, 0, 2.5), F(3, 20, 2.5)},
		{NT(10, 0, 2), T(10, 2)}, {Binomial(10, -1, .5), 0}, {BinomialTail(10, 11, .5), 0}, {BinomialP(10, 0, 0), 1}, {BinomialP(0, 0, .3), 1},
		{InvChi2(4, 0), 0}, {InvChi2(4, 1), nan}, {InvBeta(2, 3, 1), 1}, {InvBeta(2, 3, 0), 0}, {InvT(10, 0), nan}, {InvNormal(0.5), 0}, {NormalDen(1, 0, -1), nan},
	} {
		if math.IsNaN(c.want) {
			require.True(t, math.IsNaN(c.got), "%v", c)
		} else if math.IsInf(c.want, 0) || c.want == 0 {
			require.Equal(t, c.want, c.got)
		} else {
			require.InEpsilon(t, c.want, c.got, 1e-12)
		}
	}
}

// TestSameBitsOnEveryMachine hashes the bits of all functions over a grid. A change of the
// hash is a change of results: it must be meant, and the same on amd64 and arm64.
func TestSameBitsOnEveryMachine(t *testing.T) {
	h := fnv.New64a()
	put := func(x float64) {
		if math.IsNaN(x) {
			x = math.Float64frombits(0x7ff8000000000001)
		}
		require.NoError(t, binary.Write(h, binary.LittleEndian, math.Float64bits(x)))
	}
	for i := -400; i < 400; i++ {
		x := float64(float64(i)*1.7320508) + 0.001
		for _, name := range []string{"exp", "log", "log10", "log1p", "expm1", "sin", "cos", "tan", "atan", "asin", "acos"} {
			put(elementary[name].f(x / 3))
			put(elementary[name].f(x / 800))
		}
		put(Sin(x * 1e12))
		put(Pow(math.Abs(x), x/50))
		put(Normal(x / 50))
		put(LogGamma(math.Abs(x)))
		for _, f := range []any{Chi2, Chi2Den, T, TDen} {
			put(call(f, []float64{1 + math.Abs(x)/7, x / 20}))
		}
		if i%8 == 0 {
			p := (x + 800) / 1600
			for _, f := range []any{InvChi2, InvTTail} {
				put(call(f, []float64{1 + math.Abs(x)/7, p}))
			}
			for _, f := range []any{F, FDen, NChi2, NChi2Den, NT, NTDen, InvF, InvBeta, Binomial, BinomialP} {
				put(call(f, []float64{3 + math.Abs(x)/7, 4.5, p}))
			}
			put(NF(3, 20, math.Abs(x)/30, p*9))
			for _, f := range []any{NT, NTTail, NTDen, InvNTTail} { // integrals, where they are small
				put(call(f, []float64{0.5 + math.Abs(x)/7, 9 - float64(18*p), p}))
				put(call(f, []float64{0.5 + math.Abs(x)/7, 6, -p}))
			}
			for _, f := range []any{Beta, BetaTail, BetaDen, InvBetaTail, InvFTail, FTail, NFTail, NFDen, InvNFTail, BinomialTail, NChi2Tail} {
				put(call(f, []float64{3 + float64(math.Abs(x)*40), 4.5, p, p}))
			}
			put(TTail(1+math.Abs(x), x*1e101))
			put(Chi2Tail(9e4, 9e4+float64(4*x)))
		}
	}
	require.Equal(t, uint64(goldenBits), h.Sum64(), "%#x", h.Sum64())
}

// TestNoFusedMultiplyAdd compiles for arm64 and looks for instructions that round once where
// the source rounds twice.
func TestNoFusedMultiplyAdd(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles")
	}
	for _, folder := range []string{".", "../fn"} {
		build := exec.Command("go", "build", "-gcflags=-S", folder)
		build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
		out, err := build.CombinedOutput()
		require.NoError(t, err, string(out[:min(len(out), 2000)]))
		require.Contains(t, string(out), "FMULD")
		for line := range strings.Lines(string(out)) {
			require.NotRegexp(t, fused, line)
		}
	}
}

var fused = regexp.MustCompile(`\tFN?M(ADD|SUB)[SD]\b`)

const goldenBits = 0xf115050d0eae9c76
