package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// job is one work: our script, DuckDB's statements for the same result, and what a machine
// has to move for it at least.
type job struct {
	name, text string
	registers  []string // read by DuckDB's statements or by inputs
	// inputs are the tables that our script has as datasets before it is measured, in order;
	// a job without them reads its registers.
	inputs []table
	duck   []string // into tables out, out_2 …
	// check are lines after our script that show numbers of its result, theirs the query for
	// the same numbers in the same order. They are compared under the policy open.
	check  []string
	theirs string
	// atLeast is the bytes that have to be read and written, every input once and every
	// result once, in the types of our columns. n gives the rows of a query on DuckDB's tables.
	atLeast func(n func(query string) int64) int64
	target  float64 // how many times faster than DuckDB
}

type table struct{ name, query string }

func (j *job) script() string {
	found, err := filepath.Glob("scripts/" + j.name + "_*.mdscript")
	if err != nil || len(found) != 1 {
		return "scripts/" + j.name + "_missing.mdscript"
	}
	return found[0]
}

// register is one variable: where its Parquet files are and the predicate that picks the
// rows of a date.
type register struct {
	files []string
	where string
}

// read is the table function that reads it.
func (r register) read() string {
	return "read_parquet(['" + strings.Join(r.files, "', '") + "'], hive_partitioning=false)"
}

const (
	day2020 = 18262 // 2020-01-01
	lastDay = 18627 // 2020-12-31
)

func at(day int) string {
	return fmt.Sprintf("start_epoch_days <= %[1]d AND (stop_epoch_days IS NULL OR stop_epoch_days >= %[1]d)", day)
}

// registers are all variables of all jobs. Those with a year have one file a year.
func registers(bank string) map[string]register {
	whole := func(name string) []string {
		return []string{filepath.Join(bank, "data", name, name+"__1_0.parquet")}
	}
	year := func(name, y string) []string {
		return []string{filepath.Join(bank, "data", name, name+"__1_0", "start_year="+y, "*.parquet")}
	}
	years := func(name string) []string { return append(year(name, "201[6-9]"), year(name, "202[0-3]")...) }
	return map[string]register{
		"kjonn":   {whole("BEFOLKNING_KJOENN"), "true"},
		"foedt":   {whole("BEFOLKNING_FOEDSELS_AAR_MND"), "true"},
		"kommune": {year("BEFOLKNING_KOMMNR_FORMELL", "2020"), at(day2020)},
		"utd":     {whole("NUDB_BU"), at(day2020)},
		"lonn":    {year("INNTEKT_WLONN", "2020"), at(lastDay)},
		"familie": {year("BEFOLKNING_REGSTAT_FAMNR", "2020"), at(day2020)},
		"mor":     {whole("BEFOLKNING_MOR_FNR"), "true"},
		"far":     {whole("BEFOLKNING_FAR_FNR"), "true"},
		"bosted":  {whole("BOSATTEFDT_BOSTED"), "true"},

		"barn":     {year("BEFOLKNING_BARN_I_REGSTAT_FAMNR", "2025"), at(20089)},
		"kommuner": {years("BEFOLKNING_KOMMNR_FORMELL"), "true"},
		"lonner":   {years("INNTEKT_WLONN"), "true"},
		"formuer":  {years("INNTEKT_BER_BRFORM"), "true"},
		"lonn19":   {year("INNTEKT_WLONN", "2019"), "true"},
		"lonn20":   {year("INNTEKT_WLONN", "2020"), "true"},
		"lonn21":   {year("INNTEKT_WLONN", "2021"), "true"},
		"formue19": {year("INNTEKT_BER_BRFORM", "2019"), "true"},
		"formue20": {year("INNTEKT_BER_BRFORM", "2020"), "true"},
		"formue21": {year("INNTEKT_BER_BRFORM", "2021"), "true"},
	}
}

// days are the dates of (i): 1 January of 2016 to 2023.
var days = []int{16801, 17167, 17532, 17897, 18262, 18628, 18993, 19358}

// panel joins three registers date by date to the residents: in DuckDB faster than a
// join on unit and date, whose hash tables do not fit a cache.
func panel() string {
	var parts []string
	for _, day := range days {
		text := fmt.Sprintf("SELECT p.unit_id AS id, %d::SMALLINT AS dag, k.value AS kommune, w.value AS lonn, f.value AS formue FROM (SELECT unit_id FROM barn WHERE %s) p", day, at(20089))
		for _, r := range []struct{ name, from string }{{"k", "kommuner"}, {"w", "lonner"}, {"f", "formuer"}} {
			text += fmt.Sprintf(" LEFT JOIN (SELECT unit_id, value FROM %s WHERE start_epoch_days = %d) %s ON %[3]s.unit_id = p.unit_id", r.from, day, r.name)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " UNION ALL ")
}

// persons joins registers to the table p, its rows the first of them: the dataset that a
// script has when it imports them.
func persons(names ...string) string {
	text := fmt.Sprintf("SELECT %s.unit_id AS id", names[0])
	for _, r := range names {
		text += fmt.Sprintf(", %[1]s.value AS %[1]s", r)
	}
	text += fmt.Sprintf(" FROM %s", names[0])
	for _, r := range names[1:] {
		text += fmt.Sprintf(" LEFT JOIN (SELECT unit_id, value FROM %[1]s WHERE %[3]s) %[1]s ON %[1]s.unit_id = %[2]s.unit_id", r, names[0], registers("")[r].where)
	}
	return text
}

var six = []string{"kjonn", "foedt", "kommune", "utd", "lonn", "familie"}

// prepared is the dataset of (c) and (d), with the columns that their scripts make first.
var prepared = "SELECT *, substr(utd, 1, 1) AS nivaa, 2020 - CAST(floor(foedt / 100) AS BIGINT) AS alder, lonn / 12.0 AS lonnk FROM (" + persons(six...) + ")"

func jobs() []*job {
	return []*job{
		{
			name: "a", text: "import 6 variables", registers: six, target: 10,
			duck:   []string{"CREATE OR REPLACE TEMP TABLE out AS " + persons(six...)},
			check:  []string{"summarize foedt lonn"},
			theirs: moments("out", "foedt", "lonn"),
			// The registers' rows (unit and value), then six columns and the units.
			atLeast: func(n func(string) int64) int64 {
				p := n("kjonn")
				return 2*8*p + 12*p + 8*n("kommune") + 8*n("utd") + 12*n("lonn") + 8*n("familie") + p*(4+4+8+4+4+8+4) + 4*p/8
			},
		},
		{
			name: "b", text: "chain of 10 and filter", registers: six, target: 5,
			inputs: []table{{"p", persons(six...)}},
			duck: []string{`CREATE OR REPLACE TEMP TABLE out AS SELECT *, CASE WHEN n0 IN ('0','1','2') THEN '2' WHEN n0 IN ('3','4','5') THEN '4' WHEN n0 = '6' THEN '6' WHEN n0 IN ('7','8') THEN '8' ELSE '9' END AS nivaa FROM (
    SELECT *, 2020 - CAST(floor(foedt / 100) AS BIGINT) AS alder, substr(kommune, 1, 2) AS fylke, substr(utd, 1, 1) AS n0,
      coalesce(lonn / 1000.0, 0) AS lonnk,
      CASE WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 67 THEN 3 WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 30 THEN 2 WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 18 THEN 1 END AS gruppe,
      substr(utd, 1, 1) IN ('7', '8') AS hoy
    FROM p) WHERE alder >= 16 AND alder < 75 AND kommune IS NOT NULL`},
			check:  []string{"summarize alder lonnk gruppe"},
			theirs: moments("out", "alder", "lonnk", "gruppe"),
			// Six columns and the units in, these and six more out for the rows that stay.
			atLeast: func(n func(string) int64) int64 {
				p, q := n("p"), n("p WHERE kommune IS NOT NULL AND 2020 - foedt // 100 BETWEEN 16 AND 74")
				return p*36 + q*(36+8+4+4+8+8+1)
			},
		},
		{
			name: "c", text: "two two-way tables", registers: six, target: 4,
			inputs: []table{{"p", prepared}},
			duck: []string{
				`CREATE OR REPLACE TEMP TABLE out AS SELECT kjonn, nivaa, count(*) AS n FROM p GROUP BY ALL`,
				`CREATE OR REPLACE TEMP TABLE out_2 AS SELECT kommune, kjonn, count(*) AS n FROM p GROUP BY ALL`,
			},
			check:   []string{"tabulate kjonn"},
			theirs:  "SELECT * FROM (SELECT n FROM (SELECT kjonn, count(*) AS n FROM p GROUP BY kjonn) ORDER BY kjonn) UNION ALL SELECT count(*) FROM p",
			atLeast: func(n func(string) int64) int64 { return n("p") * 12 },
		},
		{
			name: "d", text: "summarize 4, median by municipality", registers: six, target: 2.5,
			inputs: []table{{"p", prepared}},
			duck: []string{
				"CREATE OR REPLACE TEMP TABLE out AS " + moments("p", "lonn", "foedt", "alder", "lonnk"),
				`CREATE OR REPLACE TEMP TABLE out_2 AS SELECT kommune, quantile_cont(lonn, 0.5) AS m FROM p GROUP BY kommune`,
			},
			check:   []string{"summarize lonn foedt alder lonnk"},
			theirs:  "FROM out",
			atLeast: func(n func(string) int64) int64 { return n("p")*(4*8+8) + n("p")*12 },
		},
		{
			name: "e", text: "(and g) collapse by family, merge back", registers: six, target: 5,
			inputs: []table{{"p", persons(six...)}},
			duck: []string{
				`CREATE OR REPLACE TEMP TABLE out_2 AS SELECT familie, coalesce(sum(lonn), 0) AS famlonn, avg(lonn) AS famsnitt, count(lonn) AS antall FROM p WHERE familie IS NOT NULL GROUP BY familie`,
				`CREATE OR REPLACE TEMP TABLE out AS SELECT p.*, f.famlonn, f.famsnitt, f.antall FROM p LEFT JOIN out_2 f ON p.familie = f.familie`,
			},
			check:  []string{"use p", "summarize famlonn famsnitt antall"},
			theirs: moments("out", "famlonn", "famsnitt", "antall"),
			// Families and wages in, four columns of families out and in again, three columns out.
			atLeast: func(n func(string) int64) int64 {
				return n("p")*(4+8) + 2*28*n("(SELECT DISTINCT familie FROM p WHERE familie IS NOT NULL)") + n("p")*(4+24)
			},
		},
		{
			name: "f", text: "merge parents' income on two keys", registers: []string{"kjonn", "mor", "far", "lonn"}, target: 5,
			inputs: []table{{"p", persons("kjonn", "mor", "far")}, {"inntekt", "SELECT unit_id AS id, value AS lonn FROM lonn WHERE " + at(lastDay)}},
			duck: []string{`CREATE OR REPLACE TEMP TABLE out AS SELECT p.*, m.lonn AS lonnmor, f.lonn AS lonnfar
  FROM p LEFT JOIN inntekt m ON p.mor = m.id LEFT JOIN inntekt f ON p.far = f.id`},
			check:  []string{"use p", "summarize lonnmor lonnfar"},
			theirs: moments("out", "lonnmor", "lonnfar"),
			// Two keys, the units and wages in, two columns out.
			atLeast: func(n func(string) int64) int64 { return n("p")*(4+4+8+8) + n("inntekt")*12 },
		},
		{
			name: "h", text: "20 M spells, filter, first by person", registers: []string{"bosted"}, target: 5,
			duck: []string{`CREATE OR REPLACE TEMP TABLE out AS SELECT unit_id, min(start_epoch_days) AS forste FROM bosted
  WHERE start_epoch_days <= 20088 AND (stop_epoch_days IS NULL OR stop_epoch_days >= 8035) AND start_epoch_days >= 10957 AND value <> '0301' GROUP BY unit_id`},
			check:  []string{"summarize forste"},
			theirs: moments("out", "forste"),
			// Unit, code and two days of every spell in; unit and day of every person out.
			atLeast: func(n func(string) int64) int64 {
				return n("bosted")*(4+4+2+2) + 12*n("(SELECT DISTINCT unit_id FROM bosted WHERE start_epoch_days >= 10957 AND value <> '0301')")
			},
		},
		{
			name: "i", text: "panel of 3 × 8 years, table by date", registers: []string{"barn", "kommuner", "lonner", "formuer"}, target: 2,
			duck: []string{"CREATE OR REPLACE TEMP TABLE out AS " + panel(),
				`CREATE OR REPLACE TEMP TABLE out_2 AS SELECT kommune, dag, count(*) AS n FROM out GROUP BY ALL`},
			check:  []string{"summarize INNTEKT_WLONN INNTEKT_BER_BRFORM"},
			theirs: moments("out", "lonn", "formue"),
			// Unit and value of every row in; unit, date and three values of every row out, and
			// in again for the table.
			atLeast: func(n func(string) int64) int64 {
				rows := 8 * n("barn WHERE "+at(20089))
				return 8*n("kommuner") + 12*n("lonner") + 12*n("formuer") + rows*(4+8+4+8+8) + rows*(8+4)
			},
		},
		{
			name: "j", text: "6 columns to a panel and back", registers: []string{"kjonn", "lonn19", "lonn20", "lonn21", "formue19", "formue20", "formue21"}, target: 2,
			inputs: []table{{"p", persons("kjonn", "lonn19", "lonn20", "lonn21", "formue19", "formue20", "formue21")}},
			duck: []string{
				`CREATE OR REPLACE TEMP TABLE out_2 AS SELECT id, 2019 AS aar, kjonn, lonn19 AS lonn, formue19 AS formue FROM p
  UNION ALL SELECT id, 2020, kjonn, lonn20, formue20 FROM p UNION ALL SELECT id, 2021, kjonn, lonn21, formue21 FROM p`,
				`CREATE OR REPLACE TEMP TABLE out AS SELECT a.id, a.kjonn AS kjonn19, b.kjonn AS kjonn20, c.kjonn AS kjonn21, a.lonn AS lonn19, b.lonn AS lonn20, c.lonn AS lonn21, a.formue AS formue19, b.formue AS formue20, c.formue AS formue21
  FROM (FROM out_2 WHERE aar = 2019) a JOIN (FROM out_2 WHERE aar = 2020) b ON a.id = b.id JOIN (FROM out_2 WHERE aar = 2021) c ON a.id = c.id`},
			check:  []string{"summarize lonn2019 lonn2021 formue2020"},
			theirs: moments("out", "lonn19", "lonn21", "formue20"),
			// Seven columns and the units in, five columns of three rows out and in again, nine
			// columns and the units out.
			atLeast: func(n func(string) int64) int64 { return n("p") * (6*8 + 8 + 2*3*(4+8+4+16) + 6*8 + 3*4 + 4) },
		},
		{
			name: "k", text: "aggregate by municipality", registers: []string{"kjonn", "foedt", "kommune", "lonn"}, target: 2,
			inputs: []table{{"p", persons("kjonn", "foedt", "kommune", "lonn")}},
			duck: []string{
				`CREATE OR REPLACE TEMP TABLE out AS SELECT p.*, g.snitt, g.eldst, g.sd, g.lonner
  FROM p LEFT JOIN (SELECT kommune, avg(lonn) AS snitt, min(foedt) AS eldst, stddev_samp(lonn) AS sd, count(lonn) AS lonner FROM p WHERE kommune IS NOT NULL GROUP BY kommune) g ON p.kommune = g.kommune`},
			check:   []string{"summarize snitt eldst sd lonner"},
			theirs:  moments("out", "snitt", "eldst", "sd", "lonner"),
			atLeast: func(n func(string) int64) int64 { return n("p") * (4 + 8 + 8 + 4*8) },
		},
		{
			name: "l", text: "string functions on coded columns", registers: []string{"kjonn", "kommune", "utd"}, target: 2,
			inputs: []table{{"p", persons("kjonn", "kommune", "utd")}},
			duck: []string{`CREATE OR REPLACE TEMP TABLE out AS SELECT *, fylke IN ('03', '11', '46') AS valg, concat(fylke, '-', nivaa) AS begge,
  length(concat(fylke, '-', nivaa)) AS lengde, trim(concat(fylke, '-', nivaa)) AS kort
  FROM (SELECT *, substr(kommune, 1, 2) AS fylke, substr(utd, 1, 1) AS nivaa, upper(lower(concat('k', kommune))) AS navn, starts_with(kommune, '03') AS oslo FROM p)`},
			check:  []string{"summarize oslo valg lengde"},
			theirs: "SELECT * FROM (" + moments("(SELECT coalesce(CAST(oslo AS INT), 0) AS oslo, coalesce(CAST(valg AS INT), 0) AS valg, lengde FROM out)", "oslo", "valg", "lengde") + ")",
			// Two columns of codes in, five of codes, two of bytes and a number out.
			atLeast: func(n func(string) int64) int64 { return n("p") * (4 + 4 + 5*4 + 2 + 8) },
		},
	}
}

// moments is what summarize shows, one row per column: mean, deviation, count, percentiles.
func moments(from string, columns ...string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, fmt.Sprintf("SELECT avg(%[1]s), stddev_samp(%[1]s), count(%[1]s), quantile_cont(%[1]s, 0.01), quantile_cont(%[1]s, 0.25), quantile_cont(%[1]s, 0.5), quantile_cont(%[1]s, 0.75), quantile_cont(%[1]s, 0.99) FROM %[2]s", c, from))
	}
	return strings.Join(parts, " UNION ALL ")
}

// chosen are the jobs that -only names, in order; all when it is empty.
func chosen(only string) []*job {
	all := jobs()
	if only == "" {
		return all
	}
	names := strings.Split(only, ",")
	return slices.DeleteFunc(all, func(j *job) bool { return !slices.Contains(names, j.name) })
}
