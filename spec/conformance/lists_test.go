package conformance

// withoutCase says why a code has no case here.
var withoutCase = map[string]string{
	// Other checks come first, so that no script shows these: they guard what those let through.
	"C0101": "the parser knows the commands: S0102",
	"C0312": "the parser says S0210",
	"C0313": "the parser says S0201 or S0215",
	"C0404": "the expansion says X0014 or X0015",
	"C0709": "the expansion says X0005",

	// Parts of other messages.
	"C0291": "a note", "C0292": "a note", "S0901": "a note", "X0901": "a note",
	"C0293": "the title of a fix", "C0294": "the title of a fix",

	// Lines of output, not errors.
	"R0021": "a line of output", "R0022": "a line of output", "R0023": "a line of output", "R0024": "a line of output",
	"R0101": "a line of output", "R0102": "a line of output",

	// Nothing a whole script can cause: sessions, machines, timing.
	"R0001": "memory", "R0002": "an interrupt", "R0003": "run --time",
	"R0011": "a session", "R0012": "a session", "R0013": "a session", "R0014": "a session", "R0015": "a session",
	"R0016": "a session", "R0017": "a session", "R0018": "a session",

	// Too long to read here; the tests of lang/syntax, lang/expand and runtime/kernel have them.
	"R1071": "a table of millions of cells",
	"S0001": "a text that is not UTF-8",
	"S0002": "a line of a megabyte",
	"S0212": "200 parentheses",
	"S0213": "2,000 operators",
	"X0020": "loops of 32 megabytes",
}

// errorKinds is section 16 of the reference: every kind of error, and the codes that say it.
var errorKinds = map[string]string{
	"no active dataset":                         "C0201",
	"unknown dataset":                           "C0202",
	"unknown variable":                          "C0204 C0205 C0206",
	"unknown code list":                         "C0218",
	"unknown binding":                           "X0001",
	"unknown alias":                             "C0220",
	"unknown bank or version":                   "C0221 C0222",
	"unknown register variable":                 "C0223",
	"unknown function":                          "C0309 X0013",
	"unknown option":                            "C0102",
	"unknown command":                           "S0102 S0103 S0107",
	"name of a dataset exists":                  "C0203",
	"name of a variable exists":                 "C0207",
	"name of a code list exists":                "C0219",
	"wrong argument count":                      "C0310 C0109 X0012 S0305",
	"type mismatch":                             "C0302 C0303 C0304 C0305 C0314 C0315 C0316 C0318 C0701 C0702 C0703",
	"key variable misuse":                       "C0301 C0215 C0217",
	"wrong kind: panel required":                "C0212",
	"wrong kind: one row per unit required":     "C0213 C0515",
	"wrong kind: empty required":                "C0214",
	"wrong kind: import into events and panels": "C0407 C0408",
	"wrong unit type":                           "C0401 C0511 C0512",
	"date missing":                              "C0402",
	"date invalid":                              "X0014 X0015",
	"date outside validity":                     "C0405 C0406 C0410",
	"non-unique merge source":                   "R1031",
	"destring on text without force":            "R1041",
	"malformed recode rule":                     "S0310 S0313 C1301 C1302 C1303 C1304 C1305 C1306 C1307",
	"malformed label pairs":                     "S0312 C1101 C1102",
	"no observations":                           "C0211 C0518",
	"end without for":                           "S0023",
	"unclosed for":                              "S0024",
	"unclosed textblock":                        "S0021",
	"unclosed quote":                            "S0004",
	"unclosed parenthesis":                      "S0206",
	"option conflict":                           "C0104",
	"option that needs another":                 "C0105 C0117",
	"repeated option":                           "C0103",
	"single = in a condition":                   "S0209",
	"chained comparison":                        "S0208",
	"comparison with the missing literal":       "C0306",
	"date in an expression":                     "S0210",
	"stray endblock":                            "S0020",
	"lists of a loop":                           "S0403 S0404 X0006 X0007",
	"too many statements":                       "X0008",
}

// missingRows is the table of section 6 of the reference: every row, and its cases.
var missingRows = map[string]string{
	"arithmetic": "arithmetic",
	"division by zero, domain errors, overflow": "undefined-results",
	"== < <= > >=":                          "comparison",
	"!=":                                    "unequal",
	"!x":                                    "not",
	"bare variable as condition":            "bare-condition",
	"& |":                                   "and-or",
	"if condition":                          "if-condition",
	"generate v = e if c":                   "generate-if",
	"replace v = e if c":                    "replace-if",
	"v == ., v != .":                        "comparing-with-the-literal computing-with-the-literal literal-where-it-may-stand",
	"sysmiss(v)":                            "sysmiss",
	"inlist, inrange, startswith, endswith": "inlist-inrange-startswith-endswith",
	"scalar functions":                      "scalar-functions",
	"row functions":                         "row-functions row-functions-of-nothing",
	"aggregates":                            "aggregates",
	"tabulate":                              "tabulate",
	"summarize":                             "summarize",
	"merge, import":                         "joins missing-keys-never-match",
	"by() variable missing":                 "collapse-by aggregate-by",
	"string missing vs empty string":        "empty-text",
}
