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
	db        *sql.DB
	registers map[string]register
	dir       string // for inputs as Parquet files
}

// openDuck starts DuckDB with its own defaults: like ours, its tables keep the order of rows.
// Names are looked up in the schema that is set: main has tables in memory, disk has views of
// Parquet files.
func openDuck(ctx context.Context, o options, bank string) (*duck, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	d := &duck{db, registers(bank), filepath.Join(o.dir, "duckdb")}
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		return nil, err
	}
	return d, d.exec(ctx, fmt.Sprintf("SET threads = %d", o.threads), "CREATE SCHEMA disk")
}

func (d *duck) close() {
	_ = d.db.Close()
	_ = os.RemoveAll(d.dir)
}

func (d *duck) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := d.db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// load makes what a job starts from, in memory and as Parquet: its registers, or the
// inputs made from them. It is not timed.
func (d *duck) load(ctx context.Context, j *job) error {
	for _, name := range j.registers {
		if err := d.exec(ctx, "SET schema = 'main'",
			fmt.Sprintf("CREATE OR REPLACE TABLE %s AS SELECT unit_id, value, start_epoch_days, stop_epoch_days FROM %s", name, d.registers[name].read()),
			fmt.Sprintf("CREATE OR REPLACE VIEW disk.%s AS FROM %s", name, d.registers[name].read())); err != nil {
			return err
		}
	}
	for _, in := range j.inputs {
		// A name of a register may be a name of an input: a new one is made first.
		file := filepath.Join(d.dir, in.name+".parquet")
		if err := d.exec(ctx,
			fmt.Sprintf("CREATE OR REPLACE TABLE in_%s AS %s", in.name, in.query),
			fmt.Sprintf("COPY in_%s TO '%s' (FORMAT parquet)", in.name, file),
			fmt.Sprintf("CREATE OR REPLACE VIEW disk.%s AS FROM read_parquet('%s')", in.name, file)); err != nil {
			return err
		}
	}
	if len(j.inputs) > 0 {
		for _, name := range j.registers {
			if err := d.exec(ctx, "DROP TABLE main."+name); err != nil {
				return err
			}
		}
	}
	for _, in := range j.inputs {
		if err := d.exec(ctx, fmt.Sprintf("ALTER TABLE in_%[1]s RENAME TO %[1]s", in.name)); err != nil {
			return err
		}
	}
	return nil
}

// unload forgets everything that load made, and the results.
func (d *duck) unload(ctx context.Context, j *job) error {
	statements := []string{"SET schema = 'main'", "DROP TABLE IF EXISTS out", "DROP TABLE IF EXISTS out_2", "DROP SCHEMA disk CASCADE", "CREATE SCHEMA disk"}
	if len(j.inputs) == 0 {
		for _, name := range j.registers {
			statements = append(statements, "DROP TABLE "+name)
		}
	}
	for _, in := range j.inputs {
		statements = append(statements, "DROP TABLE "+in.name)
	}
	return d.exec(ctx, statements...)
}

// timed runs a job on the tables of a schema and gives the seconds.
func (d *duck) timed(ctx context.Context, j *job, schema string, m *memory) (float64, error) {
	if err := d.exec(ctx, fmt.Sprintf("SET schema = '%s'", schema)); err != nil {
		return 0, err
	}
	stop := watch(os.Getpid())
	start := time.Now()
	err := d.exec(ctx, j.duck...)
	seconds := time.Since(start).Seconds()
	m.most(stop())
	return seconds, err
}

// round times a job once from memory and once from Parquet.
func (d *duck) round(ctx context.Context, j *job, r *row) error {
	disk, err := d.timed(ctx, j, "disk", &memory{})
	if err != nil {
		return err
	}
	seconds, err := d.timed(ctx, j, "main", &r.memory)
	if err != nil {
		return err
	}
	r.two, r.parquet = append(r.two, seconds), append(r.parquet, disk)
	fmt.Fprintf(os.Stderr, "DuckDB (%s) %.3f s, on Parquet %.3f s\n", j.name, seconds, disk)
	return nil
}

// rows counts the rows of what follows FROM.
func (d *duck) rows(ctx context.Context, from string) (n int64, err error) {
	err = d.db.QueryRowContext(ctx, "SELECT count(*) FROM "+from).Scan(&n)
	return n, err
}

// atLeast is the least number of bytes a job has to move; its tables are loaded.
func (d *duck) atLeast(ctx context.Context, j *job) (int64, error) {
	if err := d.exec(ctx, "SET schema = 'main'"); err != nil {
		return 0, err
	}
	var failed error
	bytes := j.atLeast(func(from string) int64 {
		n, err := d.rows(ctx, from)
		if err != nil {
			failed = err
		}
		return n
	})
	return bytes, failed
}

// numbers gives every number of a query's result, row by row.
func (d *duck) numbers(ctx context.Context, query string) ([]float64, error) {
	rows, err := d.db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", query, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []float64
	for rows.Next() {
		line := make([]float64, len(columns))
		to := make([]any, len(columns))
		for i := range line {
			to[i] = &line[i]
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, line...)
	}
	return out, rows.Err()
}
