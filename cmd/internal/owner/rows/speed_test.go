package rows

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// benchRows is how many rows the benchmark reads; MDSCRIPT_OWNER_ROWS=20000000 is the size the
// target is stated for.
func benchRows() int {
	if n, err := strconv.Atoi(os.Getenv("MDSCRIPT_OWNER_ROWS")); err == nil {
		return n
	}
	return 1_000_000
}

// writeEvents writes a file of events: a row in four begins a new unit, units come in random
// order, and periods follow one another.
func writeEvents(b *testing.B, rows int) string {
	path := filepath.Join(b.TempDir(), "X.csv")
	f, err := os.Create(path)
	require.NoError(b, err)
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	units := rows/4 + 1
	step := 1
	for _, prime := range []int{999_983, 1_000_003, 7_368_787} {
		if units%prime != 0 {
			step = prime
		}
	}
	for i := range rows {
		unit, episode := i%units*step%units, i/units
		start := 10_000 + episode*1_000 + unit%500
		stop := dateText(start + 100 + unit%400)
		if episode == 3 {
			stop = ""
		}
		fmt.Fprintf(w, "%011d;%d;%s;%s;\n", 10_000_000_000+unit, 1+rand.IntN(9), dateText(start), stop)
	}
	require.NoError(b, w.Flush())
	return path
}

// BenchmarkCheck compares the check of a file with merely decoding it in the same run: with the
// decoder of the standard library, and with our own reader without any rule.
func BenchmarkCheck(b *testing.B) {
	rows := benchRows()
	path := writeEvents(b, rows)
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	rules := Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING", Codes: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"}}
	for b.Loop() {
		plain := timed(func() { require.Equal(b, rows, decodeAll(b, path)) })
		before := peak()
		check := timed(func() {
			r, err := Check(context.Background(), open, rules, Options{})
			require.NoError(b, err)
			require.EqualValues(b, rows, r.Rows)
			require.Empty(b, r.Counts)
		})
		b.ReportMetric(float64(rows)/plain.wall.Seconds()/1e6, "decode-Mrows/s")
		b.ReportMetric(float64(rows)/check.wall.Seconds()/1e6, "check-Mrows/s")
		b.ReportMetric(check.wall.Seconds()/plain.wall.Seconds(), "wall-ratio")
		b.ReportMetric(check.cpu.Seconds()/max(plain.cpu.Seconds(), 1e-9), "cpu-ratio")
		b.ReportMetric(check.cpu.Seconds()/float64(rows)*1e9, "cpu-ns/row")
		b.ReportMetric(float64(before)/(1<<20), "MiB-before")
		b.ReportMetric(float64(peak())/(1<<20), "MiB-peak")
	}
}

type duration struct{ wall, cpu time.Duration }

func timed(f func()) duration {
	wall, cpu := time.Now(), cpuTime()
	f()
	return duration{time.Since(wall), cpuTime() - cpu}
}

// decodeAll reads every record of a file with the decoder of the standard library.
func decodeAll(b *testing.B, path string) int {
	f, err := os.Open(path)
	require.NoError(b, err)
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.Comma, r.ReuseRecord, r.FieldsPerRecord = ';', true, fields
	for n := 0; ; n++ {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return n
		} else if err != nil {
			b.Fatal(err)
		}
	}
}
