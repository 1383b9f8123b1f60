package syntax

import (
	"testing"

	"github.com/mdscript/mdscript/lang/source"
)

// variants are the 63 ways of writing seen in real scripts (own examples). Each must be
// read without an error, except the last, which must be refused.
var variants = map[int][]string{
	1:  {"barchart(mean) pay", "collapse(sum) hrs, by(pid)"},
	2:  {"generate r = 1 if inlist(f,'1') //north", "generate r = 1// x"},
	3:  {"//x", "//---", "for i in 1 2\n  // note\n  drop a\nend"},
	4:  {"# heading", "   # heading 'x"},
	5:  {"textblock\n# Title\n---\n\nIt's // \\ for \"x\nendblock"},
	6:  {"recode v \\\n\t(1/3 = 1 \"a, b\") \\\n   (4 = 2) \\\n\nuse a", "drop a \\"},
	7:  {"generate m = rowmean(a, b, \\\n  c)", "tabulate a, rowpct \\\n freq", "import-panel d/A d/B \\\n 2010-01-01 \\\n 2011-01-01", "define-labels g 1 'a' \\\n 2 'b'", "collapse (sum) a \\\n (max) b, by(c)"},
	8:  {"generate årslønn = 12 * lønn", "use bø", "let år = 1\nuse d++$år"},
	9:  {`keep if s == "1"`, `keep if s == '1'`, "keep if s == ’1’", "keep if s == “1”"},
	10: {"define-labels g 1 Øst 2 'Vest (A/B) ->'", "define-labels g 1 18år 2 2_3 3 'x % y'"},
	11: {"define-labels k '01' Nord\t'02' 'Sør-Vest'"},
	12: {"keep if inlist(k,'1','2')", "keep if inlist(k, 1, 2)"},
	13: {`drop if inlist("0",a,b,c)`},
	14: {"generate y = int( ym / 100 )"},
	15: {"generate d = date(2004,03,09)", "recode k (0042 = 77 'X')"},
	16: {"generate h = (u >= 7 & u < 9)", "generate h = u == 1 | v != 2"},
	17: {"keep if own", "drop if !a & !b"},
	18: {"keep if sysmiss(d) == 0"},
	19: {"keep if x > -10 & x < 0", "generate p = exp(0-z)"},
	20: {"keep if a+b > 50", "keep if int(k/100) == 7"},
	21: {"generate s = ."},
	22: {"recode h (. 0/10 = 0 'none')"},
	23: {"recode c (1 2 7/9 = 2)(5/20 = 1)(-2/0 = 9)(min/-3 = 8)", "recode c (5/max = 1)(min = 0)"},
	24: {"recode p ('1' '2'='1' 'x')(* = '3')"},
	25: {"recode n (missing = 0 'None')(3/max = 3 '>')", "recode n (nonmissing = 1)(9 = 9 'x' missing)"},
	26: {`recode a b ("2" = "1") if g == 1`, "recode a (1 = 2) if b, prefix(n)"},
	27: {"recode k (5 = 6)(5 = 7)"},
	28: {"tabulate a b, rowpct freq missing"},
	29: {"regress y a, margins()", "tabulate a, rowsort()"},
	30: {"histogram a, over(a, b)", "tabulate a b, colsort('1', 2019)", "tabulate a, summarize(x, y)"},
	31: {"tabulate k n, rowpct rowsort(0) bottom(10)"},
	32: {"tabulate g, summarize(x) mean freq"},
	33: {"collapse (count) e , by(PERSONID_1 )"},
	34: {"tabulate y if inrange(y,1,9), summarize(z)"},
	35: {"summarize if d == 0"},
	36: {"summarize", "reshape-from-panel", "correlate"},
	37: {"collapse (sum) a b -> tb (max) c -> mc d->md, by(f)"},
	38: {"collapse(min) START@e (max) STOP@e, by(pid)"},
	39: {"replace STOP@e = 17896 if STOP@e > 17896", "tabulate x date@panel"},
	40: {"merge a b into main on ref", "merge a into d++$y", "merge a into d ++ $y on b"},
	41: {"import db/V", "import db/V 2010-01-01", "import db/V date_fmt($y,12,31) as v++$y, outer_join", "import db/V $date"},
	42: {`import db/V $d as v ++ $y - 2000 ++ "_x"`},
	43: {"import-event db/V date_fmt($y) to date_fmt($y,12,31) as $n"},
	44: {"create-dataset job++$y", "use $d", "delete-dataset job++$y"},
	45: {"let k = k++$y"},
	46: {"for i in 1 2 3\nend", "for p in ma, pa\nend", "for y in 2000 : 2004\nend", "for y in 2000:2004\nend", "for y, w in 2000:2002, x y z\nend", "for m, d in 1:3, 31 28 31; g in u v\nend", "for i in (1 2 3)\nend", "for i in 1 -2\nend", "for i in 'a' \"b\"\nend", "for i in a++$y b++$y\nend", "for i in $a - 1 : $b + 1\nend"},
	47: {"for i in a b\nreplace $i = 1 if sysmiss($i)\nend"},
	48: {"drop a++$y b++$y c++$y"},
	49: {"destring a b c, force", "destring a, ignore('.,-') force", "destring a, prefix(n)"},
	50: {"assign-labels x lst"},
	51: {"regress y a i.b c, robust", "regress y a#b i.a##c.b i.$v"},
	52: {"ivregress y a ( e = z1 z2 ) b", "ivregress y (e=z)"},
	53: {"regress-mml y x by g1 g2, level(90)", "oaxaca y x by d, pool"},
	54: {"coefplot regress y a i.b if c == 1, standardize"},
	55: {"rdd y r i.a, cutoff(5) cluster(g) level(90) polynomial(2)"},
	56: {"regress-predict y a, residuals(r) predicted(p) cooksd(c)"},
	57: {"sample 0.25 7", "sample 5000 7", "sample $n 7"},
	58: {"clone-variables a -> b c -> d"},
	59: {"require no.ssb.fdb:30 as b1\nrequire no.ssb.fdb:31 as b2"},
	60: {"require no.x.y:DRAFT as q", "require no.ssb.fdb as q", "require no.x-y_z.a:3 as q"},
	61: {"create-dataset a\ncreate-dataset a"},
	62: {"generate k = 17.304958210447", "generate k = 12345678901234567890", "generate k = .5 + 1e6"},
}

func TestVariantsSeenInTheWild(t *testing.T) {
	commands := testCommands()
	for n := 1; n <= 62; n++ {
		if len(variants[n]) == 0 {
			t.Errorf("variant %d has no example", n)
		}
		for _, text := range variants[n] {
			script, list := Parse(source.New("v", []byte(text)), commands)
			if len(list) > 0 {
				t.Errorf("variant %d: %q: %v at %v", n, text, list[0].Code, list[0].Span)
			}
			if script == nil {
				t.Errorf("variant %d: no script", n)
			}
		}
	}
}

func TestStrayProseIsRefusedLineByLine(t *testing.T) {
	text := "This text block isn't opened\n-----------\nendblock\nuse a\n"
	script, list := Parse(source.New("v", []byte(text)), testCommands())
	if len(list) != 3 || list[0].Code != "S0102" || list[1].Code != "S0101" || list[2].Code != "S0020" {
		t.Fatalf("got %v", list)
	}
	if last := script.Statements[3].(*Command); last.Broken || last.Name.Text != "use" {
		t.Errorf("the line after was harmed: %+v", last)
	}
}
