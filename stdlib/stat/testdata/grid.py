# Adds to R's grid the exact value, from mpmath, of every row where R is off by more than 1e-12:
#   Rscript testdata/grid.R | python3 testdata/grid.py > testdata/grid.tsv
# R is limited in its non-central functions (pt stops at 1e-12 absolute and a non-centrality
# of 37.6, dt subtracts, pchisq and pf sum to 1e-12, their inverses to less), in far tails of
# some inverses, and where 1 - p is formed on the way. Every value here is a convergent
# series of positive terms, or one whose cancelling digits are carried along.
import math, signal, sys
from multiprocessing import Pool
from mpmath import mp, mpf, exp, log, log1p, loggamma, gamma, sqrt, erfc, pi, power, floor
import mpmath

M, HALF = mpf, mpf(1) / 2

def series(first, ratio):
    t = s = first
    n = 0
    while True:
        r = ratio(n)
        t *= r
        s += t
        n += 1
        if r < 1 and t < s * mp.eps * (1 - r):
            return s

def gamma_pq(a, x):  # lower and upper, x near or below a by the series, else with spare digits
    if x <= 0: return M(0), M(1)
    lost = 0
    if x > a:
        lost = max(0, int((x - a * log(x) + loggamma(a)) / log(M(10)))) + 5
    if lost > 420: return M(1), M(0)
    with mp.workdps(mp.dps + lost):
        p = exp(a * log(x) - x - loggamma(a + 1)) * series(M(1), lambda n: x / (a + 1 + n))
        return p, 1 - p
def beta_ij(a, b, x, y):
    """The series of the tail that takes fewer terms; the other one is its complement, and
    the digits that it loses are carried along."""
    if x <= 0: return M(0), M(1)
    if y <= 0: return M(1), M(0)
    def terms(a, b, x, y):
        rise = max(0.0, ((a + b) * x - a - 1) / y)
        return rise + math.sqrt(300 * (a + rise) / y) + 140 / y
    f = [float(v) for v in (a, b, x, y)]
    turn = f[3] == 0 or f[2] > 0 and terms(f[1], f[0], f[3], max(f[2], 1e-18)) < terms(*f[:3], max(f[3], 1e-18))
    if turn: a, b, x, y = b, a, y, x
    lost = min(900, 20 + int(abs(log(bpow(a, b, x, y)) / log(M(10)))))
    with mp.workdps(mp.dps + lost):
        x, y = (x, 1 - x) if x < y else (1 - y, y)
        i = bpow(a, b, x, y) / a * series(M(1), lambda n: (a + b + n) / (a + 1 + n) * x)
        return (1 - i, i) if turn else (i, 1 - i)
def normal_pq(z): return erfc(-z / sqrt(M(2))) / 2, erfc(z / sqrt(M(2))) / 2
def phi(z): return exp(-z * z / 2) / sqrt(2 * pi)

def chi2(v, x): return gamma_pq(v / 2, x / 2)
def chi2den(v, x): return exp((v / 2 - 1) * log(x) - x / 2 - v / 2 * log(M(2)) - loggamma(v / 2))
def shares(d1, d2, f): return d1 * f / (d1 * f + d2), d2 / (d1 * f + d2)
def F(d1, d2, f): return beta_ij(d1 / 2, d2 / 2, *shares(d1, d2, f))
def bpow(a, b, x, y): return exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b))
def Fden(d1, d2, f): return bpow(d1 / 2, d2 / 2, *shares(d1, d2, f)) / f
def t(v, x):
    if x == 0: return HALF, HALF
    u = beta_ij(v / 2, HALF, v / (v + x * x), x * x / (v + x * x))[0] / 2
    return (u, 1 - u) if x < 0 else (1 - u, u)
def tden(v, x): return exp(loggamma((v + 1) / 2) - loggamma(v / 2) - (v + 1) / 2 * log1p(x * x / v)) / sqrt(v * pi)
def binomial(n, k, p):
    if k < 0: return M(0), M(1)
    if k >= n: return M(1), M(0)
    return tuple(reversed(beta_ij(k + 1, n - k, p, 1 - p)))
def binomialp(n, k, p):
    if k < 0 or k > n: return M(0)
    if p == 0 or p == 1: return M(1) if k == n * p else M(0)
    return exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))

def weights(m):  # the indices that matter even for a result of 1e-300
    spread = 40 * float(sqrt(m))
    return max(0, int(float(m) - spread)), int(float(m) + spread) + 250
def pois(j, m): return exp(-m + j * log(m) - loggamma(M(j) + 1))
def mixture(m, tails, drop, ratio):
    low, high = weights(m)
    f, _ = tails(high)
    w, d, lower = pois(high, m), drop(high), M(0)
    for j in range(high, low - 1, -1):
        lower += w * f
        if j > low:
            d /= ratio(j - 1); f += d; w *= j / m
    _, u = tails(low)
    w, d, upper = pois(low, m), drop(low), M(0)
    for j in range(low, high + 1):
        upper += w * u
        u += d; d *= ratio(j); w *= m / (j + 1)
    return lower, upper
def nchi2(v, l, x):
    if l == 0: return chi2(v, x)
    a, h = v / 2, x / 2
    return mixture(l / 2, lambda j: gamma_pq(a + j, h), lambda j: exp((a + j) * log(h) - h - loggamma(a + j + 1)), lambda j: h / (a + j + 1))
def mixed(m, den, ratio):
    low, high = weights(m)
    w, d, s = pois(low, m), den(low), M(0)
    for j in range(low, high + 1):
        s += w * d
        d *= ratio(j); w *= m / (j + 1)
    return s
def nchi2den(v, l, x):
    if l == 0: return chi2den(v, x)
    return mixed(l / 2, lambda j: chi2den(v + 2 * j, x), lambda j: x / (v + 2 * j))
def nF(d1, d2, l, f):
    if l == 0: return F(d1, d2, f)
    a, b = d1 / 2, d2 / 2
    x, y = shares(d1, d2, f)
    return mixture(l / 2, lambda j: beta_ij(a + j, b, x, y), lambda j: bpow(a + j, b, x, y) / (a + j), lambda j: x * (a + j + b) / (a + j + 1))
def nFden(d1, d2, l, f):
    if l == 0: return Fden(d1, d2, f)
    a, b = d1 / 2, d2 / 2
    x, y = shares(d1, d2, f)
    return mixed(l / 2, lambda j: bpow(a + j, b, x, y), lambda j: x * (a + j + b) / (a + j)) / f
def careful(f):  # with digits enough for what cancels
    def g(*a):
        r = f(*a)
        if all(abs(v) > 1e-20 for v in (r if isinstance(r, tuple) else (r,))): return r
        with mp.workdps(380): return f(*a)
    return g
@careful
def nt(v, d, x):
    if d == 0: return t(v, x)
    if x < 0: return tuple(reversed(nt(v, -d, -x)))
    m, b, s = d * d / 2, v / 2, M(0)
    xs, ys = x * x / (v + x * x), v / (v + x * x)
    low, high = weights(m)
    even, odd = beta_ij(low + HALF, b, xs, ys)[1], beta_ij(M(low + 1), b, xs, ys)[1]
    de = bpow(low + HALF, b, xs, ys) / (low + HALF) if x else M(0)
    do = bpow(M(low + 1), b, xs, ys) / (low + 1) if x else M(0)
    p, q = pois(low, m), mpmath.sign(d) * exp(-m + (low + HALF) * log(m) - loggamma(low + 3 * HALF))
    for j in range(low, high + 1):
        s += p * even + q * odd
        even += de; odd += do
        de *= xs * (j + HALF + b) / (j + 3 * HALF); do *= xs * (j + 1 + b) / (j + 2)
        p *= m / (j + 1); q *= m / (j + 3 * HALF)
    return 1 - s / 2, s / 2
@careful
def ntden(v, d, x):
    z = d * x * sqrt(2 / (v + x * x))
    a = (v + 1) / 2
    even, odd = M(1), z * exp(loggamma(a + HALF) - loggamma(a))
    s, k, top = even + odd, 0, M(1)
    while abs(even) + abs(odd) > top * mp.eps or z * z * (a + k) > (2 * k + 1) * (2 * k + 2):
        even *= z * z * (a + k) / ((2 * k + 1) * (2 * k + 2))
        odd *= z * z * (a + HALF + k) / ((2 * k + 2) * (2 * k + 3))
        s += even + odd
        top = max(top, abs(s))
        k += 1
    return tden(v, x) * exp(-d * d / 2) * s

def solve(p, upper, both, density, x, positive=True):
    """Newton on ln F from R's value; bisection in x (or ln x) finds a start without one."""
    tail = lambda x: both(x)[1 if upper else 0]
    turn = False
    if p > HALF:
        p, turn = 1 - p, True
        tail0 = tail
        tail = lambda x: both(x)[0 if upper else 1]
    falls = upper != turn
    if x is None or not mpmath.isfinite(x) or x == 0 and positive or tail(x) <= 0:
        lo, hi = (M(-900), M(900)) if positive else (M(-1e4), M(1e4))
        at = (lambda u: exp(u)) if positive else (lambda u: u)
        for _ in range(60):
            mid = (lo + hi) / 2
            if (tail(at(mid)) > p) == falls: lo = mid
            else: hi = mid
        x = at((lo + hi) / 2)
    for _ in range(60):
        f = tail(x)
        if f <= 0: return None
        step = f * log(f / p) / density(x) * (-1 if falls else 1)
        if positive and step > x / 2: step = x / 2
        if positive and -step > x: step = -x
        x -= step
        if abs(step) < abs(x) * M(10) ** -15: return x
    return None

EXACT = {
    "normal": lambda z: normal_pq(z)[0], "normalden": lambda x, m, s: phi((x - m) / s) / s,
    "chi2": lambda *a: chi2(*a)[0], "chi2tail": lambda *a: chi2(*a)[1], "chi2den": chi2den,
    "pgamma": lambda a, x: gamma_pq(a, x)[0], "ppois": lambda m, k: gamma_pq(k + 1, m)[1],
    "F": lambda *a: F(*a)[0], "Ftail": lambda *a: F(*a)[1], "Fden": Fden,
    "ibeta": lambda a, b, x: beta_ij(a, b, x, 1 - x)[0], "ibetatail": lambda a, b, x: beta_ij(a, b, x, 1 - x)[1],
    "betaden": lambda a, b, x: bpow(a, b, x, 1 - x) / x / (1 - x),
    "t": lambda *a: t(*a)[0], "ttail": lambda *a: t(*a)[1], "tden": tden,
    "binomial": lambda *a: binomial(*a)[0], "binomialtail": lambda n, k, p: binomial(n, k - 1, p)[1], "binomialp": binomialp,
    "nchi2": lambda *a: nchi2(*a)[0], "nchi2tail": lambda *a: nchi2(*a)[1], "nchi2den": nchi2den,
    "nF": lambda *a: nF(*a)[0], "nFtail": lambda *a: nF(*a)[1], "nFden": nFden,
    "nt": lambda *a: nt(*a)[0], "nttail": lambda *a: nt(*a)[1], "ntden": ntden,
}
INVERSE = {  # name: upper, tails, density, positive
    "invnormal": (False, normal_pq, phi, False),
    "invchi2": (False, chi2, chi2den, True), "invchi2tail": (True, chi2, chi2den, True),
    "qgamma": (False, gamma_pq, lambda a, x: exp((a - 1) * log(x) - x - loggamma(a)), True),
    "invF": (False, F, Fden, True), "invFtail": (True, F, Fden, True),
    "invt": (False, t, tden, False), "invttail": (True, t, tden, False),
    "invnFtail": (True, nF, nFden, True), "invnttail": (True, nt, ntden, False),
}

def exact(name, a, r):
    if name in EXACT: return EXACT[name](*a)
    if name in ("invibeta", "invibetatail"):  # by the odds, which are precise at both ends
        A, B, p = a
        odds = solve(p, name == "invibetatail", lambda o: beta_ij(A, B, o / (1 + o), 1 / (1 + o)),
                     lambda o: bpow(A, B, o / (1 + o), 1 / (1 + o)) / o, r / (1 - r) if r < 1 else None)
        return None if odds is None else odds / (1 + odds)
    upper, both, density, positive = INVERSE[name]
    *rest, p = a
    if p == HALF and (name in ("invnormal", "invt", "invttail") or name == "invnttail" and rest[1] == 0): return M(0)
    return solve(p, upper, lambda x: both(*rest, x), lambda x: density(*rest, x), r, positive)

def late(*_): raise TimeoutError("60 seconds")

def row(line):
    mp.dps = 40
    signal.signal(signal.SIGALRM, late)
    name, *cells = line.rstrip("\n").split("\t")
    *args, r = [float(c) for c in cells]
    signal.alarm(60)
    try:
        e = exact(name, [M(x) for x in args], M(r))
    except Exception as problem:
        return line.rstrip("\n") + "\t?\t" + repr(problem)[:200], True
    finally:
        signal.alarm(0)
    if e is None:
        return line.rstrip("\n") + "\t?", True
    off = abs(e - M(r)) > M(10) ** -12 * abs(e) + M(10) ** -300 or r != r
    return line.rstrip("\n") + ("\t" + repr(float(e)) if off else ""), False

if __name__ == "__main__":
    lines = list(sys.stdin)
    print(lines[0].rstrip("\n") + "; the last column, where there is one: mpmath " + mpmath.__version__ + ", in place of R")
    with Pool(2) as pool:
        for text, failed in pool.imap(row, lines[1:], 8):
            if failed: print("no exact value:", text, file=sys.stderr)
            else: print(text)
