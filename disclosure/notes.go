package disclosure

import (
	"math"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/text"
)

// ruleOrder is the order of rules in accounts and notes.
var ruleOrder = [...]RuleID{
	Exact, RuleC1, RuleC3, RuleC4, RuleC5, RuleC6, RuleC7, RuleC8, RuleC9, RuleC10,
	RuleM0, RuleM1, RuleM3, RuleM4, RuleM5, RuleM8, RuleQ1, RuleQ2,
	RuleP1, RuleP2, RuleP3, RuleD1, RuleD3, RuleD5, RuleD6, RuleT1,
}

// notes says what the rules that fired have done. Numbers in it are limits of the policy.
func (p *pass) notes() []Note {
	if p.fired[RuleC1] {
		p.fire(RuleC10)
	}
	var out []Note
	for _, r := range ruleOrder {
		if p.fired[r] {
			if r == Exact && p.nobody && p.l.policy.profile != Open {
				r = RuleD1
			}
			if t := p.note(r); t.Complete() {
				out = append(out, Note{Rule: r, Text: t})
			}
		}
	}
	return out
}

func (p *pass) note(r RuleID) text.Text {
	switch r {
	case Exact:
		return text.Text{EN: "Numbers are exact: nothing was perturbed or hidden.",
			NB: "Tallene er eksakte: ingenting er endret eller skjult."}
	case RuleD1:
		return text.Text{EN: "The rows are areas or groups, which protect nobody: they are counted exactly. Values made of persons were protected when they were stored.",
			NB: "Radene er områder eller grupper, som ikke verner noen: de telles eksakt. Verdier laget av personer ble vernet da de ble lagret."}
	case RuleC1:
		return p.fill(text.Text{
			EN: "Counts have random noise of at most {D} with mean 0 and standard deviation at most {sd}; the same set of units always has the same noise.",
			NB: "Antall har tilfeldig støy på høyst {D} med gjennomsnitt 0 og standardavvik høyst {sd}; samme mengde av enheter har alltid samme støy."})
	case RuleC4:
		return text.Text{EN: "Totals have noise of their own and need not be the sum of the cells.",
			NB: "Totaler har sin egen støy og trenger ikke være summen av cellene."}
	case RuleC6:
		return text.Text{EN: "The chi-square statistic is computed from shown counts and corrected for the noise; it is hidden when the mean expected count is too small.",
			NB: "Kjikvadratet er beregnet fra viste antall og korrigert for støyen; det skjules når gjennomsnittlig forventet antall er for lite."}
	case RuleC7:
		return text.Text{EN: "The table is hidden: more than half of its cells have a shown count below 5.",
			NB: "Tabellen er skjult: mer enn halvparten av cellene har et vist antall under 5."}
	case RuleC9:
		return text.Text{EN: "A unit may have several rows; numbers of rows are estimated from the shown number of units, with extreme numbers of rows per unit cut.",
			NB: "En enhet kan ha flere rader; antall rader er anslått fra vist antall enheter, og ekstreme antall rader per enhet er kuttet."}
	case RuleC10:
		return p.fill(text.Text{
			EN: "Shown counts of 1 to {js} do not occur: 0 can stand for up to {D}, and the smallest positive count for 1 to {top}.",
			NB: "Viste antall fra 1 til {js} forekommer ikke: 0 kan stå for inntil {D}, og det minste positive antallet for 1 til {top}."})
	case RuleM0:
		return p.fill(text.Text{EN: "Statistics of fewer than {describe} units (shown count) are not given.",
			NB: "Statistikk for færre enn {describe} enheter (vist antall) oppgis ikke."})
	case RuleM1:
		return text.Text{EN: "Means, sums, standard deviations and Gini coefficients are winsorised: the 1 per cent lowest and highest values of the population are replaced by values just inside.",
			NB: "Gjennomsnitt, summer, standardavvik og Gini-koeffisienter er winsorisert: de 1 prosent laveste og høyeste verdiene i populasjonen er erstattet av verdier like innenfor."}
	case RuleM3:
		return text.Text{EN: "Sums are the shown mean times the shown count.",
			NB: "Summer er vist gjennomsnitt ganger vist antall."}
	case RuleM4:
		if p.l.policy.meanDigits == 0 {
			return text.Text{}
		}
		return p.fill(text.Text{EN: "Means have {digits} significant digits.", NB: "Gjennomsnitt har {digits} gjeldende sifre."})
	case RuleM5:
		return text.Text{EN: "Measures of dispersion have 3 significant digits.", NB: "Spredningsmål har 3 gjeldende sifre."}
	case RuleM8:
		return text.Text{EN: "A variable in which too few units differ from the most common value counts as constant, or is not described.",
			NB: "En variabel der for få enheter avviker fra den vanligste verdien, regnes som konstant eller beskrives ikke."}
	case RuleQ1:
		return text.Text{EN: "Percentiles are means of neighbouring values with 3 significant digits; those with too few units beyond them are not given.",
			NB: "Persentiler er gjennomsnitt av naboverdier med 3 gjeldende sifre; de som har for få enheter utenfor seg, oppgis ikke."}
	case RuleD6:
		return text.Text{EN: "Free text shared by fewer than 50 units (shown count), and numbers without a code list shared by fewer than 10, are not listed; they are part of the totals.",
			NB: "Fritekst som deles av færre enn 50 enheter (vist antall), og tall uten kodeliste som deles av færre enn 10, listes ikke; de inngår i totalene."}
	}
	return text.Text{}
}

func (p *pass) fill(t text.Text) text.Text {
	var c CountPolicy
	if p.l.table != nil {
		c = p.l.policy.counts
	}
	fields := strings.NewReplacer("{D}", strconv.Itoa(c.D), "{js}", strconv.Itoa(c.JS),
		"{sd}", strconv.FormatFloat(math.Sqrt(c.V), 'f', 1, 64),
		"{top}", strconv.Itoa(c.JS+1+c.D), "{describe}", strconv.Itoa(p.l.policy.minimum.Describe),
		"{digits}", strconv.Itoa(p.l.policy.meanDigits))
	return text.Text{EN: fields.Replace(t.EN), NB: fields.Replace(t.NB)}
}
