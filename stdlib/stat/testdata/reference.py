# Writes reference.json: values the tests of this package are held against.
#   python3 testdata/reference.py > testdata/reference.json     (mpmath 1.3.0)
# "bits": elementary functions, correctly rounded by mpmath. "dist": distributions, by mpmath
# where a closed form exists, else by summing the defining series with 40 digits.
import json, random, math
from mpmath import mp, mpf, gammainc, betainc, erfc, sqrt, exp, log, gamma, pi, sin, cos, tan, atan, asin, acos, loggamma, binomial, findroot, power, log1p, expm1, quad, inf
mp.dps = 40
random.seed(1)
H = lambda x: float(x).hex()
out = {"bits": [], "dist": []}
def bit(name, f, xs):
    for x in xs:
        out["bits"].append([name, H(x), H(f(mpf(x)))])
r = random.uniform
mag = lambda lo, hi: math.exp(r(math.log(lo), math.log(hi))) * random.choice([1, -1])
bit("exp", exp, [r(-700, 700) for _ in range(150)] + [r(-1, 1) for _ in range(100)] + [mag(1e-9, 1) for _ in range(50)] + [1.0, 2.0, -740.0, 709.7])
bit("log", log, [abs(mag(1e-300, 1e300)) for _ in range(150)] + [r(.5, 2) for _ in range(150)] + [1 + mag(1e-12, 1e-2) for _ in range(60)] + [2.0, 10.0, 5e-324])
bit("log10", lambda x: log(x) / log(mpf(10)), [abs(mag(1e-300, 1e300)) for _ in range(100)] + [10.0 ** k for k in range(23)])
bit("log1p", log1p, [mag(1e-15, .9) for _ in range(100)] + [r(-.99, 5) for _ in range(60)])
bit("expm1", expm1, [mag(1e-15, 1) for _ in range(100)] + [r(-30, 30) for _ in range(60)])
for n, f in (("sin", sin), ("cos", cos), ("tan", tan)):
    bit(n, f, [r(-10, 10) for _ in range(150)] + [mag(1e-8, 1e6) for _ in range(80)] + [mag(1e6, 1e300) for _ in range(120)] + [r(1, 8) * 2.0 ** k for k in range(17, 66)] + [k * math.pi / 2 for k in range(1, 12)])
bit("atan", atan, [r(-5, 5) for _ in range(150)] + [mag(1e-8, 1e8) for _ in range(60)])
bit("asin", asin, [r(-1, 1) for _ in range(100)] + [1.0, -1.0, .5, 1e-9])
bit("acos", acos, [r(-1, 1) for _ in range(100)] + [1.0, -1.0, .5, 0.9999999])
for _ in range(200):
    x, y = abs(mag(1e-3, 1e3)), r(-60, 60)
    out["bits"].append(["pow", H(x), H(y), H(power(mpf(x), mpf(y)))])

def P(a, x):
    t = s = mpf(1); n = 0
    while t > s * mp.eps:
        n += 1; t *= x / (a + n); s += t
    return exp(a * log(x) - x - loggamma(a + 1)) * s
def Q(a, x):
    with mp.workdps(400 if x > 1.5 * a else 60):
        return 1 - P(a, x)
def I(a, b, x):
    x = mpf(x)
    if x > mpf(a) / (mpf(a) + b):
        return 1 - I0(b, a, 1 - x)
    return I0(a, b, x)
def I0(a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    if x == 0: return mpf(0)
    t = s = mpf(1); n = 0
    while t > s * mp.eps:
        t *= (a + b + n) / (a + 1 + n) * x; n += 1; s += t
    return exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b)) / a * s
def pois(m, top):
    w = exp(-m)
    for j in range(top):
        yield j, w
        w *= m / (j + 1)
TOP = lambda m: int(m + 20 * math.sqrt(m + 1) + 30)
cden = lambda v, x: power(x, v / 2 - 1) * exp(-x / 2) / (power(2, v / 2) * gamma(v / 2))
def F(d1, d2, f): return I(d1 / 2, d2 / 2, d1 * f / (d1 * f + d2))
def FT(d1, d2, f): return I(d2 / 2, d1 / 2, d2 / (d1 * f + d2))
def Fd(d1, d2, f):
    return power(d1 * f / (d1 * f + d2), d1 / 2) * power(d2 / (d1 * f + d2), d2 / 2) / f * gamma((d1 + d2) / 2) / gamma(d1 / 2) / gamma(d2 / 2)
def TT(v, x):
    h = I(v / 2, mpf(1) / 2, v / (v + x * x)) / 2
    return h if x >= 0 else 1 - h
tden = lambda v, x: gamma((v + 1) / 2) / sqrt(v * pi) / gamma(v / 2) * power(1 + x * x / v, -(v + 1) / 2)
def nt_upper(v, d, x):
    if x < 0: return 1 - nt_upper(v, -d, -x)
    m, s = d * d / 2, mpf(0)
    y = v / (v + x * x)
    for j, p in pois(m, TOP(float(m))):
        q = d / sqrt(mpf(2)) * exp(-m) * power(m, j) / gamma(j + mpf(3) / 2)
        s += p * I(v / 2, j + mpf(1) / 2, y) + q * I(v / 2, mpf(j) + 1, y)
    return s / 2
def ntden(v, d, x):
    mu = d
    f = lambda w: power(w, v) * exp(-(w - 0) ** 2 * v / 2) * exp(-(x * w - mu) ** 2 / 2)
    c = 2 * power(v / 2, v / 2) / gamma(v / 2) / sqrt(2 * pi)
    with mp.workdps(30):
        return c * quad(f, [0, .25, .5, .75, 1, 1.25, 1.5, 2, 3, 6, 12])
import sys
def row(name, val, *a):
    print(name, a, file=sys.stderr)
    out["dist"].append([name, list(a), float(mp.nstr(val, 20))])
M = mpf
for v in (.3, 1., 2., 4., 7.5, 30., 200., 5000.):
    for k in (.05, .5, .9, 1., 1.1, 2., 5.):
        x = v * k
        row("chi2", P(M(v) / 2, M(x) / 2), v, x); row("chi2tail", Q(M(v) / 2, M(x) / 2), v, x); row("chi2den", cden(M(v), M(x)), v, x)
for v, l, x in ((4., 2., 6.), (1., .5, .2), (3., 40., 20.), (3., 40., 45.), (10., 200., 150.), (2.5, 7., 60.), (30., 1., 10.), (1., 900., 700.)):
    m, v_, x_ = M(l) / 2, M(v), M(x)
    row("nchi2", sum(w * P(v_ / 2 + j, x_ / 2) for j, w in pois(m, TOP(float(m)))), v, l, x)
    row("nchi2tail", sum(w * Q(v_ / 2 + j, x_ / 2) for j, w in pois(m, TOP(float(m)))), v, l, x)
    row("nchi2den", sum(w * cden(v_ + 2 * j, x_) for j, w in pois(m, TOP(float(m)))), v, l, x)
for d1, d2 in ((1., 1.), (3., 20.), (.5, 4.), (20., 3.), (100., 200.), (2., 5000.), (1000., 1000.)):
    for f in (.01, .3, .9, 1., 1.2, 2.5, 9.):
        row("F", F(M(d1), M(d2), M(f)), d1, d2, f); row("Ftail", FT(M(d1), M(d2), M(f)), d1, d2, f); row("Fden", Fd(M(d1), M(d2), M(f)), d1, d2, f)
for d1, d2, l, f in ((3., 20., 1.5, 2.5), (1., 10., 30., 12.), (5., 100., 80., 9.), (10., 7., .2, .4), (4., 30., 300., 60.)):
    D1, D2, L, f_ = M(d1), M(d2), M(l), M(f); m = L / 2
    y, z = D1 * f_ / (D1 * f_ + D2), D2 / (D1 * f_ + D2)
    row("nF", sum(w * I(D1 / 2 + j, D2 / 2, y) for j, w in pois(m, TOP(float(m)))), d1, d2, l, f)
    row("nFtail", sum(w * I(D2 / 2, D1 / 2 + j, z) for j, w in pois(m, TOP(float(m)))), d1, d2, l, f)
    row("nFden", sum(w * exp((D1 / 2 + j) * log(y) + D2 / 2 * log(z) + loggamma(D1 / 2 + j + D2 / 2) - loggamma(D1 / 2 + j) - loggamma(D2 / 2)) / f_ for j, w in pois(m, TOP(float(m)))), d1, d2, l, f)
for a, b in ((2., 3.), (.2, .3), (.5, 8.), (40., 3.), (300., 500.), (1., 1.), (3000., 2000.)):
    for x in (.001, .1, .375, .4, .6, .9, .999):
        row("ibeta", I(a, b, M(x)), a, b, x); row("ibetatail", I(b, a, 1 - M(x)), a, b, x)
        row("betaden", exp((M(a) - 1) * log(M(x)) + (M(b) - 1) * log(1 - M(x)) + loggamma(M(a) + b) - loggamma(M(a)) - loggamma(M(b))), a, b, x)
for v in (.5, 1., 3., 10., 31., 250.):
    for x in (-8., -2.228, -.3, 0., .001, 1., 2.228, 6.):
        row("t", 1 - TT(M(v), M(x)), v, x); row("ttail", TT(M(v), M(x)), v, x); row("tden", tden(M(v), M(x)), v, x)
for v, d, x in ((10., 1., 2.), (10., 1., -.5), (3., 4., 1.), (3., 4., 9.), (30., -2., -1.), (30., -2., .5), (5., 12., 15.), (50., 20., 22.), (10., 1., 0.), (7., .3, 3.)):
    row("nttail", nt_upper(M(v), M(d), M(x)), v, d, x); row("nt", 1 - nt_upper(M(v), M(d), M(x)), v, d, x); row("ntden", ntden(M(v), M(d), M(x)), v, d, x)
for z in [r(-37, 8) for _ in range(60)] + [0., 1.96, -1e-9, .5]:
    row("normal", erfc(-M(z) / sqrt(M(2))) / 2, z)
for n, p in ((10, .5), (7, .01), (200, .3), (2000, .77), (1, .4), (3000, .001)):
    t = [power(1 - M(p), n)]
    for j in range(n):
        t.append(t[-1] * (n - j) / (j + 1) * M(p) / (1 - M(p)))
    for k in sorted({0, 1, n // 3, int(n * p), n - 1, n}):
        row("binomialp", t[k], float(n), float(k), p); row("binomial", sum(t[:k + 1]), float(n), float(k), p); row("binomialtail", sum(t[k:]), float(n), float(k), p)
for x in [abs(mag(1e-3, 1e6)) for _ in range(60)] + [1.5, 2.5, 14.9, 15.1, 171.5]:
    row("lngamma", loggamma(M(x)), x)
json.dump(out, __import__("sys").stdout, separators=(",", ":"))
