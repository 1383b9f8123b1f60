package fn

import (
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/stat"
)

// distributions take their parameters first and the value or probability last, as Stata does
// (types.StataArgumentOrder). The order of the binomials is settled by their texts, and the
// normals are the same in both.
func distributions() []registry.Function {
	return slices.Concat(binomials(), normals(), inOrder(continuous(), types.StataArgumentOrder))
}

// continuous are the distributions whose order is one of the open questions.
func continuous() []registry.Function {
	return slices.Concat(chiSquares(), fishers(), betas(), students())
}

func of2(name, form string, summary t, f func(a, b float64) float64, examples ...string) registry.Function {
	return declare(name, form, 2, 2, summary, takes(number).gives(types.Decimal),
		mapN(func(x []float64) float64 { return f(x[0], x[1]) }), examples...)
}

func of3(name, form string, summary t, f func(a, b, c float64) float64, examples ...string) registry.Function {
	return declare(name, form, 3, 3, summary, takes(number).gives(types.Decimal),
		mapN(func(x []float64) float64 { return f(x[0], x[1], x[2]) }), examples...)
}

func of4(name, form string, summary t, f func(a, b, c, d float64) float64, examples ...string) registry.Function {
	return declare(name, form, 4, 4, summary, takes(number).gives(types.Decimal),
		mapN(func(x []float64) float64 { return f(x[0], x[1], x[2], x[3]) }), examples...)
}

func binomials() []registry.Function {
	return []registry.Function{
		of3("binomial", "binomial(n, k, p)", t{"Sannsynligheten for høyst k treff i n forsøk som hver har sannsynlighet p. n og k rundes ned.",
			"The probability of at most k successes in n trials of probability p each. n and k are rounded down."}, stat.Binomial, "binomial(10,3,.5)", "0.171875"),
		of3("binomialp", "binomialp(n, k, p)", t{"Sannsynligheten for nøyaktig k treff i n forsøk som hver har sannsynlighet p.",
			"The probability of exactly k successes in n trials of probability p each."}, stat.BinomialP, "binomialp(10,3,.5)", "0.1171875"),
		of3("binomialtail", "binomialtail(n, k, p)", t{"Sannsynligheten for minst k treff i n forsøk som hver har sannsynlighet p.",
			"The probability of at least k successes in n trials of probability p each."}, stat.BinomialTail, "binomialtail(10,3,.5)", "0.9453125"),
	}
}

func normals() []registry.Function {
	return []registry.Function{
		declare("normal", "normal(z)", 1, 1, t{"Fordelingsfunksjonen til standard normalfordeling.", "The distribution function of the standard normal distribution."},
			takes(number).gives(types.Decimal), map1(stat.Normal), "normal(1.96)", "0.9750021049"),
		declare("normalden", "normalden(x [, mu [, sigma]])", 1, 3,
			t{"Tettheten til normalfordelingen med forventning mu (0) og standardavvik sigma (1), som må være over 0.",
				"The density of the normal distribution with mean mu (0) and standard deviation sigma (1), which must be above 0."},
			takes(number).gives(types.Decimal), mapN(normalDensity), "normalden(0)", "0.3989422804", "normalden(1,0,2)", "0.1760326634", "normalden(1,0,0)", "."),
	}
}

func normalDensity(x []float64) float64 {
	mu, sigma := 0.0, 1.0
	if len(x) > 1 {
		mu = x[1]
	}
	if len(x) > 2 {
		sigma = x[2]
	}
	return stat.NormalDen(x[0], mu, sigma)
}

func chiSquares() []registry.Function {
	return []registry.Function{
		of2("chi2", "chi2(v, x)", t{"Fordelingsfunksjonen til kjikvadratfordelingen med v frihetsgrader.", "The distribution function of the chi-square distribution with v degrees of freedom."},
			stat.Chi2, "chi2(4,9.49)", "0.9500468688", "chi2(4,-1)", "0"),
		of2("chi2den", "chi2den(v, x)", t{"Tettheten til kjikvadratfordelingen med v frihetsgrader.", "The density of the chi-square distribution with v degrees of freedom."},
			stat.Chi2Den, "chi2den(4,9.49)", "0.02062903461"),
		of2("chi2tail", "chi2tail(v, x)", t{"Sannsynligheten over x i kjikvadratfordelingen med v frihetsgrader.", "The probability above x in the chi-square distribution with v degrees of freedom."},
			stat.Chi2Tail, "chi2tail(4,9.49)", "0.04995313122", "chi2tail(4,-1)", "1"),
		of2("invchi2", "invchi2(v, p)", t{"Verdien som kjikvadratfordelingen med v frihetsgrader har sannsynlighet p under.", "The value below which the chi-square distribution with v degrees of freedom has probability p."},
			stat.InvChi2, "invchi2(4,.95)", "9.487729037"),
		of2("invchi2tail", "invchi2tail(v, p)", t{"Verdien som kjikvadratfordelingen med v frihetsgrader har sannsynlighet p over.", "The value above which the chi-square distribution with v degrees of freedom has probability p."},
			stat.InvChi2Tail, "invchi2tail(4,.05)", "9.487729037"),
		of3("nchi2", "nchi2(v, lambda, x)", t{"Fordelingsfunksjonen til den ikke-sentrale kjikvadratfordelingen med ikke-sentralitet lambda.", "The distribution function of the non-central chi-square distribution with non-centrality lambda."},
			stat.NChi2, "nchi2(4,2,6)", "0.5844236897"),
		of3("nchi2den", "nchi2den(v, lambda, x)", t{"Tettheten til den ikke-sentrale kjikvadratfordelingen med ikke-sentralitet lambda.", "The density of the non-central chi-square distribution with non-centrality lambda."},
			stat.NChi2Den, "nchi2den(4,2,6)", "0.09529580077"),
		of3("nchi2tail", "nchi2tail(v, lambda, x)", t{"Sannsynligheten over x i den ikke-sentrale kjikvadratfordelingen med ikke-sentralitet lambda.", "The probability above x in the non-central chi-square distribution with non-centrality lambda."},
			stat.NChi2Tail, "nchi2tail(4,2,6)", "0.4155763103"),
	}
}

func fishers() []registry.Function {
	// The official help lists a non-centrality for F and Ftail; with it they are nF and nFtail.
	orNoncentral := func(name string, summary t, central func(a, b, c float64) float64, noncentral func(a, b, c, d float64) float64, examples ...string) registry.Function {
		return declare(name, name+"(d1, d2, [lambda,] f)", 3, 4, summary, takes(number).gives(types.Decimal),
			func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
				if len(args) == 3 {
					return mapN(func(x []float64) float64 { return central(x[0], x[1], x[2]) })(c, args)
				}
				return mapN(func(x []float64) float64 { return noncentral(x[0], x[1], x[2], x[3]) })(c, args)
			}, examples...)
	}
	return []registry.Function{
		orNoncentral("F", t{"Fordelingsfunksjonen til F-fordelingen med d1 og d2 frihetsgrader; med fire argumenter som nF.", "The distribution function of the F distribution with d1 and d2 degrees of freedom; with four arguments as nF."},
			stat.F, stat.NF, "F(3,20,2.5)", "0.9111562481", "F(3,20,1.5,2.5)", "0.7944038903", "F(3,20,-1)", "0"),
		of3("Fden", "Fden(d1, d2, f)", t{"Tettheten til F-fordelingen med d1 og d2 frihetsgrader.", "The density of the F distribution with d1 and d2 degrees of freedom."},
			stat.FDen, "Fden(3,20,2.5)", "0.08726574418"),
		orNoncentral("Ftail", t{"Sannsynligheten over f i F-fordelingen med d1 og d2 frihetsgrader; med fire argumenter som nFtail.", "The probability above f in the F distribution with d1 and d2 degrees of freedom; with four arguments as nFtail."},
			stat.FTail, stat.NFTail, "Ftail(3,20,2.5)", "0.08884375194"),
		of3("invF", "invF(d1, d2, p)", t{"Verdien som F-fordelingen har sannsynlighet p under.", "The value below which the F distribution has probability p."},
			stat.InvF, "invF(3,20,.95)", "3.098391212"),
		of3("invFtail", "invFtail(d1, d2, p)", t{"Verdien som F-fordelingen har sannsynlighet p over.", "The value above which the F distribution has probability p."},
			stat.InvFTail, "invFtail(3,20,.05)", "3.098391212"),
		of4("nF", "nF(d1, d2, lambda, f)", t{"Fordelingsfunksjonen til den ikke-sentrale F-fordelingen med ikke-sentralitet lambda.", "The distribution function of the non-central F distribution with non-centrality lambda."},
			stat.NF, "nF(3,20,1.5,2.5)", "0.7944038903"),
		of4("nFden", "nFden(d1, d2, lambda, f)", t{"Tettheten til den ikke-sentrale F-fordelingen med ikke-sentralitet lambda.", "The density of the non-central F distribution with non-centrality lambda."},
			stat.NFDen, "nFden(3,20,1.5,2.5)", "0.1492261696"),
		of4("nFtail", "nFtail(d1, d2, lambda, f)", t{"Sannsynligheten over f i den ikke-sentrale F-fordelingen med ikke-sentralitet lambda.", "The probability above f in the non-central F distribution with non-centrality lambda."},
			stat.NFTail, "nFtail(3,20,1.5,2.5)", "0.2055961097"),
		of4("invnFtail", "invnFtail(d1, d2, lambda, p)", t{"Verdien som den ikke-sentrale F-fordelingen har sannsynlighet p over.", "The value above which the non-central F distribution has probability p."},
			stat.InvNFTail, "invnFtail(3,20,1.5,.05)", "4.503487568"),
	}
}

func betas() []registry.Function {
	return []registry.Function{
		of3("betaden", "betaden(a, b, x)", t{"Tettheten til betafordelingen med parametere a og b.", "The density of the beta distribution with parameters a and b."},
			stat.BetaDen, "betaden(2,3,.4)", "1.728", "betaden(2,3,2)", "0"),
		of3("ibeta", "ibeta(a, b, x)", t{"Fordelingsfunksjonen til betafordelingen med parametere a og b.", "The distribution function of the beta distribution with parameters a and b."},
			stat.Beta, "ibeta(2,3,.4)", "0.5248", "ibeta(2,3,2)", "1"),
		of3("ibetatail", "ibetatail(a, b, x)", t{"Sannsynligheten over x i betafordelingen med parametere a og b.", "The probability above x in the beta distribution with parameters a and b."},
			stat.BetaTail, "ibetatail(2,3,.4)", "0.4752"),
		of3("invibeta", "invibeta(a, b, p)", t{"Verdien som betafordelingen har sannsynlighet p under.", "The value below which the beta distribution has probability p."},
			stat.InvBeta, "invibeta(2,3,.5)", "0.3857275681"),
		of3("invibetatail", "invibetatail(a, b, p)", t{"Verdien som betafordelingen har sannsynlighet p over.", "The value above which the beta distribution has probability p."},
			stat.InvBetaTail, "invibetatail(2,3,.25)", "0.5436782854"),
	}
}

func students() []registry.Function {
	return []registry.Function{
		of2("t", "t(v, x)", t{"Fordelingsfunksjonen til t-fordelingen med v frihetsgrader.", "The distribution function of the t distribution with v degrees of freedom."},
			stat.T, "t(10,2.228)", "0.9749941141"),
		of2("tden", "tden(v, x)", t{"Tettheten til t-fordelingen med v frihetsgrader.", "The density of the t distribution with v degrees of freedom."},
			stat.TDen, "tden(10,2.228)", "0.04239462471"),
		of2("ttail", "ttail(v, x)", t{"Sannsynligheten over x i t-fordelingen med v frihetsgrader.", "The probability above x in the t distribution with v degrees of freedom."},
			stat.TTail, "ttail(10,2.228)", "0.02500588591"),
		of2("invt", "invt(v, p)", t{"Verdien som t-fordelingen med v frihetsgrader har sannsynlighet p under.", "The value below which the t distribution with v degrees of freedom has probability p."},
			stat.InvT, "invt(10,.975)", "2.228138852", "invt(10,1)", "."),
		of2("invttail", "invttail(v, p)", t{"Verdien som t-fordelingen med v frihetsgrader har sannsynlighet p over.", "The value above which the t distribution with v degrees of freedom has probability p."},
			stat.InvTTail, "invttail(10,.025)", "2.228138852"),
		of3("nt", "nt(v, delta, x)", t{"Fordelingsfunksjonen til den ikke-sentrale t-fordelingen med ikke-sentralitet delta.", "The distribution function of the non-central t distribution with non-centrality delta."},
			stat.NT, "nt(10,1,2)", "0.8076115625"),
		of3("ntden", "ntden(v, delta, x)", t{"Tettheten til den ikke-sentrale t-fordelingen med ikke-sentralitet delta.", "The density of the non-central t distribution with non-centrality delta."},
			stat.NTDen, "ntden(10,1,2)", "0.2254240466"),
		of3("nttail", "nttail(v, delta, x)", t{"Sannsynligheten over x i den ikke-sentrale t-fordelingen med ikke-sentralitet delta.", "The probability above x in the non-central t distribution with non-centrality delta."},
			stat.NTTail, "nttail(10,1,2)", "0.1923884375"),
		of3("invnttail", "invnttail(v, delta, p)", t{"Verdien som den ikke-sentrale t-fordelingen har sannsynlighet p over.", "The value above which the non-central t distribution has probability p."},
			stat.InvNTTail, "invnttail(10,1,.05)", "3.041741815"),
	}
}
