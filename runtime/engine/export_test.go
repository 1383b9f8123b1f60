package engine

import "github.com/mdscript/mdscript/runtime/session"

// Kit opens an engine for tests that hold its cells against the oracle. Outside of tests
// there is no way to read a cell.
func (e *Engine) Kit() *session.Kit { return e.kit }
