package table

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Table is a checked table: its variables, the second of which makes the columns, and the
// statistics of the cells in display order.
type Table struct {
	Vars  []*check.Variable
	Stats []disclosure.Statistic
	// Times are those of the panel, for a table that has one place for each of them. Without
	// them date@panel is a number like any other.
	Times []check.Moment
}

// cellStatistics are the options that name a number of a cell, and which.
var cellStatistics = map[string]disclosure.Statistic{
	"freq": disclosure.StatFreq, "rowpct": disclosure.StatRowPct, "colpct": disclosure.StatColPct, "cellpct": disclosure.StatCellPct,
	"mean": disclosure.StatMean, "std": disclosure.StatStd, "sum": disclosure.StatSum, "p25": disclosure.StatP25,
	"p50": disclosure.StatP50, "p75": disclosure.StatP75, "gini": disclosure.StatGini, "iqr": disclosure.StatIQR,
}

// Check looks up the variables of a table as written, and those of summarize().
func Check(s *check.Scope, call *check.Call, o Options) Table {
	var t Table
	for _, v := range s.Analysable(call.Operands().(*syntax.Names).List) {
		t.Vars = append(t.Vars, v.Var)
	}
	sum, _ := call.Options.Get("summarize")
	for i, v := range sum.Vars {
		at := check.VarAt{Var: v, Span: sum.Args[i].Range()}
		if s.NotKey(at) {
			s.IsNumeric(at)
		}
	}
	t.Stats = statistics(call, o)
	return t
}

// statistics are the numbers of a cell: counts first and then percentages as given, or
// exactly the statistics given beside summarize, the mean without any.
func statistics(call *check.Call, o Options) []disclosure.Statistic {
	names := registry.Order(call, "rowpct", "colpct", "cellpct", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr")
	if len(o.Summarize) > 0 {
		names = registry.Order(call, "freq", "rowpct", "colpct", "cellpct", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr")
		if len(names) == 0 {
			names = []string{"mean"}
		}
	} else if o.Freq || len(names) == 0 {
		names = append([]string{"freq"}, names...)
	}
	out := make([]disclosure.Statistic, len(names))
	for i, n := range names {
		out[i] = cellStatistics[n]
	}
	return out
}
