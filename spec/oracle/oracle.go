// Package oracle is a second, naive implementation of the data language, for tests only.
//
// In: a register database as written in a test (storetest.Bank) and the checked statements
// of a script, one at a time. Out: every dataset with every cell, the tables that tabulate
// and summarize would show under the policy open, or the reason why a statement is refused.
//
//	s := oracle.New([]storetest.Bank{bank}, "")
//	for _, call := range program.Calls {
//		if err := s.Do(call.Stmt); err != nil { … } // *Refused or *Broken
//	}
//	s.Datasets["p"].Rows
//
// It goes row by row and rule by rule as language.md, commands.md and functions.md are
// written, and shares nothing with the engine but the statements: it types expressions, finds
// values at a date and adds up on its own. Where two right answers can differ in the last
// bits, as sums and logarithms do, a number carries how far off it may be; where such a number
// decides something (a comparison, a rounding) and could decide either way, the session is
// Unsure from there on and nothing more can be compared.
package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// Refused is a mistake that can be found without data.
type Refused struct{ Why string }

func (e *Refused) Error() string { return "refused: " + e.Why }

// Broken is an error that depends on data.
type Broken struct{ Why string }

func (e *Broken) Error() string { return "broken: " + e.Why }

func refuse(format string, args ...any) error { return &Refused{fmt.Sprintf(format, args...)} }

// Session is a script on its way.
type Session struct {
	Datasets map[string]*Dataset
	Active   string
	Tables   []Table // shown by the last statement
	Unsure   bool    // a number that may be off decided something: compare no further

	banks   []storetest.Bank
	aliases map[string]*storetest.Bank
	lists   map[string]*Labels
	damage  string
}

// New starts a session. Damage names a rule to break, so that a test can prove that a broken
// rule is noticed; "" breaks none. See Damages.
func New(banks []storetest.Bank, damage string) *Session {
	return &Session{Datasets: map[string]*Dataset{}, banks: banks, aliases: map[string]*storetest.Bank{}, lists: map[string]*Labels{}, damage: damage}
}

// Damages lists the rules that can be broken.
func Damages() []string {
	return []string{
		"missing equals", "missing differs not", "missing is true", "generate leaves zero", "replace forgets",
		"last rule wins", "recode unmatched missing", "merge inner", "spell excludes its last day", "first import keeps missing",
		"outer join is left", "percentile type 6", "collapse keeps missing", "sum of none missing", "sd divides by n",
		"rowtotal of none missing", "substr from zero", "destring empty is zero", "int rounds down", "quantile closed on the left",
		"tabulate counts missing", "week from January", "integer division", "aggregate fills missing", "count counts rows",
		"round half to even", "keep if missing", "spells clipped", "panel unbalanced", "clone-units keeps rows", "reshape drops fixed",
	}
}

func (s *Session) hurt(name string) bool { return s.damage == name }

// Dataset is rows of cells. The cell of a variable has its index in Vars.
type Dataset struct {
	Name  string
	Kind  types.DatasetKind
	Unit  types.Unit
	Units bool // an import or clone-units has been done
	Key   Variable
	Vars  []Variable
	Rows  []Row
	times []moment // of a panel, ascending
}

// Row is one row of a dataset.
type Row struct {
	Key   Value
	Cells []Value
}

// Variable is what is known of a column without data.
type Variable struct {
	Name       string
	Kind       types.Kind
	Refers     *types.Unit // what the values identify; nil for ordinary variables
	Identifier bool        // the key column
	Labels     *Labels
}

func (d *Dataset) copy() *Dataset {
	out := *d
	out.Vars = slices.Clone(d.Vars)
	out.Rows = make([]Row, len(d.Rows))
	for i, r := range d.Rows {
		out.Rows[i] = Row{r.Key, slices.Clone(r.Cells)}
	}
	return &out
}

// Find gives the place of a variable, -1 for the key column; false when there is none.
func (d *Dataset) Find(name string) (int, bool) {
	for i, v := range d.Vars {
		if v.Name == name {
			return i, true
		}
	}
	if d.Units && (name == d.Key.Name || name == d.Unit.Identifier) {
		return -1, true
	}
	return 0, false
}

func (d *Dataset) at(place int) Variable {
	if place < 0 {
		return d.Key
	}
	return d.Vars[place]
}

func (r Row) at(place int) Value {
	if place < 0 {
		return r.Key
	}
	return r.Cells[place]
}

// put adds a variable or replaces the one of its name.
func (d *Dataset) put(v Variable, cells []Value) {
	place, ok := d.Find(v.Name)
	if !ok || place < 0 {
		d.Vars = append(d.Vars, v)
		for i := range d.Rows {
			d.Rows[i].Cells = append(d.Rows[i].Cells, cells[i])
		}
		return
	}
	d.Vars[place] = v
	for i := range d.Rows {
		d.Rows[i].Cells[place] = cells[i]
	}
}

// without leaves variables out by place.
func (d *Dataset) without(places map[int]bool) {
	var vars []Variable
	for i, v := range d.Vars {
		if !places[i] {
			vars = append(vars, v)
		}
	}
	for i, r := range d.Rows {
		var cells []Value
		for j, c := range r.Cells {
			if !places[j] {
				cells = append(cells, c)
			}
		}
		d.Rows[i].Cells = cells
	}
	d.Vars = vars
}

// Do runs one statement. After an error the session is as it was before.
func (s *Session) Do(stmt *expand.Statement) error {
	s.Tables = nil
	if stmt.Command == nil { // a text block
		return nil
	}
	c := stmt.Command
	name := strings.ToLower(c.Name.Text)
	run, ok := commands[name]
	if !ok {
		return refuse("unknown command %s", c.Name.Text)
	}
	for i, o := range c.Options {
		if !slices.Contains(options[name], o.Name.Text) {
			return refuse("unknown option %s", o.Name.Text)
		}
		for _, before := range c.Options[:i] {
			if before.Name.Text == o.Name.Text {
				return refuse("an option twice")
			}
		}
	}
	return run(s, c)
}

type runner func(s *Session, c *syntax.Command) error

// commands that are left out: those that show facts of the catalogue or help.
var commands map[string]runner

func init() {
	nothing := func(*Session, *syntax.Command) error { return nil }
	commands = map[string]runner{
		"require": (*Session).require, "create-dataset": (*Session).createDataset, "delete-dataset": (*Session).deleteDataset,
		"use": (*Session).use, "clone-dataset": (*Session).cloneDataset, "clone-units": (*Session).cloneUnits,
		"rename-dataset": (*Session).renameDataset, "import": (*Session).importAt, "import-event": (*Session).importEvent,
		"import-panel": (*Session).importPanel, "reshape-to-panel": (*Session).reshapeToPanel, "reshape-from-panel": (*Session).reshapeFromPanel,
		"generate": (*Session).generate, "replace": (*Session).replace, "rename": (*Session).rename, "clone-variables": (*Session).cloneVariables,
		"drop": (*Session).drop, "keep": (*Session).keep, "recode": (*Session).recode, "destring": (*Session).destring, "sample": (*Session).sample,
		"collapse": (*Session).collapse, "aggregate": (*Session).aggregate, "merge": (*Session).merge,
		"define-labels": (*Session).defineLabels, "assign-labels": (*Session).assignLabels, "drop-labels": (*Session).dropLabels,
		"tabulate": (*Session).tabulate, "tabulate-panel": (*Session).tabulatePanel, "transitions-panel": (*Session).transitions,
		"summarize-panel": (*Session).summarize, "summarize": (*Session).summarize,
		"let": nothing, "textblock": nothing, "help": nothing, "help-function": nothing, "history": nothing, "variables": nothing,
	}
}

var options = map[string][]string{
	"import": {"outer_join", "inner_join", "values", "values_from"}, "clone-variables": {"prefix", "suffix"},
	"recode": {"prefix", "generate"}, "destring": {"prefix", "ignore", "force", "dpcomma"}, "collapse": {"by"}, "aggregate": {"by"},
	"summarize":       {"gini", "iqr"},
	"summarize-panel": {"gini", "iqr"},
	"tabulate":        {"freq", "rowpct", "colpct", "cellpct", "missing", "summarize", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr"},
	"tabulate-panel":  {"freq", "rowpct", "colpct", "cellpct", "missing", "summarize", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr"},
}

// active is the dataset that commands act on.
func (s *Session) active() (*Dataset, error) {
	d := s.Datasets[s.Active]
	if d == nil {
		return nil, refuse("no active dataset")
	}
	return d, nil
}

// filled is the active dataset, which must have units.
func (s *Session) filled() (*Dataset, error) {
	d, err := s.active()
	if err == nil && !d.Units {
		err = refuse("%s has no units", d.Name)
	}
	return d, err
}

func nameOf(e syntax.Expr) string {
	if v, ok := e.(*syntax.Var); ok && v != nil {
		return v.Text()
	}
	return ""
}

// newName is the place for a new variable.
func (d *Dataset) newName(e syntax.Expr) (string, error) {
	name := nameOf(e)
	if _, ok := d.Find(name); ok || name == "" {
		return "", refuse("%s exists", name)
	}
	return name, nil
}

// free tells whether a name that a prefix or suffix has made can be given to a variable.
func (d *Dataset) free(name string) error {
	if _, ok := d.Find(name); ok || strings.Contains(name, "@") {
		return refuse("%s exists or is no name", name)
	}
	return nil
}

// variable finds a variable by a written name.
func (d *Dataset) variable(e syntax.Expr) (int, error) {
	place, ok := d.Find(nameOf(e))
	if !ok {
		return 0, refuse("unknown variable %s", nameOf(e))
	}
	return place, nil
}

// plain finds a variable that may be looked at: no key.
func (d *Dataset) plain(e syntax.Expr) (int, error) {
	place, err := d.variable(e)
	if err == nil && d.at(place).Kind == types.Key {
		err = refuse("%s is a key", nameOf(e))
	}
	return place, err
}

// changeable finds a variable whose values may be changed.
func (d *Dataset) changeable(e syntax.Expr) (int, error) {
	place, err := d.plain(e)
	switch {
	case err != nil:
	case place < 0:
		err = refuse("the identifier stays as it is")
	case d.timeAt(place):
		err = refuse("date@panel stays as it is")
	}
	return place, err
}

const panelTime = "date@panel"

// timeAt tells whether a variable says the time of a panel's rows.
func (d *Dataset) timeAt(place int) bool {
	return d.Kind == types.Panel && place >= 0 && d.Vars[place].Name == panelTime
}

func (s *Session) require(c *syntax.Command) error {
	o := c.Operands.(*syntax.Require)
	for i := range s.banks {
		if s.banks[i].Name == o.Bank.Text {
			s.aliases[o.Alias.Text] = &s.banks[i]
			return nil
		}
	}
	return refuse("unknown bank")
}

func (s *Session) newDataset(e syntax.Expr) (string, error) {
	name := nameOf(e)
	if s.Datasets[name] != nil || name == "" || strings.Contains(name, "@") {
		return "", refuse("dataset %s exists", name)
	}
	return name, nil
}

func (s *Session) dataset(e syntax.Expr) (*Dataset, error) {
	if d := s.Datasets[nameOf(e)]; d != nil {
		return d, nil
	}
	return nil, refuse("unknown dataset %s", nameOf(e))
}

func (s *Session) createDataset(c *syntax.Command) error {
	name, err := s.newDataset(c.Operands.(*syntax.Names).List[0])
	if err == nil {
		s.Datasets[name] = &Dataset{Name: name}
		s.Active = name
	}
	return err
}

func (s *Session) deleteDataset(c *syntax.Command) error {
	d, err := s.dataset(c.Operands.(*syntax.Names).List[0])
	if err != nil {
		return err
	}
	delete(s.Datasets, d.Name)
	if s.Active == d.Name {
		s.Active = ""
	}
	return nil
}

func (s *Session) use(c *syntax.Command) error {
	d, err := s.dataset(c.Operands.(*syntax.Names).List[0])
	if err == nil {
		s.Active = d.Name
	}
	return err
}

// fromTo reads `old new`.
func (s *Session) fromTo(c *syntax.Command) (*Dataset, string, error) {
	o := c.Operands.(*syntax.Pair)
	d, err := s.dataset(o.First)
	if err != nil {
		return nil, "", err
	}
	name, err := s.newDataset(o.Second)
	return d, name, err
}

func (s *Session) cloneDataset(c *syntax.Command) error {
	d, name, err := s.fromTo(c)
	if err == nil {
		s.Datasets[name] = d.copy()
		s.Datasets[name].Name = name
	}
	return err
}

// cloneUnits keeps the distinct units of the rows.
func (s *Session) cloneUnits(c *syntax.Command) error {
	d, name, err := s.fromTo(c)
	if err != nil {
		return err
	}
	if !d.Units {
		return refuse("%s has no units", d.Name)
	}
	out := &Dataset{Name: name, Kind: types.CrossSection, Unit: d.Unit, Units: true, Key: d.Key}
	seen := map[string]bool{}
	for _, r := range d.Rows {
		if !seen[r.Key.code(d.Key.Kind)] || s.hurt("clone-units keeps rows") {
			seen[r.Key.code(d.Key.Kind)] = true
			out.Rows = append(out.Rows, Row{Key: r.Key})
		}
	}
	s.Datasets[name] = out
	return nil
}

func (s *Session) renameDataset(c *syntax.Command) error {
	d, name, err := s.fromTo(c)
	if err != nil {
		return err
	}
	out := d.copy()
	out.Name = name
	delete(s.Datasets, d.Name)
	s.Datasets[name] = out
	if s.Active == d.Name {
		s.Active = name
	}
	return nil
}
