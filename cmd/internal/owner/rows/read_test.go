package rows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lines is a taker that writes rows down.
type lines struct {
	dataType string
	b        strings.Builder
}

func (l *lines) Row(r *Row) error {
	value := string(r.Text)
	switch l.dataType {
	case "LONG", "DATE":
		value = strconv.FormatInt(r.Int, 10)
	case "DOUBLE":
		value = strconv.FormatFloat(r.Real, 'g', -1, 64)
	}
	day := func(d int16, there bool) string {
		if !there {
			return "."
		}
		return strconv.Itoa(int(d))
	}
	fmt.Fprintf(&l.b, "%s|%s|%d|%s|%s\n", r.ID, value, r.Code, day(r.Start, r.HasStart), day(r.Stop, r.HasStop))
	return nil
}

func (l *lines) Block() (string, error) {
	s := l.b.String()
	l.b.Reset()
	return s, nil
}

func opener(content string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
}

func readAll(t *testing.T, content string, rules Rules) (string, error) {
	t.Helper()
	var out strings.Builder
	err := Read(context.Background(), opener(content), rules, Options{Workers: 3}, func() Taker[string] { return &lines{dataType: rules.DataType} },
		func(s string) error { out.WriteString(s); return nil })
	return out.String(), err
}

func TestRowsAreConverted(t *testing.T) {
	event := func(dataType string, codes ...string) Rules {
		return Rules{Temporality: "EVENT", IDType: "STRING", DataType: dataType, Codes: codes}
	}
	for name, c := range map[string]struct {
		rules         Rules
		content, want string
	}{
		"text":          {event("STRING"), "\xEF\xBB\xBF 1 ; a b ;1970-01-02;;\r\n\n\"2\";\"x\"\"y;z\";1970-01-01;1970-01-01;x\n", "1|a b|0|1|.\n2|x\"y;z|0|0|0\n"},
		"codes":         {event("STRING", "a", "long code", "b", "a"), "1;b;1970-01-02;;\n1;a;1969-12-31;1970-01-01;\n2;long code;1970-01-02;;", "1|b|2|1|.\n1|a|0|-1|0\n2|long code|1|1|.\n"},
		"long":          {Rules{Temporality: "FIXED", IDType: "LONG", DataType: "LONG", Codes: []string{"-7", "8"}}, "007; -7 ;;2020-01-01;\n8;8;;1880-04-14;\n", "7|-7|0|.|18262\n8|8|0|.|-32768\n"},
		"date":          {Rules{Temporality: "STATUS", IDType: "STRING", DataType: "DATE"}, "1;1969-12-31;2020-01-01;2020-01-01;\n", "1|-1|0|18262|18262\n"},
		"double":        {Rules{Temporality: "ACCUMULATED", IDType: "STRING", DataType: "DOUBLE"}, "1;-0.10;2020-01-01;2020-12-31;\n2; 1e3 ;2020-01-01;2020-12-31;\n3;12345678901234567;2020-01-01;2020-12-31;\n4;.5;2020-01-01;2020-12-31;\n", "1|-0.1|0|18262|18627\n2|1000|0|18262|18627\n3|1.2345678901234568e+16|0|18262|18627\n4|0.5|0|18262|18627\n"},
		"last boundary": {event("STRING"), "1;a;2059-09-18;2059-09-18;\n", "1|a|0|32767|32767\n"},
	} {
		checked, err := Check(context.Background(), opener(c.content), c.rules, Options{})
		require.NoError(t, err, name)
		require.Empty(t, checked.Findings, name)
		got, err := readAll(t, c.content, c.rules)
		require.NoError(t, err, name)
		require.Equal(t, c.want, got, name)
	}
}

// TestDecimalsAreTheNearest compares the short way with the library.
func TestDecimalsAreTheNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		s := strconv.FormatInt(r.Int64N(1e15), 10)
		if at := r.IntN(len(s) + 1); r.IntN(4) > 0 {
			s = s[:at] + "." + s[at:]
		}
		if r.IntN(2) == 0 {
			s = "-" + s
		}
		want, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		got, ok := decimal([]byte(s))
		require.True(t, ok, s)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"-0", "-0.000", "-0e7", "-.0000000000000000"} {
		got, ok := decimal([]byte(s))
		require.True(t, ok, s)
		require.False(t, math.Signbit(got) || got != 0, s)
	}
}

// TestReadKeepsTheOrderOfTheFile: several blocks, several goroutines; the sum of the bytes is that
// of the check.
func TestReadKeepsTheOrderOfTheFile(t *testing.T) {
	var content, want strings.Builder
	for i := range 120_000 {
		fmt.Fprintf(&content, "%011d;a;1970-01-02;1970-01-03;\n", i)
		fmt.Fprintf(&want, "%011d|a|0|1|2\n", i)
	}
	require.Greater(t, content.Len(), 3*blockSize)
	rules := Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING"}
	seed := maphash.MakeSeed()
	var first, second maphash.Hash
	first.SetSeed(seed)
	second.SetSeed(seed)
	_, err := Check(context.Background(), opener(content.String()), rules, Options{Hash: &first})
	require.NoError(t, err)
	var out strings.Builder
	var share float64
	err = Read(context.Background(), opener(content.String()), rules, Options{Workers: 4, Hash: &second, Size: int64(content.Len()), Progress: func(s float64) { share = s }},
		func() Taker[string] { return &lines{} }, func(s string) error { out.WriteString(s); return nil })
	require.NoError(t, err)
	require.Equal(t, want.String(), out.String())
	require.Equal(t, first.Sum64(), second.Sum64())
	require.Equal(t, 1.0, share)
}

func TestAFileThatBecameWrongIsNotRead(t *testing.T) {
	rules := Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING", Codes: []string{"a"}}
	for _, line := range []string{"1;b;2020-01-01;;", ";a;2020-01-01;;", "1;a;;;", "1;a;2020-01-02;2020-01-01;", "1;a;2020-13-01;;", "1;a;2060-01-01;;", "1;a;2020-01-01", "1;\xff;2020-01-01;;", strings.Repeat("x", maxLine+1)} {
		_, err := readAll(t, "1;a;2020-01-01;2020-01-01;\n"+line+"\n", rules)
		require.ErrorIs(t, err, ErrUnlike, line[:min(len(line), 20)])
	}
	for _, c := range []struct{ dataType, value string }{{"LONG", "x"}, {"DATE", "2020-13-01"}, {"DOUBLE", "1,5"}, {"LONG", "NA"}} {
		rules.DataType, rules.Codes = c.dataType, nil
		_, err := readAll(t, "1;"+c.value+";2020-01-01;;\n", rules)
		require.ErrorIs(t, err, ErrUnlike, c.value)
	}
}

// TestReadingEnds: when the context does, when a taker or the join fails, when the file does.
func TestReadingEnds(t *testing.T) {
	content := strings.Repeat("1;a;2020-01-01;2020-01-01;\n", 200_000)
	rules := Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING"}
	fail := errors.New("full")
	taker := func() Taker[string] { return &lines{} }
	err := Read(context.Background(), opener(content), rules, Options{Workers: 3}, taker, func(string) error { return fail })
	require.ErrorIs(t, err, fail)
	err = Read(context.Background(), opener(content), rules, Options{Workers: 3}, func() Taker[string] { return refusing{fail} }, func(string) error { return nil })
	require.ErrorIs(t, err, fail)
	broken := func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader([]byte(content)), refusing{fail})), nil
	}
	err = Read(context.Background(), broken, rules, Options{Workers: 3}, taker, func(string) error { return nil })
	require.ErrorIs(t, err, fail)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err = Read(ctx, opener(content), rules, Options{Workers: 3}, taker, func(string) error {
		if n++; n == 2 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

type refusing struct{ err error }

func (f refusing) Row(*Row) error           { return f.err }
func (f refusing) Block() (string, error)   { return "", f.err }
func (f refusing) Read([]byte) (int, error) { return 0, f.err }

// FuzzReadAgreesWithCheck: a file in which the check finds nothing can be read, all of it; one in
// which it finds something in a row cannot.
func FuzzReadAgreesWithCheck(f *testing.F) {
	for _, seed := range []string{"1;a;2020-01-01;2020-01-01;\n", " 1 ;\"a\";2020-01-01;;x\r\n\n2;a;2020-01-01;2020-01-02;", "1;12;2020-01-01;2020-01-02;\n", "1;-1.50e3;2020-01-01;2020-12-31;", "\xEF\xBB\xBF1;2020-02-29;2020-01-01;2020-01-01;\n", "1;a;2020-01-01\n"} {
		for kind := range 5 {
			f.Add([]byte(seed), kind)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte, kind int) {
		rules := Rules{Temporality: "EVENT", IDType: "STRING", DataType: []string{"STRING", "LONG", "DOUBLE", "DATE", "STRING"}[uint(kind)%5]}
		if uint(kind)%5 == 4 {
			rules.Codes = []string{"a", "longer than seven"}
		}
		checked, err := Check(context.Background(), opener(string(content)), rules, Options{Workers: 1})
		require.NoError(t, err)
		rows := int64(0)
		err = Read(context.Background(), opener(string(content)), rules, Options{Workers: 2}, func() Taker[string] { return &lines{dataType: rules.DataType} },
			func(s string) error { rows += int64(strings.Count(s, "\n")); return nil })
		inRows := 0
		for _, found := range checked.Findings {
			if found.Line > 0 && found.Stage() < 8 {
				inRows++
			}
		}
		if inRows > 0 {
			require.ErrorIs(t, err, ErrUnlike)
			return
		}
		require.NoError(t, err)
		require.GreaterOrEqual(t, rows, checked.Rows) // a text may hold a line break of old
	})
}
