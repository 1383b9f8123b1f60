package transform

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/types"
)

// benchRows is how many rows the benchmark converts; MDSCRIPT_OWNER_ROWS=20000000 is the size the
// published figures are of.
func benchRows() int {
	if n, err := strconv.Atoi(os.Getenv("MDSCRIPT_OWNER_ROWS")); err == nil {
		return n
	}
	return 1_000_000
}

// writeRows writes four rows for each unit, in random order of units: the worst case for what is
// remembered of identifiers.
func writeRows(b *testing.B, temporality string, rows int) string {
	dir := filepath.Join(b.TempDir(), "X")
	require.NoError(b, os.Mkdir(dir, 0o700))
	codes := make([]string, 9)
	for i := range codes {
		codes[i] = `{"code": "` + strconv.Itoa(i+1) + `", "validFrom": "1900-01-01", "categoryTitle": [{"languageCode": "no", "value": "Kode"}]}`
	}
	meta := metaOf(temporality, "PERSON", `"dataType": "STRING", "valueDomain": {"codeList": [`+strings.Join(codes, ",")+`]}`)
	require.NoError(b, os.WriteFile(filepath.Join(dir, "X.json"), []byte(meta), 0o600))
	f, err := os.Create(filepath.Join(dir, "X.csv"))
	require.NoError(b, err)
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	units := rows / 4
	for i := range 4 * units {
		unit, episode := i%units*7_368_787%units, i/units
		if temporality == "STATUS" {
			day := types.ISODate(types.DaysFromCivil(1960+15*episode+unit%15, 1, 1))
			fmt.Fprintf(w, "%011d;%d;%s;%s;\n", 10_000_000_000+unit, 1+rand.IntN(9), day, day)
			continue
		}
		start := 10_000 + episode*1_000 + unit%500
		stop := types.ISODate(start + 100 + unit%400)
		if episode == 3 {
			stop = ""
		}
		fmt.Fprintf(w, "%011d;%d;%s;%s;\n", 10_000_000_000+unit, 1+rand.IntN(9), types.ISODate(start), stop)
	}
	require.NoError(b, w.Flush())
	return dir
}

// BenchmarkBuild tells how fast a delivery is checked and converted: events with codes into one
// file, and statuses with codes into sixty.
func BenchmarkBuild(b *testing.B) {
	for _, temporality := range []string{"EVENT", "STATUS"} {
		b.Run(temporality, func(b *testing.B) {
			rows := benchRows() / 4 * 4
			dir := writeRows(b, temporality, rows)
			for b.Loop() {
				o := options(b)
				began := time.Now()
				steps := map[Step]time.Time{}
				o.Progress = func(s Step, share float64) {
					if s == Numbering || share == 1 {
						steps[s] = time.Now()
					}
				}
				built, err := Build(context.Background(), dir, o)
				ended := time.Now()
				require.NoError(b, err)
				require.EqualValues(b, rows, built.Rows)
				rate := func(from, to time.Time) float64 { return float64(rows) / to.Sub(from).Seconds() / 1e6 }
				b.ReportMetric(rate(began, steps[Checking]), "check-Mrows/s")
				b.ReportMetric(rate(steps[Checking], ended), "convert-Mrows/s")
				b.ReportMetric(rate(began, ended), "all-Mrows/s")
				b.ReportMetric(ended.Sub(steps[Numbering]).Seconds(), "numbering-s")
				size := int64(0)
				for _, s := range built.Sums {
					size += s.Bytes
				}
				b.ReportMetric(float64(size)/float64(rows), "bytes/row")
				b.ReportMetric(float64(peak())/(1<<20), "MiB-peak")
				built.Remove()
			}
		})
	}
}

// peak is the most memory the process has held, in bytes; 0 where the system does not tell.
func peak() int64 {
	content, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(content), "VmHWM:")
	n, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
	return n << 10
}
