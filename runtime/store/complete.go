package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/mdscript/mdscript/lang/diag"
)

// Complete makes all data of a bank that have not been made yet, threads parts at a time.
// progress is told after every part how many of all there are now; it may be nil and is
// called by one goroutine at a time. A bank without data that are made on first read is
// complete. Errors: those of reading such data, T0012 for an unknown bank.
func (s *Store) Complete(ctx context.Context, bank string, threads int, progress func(made, all int)) error {
	b := s.banks[bank]
	if b == nil {
		return diag.New(codeNoVariable, diag.Catalogue(bank), diag.Catalogue(bank))
	}
	parts, err := b.allParts()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan *part)
	var all sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range max(threads, 1) {
		all.Go(func() {
			for p := range queue {
				if err := p.make(ctx); err != nil {
					cancel(err)
					continue
				}
				mu.Lock()
				if made++; progress != nil {
					progress(made, len(parts))
				}
				mu.Unlock()
			}
		})
	}
	for _, p := range parts {
		if ctx.Err() != nil {
			break
		}
		queue <- p
	}
	close(queue)
	all.Wait()
	return context.Cause(ctx)
}

// allParts lists the parts of a bank, by variable and year. Opening a version refuses banks that
// must not have such data.
func (b *Bank) allParts() (parts []*part, err error) {
	if v, err := b.Open(""); err != nil || v == nil {
		return nil, err
	}
	l, err := b.lazy()
	if err != nil || l == nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(l.variables)) {
		parts = append(parts, b.parts(l, name)...)
	}
	return parts, nil
}
