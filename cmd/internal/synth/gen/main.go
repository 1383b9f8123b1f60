// Command gen writes the embedded data files of package synth from a catalogue folder.
//
// In: a folder with variables.json, codelists.json, kommune-changes.json and
// kommune-population-approx.json.
// Out: names/data/catalogue.json (the variables and the code lists they use) and
// life/data/atoms.tsv (the smallest municipality areas since 1992 with their code in
// every era).
//
//	go run ./gen -catalogue /path/to/catalogue
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
)

type item struct {
	Code      string `json:"code"`
	NB        string `json:"label_nb"`
	EN        string `json:"label_en"`
	ValidFrom string `json:"valid_from"`
	ValidTo   string `json:"valid_to"`
	Kind      string `json:"kind"`
}

type list struct {
	Title string `json:"title"`
	Items []item `json:"items"`
}

type change struct {
	Date      string `json:"valid_from"`
	From      string `json:"from_code"`
	To        string `json:"to_code"`
	FromLabel string `json:"from_label"`
	ToLabel   string `json:"to_label"`
}

type area struct {
	Code       string `json:"code"`
	Label      string `json:"label_nb"`
	Population int    `json:"population_approx"`
}

// earlier lists the mergers between 1992 and 2016, which the change file does not
// hold: date, old code, new code. From public knowledge of municipality reforms.
var earlier = [][3]string{
	{"2013-01-01", "1901", "1903"}, {"2013-01-01", "1915", "1903"},
	{"2012-01-01", "1729", "1756"}, {"2012-01-01", "1723", "1756"},
	{"2008-01-01", "1503", "1505"}, {"2008-01-01", "1556", "1505"},
	{"2006-01-01", "1569", "1576"}, {"2006-01-01", "1572", "1576"},
	{"2006-01-01", "1154", "1160"}, {"2006-01-01", "1159", "1160"},
	{"2005-01-01", "1842", "1804"},
	{"2002-01-01", "0718", "0716"}, {"2002-01-01", "1214", "1159"},
	{"1994-01-01", "0103", "0106"}, {"1994-01-01", "0113", "0106"}, {"1994-01-01", "0131", "0106"},
	{"1994-01-01", "0133", "0106"}, {"1994-01-01", "0134", "0106"},
}

func main() {
	from := flag.String("catalogue", "", "catalogue folder")
	out := flag.String("out", ".", "folder of package synth")
	flag.Parse()
	if err := run(*from, *out); err != nil {
		log.Fatal(err)
	}
}

func run(from, out string) error {
	var variables []map[string]any
	lists := map[string]list{}
	var changes []change
	var areas []area
	for name, into := range map[string]any{"variables.json": &variables, "codelists.json": &lists,
		"kommune-changes.json": &changes, "kommune-population-approx.json": &areas} {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(b, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	cat, err := catalogue(variables, lists)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "names", "data", "catalogue.json"), cat, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "life", "data", "atoms.tsv"), atoms(lists["kommune"], changes, areas), 0o644)
}

func catalogue(variables []map[string]any, lists map[string]list) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString("{\"variables\": [\n")
	used := map[string]bool{}
	for i, v := range variables {
		if l, _ := v["code_list"].(string); l != "" {
			used[l] = true
		}
		keep := map[string]any{}
		for _, k := range []string{"name", "title", "title_en", "unit_type", "temporality", "data_type", "encoding",
			"databank", "valid_from", "valid_to", "import_frequency", "import_month_day", "import_day", "import_any_day",
			"refers_to_unit", "subject", "sensitivity", "code_list", "measure"} {
			if v[k] != nil && v[k] != "" {
				keep[k] = v[k]
			}
		}
		b, err := json.Marshal(keep)
		if err != nil {
			return nil, err
		}
		buf.Write(b)
		if i < len(variables)-1 {
			buf.WriteByte(',')
		}
		buf.WriteByte('\n')
	}
	buf.WriteString("],\n\"codelists\": {\n")
	var order []string
	for l := range used {
		order = append(order, l)
	}
	sort.Strings(order)
	for i, l := range order {
		fmt.Fprintf(&buf, "%q: [\n", l)
		items := lists[l].Items
		if l == "kommune" {
			items = municipalities(items)
		}
		for j, it := range items {
			b, err := json.Marshal([]string{it.Code, it.NB, it.EN, it.ValidFrom, it.ValidTo})
			if err != nil {
				return nil, err
			}
			buf.Write(b)
			if j < len(items)-1 {
				buf.WriteByte(',')
			}
			buf.WriteByte('\n')
		}
		buf.WriteByte(']')
		if i < len(order)-1 {
			buf.WriteByte(',')
		}
		buf.WriteByte('\n')
	}
	buf.WriteString("}}\n")
	return buf.Bytes(), nil
}

// municipalities drops codes that ended before the register begins and the code
// that is not a number.
func municipalities(items []item) []item {
	var out []item
	for _, it := range items {
		if it.Code == "xxxx" || it.ValidTo != "" && it.ValidTo < "1992-01-01" {
			continue
		}
		out = append(out, it)
	}
	return out
}

// path is one atom while it is followed backwards: its codes with the day each began.
type path struct {
	codes  []string
	since  []string
	weight float64
}

func atoms(kommune list, changes []change, areas []area) []byte {
	label := map[string]string{}
	valid := func(code, day string) bool {
		for _, it := range kommune.Items {
			if it.Code == code && it.ValidFrom <= day && (it.ValidTo == "" || it.ValidTo >= day) {
				return true
			}
		}
		return false
	}
	for _, it := range kommune.Items {
		label[it.Code] = it.NB
	}
	for _, e := range earlier {
		changes = append(changes, change{Date: e[0], From: e[1], To: e[2], FromLabel: label[e[1]], ToLabel: label[e[2]]})
	}
	days := map[string]bool{}
	for _, c := range changes {
		days[c.Date] = true
	}
	var order []string
	for d := range days {
		order = append(order, d)
	}
	sort.Sort(sort.Reverse(sort.StringSlice(order)))
	var buf bytes.Buffer
	buf.WriteString("# residents 2024 (approximate), then code@first day, oldest first\n")
	for _, a := range areas {
		ps := []path{{codes: []string{a.Code}, weight: float64(a.Population)}}
		for _, d := range order {
			var next []path
			for _, p := range ps {
				next = append(next, p.back(d, changes, label, valid)...)
			}
			ps = next
		}
		for _, p := range ps {
			fmt.Fprintf(&buf, "%d", int(p.weight+0.5))
			p.since = append(p.since, "1992-01-01")
			for i := len(p.codes) - 1; i >= 0; i-- {
				fmt.Fprintf(&buf, "\t%s@%s", p.codes[i], p.since[i])
			}
			buf.WriteByte('\n')
		}
	}
	return buf.Bytes()
}

// back follows p over the change day d: one path for each municipality that went
// into the present code. The one that keeps the name counts three times.
func (p path) back(d string, changes []change, label map[string]string, valid func(code, day string) bool) []path {
	now := p.codes[len(p.codes)-1]
	type pred struct {
		code string
		w    float64
	}
	var preds []pred
	total, moved := 0.0, false
	for _, c := range changes {
		if c.Date != d {
			continue
		}
		if c.From == now {
			moved = true
		}
		if c.To == now {
			w := 1.0
			if c.FromLabel == c.ToLabel || c.From == now {
				w = 3
			}
			preds, total = append(preds, pred{c.From, w}), total+w
		}
	}
	if len(preds) == 0 {
		return []path{p}
	}
	if !moved && valid(now, dayBefore(d)) {
		preds, total = append(preds, pred{now, 3}), total+3
	}
	var out []path
	for _, q := range preds {
		n := path{codes: append([]string(nil), p.codes...), since: append([]string(nil), p.since...), weight: p.weight * q.w / total}
		if q.code != now {
			n.codes, n.since = append(n.codes, q.code), append(n.since, d)
		}
		out = append(out, n)
	}
	return out
}

// dayBefore of a first of January.
func dayBefore(d string) string {
	var y int
	_, _ = fmt.Sscanf(d, "%d-", &y)
	return fmt.Sprintf("%d-12-31", y-1)
}
