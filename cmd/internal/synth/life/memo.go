package life

import "sync"

// memo keeps what is found once and used by many variables.
type memo struct {
	mu   sync.Mutex
	kept map[any]*kept
}

type kept struct {
	once  sync.Once
	value any
}

func (m *memo) entry(key any) *kept {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[any]*kept{}
	}
	k := m.kept[key]
	if k == nil {
		k = &kept{}
		m.kept[key] = k
	}
	return k
}

// OfWorld finds something about a world once, however many ask at a time. key is a value of
// a type of the caller's package, such as type stays struct{}.
func OfWorld[T any](w *World, key any, find func() T) T {
	k := w.memo.entry(key)
	k.once.Do(func() { k.value = find() })
	return k.value.(T)
}

// OfView is OfWorld for what belongs to one period; it goes when the view goes.
func OfView[T any](v *View, key any, find func() T) T {
	k := v.viewMemo.entry(key)
	k.once.Do(func() { k.value = find() })
	return k.value.(T)
}
