package disclosure

var statNames = [...]string{
	StatFreq: "freq", StatRowPct: "rowpct", StatColPct: "colpct", StatCellPct: "cellpct",
	StatMean: "mean", StatStd: "std", StatSum: "sum", StatP25: "p25", StatP50: "p50", StatP75: "p75",
	StatGini: "gini", StatIQR: "iqr", StatCount: "count", StatP1: "p1", StatP99: "p99",
	StatMin: "min", StatMax: "max", StatSEMean: "semean", StatSEBinomial: "sebinomial",
	StatPercent: "percent",
}

// String gives the machine name, such as "rowpct" or "p50".
func (s Statistic) String() string {
	if int(s) < len(statNames) {
		return statNames[s]
	}
	return ""
}

// ofCounts tells whether a statistic speaks of the cell itself and needs no measure.
func (s Statistic) ofCounts() bool { return s >= StatFreq && s <= StatCellPct }
