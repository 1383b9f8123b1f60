package syntax

import (
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
)

// foreign are commands of Stata, or older names, and what this language has instead.
func foreign(word string) []string {
	switch word {
	case "egen":
		return []string{"aggregate", "generate"}
	case "bysort", "bys", "by":
		return []string{"aggregate", "collapse"}
	case "foreach", "forvalues", "forval":
		return []string{"for"}
	case "local", "global", "scalar":
		return []string{"let"}
	case "gen":
		return []string{"generate"}
	case "reg":
		return []string{"regress"}
	case "sum", "su":
		return []string{"summarize"}
	case "tab", "tabu", "table":
		return []string{"tabulate"}
	case "scatter":
		return []string{"hexbin"}
	case "predict":
		return []string{"regress-predict", "logit-predict"}
	case "reshape":
		return []string{"reshape-to-panel", "reshape-from-panel"}
	case "xtile", "pctile":
		return []string{"generate"}
	case "lab", "label":
		return []string{"define-labels", "assign-labels"}
	case "help-procedure":
		return []string{"help-function"}
	case "test":
		return []string{"regress"}
	case "print", "display", "di":
		return []string{"let"}
	}
	return nil
}

// announced are commands of the language that a build may lack.
const announced = " anova ci correlate normaltest barchart boxplot coefplot hexbin histogram piechart sankey" +
	" regress regress-predict regress-panel regress-panel-predict regress-panel-diff hausman ivregress ivregress-predict" +
	" logit logit-predict probit probit-predict mlogit mlogit-predict poisson poisson-predict" +
	" negative-binomial negative-binomial-predict oaxaca rdd regress-mml regress-mml-predict cox kaplan-meier weibull "

// notBuilt names the command of the language that a word is, or stands for, when this build
// lacks it.
func notBuilt(word string) string {
	for _, w := range append([]string{word}, foreign(word)...) {
		if strings.Contains(announced, " "+w+" ") {
			return w
		}
	}
	return ""
}

// unknown says what is wrong with a first word that is no command.
func (p *Parser) unknown(text string, name Name) *Failure {
	written := diag.Token(text[name.Span.Start:name.Span.End])
	rest := text[name.Span.End:]
	after := strings.TrimLeftFunc(rest, isBlank)
	switch {
	case strings.HasPrefix(after, "=") && !strings.HasPrefix(after, "=="):
		f := Fail(name.Span, codeBareAssign, written)
		f.Suggestions = p.known([]string{"generate", "replace", "let"})
		return f
	case name.Text == "list" || name.Text == "browse" || name.Text == "show":
		return Fail(name.Span, codeListsRows, written)
	case name.Text == "sort" || name.Text == "gsort":
		return Fail(name.Span, codeSorts, written)
	}
	if instead := p.known(foreign(name.Text)); len(instead) > 0 {
		f := Fail(name.Span, codeForeignCommand, written)
		f.Suggestions = instead
		return f
	}
	if lacking := notBuilt(strings.ToLower(name.Text)); lacking != "" {
		return Fail(name.Span, codeNotBuilt, diag.Catalogue(lacking))
	}
	f := Fail(name.Span, codeUnknownCommand, written)
	f.Suggestions = diag.Nearest(name.Text, p.names())
	return f
}

// ownWords are the commands this package reads itself.
func ownWords() []string { return []string{"for", "end", "let", "textblock", "endblock"} }

func (p *Parser) names() []string { return append(ownWords(), p.commands.Names()...) }

// known keeps the words that are commands here: a suggestion names something that exists.
func (p *Parser) known(words []string) []string {
	var out []string
	for _, w := range words {
		_, ok := p.commands.Lookup(w)
		for _, own := range ownWords() {
			ok = ok || own == w
		}
		if ok {
			out = append(out, w)
		}
	}
	return out
}
