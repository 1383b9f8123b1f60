package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/mdscript/mdscript/lang/types"
)

// writeData writes the records and returns the name under data/NAME.
func writeData(root string, v *Variable) (string, error) {
	name := v.Name + "__1_0"
	folder := filepath.Join(root, "data", v.Name)
	if v.Temporality == "FIXED" || v.Temporality == "EVENT" {
		return name + ".parquet", v.write(filepath.Join(folder, name+".parquet"), v.Rows)
	}
	years := map[string][]Row{}
	for _, r := range v.Rows {
		if v.Temporality == "STATUS" && r.Stop == "" {
			r.Stop = r.Start
		}
		year, _, _ := strings.Cut(r.Start, "-")
		years[year] = append(years[year], r)
	}
	var order []string
	for year := range years {
		order = append(order, year)
	}
	sort.Strings(order)
	for _, year := range order {
		if err := v.write(filepath.Join(folder, name, "start_year="+year, "part-0.parquet"), years[year]); err != nil {
			return "", err
		}
	}
	return name, nil
}

func (v *Variable) write(path string, rows []Row) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	fields := []arrow.Field{
		{Name: "unit_id", Type: v.unitType(), Nullable: true},
		{Name: "value", Type: v.valueType(), Nullable: true},
		{Name: "start_epoch_days", Type: arrow.PrimitiveTypes.Int16, Nullable: true},
		{Name: "stop_epoch_days", Type: arrow.PrimitiveTypes.Int16, Nullable: true},
	}
	if v.Old {
		fields = append([]arrow.Field{{Name: "start_year", Type: arrow.BinaryTypes.String, Nullable: true}}, fields...)
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, r := range rows {
		if err := v.appendRow(b, r); err != nil {
			return err
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithMaxRowGroupLength(1<<20))
	w, err := pqarrow.NewFileWriter(schema, f, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return err
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	if err := w.Write(batch); err != nil {
		return err
	}
	return w.Close()
}

func (v *Variable) unitType() arrow.DataType {
	if unit, ok := types.UnitByCode(v.Unit); ok && !unit.Pseudonymous {
		return arrow.BinaryTypes.String
	}
	if v.Old {
		return arrow.PrimitiveTypes.Uint64
	}
	return arrow.PrimitiveTypes.Int64
}

func (v *Variable) valueType() arrow.DataType {
	if v.Old {
		return arrow.BinaryTypes.String
	}
	if to, ok := strings.CutPrefix(v.Type, "key:"); ok {
		if unit, ok := types.UnitByCode(to); ok && !unit.Pseudonymous {
			return arrow.BinaryTypes.String
		}
		return arrow.PrimitiveTypes.Int64
	}
	switch v.Type {
	case "integer", "date":
		return arrow.PrimitiveTypes.Int64
	case "decimal":
		return arrow.PrimitiveTypes.Float64
	}
	return arrow.BinaryTypes.String
}

func (v *Variable) appendRow(b *array.RecordBuilder, r Row) error {
	at := 0
	if v.Old {
		b.Field(0).(*array.StringBuilder).Append("0000")
		at = 1
	}
	if err := appendCell(b.Field(at), r.Unit, v.Unit, false); err != nil {
		return err
	}
	value := r.Value
	if v.Type == "date" && value != "" {
		day, err := parseDay(value)
		if err != nil {
			return err
		}
		value = strconv.Itoa(day)
	}
	if err := appendCell(b.Field(at+1), value, v.Name, r.NoValue); err != nil {
		return err
	}
	for i, text := range []string{r.Start, r.Stop} {
		days := b.Field(at + 2 + i).(*array.Int16Builder)
		if text == "" {
			days.AppendNull()
			continue
		}
		day, err := parseDay(text)
		if err != nil {
			return err
		}
		days.Append(int16(day))
	}
	return nil
}

func appendCell(b array.Builder, text, what string, null bool) (err error) {
	if null {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(text)
	case *array.Int64Builder:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		b.Append(n)
	case *array.Uint64Builder:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 64)
		b.Append(n)
	case *array.Float64Builder:
		var x float64
		x, err = strconv.ParseFloat(text, 64)
		b.Append(x)
	}
	if err != nil {
		return fmt.Errorf("value of %s: %w", what, err)
	}
	return nil
}
