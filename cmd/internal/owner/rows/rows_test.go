package rows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

var event = Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING"}

func text(s string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

func checked(t *testing.T, s string, r Rules, o Options) Result {
	t.Helper()
	result, err := Check(context.Background(), text(s), r, o)
	require.NoError(t, err)
	return result
}

func summary(r Result) map[string]int64 {
	out := map[string]int64{}
	for code, n := range r.Counts {
		out[string(code)] = n
	}
	return out
}

func TestBytesOfEveryKind(t *testing.T) {
	const good = "1;a;2020-01-01;2020-02-01;\n"
	for name, c := range map[string]struct {
		file string
		want map[string]int64
		rows int64
	}{
		"byte order mark":           {"\xEF\xBB\xBF" + good, nil, 1},
		"byte order mark alone":     {"\xEF\xBB\xBF", map[string]int64{"O0501": 1}, 0},
		"CRLF":                      {"1;a;2020-01-01;2020-02-01;\r\n2;a;2020-01-01;;\r\n", nil, 2},
		"no line break at the end":  {strings.TrimSuffix(good, "\n"), nil, 1},
		"blank lines":               {"\n" + good + "\r\n\n", nil, 1},
		"quotes":                    {`"1";"a;""b""";"2020-01-01";2020-02-01;"x;y"` + "\n", nil, 1},
		"quote inside a field":      {`1;a"b;2020-01-01;2020-02-01;` + "\n", nil, 1},
		"unclosed quote":            {`1;"a;2020-01-01;2020-02-01;` + "\n" + good, map[string]int64{"O0502": 1}, 2},
		"comma":                     {"1,a,2020-01-01,2020-02-01,\n" + good, map[string]int64{"O0502": 1}, 2},
		"tab":                       {"1\ta\t2020-01-01\t2020-02-01\t\n" + good, map[string]int64{"O0502": 1}, 2},
		"six fields":                {"1;a;2020-01-01;2020-02-01;;\n" + good, map[string]int64{"O0502": 1}, 2},
		"NUL":                       {"1\x00;a;2020-01-01;2020-02-01;\n", map[string]int64{"O0509": 1}, 1},
		"NUL in all":                {"\x00;\x00;2020-01-01;2020-02-01;\x00\n", map[string]int64{"O0509": 3}, 1},
		"Latin-1":                   {"1;bl\xE5;2020-01-01;2020-02-01;\n2;blå;2020-01-01;2020-02-01;\n", map[string]int64{"O0508": 1}, 2},
		"Latin-1 in the last field": {"1;a;2020-01-01;2020-02-01;\xE5\n", map[string]int64{"O0508": 1}, 1},
		"old Macintosh":             {"1;a;2020-01-01;2020-02-01;\r2;a;2020-01-01;2020-02-01;\r", map[string]int64{"O0502": 1, "O0505": 1, "O0506": 1}, 1},
		"line break in a field":     {"1;\"a\nb\";2020-01-01;2020-02-01;\n" + good, map[string]int64{"O0502": 2}, 3},
		"UTF-16":                    {"\xFF\xFE1\x00;\x00a\x00\n\x00", map[string]int64{"O0502": 2, "O0505": 1, "O0506": 1}, 2},
		"nothing but line breaks":   {"\n\r\n\n", map[string]int64{"O0505": 1, "O0506": 1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if c.want == nil {
				c.want = map[string]int64{}
			}
			r := checked(t, c.file, event, Options{})
			require.Equal(t, c.want, summary(r), "%v", r.Findings)
			require.Equal(t, c.rows, r.Rows)
		})
	}
}

func TestNumbersAsIdentifiers(t *testing.T) {
	rules := Rules{Temporality: "FIXED", IDType: "LONG", DataType: "LONG", Codes: []string{"1", "-2"}}
	r := checked(t, "7;1;;2020-01-01;\n 007 ;-2;;2020-01-01;\nx;1;;2020-01-01;\nNA;01;;2020-01-01;\n8;3;;2020-01-01;\n", rules, Options{})
	require.Equal(t, map[string]int64{"O0503": 1, "O0601": 1, "O0603": 1, "O0801": 1}, summary(r))
	last := r.Findings[len(r.Findings)-1]
	require.Equal(t, []string{"7", "2"}, last.Args)
}

func TestTheSpanOfTime(t *testing.T) {
	r := checked(t, "1;a;1970-01-11;1970-01-11;\n2;a;1970-01-01;1970-01-01;\n3;a;1970-01-11;1970-01-11;\n", Rules{Temporality: "STATUS", IDType: "STRING"}, Options{})
	require.Equal(t, []int{0, 10}, r.StatusDates)
	require.Equal(t, [3]int{0, 10, 10}, [3]int{r.First, r.Last, r.LastStop})
	require.True(t, r.HasDates && r.HasStops)
	r = checked(t, "1;a;1970-01-11;;\n2;a;1970-01-05;1970-01-07;\n", event, Options{})
	require.Equal(t, [3]int{4, 10, 6}, [3]int{r.First, r.Last, r.LastStop})
}

// endless gives one line of a gigabyte, then a good row.
type endless struct {
	left int64
	tail *strings.Reader
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return e.tail.Read(p)
	}
	n := int(min(int64(len(p)), e.left))
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left -= int64(n)
	return n, nil
}

func TestALineOfAGigabyte(t *testing.T) {
	open := func() (io.ReadCloser, error) {
		return io.NopCloser(&endless{1 << 30, strings.NewReader("\n1;;2020-01-01;2020-02-01;\n")}), nil
	}
	r, err := Check(context.Background(), open, event, Options{})
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"O0507": 1, "O0602": 1}, summary(r))
	require.EqualValues(t, 2, r.Findings[1].Line, "lines are counted on")
}

// TestDatesAgreeWithTheCalendar checks every day that can be stored, and what is none.
func TestDatesAgreeWithTheCalendar(t *testing.T) {
	for day := -32768 - 400; day <= 32767+400; day++ {
		got, ok := date([]byte(dateText(day)))
		require.True(t, ok)
		require.Equal(t, day, got)
	}
	for _, year := range []int{1, 4, 100, 400, 1600, 1700, 1900, 9999} {
		want := time.Date(year, 2, 28, 0, 0, 0, 0, time.UTC)
		got, ok := date([]byte(want.Format(time.DateOnly)))
		require.True(t, ok)
		require.EqualValues(t, want.Unix()/secondsOfDay, got)
	}
	for _, bad := range []string{"", "2020-1-01", "2020-02-30", "2021-02-29", "2020/01/01", "20200101", "2020-00-01", "2020-01-00", "2020-01-0:", "2020-01-01T", "-020-01-01"} {
		_, ok := date([]byte(bad))
		require.False(t, ok, bad)
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]bool{"1": true, "-1.5": true, ".5": true, "1.": true, "1e5": true, "": false, "+1": false, "1,5": false, "inf": false, "1e999": false, "0x1p3": false, "1_0": false, ".": false, "-": false, "1-2": false, "1.2.3": false, " 7 ": true, "123456789012345678901234": true} {
		require.Equal(t, want, isNumber([]byte(s)), "%q", s)
	}
	for s, want := range map[string]bool{"-9223372036854775808": true, "9223372036854775807": true, "9223372036854775808": false, "--1": false, "0000000000000000000001": true, "1.0": false} {
		_, ok := integer([]byte(s))
		require.Equal(t, want, ok, "%q", s)
	}
}

// TestSpilledAndHeldAgree: a random file gives the same report whatever is spilled, however
// many goroutines work, and the clashes a naive check finds.
func TestSpilledAndHeldAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	type period struct {
		start, stop int
		line        int64
	}
	var file strings.Builder
	units := map[string][]period{}
	const rows = 60_000
	for line := int64(1); line <= rows; line++ {
		id := fmt.Sprintf("%011d", random.IntN(25_000))
		if n := random.IntN(4); n > 0 {
			id = strings.Repeat(id, n) + []string{"", "_x", "_9", "-"}[random.IntN(4)]
		}
		start := random.IntN(20_000)
		p := period{start, start + random.IntN(500), line}
		units[id] = append(units[id], p)
		fmt.Fprintf(&file, "%s;a;%s;%s;\n", id, dateText(p.start), dateText(p.stop))
	}
	naive := int64(0)
	for _, list := range units {
		slices.SortFunc(list, func(a, b period) int { return a.start - b.start })
		for i := range len(list) - 1 {
			if list[i].stop >= list[i+1].start {
				naive++
				break
			}
		}
	}
	require.Positive(t, naive)
	want := checked(t, file.String(), event, Options{Workers: 1})
	require.Equal(t, map[string]int64{"O0803": naive}, summary(want))
	require.Len(t, want.Findings, defaultLimit)
	for _, o := range []Options{{Workers: 3}, {Workers: 2, Memory: 1, chunk: 7, Temp: t.TempDir()}, {Workers: 4, Memory: 300_000, chunk: 16}} {
		require.Equal(t, want, checked(t, file.String(), event, o))
		if o.Temp != "" {
			left, err := os.ReadDir(o.Temp)
			require.NoError(t, err)
			require.Empty(t, left, "the temporary file is gone")
		}
	}
}

// TestOneUnitTooOften: rows of one unit beyond what a part may hold are thinned, and the first
// clash in order of start is still the one that is told.
func TestOneUnitTooOften(t *testing.T) {
	u, err := newUnits(Options{Limit: 5, Memory: 1 << 20, Workers: 2}.filled())
	require.NoError(t, err)
	defer u.close()
	s := u.sink()
	const rows = 3 * partRecords / 2
	for i := range int64(rows) {
		day := int16(1000 + i*7919%60_000 - 30_000)
		require.NoError(t, s.put([]byte("1"), i+10, day, day, false))
	}
	require.NoError(t, s.put([]byte("1"), 1, -32000, -31000, false))
	require.NoError(t, s.put([]byte("1"), rows+99, -31000, -30999, false))
	require.NoError(t, s.put([]byte("2"), 2, 0, 0, false))
	got, err := u.clashes(context.Background(), "EVENT")
	require.NoError(t, err)
	require.EqualValues(t, 1, got.count)
	require.EqualValues(t, 1, got.first[0].a.line())
	require.EqualValues(t, rows+99, got.first[0].b.line())
}

func TestRecordsKeepWhatTheyAreGiven(t *testing.T) {
	u, err := newUnits(Options{}.filled())
	require.NoError(t, err)
	for _, d := range [][2]int16{{-32768, 32767}, {0, 0}, {-1, 1}, {32767, 32767}} {
		r := newRecord([]byte("x"), u.seed, maxRows, d[0], d[1], false)
		require.Equal(t, d, [2]int16{r.start(), r.stop()})
		require.EqualValues(t, maxRows, r.line())
		require.False(t, r.open())
	}
	early, late := newRecord([]byte("x"), u.seed, 9, -5, 1, true), newRecord([]byte("x"), u.seed, 1, 3, 1, true)
	require.Negative(t, compare(early, late), "start before line")
	ids := map[[2]uint64]string{}
	for _, id := range []string{"", "1", "01", "1\x00", "123456789012345", "1234567890123456", "123456789012345_", "123456789012345-", strings.Repeat("1", 30), strings.Repeat("1", 31), strings.Repeat("x", 16), strings.Repeat("x", 17)} {
		hi, lo := pack([]byte(id), u.seed)
		require.NotContains(t, ids, [2]uint64{hi, lo}, id)
		ids[[2]uint64{hi, lo}] = id
	}
}

func TestAnInterruptAndABrokenDisk(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Check(ctx, text(strings.Repeat("1;a;2020-01-01;;\n", 10)), event, Options{})
	require.ErrorIs(t, err, context.Canceled)
	broken := errors.New("disk")
	_, err = Check(context.Background(), func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("1;a;2020-01-01;;\n"), failing{broken})), nil
	}, event, Options{})
	require.ErrorIs(t, err, broken)
	var many bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&many, "%d;a;2020-01-01;;\n", i)
	}
	_, err = Check(context.Background(), text(many.String()), event, Options{Memory: 1, chunk: 8, Temp: t.TempDir() + "/absent"})
	require.ErrorIs(t, err, os.ErrNotExist, "nowhere to spill")
}

// forever gives good rows without end, and stops the check after a while.
type forever struct {
	stop context.CancelFunc
	read int
}

func (f *forever) Read(p []byte) (int, error) {
	const row = "1;a;2020-01-01;;\n"
	n := 0
	for n+len(row) <= len(p) {
		n += copy(p[n:], row)
	}
	if f.read += n; f.read > 3<<20 {
		f.stop()
	}
	return max(n, copy(p, row)), nil
}

func TestAnInterruptStopsTheReading(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Check(ctx, func() (io.ReadCloser, error) { return io.NopCloser(&forever{stop: cancel}), nil }, event, Options{Memory: 1})
	require.ErrorIs(t, err, context.Canceled)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzRows holds that no file makes the reader fail, that counts and findings agree, and that
// workers do not change the report.
func FuzzRows(f *testing.F) {
	for _, s := range []string{"", "1;a;2020-01-01;2020-02-01;\n", "\xEF\xBB\xBF\"1\";;;;\r\n", "1;a;2020-01-01;;\n1;b;2019-01-01;;", "1;a;2020-01-01;2020-02-30;\n1;a;1700-01-01;2020-02-28;\n1;;;2020-02-28;\n", "a;b;c;2020-01-01;2020-02-01;\n;;2020-01-01;2020-01-01;\n;2020-01-01;2020-01-01;;\r\n", "\"", "1;\"a\"\"b;;;\n\r\x00;\xFF"} {
		f.Add(s, byte(0))
	}
	f.Fuzz(func(t *testing.T, file string, kind byte) {
		rules := Rules{
			Temporality: []string{"FIXED", "STATUS", "ACCUMULATED", "EVENT"}[kind%4],
			IDType:      []string{"STRING", "LONG"}[kind/4%2],
			DataType:    []string{"STRING", "LONG", "DOUBLE", "DATE"}[kind/8%4],
		}
		if kind >= 128 {
			rules.Codes = []string{"a", "1"}
		}
		one := checked(t, file, rules, Options{Workers: 1, Limit: 1 << 20})
		require.Equal(t, one, checked(t, file, rules, Options{Workers: 2, Limit: 1 << 20, Memory: 1, chunk: 1}))
		require.Equal(t, one, checked(t, file, rules, Options{Workers: 1, Limit: 1 << 20, careful: true}))
		kept := map[diag.Code]int64{}
		for _, x := range one.Findings {
			kept[x.Code]++
			require.NotEmpty(t, finding.Entries())
			require.LessOrEqual(t, x.Column, fields)
		}
		require.Equal(t, one.Counts, kept)
	})
}
