package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
)

// mistakes are scripts after start with what is found; lines count from the first line after start.
var mistakes = []struct {
	name, script string
	want         []string
}{
	{"unknown option", "tabulate kjønn, rowpc", []string{"1 C0102 'rowpc' → rowpct"}},
	{"repeated option", "tabulate kjønn, missing flatten missing", []string{"1 C0103 'missing'"}},
	{"conflicting options", "tabulate kjønn født, rowsort() colsort()", []string{"1 C0104 'colsort()'"}},
	{"option that needs another", "tabulate kjønn, mean", []string{"1 C0105 'mean'"}},
	{"required option", "collapse (count) født", []string{"1 C0106 'collapse'"}},
	{"flag with arguments", "tabulate kjønn, missing(1)", []string{"1 C0107 'missing(1)'"}},
	{"option without arguments", "tabulate kjønn, summarize()", []string{"1 C0108 'summarize()'"}},
	{"number of arguments", "tabulate kjønn, top(1 2)", []string{"1 C0109 'top(1 2)'"}},
	{"option wants a number", "tabulate kjønn, top(kjønn)", []string{"1 C0110 'kjønn'"}},
	{"option wants a word", "tabulate kjønn, prefix(3)", []string{"1 C0111 '3'"}},
	{"option wants a name", "tabulate kjønn, summarize(3)", []string{"1 C0112 '3'"}},
	{"no condition", "rename lønn pay if født > 1", []string{"1 C0113 'if født > 1'"}},
	{"option wants an integer", "tabulate kjønn, top(2.5)", []string{"1 C0114 '2.5'"}},
	{"variable twice", "tabulate kjønn kjønn", []string{"1 C0116 'kjønn'"}},
	{"option wants two variables", "tabulate kjønn, rowpct", []string{"1 C0117 'rowpct'"}},
	{"option out of range", "tabulate kjønn, top(0)", []string{"1 C0118 '0'"}},
	{"not a number", "sample 'x' 1", []string{"1 C0119 ''x''"}},
	{"option variable not numeric", "tabulate født, summarize(kjønn)", []string{"1 C0315 'kjønn'"}},
	{"option with a key", "tabulate født, control(i.mor#kjønn)", []string{"1 C0301 'mor'"}},
	{"new name in option", "tabulate født, save(lønn)", []string{"1 C0207 'lønn'"}},

	{"no active dataset", "delete-dataset p\ngenerate x = 1\ntabulate x", []string{"2 C0201 'generate'"}},
	{"unknown dataset", "use pp\ntabulate whatever", []string{"1 C0202 'pp' → p"}},
	{"dataset exists", "create-dataset p", []string{"1 C0203 'p'"}},
	{"unknown variable once", "tabulate kjøn\ntabulate kjøn", []string{"1 C0204 'kjøn' → kjønn"}},
	{"identifier suggested", "keep PERSONID_2", []string{"1 C0204 'PERSONID_2' → PERSONID_1"}},
	{"variable elsewhere", "create-dataset q\nimport db/FODT\ntabulate kommune", []string{"3 C0205 'kommune'"}},
	{"year suffix", "make-kind wide\nsummarize x2019", []string{"2 C0206 'x2019' → x17897, x18262"}},
	{"variable exists", "generate lønn = 1", []string{"1 C0207 'lønn'"}},
	{"import onto a variable", "import db/LONN 2019-01-01 as lønn", []string{"1 C0207 'lønn'"}},
	{"key name", "generate PERSONID_1 = 1", []string{"1 C0209 'PERSONID_1'"}},
	{"compound name", "generate START@x = 1", []string{"1 C0210 'START@x'"}},
	{"no observations", "create-dataset q\ngenerate x = 1\ntabulate x", []string{"2 C0211 'generate'"}},
	{"needs a panel", "summarize-panel lønn", []string{"1 C0212 'summarize-panel'"}},
	{"needs a cross-section", "make-kind event\nreshape-to-panel x", []string{"2 C0213 'reshape-to-panel'"}},
	{"needs an empty dataset", "import-event db/SIVSTAND 2020-01-01 to 2020-12-31", []string{"1 C0214 'import-event'"}},
	{"dropping the key", "drop PERSONID_1", []string{"1 C0215 'PERSONID_1'"}},
	{"dropping the time", "make-kind panel\ndrop date@panel\nrename date@panel t\nreplace date@panel = 1", []string{"2 C0216 'date@panel'", "3 C0216 'date@panel'", "4 C0216 'date@panel'"}},
	{"changing the identifier", "collapse (count) født, by(kommune)\nreplace kommune = '0301'", []string{"2 C0217 'kommune'"}},
	{"unknown code list", "define-labels lista 1 a 2 b\nassign-labels født list", []string{"2 C0218 'list' → lista"}},
	{"code list exists", "define-labels l 1 a\ndefine-labels l 1 b", []string{"2 C0219 'l'"}},
	{"unknown alias", "import d/KJONN as x\nimport d/FODT as y\ntabulate x", []string{"1 C0220 'd/KJONN' → db"}},
	{"unknown bank", "require no.demo.fbd as b2\nimport b2/KJONN as x", []string{"1 C0221 'no.demo.fbd' → no.demo.fdb"}},
	{"unknown version", "require no.demo.fdb:99 as b2\nimport b2/KJONN as x", []string{"1 C0222 '99' → 31, 30"}},
	{"unknown register variable", "import db/KJON as x\ntabulate x", []string{"1 C0223 'db/KJON' → KJONN"}},
	{"no numeric variables", "keep kjønn\nsummarize", []string{"2 C0224 'summarize'"}},

	{"name of a script", "save '../x'\nsave xy\nsave 'x y.2'\nsave 2020", []string{"1 C0225 ''../x''"}},

	{"key in an expression", "generate x = mor", []string{"1 C0301 'mor'"}},
	{"key in a comparison", "keep if mor == 1", []string{"1 C0301 'mor'"}},
	{"key in a function", "generate x = sysmiss(mor)\ntabulate x", []string{"1 C0301 'mor'"}},
	{"key in an analysis", "tabulate mor\nsummarize mor", []string{"1 C0301 'mor'", "2 C0301 'mor'"}},
	{"key replaced", "replace mor = 1", []string{"1 C0301 'mor'"}},
	{"identifier analysed", "tabulate PERSONID_1", []string{"1 C0301 'PERSONID_1'"}},
	{"text arithmetic", "generate x = kjønn + 1\ngenerate y = -kjønn", []string{"1 C0302 'kjønn'", "2 C0302 'kjønn'"}},
	{"mixed families", "keep if kjønn == 1\nkeep if født != '1980'", []string{"1 C0303 'kjønn == 1'", "2 C0303 'født != '1980''"}},
	{"ordered text", "keep if kjønn > '1'", []string{"1 C0304 'kjønn'"}},
	{"text as condition", "keep if kjønn\nkeep if !kjønn\nkeep if født == 1 & kjønn", []string{"1 C0305 'kjønn'", "2 C0305 'kjønn'", "3 C0305 'kjønn'"}},
	{"comparison with .", "keep if lønn == .\nkeep if . != kjønn", []string{"1 C0306 'lønn == .'", "2 C0306 '. != kjønn'"}},
	{". in arithmetic", "generate x = lønn + .\nkeep if . | død", []string{"1 C0307 '.'", "2 C0307 '.'"}},
	{"unknown function", "generate x = sysmis(lønn)", []string{"1 C0309 'sysmis' → sysmiss"}},
	{"function of another language", "generate x = missing(lønn)", []string{"1 F0001 'missing' → sysmiss"}},
	{"number of function arguments", "generate x = substr(kjønn)", []string{"1 C0310 'substr(kjønn)'"}},
	{"argument type", "generate x = int(kjønn)", []string{"1 F0002 'kjønn'"}},
	{"unknown label", "generate x = inlabels(kjønn, 'Kvinner')", []string{"1 F0003 ''Kvinner'' → Kvinne"}},
	{"replace across families", "replace født = '1' if lønn > 1\nreplace kjønn = 1 if lønn > 1", []string{"1 C0314 ''1''", "2 C0318 '1'"}},
	{"numeric wanted", "summarize kjønn", []string{"1 C0315 'kjønn'"}},
	{"text wanted", "destring født", []string{"1 C0316 'født'"}},
	{"open spells", "make-kind event\nkeep if STOP@sp > 100\nkeep if STOP@sp > 100 | sysmiss(STOP@sp)\nkeep if 100 <= STOP@sp\nkeep if STOP@sp < 100", []string{"2 C0317 'STOP@sp > 100' (warning)", "4 C0317 '100 <= STOP@sp' (warning)"}},

	{"wrong unit type", "import db/STILLING 2015-01-16 as s\ntabulate s", []string{"1 C0401 'db/STILLING'"}},
	{"missing date", "import db/LONN as l2\nsummarize l2", []string{"1 C0402 'db/LONN' → 2022-12-31"}},
	{"date of a fixed variable", "import db/KJONN 2020-01-01 as k2", []string{"1 C0403 '2020-01-01' (warning)"}},
	{"outside the window", "import db/LONN 2023-01-01 as l2\nimport db/SIVSTAND 1991-12-31 as s", []string{"1 C0405 '2023-01-01'", "2 C0405 '1991-12-31'"}},
	{"off the grid", "import db/KOMMNR 2020-12-31 as k2", []string{"1 C0406 '2020-12-31' → 2021-01-01, 2020-01-01"}},
	{"import into event data", "make-kind event\nimport db/KJONN as k2", []string{"2 C0407 'db/KJONN'"}},
	{"import into a panel", "make-kind panel\nimport db/LONN 2020-01-01 as l2\nimport db/KJONN as k2", []string{"2 C0408 'db/LONN'"}},
	{"reversed period", "create-dataset q\nimport-event db/SIVSTAND 2020-12-31 to 2020-01-01", []string{"2 C0409 '2020-12-31 to 2020-01-01'"}},
	{"period misses", "create-dataset q\nimport-event db/SIVSTAND 1980-12-31 to 1981-01-01", []string{"2 C0410 '1980-12-31 to 1981-01-01'"}},
	{"period sticks out", "create-dataset q\nimport-event db/SIVSTAND 1980-12-31 to 2001-01-01", []string{"2 C0411 '1980-12-31 to 2001-01-01' (warning)"}},
	{"no event variable", "create-dataset q\nimport-event db/LONN 2000-12-31 to 2001-01-01", []string{"2 C0412 'db/LONN'"}},
	{"no dataset of its own", "import-event db/SIVSTAND 2000-01-01 to 2010-12-31", []string{"1 C0214 'import-event'"}},
	{"a second variable", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31\nimport-event db/BOSTED 2000-01-01 to 2010-12-31", []string{"3 C0214 'import-event'"}},
	{"spells without variables", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\ndrop x START@x STOP@x\nimport-event db/BOSTED 2000-01-01 to 2010-12-31", []string{"4 C0213 'import-event'"}},
	{"import into spells", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31\nimport db/KJONN", []string{"3 C0407 'db/KJONN'"}},
	{"another unit", "drop kjønn født lønn mor død kommune\nimport-event db/TIMER 2016-01-01 to 2017-12-31", []string{"2 C0401 'db/TIMER'"}},
	{"the name of the key", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as PERSONID_1", []string{"2 C0209 'PERSONID_1'"}},
	{"the name of the key that is there", "drop kjønn født lønn mor død kommune\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as PERSONID_1", []string{"2 C0209 'PERSONID_1'"}},
	{"an illegal name", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as START@x", []string{"2 C0210 'START@x'"}},
	{"an unknown variable, and its columns", "create-dataset e\nimport-event db/SIVSTANT 2000-01-01 to 2010-12-31 as x\ngenerate y = STOP@x - START@x\nkeep if x == '1'\nimport db/KJONN",
		[]string{"2 C0223 'db/SIVSTANT' → SIVSTAND"}},
	{"a fixed variable", "create-dataset e\nimport-event db/KJONN 2000-01-01 to 2010-12-31 as x\nkeep if START@x > 0", []string{"2 C0412 'db/KJONN'"}},
	{"an open end", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\nkeep if STOP@x > 14000 & START@x < 15000\nkeep if STOP@x > 14000 | sysmiss(STOP@x)",
		[]string{"3 C0317 'STOP@x > 14000' (warning)"}},
	{"the latest end", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\ncollapse (max) STOP@x (min) START@x, by(PERSONID_1)", []string{"3 C0506 'STOP@x' (warning)"}},
	{"spells into people", "create-dataset e\nimport-event db/SIVSTAND 2000-01-01 to 2010-12-31 as x\nmerge x into p", []string{"3 C0515 'merge'"}},
	{"codes of an import", "import db/KJONN as a, values('1', 2)\nimport db/KJONN as b, values('3')\nimport db/KJONN as c, values(Kvinne)\n" +
		"import db/FODT as d, values(1980)\nimport db/MOR_FNR as e, values('1')\nimport db/KJONN as f, values('1' 1)\nimport db/KOMMNR 2020-01-01 as g, values('030')",
		[]string{"2 C0431 ''3'' → 1, 2", "3 C0431 'Kvinne' → 2", "4 C0432 'values(1980)'", "5 C0432 'values('1')'", "6 C0433 '1'", "7 C0431 ''030'' → 0301"}},
	{"units of an import", "clone-dataset p q\nimport db/KJONN as a, values_from(q)\nimport db/KJONN as b, values_from('q')\nimport db/KJONN as c, values_from(qq)\n" +
		"create-dataset r\nuse p\nimport db/KJONN as d, values_from(r)\nuse r\nimport db/STILLING 2015-01-16 as s\nuse p\nimport db/KJONN as e, values_from(r)",
		[]string{"4 C0202 'qq' → q", "7 C0211 'r'", "11 C0434 'r'"}},

	{"panel date twice", "create-dataset q\nimport-panel db/LONN 2019-01-01 2020-12-31 2019-01-01", []string{"2 C0421 '2019-01-01'"}},
	{"panel date of the same year", "create-dataset q\nimport-panel db/LONN 2019-01-01 2019-12-31", nil},
	{"panel dates of several variables", "create-dataset q\nimport-panel db/KOMMNR db/KOMMUNE2 2020-12-31", []string{"2 C0223 'db/KOMMUNE2'", "2 C0406 '2020-12-31' → 2021-01-01, 2020-01-01"}},
	{"panel of a wrong day", "create-dataset q\nimport-panel db/LONN db/KOMMNR 2020-12-31\ntabulate KOMMNR LONN\nreshape-from-panel\nsummarize x2019",
		[]string{"2 C0406 'db/KOMMNR 2020-12-31' → 2021-01-01, 2020-01-01", "5 C0204 'x2019'"}},
	{"panel of two units", "create-dataset q\nimport-panel db/LONN db/STILLING 2015-01-16", []string{"2 C0401 'db/STILLING'"}},
	{"panel into another unit", "create-dataset r\nimport db/STILLING 2015-01-16 as s\ndrop s\nimport-panel db/LONN 2019-12-31", []string{"4 C0413 'db/LONN'"}},
	{"panel into variables", "import-panel db/LONN 2019-12-31", []string{"1 C0214 'import-panel'"}},
	{"panel variable twice", "create-dataset q\nimport-panel db/LONN db/LONN 2019-12-31", []string{"2 C0116 'db/LONN'"}},
	{"outer join into a panel", "make-kind panel\nimport db/KJONN as k2, outer_join", []string{"2 C0422 'db/KJONN'"}},
	{"no columns of a prefix", "generate pay19 = 1\nreshape-to-panel pau\ndrop date@panel", []string{"2 C0423 'pau' → pay", "3 C0216 'date@panel'"}},
	{"prefix with letters after it", "generate pay19x = 1\nreshape-to-panel pay", []string{"2 C0423 'pay'"}},
	{"prefix that is a variable", "generate lønn19 = 1\nreshape-to-panel lønn", []string{"2 C0207 'lønn'"}},
	{"prefix that is the key", "generate PERSONID_19 = 1\nreshape-to-panel PERSONID_1\ngenerate ok = 1", []string{"2 C0209 'PERSONID_1'"}},
	{"one time written twice", "generate x1 = 1\ngenerate x01 = 1\nreshape-to-panel x", []string{"3 C0424 'reshape-to-panel x'"}},
	{"columns of two types", "generate x1 = 1\ngenerate x2 = 'a'\nreshape-to-panel x\nsummarize x", []string{"3 C0425 'x'"}},
	{"a date and a number", "generate x1 = død\ngenerate x2 = 2\nrename død x3\nreshape-to-panel x", []string{"4 C0425 'x'"}},
	{"keys of two units", "rename mor m2\ngenerate m3 = 1\nreshape-to-panel m", []string{"3 C0425 'm'"}},
	{"column made twice", "generate x1 = 1\ngenerate x11 = 1\nreshape-to-panel x\ngenerate x1 = 2\nreshape-from-panel", []string{"5 C0426 'reshape-from-panel'"}},

	{"unknown statistic", "collapse (meen) lønn, by(kommune)\nsummarize lønn", []string{"1 C0501 'meen' → mean"}},
	{"result twice", "collapse (mean) lønn (sd) lønn, by(kommune)", []string{"1 C0502 'lønn'"}},
	{"result named as by", "collapse (mean) lønn -> kommune, by(kommune)", []string{"1 C0503 'kommune'"}},
	{"result unnamed", "aggregate (mean) lønn, by(kommune)", []string{"1 C0504 'lønn'"}},
	{"statistic of text", "collapse (mean) kjønn, by(kommune)", []string{"1 C0505 'kjønn'"}},
	{"statistic of a key", "collapse (count) mor, by(kommune)", []string{"1 C0301 'mor'"}},
	{"latest end of spells", "make-kind event\ncollapse (max) STOP@sp, by(PERSONID_1)", []string{"2 C0506 'STOP@sp' (warning)"}},
	{"by unknown", "collapse (mean) lønn, by(kommun)\ntabulate anything", []string{"1 C0204 'kommun' → kommune"}},

	{"merge of unlike units", "clone-dataset p q\nuse q\ncollapse (mean) lønn -> snitt, by(kommune)\nmerge snitt into p", []string{"4 C0511 'p'"}},
	{"merge on a wrong domain", "clone-dataset p q\nuse q\ncollapse (mean) lønn -> snitt, by(kommune)\nmerge snitt into p on mor", []string{"4 C0512 'mor'"}},
	{"merge on a wrong domain, right ones named", "clone-dataset p q\nuse q\nrename lønn pay\nrename født f\nmerge pay into p on født", []string{"5 C0512 'født' → mor, PERSONID_1"}},
	{"merge into itself", "merge lønn into p", []string{"1 C0513 'p'"}},
	{"merge of the key", "clone-dataset p q\nmerge PERSONID_1 into q", []string{"2 C0514 'PERSONID_1'"}},
	{"merge from several rows", "clone-dataset p q\nmake-kind event\nmerge lønn into q", []string{"3 C0515 'merge'", "3 C0207 'lønn'"}},
	{"merge on several", "clone-dataset p q\nrename lønn pay\nmerge pay into q on mor født", []string{"3 C0516 'født'"}},
	{"merge on an unknown", "clone-dataset p q\nrename lønn pay\nmerge pay into q on mo", []string{"3 C0517 'mo' → mor"}},
	{"merge into an empty dataset", "create-dataset q\nuse p\nmerge lønn into q", []string{"3 C0518 'q'"}},
	{"merge onto a variable", "clone-dataset p q\nmerge lønn into q", []string{"2 C0207 'lønn'"}},
	{"merge into an unknown", "merge lønn into pq", []string{"1 C0202 'pq' → p"}},
	{"labels of the wrong type", "define-labels l '01' a\nassign-labels født l", []string{"2 C0601 'født' (warning)"}},

	{"loops say it once", "for i in 1 : 50\ngenerate x ++ $i = kjønn + $i\nend", []string{"2 C0302 'kjønn'"}},
}

func TestEveryMistakeHasItsDiagnostic(t *testing.T) {
	m := messages(t)
	for _, c := range mistakes {
		t.Run(c.name, func(t *testing.T) {
			_, found, file := checked(t, start+c.script)
			var got []string
			for i, s := range codesOf(file, found) {
				line := file.Position(found[i].Span.Start).Line
				got = append(got, strings.Replace(s, fmt.Sprint(line), fmt.Sprint(line-startLines), 1))
			}
			assert.Equal(t, c.want, got)
			for _, d := range found {
				for _, l := range []text.Lang{text.English, text.Bokmaal} {
					for _, s := range []string{m.Message(d, l), m.Cause(d, l), m.Next(d, l)} {
						assert.NotContains(t, s, "{", string(d.Code))
						assert.NotContains(t, s, "''", string(d.Code))
					}
				}
			}
		})
	}
}

// TestEveryCodeIsShown fails when a code exists that no script above produces.
func TestEveryCodeIsShown(t *testing.T) {
	shown := map[string]bool{}
	for _, c := range mistakes {
		for _, w := range c.want {
			shown[strings.Fields(w)[1]] = true
		}
	}
	// Reported by syntax or expansion first, or texts of notes and fixes.
	for _, code := range []string{"C0101", "C0208", "C0312", "C0313", "C0404", "C0291", "C0292", "C0293", "C0294"} {
		shown[code] = true
	}
	for _, e := range check.Entries() {
		require.True(t, shown[string(e.Code)], "no script shows %s: %s", e.Code, e.Message.EN)
	}
}
