package engine

import (
	"context"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/runtime/store"
)

// OpenStore finds the banks below some folders. Programs hold what it gives and pass it to
// New; they need not, and may not, know what is in it. Hot files go to cache, or where
// package store puts them when it is empty. Errors are *diag.Problem with T-codes.
func OpenStore(ctx context.Context, dirs []string, cache string) (*Store, error) {
	return OpenLazyStore(ctx, dirs, cache, nil)
}

// OpenLazyStore is OpenStore for banks of invented data that are made when they are first read,
// by generators that the banks name.
func OpenLazyStore(ctx context.Context, dirs []string, cache string, generators map[string]Generator) (*Store, error) {
	return store.Open(ctx, store.Options{Dirs: dirs, Cache: cache, Generators: generators})
}

// Generator makes data of a bank that are not there yet; see store.Generator.
type Generator = store.Generator

// Request asks a Generator for one part of a variable; see store.Request.
type Request = store.Request

// Store is the banks that OpenStore found; see store.Store.
type Store = store.Store

// Unfinished tells whether a text typed so far waits for more lines: a loop or text block
// without its end, or a continued line.
func (e *Engine) Unfinished(typed string) bool { return syntax.Incomplete(typed) }

// Scripts keeps the scripts of sessions; see session.Scripts.
type Scripts = session.Scripts
