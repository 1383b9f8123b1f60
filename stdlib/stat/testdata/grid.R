# Writes the grid that distributions are tested on, with R's values, to standard output:
# name, arguments in our order (parameters first, the value last), R's value; separated by
# tabs, 17 digits. `make reference-values` runs it and gives the result to grid.py.
P <- c(1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-16, 1e-10, 1e-5, .001, .01, .025, .05, .1, .25, .3, .5,
       .6, .75, .9, .95, .975, .99, .999, 1 - 1e-5, 1 - 1e-10, 1 - 1e-13, 1 - 1e-15, 1 - 1e-16)
few <- c(1e-300, 1e-100, 1e-20, 1e-10, .025, .3, .5, .975, 1 - 1e-10, 1 - 1e-16)
tails <- c(1e-250, 1e-60, 1e-12, .02)

g <- function(x) formatC(x, digits = 17, format = "g", width = 1)
put <- function(name, ..., value) {
  a <- data.frame(...)
  ok <- is.nan(value) | value == 0 | abs(value) >= 1e-300
  ok <- ok & (is.nan(value) | is.finite(value)) & apply(a, 1, function(r) all(is.finite(r)))
  if (any(ok)) cat(paste(name, do.call(paste, c(lapply(a, g), sep = "\t")), g(value), sep = "\t")[ok], sep = "\n")
}
q <- function(f) suppressWarnings(f)
cat("# ", R.version.string, "\n", sep = "")

z <- c(-38, -37.5, -30, -20, -10, -8.3, -5, -3, -1.96, -1, -.5, -1e-3, -1e-10)
z <- c(z, 0, -z[-(1:4)])
put("normal", z, value = pnorm(z))
d <- expand.grid(x = c(-40, -5, -1, 0, .3, 2, 10, 1e5), m = c(-3, 0, 2, 99999), s = c(.001, 1, 2.5, 1e5))
put("normalden", d$x, d$m, d$s, value = dnorm(d$x, d$m, d$s))
put("invnormal", P, value = qnorm(P))

V <- c(.1, .5, 1, 2, 3, 4.5, 10, 30, 100, 1000, 1e4, 1e5, 1e6)
for (v in V) {
  x <- v * c(1e-10, .001, .1, .5, .9, .99, 1, 1.01, 1.1, 2, 5, 20)
  x <- c(x, signif(qchisq(tails, v), 6), signif(qchisq(tails, v, lower.tail = FALSE), 6))
  x <- unique(x[x > 1e-290])
  put("chi2", v, x, value = pchisq(x, v))
  put("chi2tail", v, x, value = pchisq(x, v, lower.tail = FALSE))
  put("chi2den", v, x, value = dchisq(x, v))
  put("invchi2", v, P, value = qchisq(P, v))
  put("invchi2tail", v, P, value = qchisq(P, v, lower.tail = FALSE))
  a <- v * 3
  y <- a * c(.01, .3, .8, 1, 1.3, 3)
  put("pgamma", a, y, value = pgamma(y, a))
  put("qgamma", a, few, value = qgamma(few, a))
}
for (m in c(.01, 1, 7.5, 100, 1e4)) {
  k <- unique(floor(c(0, 1, m / 2, m, m + sqrt(m), m + 4 * sqrt(m))))
  put("ppois", m, k, value = ppois(k, m))
}

W <- c(.1, 1, 10, 100, 1e6)
for (d1 in W) for (d2 in W) {
  f <- c(.001, 1, 4, 1000, signif(qf(tails, d1, d2), 6), signif(qf(tails, d1, d2, lower.tail = FALSE), 6))
  f <- unique(f[f > 1e-280 & f < 1e280])
  put("F", d1, d2, f, value = pf(f, d1, d2))
  put("Ftail", d1, d2, f, value = pf(f, d1, d2, lower.tail = FALSE))
  put("Fden", d1, d2, f, value = df(f, d1, d2))
  put("invF", d1, d2, few, value = q(qf(few, d1, d2)))
  put("invFtail", d1, d2, few, value = q(qf(few, d1, d2, lower.tail = FALSE)))
}
B <- c(.05, 1, 2.5, 100, 5e5)
for (a in B) for (b in B) {
  x <- c(1e-10, .001, .3, .5, .9, .99999, q(signif(qbeta(c(tails, 1 - 1e-9), a, b), 6)))
  x <- unique(x[x > 1e-290 & x < 1])
  put("ibeta", a, b, x, value = pbeta(x, a, b))
  put("ibetatail", a, b, x, value = pbeta(x, a, b, lower.tail = FALSE))
  put("betaden", a, b, x, value = dbeta(x, a, b))
  put("invibeta", a, b, few, value = q(qbeta(few, a, b)))
  put("invibetatail", a, b, few, value = q(qbeta(few, a, b, lower.tail = FALSE)))
}
for (v in c(.1, .5, 1, 2, 3, 10, 100, 1000, 15000, 1e5, 1e6)) {
  x <- c(1e-10, .001, .1, .7, 1, 2, 5, 10, 40, 1000, 1e10, 1e100)
  x <- c(-x, 0, x)
  put("t", v, x, value = pt(x, v))
  put("ttail", v, x, value = pt(x, v, lower.tail = FALSE))
  put("tden", v, x, value = dt(x, v))
  put("invt", v, P, value = q(qt(P, v)))
  put("invttail", v, P, value = q(qt(P, v, lower.tail = FALSE)))
}
for (n in c(0, 1, 10, 1e4, 1e6)) for (p in c(0, 1e-10, .3, .5, .9, 1 - 1e-10, 1)) {
  k <- unique(c(-1, 0, 1, 2, floor(n * p), floor(n * p * .9), ceiling(n * p * 1.1), floor(n * p + 10), n - 1, n, n + 1))
  k <- k[k <= n + 1]
  put("binomial", n, k, p, value = pbinom(k, n, p))
  put("binomialtail", n, k, p, value = pbinom(k - 1, n, p, lower.tail = FALSE))
  put("binomialp", n, k, p, value = dbinom(k, n, p))
}
for (v in c(.1, 1, 2.5, 10, 100, 1e4)) for (l in c(0, .1, 1, 10, 100, 1000)) {
  x <- v + l + sqrt(2 * (v + 2 * l)) * c(-6, -3, -1, 0, 1, 3, 6, 12, 25)
  x <- signif(c(x[x > 0], (v + l) * c(1e-6, .01)), 6)
  put("nchi2", v, l, x, value = q(pchisq(x, v, l)))
  put("nchi2tail", v, l, x, value = q(pchisq(x, v, l, lower.tail = FALSE)))
  put("nchi2den", v, l, x, value = dchisq(x, v, l))
}
for (d1 in c(.5, 3, 1000)) for (d2 in c(.5, 10, 1e6)) for (l in c(0, .5, 10, 1000)) {
  f <- signif((1 + l / d1) * c(.001, .1, .5, .8, 1, 1.25, 2, 6, 50), 6)
  put("nF", d1, d2, l, f, value = q(pf(f, d1, d2, l)))
  put("nFtail", d1, d2, l, f, value = q(pf(f, d1, d2, l, lower.tail = FALSE)))
  put("nFden", d1, d2, l, f, value = q(df(f, d1, d2, l)))
  p <- c(1e-300, 1e-50, 1e-10, .01, .3, .5, .95, 1 - 1e-8)
  put("invnFtail", d1, d2, l, p, value = q(qf(p, d1, d2, l, lower.tail = FALSE)))
}
for (v in c(.1, 1, 3, 10, 1000, 1e6)) for (d in c(-20, -1, 0, .5, 2, 10, 37, 100, 1000)) {
  x <- signif(c(d * c(.8, .95, 1, 1.05, 1.3), d + c(-3, 3)), 6)
  if (abs(d) < 50) x <- c(x, -100, -5, -1, -1e-5, 0, 1e-5, 1, 10, 100)
  x <- unique(x)
  put("nt", v, d, x, value = q(pt(x, v, d)))
  put("nttail", v, d, x, value = q(pt(x, v, d, lower.tail = FALSE)))
  if (d > 100) next # too slow to verify
  put("ntden", v, d, x, value = q(dt(x, v, d)))
  p <- c(1e-50, 1e-10, .01, .5, .95, 1 - 1e-8, 1 - 1e-15)
  put("invnttail", v, d, p, value = q(qt(p, v, d, lower.tail = FALSE)))
}
