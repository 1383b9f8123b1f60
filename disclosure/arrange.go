package disclosure

import "sort"

// Sorting and cutting work on shown values only (rule C8). They use the first statistic of
// a cell; cells without a value sort as the smallest. Ties stay in code order, and the
// totals keep their place at the end and speak of the whole table.

// RowSortTotal orders the rows ascending by their total.
func (t TableResult) RowSortTotal() TableResult { return t.sortRows(len(t.Columns) - 1) }

// RowSort orders the rows ascending by the column with this code; false when no listed
// column has it.
func (t TableResult) RowSort(code string) (TableResult, bool) {
	c := find(t.Columns, []string{code})
	if c < 0 {
		return t, false
	}
	return t.sortRows(c), true
}

// ColSortTotal orders the columns ascending by the total row.
func (t TableResult) ColSortTotal() TableResult { return t.sortColumns(len(t.Rows) - 1) }

// ColSort orders the columns ascending by the row with these codes, one per row axis; false
// when no listed row has them.
func (t TableResult) ColSort(codes ...string) (TableResult, bool) {
	r := find(t.Rows, codes)
	if r < 0 {
		return t, false
	}
	return t.sortColumns(r), true
}

// Top keeps the first n rows and the total.
func (t TableResult) Top(n int) TableResult {
	rows := t.bodyRows()
	return t.pick(rows[:min(max(n, 0), len(rows))], t.bodyColumns())
}

// Bottom keeps the last n rows and the total.
func (t TableResult) Bottom(n int) TableResult {
	rows := t.bodyRows()
	return t.pick(rows[len(rows)-min(max(n, 0), len(rows)):], t.bodyColumns())
}

func (t TableResult) sortRows(column int) TableResult {
	if column < 0 || len(t.Stats) == 0 {
		return t
	}
	rows := t.bodyRows()
	sort.SliceStable(rows, func(i, j int) bool {
		return less(t.Cell(rows[i], column, 0), t.Cell(rows[j], column, 0))
	})
	return t.pick(rows, t.bodyColumns())
}

func (t TableResult) sortColumns(row int) TableResult {
	if row < 0 || len(t.Stats) == 0 {
		return t
	}
	columns := t.bodyColumns()
	sort.SliceStable(columns, func(i, j int) bool {
		return less(t.Cell(row, columns[i], 0), t.Cell(row, columns[j], 0))
	})
	return t.pick(t.bodyRows(), columns)
}

// pick builds the table of these rows and columns, each followed by its total.
func (t TableResult) pick(rows, columns []int) TableResult {
	if len(t.Rows) == 0 || len(t.Columns) == 0 {
		return t
	}
	rows = append(rows[:len(rows):len(rows)], len(t.Rows)-1)
	columns = append(columns[:len(columns):len(columns)], len(t.Columns)-1)
	out := t
	out.Rows, out.Columns, out.cells = nil, nil, nil
	for _, r := range rows {
		out.Rows = append(out.Rows, t.Rows[r])
		for _, c := range columns {
			for s := range t.Stats {
				out.cells = append(out.cells, t.Cell(r, c, s))
			}
		}
	}
	for _, c := range columns {
		out.Columns = append(out.Columns, t.Columns[c])
	}
	return out
}

func (t TableResult) bodyRows() []int    { return upTo(len(t.Rows) - 1) }
func (t TableResult) bodyColumns() []int { return upTo(len(t.Columns) - 1) }

func upTo(n int) []int {
	out := make([]int, max(n, 0))
	for i := range out {
		out[i] = i
	}
	return out
}

func less(a, b Cell) bool {
	if a.HasValue() != b.HasValue() {
		return b.HasValue()
	}
	return a.Value() < b.Value()
}

func find(heads []Head, codes []string) int {
	for i, h := range heads {
		if h.Total || len(h.Parts) != len(codes) {
			continue
		}
		same := true
		for k, p := range h.Parts {
			same = same && p.Code == codes[k]
		}
		if same {
			return i
		}
	}
	return -1
}
