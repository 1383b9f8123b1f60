package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

// duck is the yardstick: the same work in DuckDB, inside this process, on the same Parquet
// files. Its memory is that of this process, its in-memory tables included.
type duck struct {
	db   *sql.DB
	root string // folder of the bank
	side *side
}

// register is one variable of the benchmark: where its Parquet files are and the predicate
// that picks the row of a date.
type register struct {
	name, files, where string
}

// openDuck starts DuckDB with its own defaults: like ours, its tables keep the order of rows.
func openDuck(ctx context.Context, bank string, threads int) (*duck, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, fmt.Sprintf("SET threads = %d", threads))
	return &duck{db: db, root: bank, side: newSide("")}, err
}

const day2020 = 18262 // 2020-01-01
const lastDay = 18627 // 2020-12-31
const statusAt = "start_epoch_days <= %[1]d AND (stop_epoch_days IS NULL OR stop_epoch_days >= %[1]d)"

func (d *duck) registers() []register {
	file := func(name string) string { return filepath.Join(d.root, "data", name, name+"__1_0.parquet") }
	year := func(name, y string) string {
		return filepath.Join(d.root, "data", name, name+"__1_0", "start_year="+y, "*.parquet")
	}
	at := func(day int) string { return fmt.Sprintf(statusAt, day) }
	return []register{
		{"kjonn", file("BEFOLKNING_KJOENN"), "true"},
		{"foedt", file("BEFOLKNING_FOEDSELS_AAR_MND"), "true"},
		{"kommune", year("BEFOLKNING_KOMMNR_FORMELL", "2020"), at(day2020)},
		{"utd", file("NUDB_BU"), at(day2020)},
		{"lonn", year("INNTEKT_WLONN", "2020"), at(lastDay)},
		{"familie", year("BEFOLKNING_REGSTAT_FAMNR", "2020"), at(day2020)},
	}
}

func (d *duck) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := d.db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// load copies the registers into in-memory tables; it is not timed.
func (d *duck) load(ctx context.Context) error {
	for _, r := range d.registers() {
		if err := d.exec(ctx, fmt.Sprintf(
			"CREATE OR REPLACE TABLE r_%s AS SELECT unit_id, value, start_epoch_days, stop_epoch_days FROM read_parquet('%s', hive_partitioning=false)", r.name, r.files)); err != nil {
			return err
		}
	}
	return nil
}

// importFrom is the text of (a): from("kjonn") names the table or file of a register.
func (d *duck) importFrom(from func(register) string) string {
	regs := d.registers()
	text := "CREATE OR REPLACE TEMP TABLE p AS SELECT kjonn.unit_id AS id"
	for _, r := range regs {
		text += fmt.Sprintf(", %[1]s.value AS %[1]s", r.name)
	}
	text += fmt.Sprintf(" FROM %s kjonn", from(regs[0]))
	for _, r := range regs[1:] {
		text += fmt.Sprintf(" LEFT JOIN (SELECT unit_id, value FROM %s WHERE %s) %s ON %[3]s.unit_id = kjonn.unit_id", from(r), r.where, r.name)
	}
	return text
}

func (d *duck) importMemory() string {
	return d.importFrom(func(r register) string { return "r_" + r.name })
}

func (d *duck) importParquet() string {
	return d.importFrom(func(r register) string {
		return fmt.Sprintf("read_parquet('%s', hive_partitioning=false)", r.files)
	})
}

// works are (b) to (e) on the table p, results into temporary tables.
func works() map[string][]string {
	return map[string][]string{
		"b": {`CREATE OR REPLACE TEMP TABLE b AS SELECT * FROM (
  SELECT *, CASE WHEN n0 IN ('0','1','2') THEN '2' WHEN n0 IN ('3','4','5') THEN '4' WHEN n0 = '6' THEN '6' WHEN n0 IN ('7','8') THEN '8' ELSE '9' END AS nivaa FROM (
    SELECT *, 2020 - CAST(floor(foedt / 100) AS BIGINT) AS alder, substr(kommune, 1, 2) AS fylke, substr(utd, 1, 1) AS n0,
      coalesce(lonn / 1000.0, 0) AS lonnk,
      CASE WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 67 THEN 3 WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 30 THEN 2 WHEN 2020 - CAST(floor(foedt / 100) AS BIGINT) >= 18 THEN 1 END AS gruppe,
      substr(utd, 1, 1) IN ('7', '8') AS hoy
    FROM p)) WHERE alder >= 16 AND alder < 75 AND kommune IS NOT NULL`},
		"c": {
			`CREATE OR REPLACE TEMP TABLE c1 AS SELECT kjonn, nivaa, count(*) AS n FROM p GROUP BY ALL`,
			`CREATE OR REPLACE TEMP TABLE c2 AS SELECT kommune, kjonn, count(*) AS n FROM p GROUP BY ALL`,
		},
		"d": {
			`CREATE OR REPLACE TEMP TABLE d1 AS SELECT avg(lonn), stddev_samp(lonn), count(lonn), quantile_cont(lonn, [0.01, 0.25, 0.5, 0.75, 0.99]),
  avg(foedt), stddev_samp(foedt), count(foedt), quantile_cont(foedt, [0.01, 0.25, 0.5, 0.75, 0.99]),
  avg(alder), stddev_samp(alder), count(alder), quantile_cont(alder, [0.01, 0.25, 0.5, 0.75, 0.99]),
  avg(lonnk), stddev_samp(lonnk), count(lonnk), quantile_cont(lonnk, [0.01, 0.25, 0.5, 0.75, 0.99])
  FROM p`,
			`CREATE OR REPLACE TEMP TABLE d2 AS SELECT kommune, quantile_cont(lonn, 0.5) FROM p GROUP BY kommune`,
		},
		"e": {
			`CREATE OR REPLACE TEMP TABLE f AS SELECT familie, sum(lonn) AS famlonn, avg(lonn) AS famsnitt, count(lonn) AS antall FROM p WHERE familie IS NOT NULL GROUP BY familie`,
			`CREATE OR REPLACE TEMP TABLE e AS SELECT p.*, f.famlonn, f.famsnitt, f.antall FROM p LEFT JOIN f ON p.familie = f.familie`,
		},
	}
}

// timed runs statements and gives the seconds they took; their memory counts for a work.
func (d *duck) timed(ctx context.Context, r *row, statements ...string) (float64, error) {
	stop := watch(os.Getpid())
	start := time.Now()
	err := d.exec(ctx, statements...)
	seconds := time.Since(start).Seconds()
	r.memory.most(stop())
	return seconds, err
}

// round times every work once: (a) from memory and from Parquet, the rest on the table of
// (a) with the columns our scripts have made before they are measured.
func (d *duck) round(ctx context.Context) error {
	a := d.side.rows["a"]
	fromParquet, err := d.timed(ctx, a, d.importParquet())
	if err != nil {
		return err
	}
	fromMemory, err := d.timed(ctx, a, d.importMemory())
	if err != nil {
		return err
	}
	a.two, a.parquet = append(a.two, fromMemory), append(a.parquet, fromParquet)
	for _, name := range []string{"b", "e"} {
		if err := d.work(ctx, name); err != nil {
			return err
		}
	}
	prepare := `CREATE OR REPLACE TEMP TABLE p AS SELECT *, substr(utd, 1, 1) AS nivaa, 2020 - CAST(floor(foedt / 100) AS BIGINT) AS alder, lonn / 12.0 AS lonnk FROM p`
	if err := d.exec(ctx, prepare); err != nil {
		return err
	}
	for _, name := range []string{"c", "d"} {
		if err := d.work(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// work times one of (b) to (e). On Parquet the dataset is the same table in memory, so its
// seconds count for both columns.
func (d *duck) work(ctx context.Context, name string) error {
	r := d.side.rows[name]
	seconds, err := d.timed(ctx, r, works()[name]...)
	r.two, r.parquet = append(r.two, seconds), append(r.parquet, seconds)
	fmt.Fprintf(os.Stderr, "DuckDB (%s) %.3f s\n", name, seconds)
	return err
}

// startDuck loads the registers into memory; nil when DuckDB is not wanted.
func startDuck(ctx context.Context, o options, bank string) (d *duck, done func(), err error) {
	if !o.duck {
		return nil, func() {}, nil
	}
	if d, err = openDuck(ctx, bank, o.threads); err != nil {
		return nil, nil, err
	}
	return d, func() { _ = d.db.Close() }, d.load(ctx)
}
