package life

import (
	"maps"
	"sync"
	"sync/atomic"
)

// memo keeps what is found once and used by many variables. Asking for what has been found
// takes no lock: variables ask once for every row, on many threads.
type memo struct {
	mu   sync.Mutex
	kept atomic.Pointer[map[any]*found[any]] // replaced when something is added, never changed
}

func (m *memo) entry(key any) *found[any] {
	if all := m.kept.Load(); all != nil {
		if k := (*all)[key]; k != nil {
			return k
		}
	}
	return m.add(key)
}

func (m *memo) add(key any) *found[any] {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[any]*found[any]{}
	if old := m.kept.Load(); old != nil {
		if k := (*old)[key]; k != nil {
			return k
		}
		all = maps.Clone(*old)
	}
	k := &found[any]{}
	all[key] = k
	m.kept.Store(&all)
	return k
}

// found is a value that is found when it is first asked for, once, however many ask at a time.
type found[T any] struct {
	mu    sync.Mutex
	ready atomic.Bool
	value T
}

func (f *found[T]) get(find func() T) T {
	if !f.ready.Load() {
		f.fill(find)
	}
	return f.value
}

// fill calls find itself, so that asking allocates nothing. A find that panics is tried again.
func (f *found[T]) fill(find func() T) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.ready.Load() {
		f.value = find()
		f.ready.Store(true)
	}
}

// OfWorld finds something about a world once, however many ask at a time. key is a value of
// a type of the caller's package, such as type stays struct{}.
func OfWorld[T any](w *World, key any, find func() T) T { return ask(w.memo.entry(key), find) }

// OfView is OfWorld for what belongs to one period; it goes when the view goes.
func OfView[T any](v *View, key any, find func() T) T { return ask(v.viewMemo.entry(key), find) }

func ask[T any](k *found[any], find func() T) T {
	if !k.ready.Load() {
		k.fill(func() any { return find() })
	}
	return k.value.(T)
}
