package exec

import (
	"reflect"
	"sync/atomic"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// held is the result of a step with its owners: steps that still need it, the cache, the
// caller. The last one to let go gives the memory back.
type held struct {
	value any
	from  *held // the owner of the memory when the value is a part of another one
	refs  atomic.Int32
}

// hold makes the first owner of a result. A result that is one of the inputs, or a part of
// one, keeps that input alive instead of owning its memory twice. A column taken out of a
// tuple counts its owners itself: the rest of the tuple goes when nobody needs it.
func hold(value any, inputs []*held) *held {
	h := &held{value: value}
	h.refs.Store(1)
	for _, in := range inputs {
		if same(value, in.value) {
			h.from = in.retain()
			return h
		}
		if tuple, ok := in.value.([]any); ok {
			for _, part := range tuple {
				if !same(value, part) {
					continue
				}
				if col, ok := value.(*column.Column); ok && col != nil {
					col.Retain()
					return h
				}
				h.from = in.retain()
				return h
			}
		}
	}
	return h
}

// same tells whether two values are the same pointer.
func same(a, b any) bool {
	if a == nil || b == nil || reflect.TypeOf(a).Kind() != reflect.Pointer || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	return a == b
}

func (h *held) retain() *held {
	h.refs.Add(1)
	return h
}

func (h *held) release() {
	if h.refs.Add(-1) > 0 {
		return
	}
	if h.from != nil {
		h.from.release()
		return
	}
	free(h.value)
}

func free(value any) {
	switch v := value.(type) {
	case interface{ Release() }:
		v.Release()
	case []any:
		for _, part := range v {
			free(part)
		}
	}
}

// bytes is roughly what a value keeps in memory.
func (h *held) bytes() int64 {
	const small = 256
	return small + h.size()
}

// size is what a value keeps of columns and the like; nothing when another one owns it.
func (h *held) size() int64 {
	if h.from != nil {
		return 0
	}
	return sizeOf(h.value)
}

// live is size for adding up what steps need: a tuple is nothing beside its parts.
func (h *held) live() int64 {
	if _, tuple := h.value.([]any); tuple {
		return 0
	}
	return h.size()
}

// slight tells that a value holds no memory worth giving back.
func (h *held) slight() bool {
	if h.from != nil || sizeOf(h.value) > 0 {
		return false
	}
	switch h.value.(type) {
	case interface{ Release() }, []any:
		return false
	}
	return true
}

func sizeOf(value any) int64 {
	switch v := value.(type) {
	case *column.Column:
		return v.Bytes()
	case *kernel.Selection:
		return int64(len(v.Rows)) * 4
	case *kernel.Groups:
		return int64(len(v.IDs)) * 4
	case *kernel.Matches:
		return int64(len(v.Rows)) * 4
	case interface{ Bytes() int64 }:
		return v.Bytes()
	case []any:
		var total int64
		for _, part := range v {
			total += sizeOf(part)
		}
		return total
	}
	return 0
}
