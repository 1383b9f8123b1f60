// Package kernel computes on whole columns, chunk by chunk and in parallel.
//
// In: columns, selections and groupings. Out: new columns, groupings and the evidence
// that package disclosure needs. Kernels see unit ordinals, never a secret and never a
// unit's identifier, and no error of a kernel holds a value.
//
// Every step of a plan is an Op. The result of an Op depends on its inputs and parameters
// only: chunk borders lie at multiples of ChunkRows whatever the number of threads, and
// partial results are merged in chunk order, so that 1, 2 and 8 threads give the same bits.
//
//	sum, err := kernel.Binary{Op: "+"}.Run(ctx, []any{a, b})
package kernel

import (
	"context"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// ChunkRows is the fixed chunk length: chunk borders never depend on threads.
const ChunkRows = 1 << 16

// Op is one step of a plan: pure, named, with canonical parameters.
// Inputs and outputs are *column.Column, *Selection, *Groups, *Index, *disclosure.Sheet or
// another type that a family of ops agrees on.
type Op interface {
	Name() string   // what explain shows: lower-case words joined by hyphens
	Params() string // canonical parameters, part of the step's content hash; no data
	Run(c *Context, in []any) (any, error)
}

// Context is what a running step may use. It carries no data.
type Context struct {
	Ctx      context.Context
	Pool     *mem.Pool
	Threads  int
	Budget   *Budget               // threads shared with other steps; nil: Threads are all our own
	Progress func(done, total int) // may be nil; chunks of the running step; called from any goroutine
	Read     func(bytes int64)     // may be nil; a step that reads a store says how much
}

// Chunks is the number of chunks of n rows.
func Chunks(n int) int { return (n + ChunkRows - 1) / ChunkRows }

// None marks a row that belongs to no group, and a key that matches no row.
const None = ^uint32(0)

// Selection is the rows that remain after a filter, ascending.
type Selection struct {
	Of   int      // rows before
	Rows []uint32 // rows kept
	Buf  *mem.Buffer
}

// Release gives the memory back.
func (s *Selection) Release() { s.Buf.Release() }

// Groups assigns every row to a group or to None. Groups ascend by key, a group of missing
// values comes last.
type Groups struct {
	Count int
	Rows  int      // number of rows
	IDs   []uint32 // nil: one group that holds every row, or not settled yet
	Width int      // made by Cross: number of columns, group = row·Width + column; else 0
	High  int      // made by Cross: number of table rows; also when there are no columns
	// Keys has one column per grouping variable with one row per group: the values that
	// make the group. Cross and All have none.
	Keys []*column.Column
	// Parts, after Combine, has per input the group of that input for every group here.
	Parts [][]uint32
	Buf   *mem.Buffer
	from  *derived // nil: IDs says it all
}

// Release gives the memory back.
func (g *Groups) Release() {
	g.Buf.Release()
	g.from.release()
	for _, k := range g.Keys {
		k.Release()
	}
}
