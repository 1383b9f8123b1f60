package exec

import (
	"container/list"
	"reflect"
	"sync"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Cache keeps results of one session by content hash, up to a number of bytes; what was not
// used for the longest time goes first. It lives in memory only. A nil cache keeps nothing.
type Cache struct {
	mu     sync.Mutex
	limit  int64
	used   int64
	byHash map[plan.Hash]*list.Element
	order  *list.List         // most recently used first
	only   map[plan.Hash]bool // nil: everything is worth keeping
}

type entry struct {
	hash  plan.Hash
	value *held
	bytes int64
}

// NewCache makes a cache with a budget in bytes.
func NewCache(limit int64) *Cache {
	return &Cache{limit: limit, byHash: map[plan.Hash]*list.Element{}, order: list.New()}
}

// get gives a result to a new owner, or nil.
func (c *Cache) get(h plan.Hash) *held {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byHash[h]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry).value.retain()
}

// put makes the cache an owner too.
func (c *Cache) put(h plan.Hash, v *held) {
	if c == nil {
		return
	}
	size := v.bytes()
	c.mu.Lock()
	if _, known := c.byHash[h]; known || size > c.limit || c.only != nil && !c.only[h] && !v.slight() {
		c.mu.Unlock()
		return
	}
	c.byHash[h] = c.order.PushFront(&entry{hash: h, value: v.retain(), bytes: size})
	c.used += size
	dropped := c.shrink(c.limit)
	c.mu.Unlock()
	releaseAll(dropped)
}

// shrink removes entries until at most limit bytes are used.
func (c *Cache) shrink(limit int64) []*held {
	var dropped []*held
	for c.used > limit {
		e := c.order.Back()
		old := c.order.Remove(e).(*entry)
		delete(c.byHash, old.hash)
		c.used -= old.bytes
		dropped = append(dropped, old.value)
	}
	return dropped
}

// Forget drops one result, so that its step runs again when it is next needed.
func (c *Cache) Forget(h plan.Hash) {
	if c == nil {
		return
	}
	c.mu.Lock()
	e, ok := c.byHash[h]
	if ok {
		c.order.Remove(e)
		delete(c.byHash, h)
		c.used -= e.Value.(*entry).bytes
	}
	c.mu.Unlock()
	if ok {
		e.Value.(*entry).value.release()
	}
}

// Only narrows what is kept, now and from now on, to these results and those
// that hold no memory, such as a count.
func (c *Cache) Only(hashes map[plan.Hash]bool) {
	c.mu.Lock()
	c.only = hashes
	var dropped []*held
	for e := c.order.Front(); e != nil; {
		next := e.Next()
		if old := e.Value.(*entry); !hashes[old.hash] && !old.value.slight() {
			c.order.Remove(e)
			delete(c.byHash, old.hash)
			c.used -= old.bytes
			dropped = append(dropped, old.value)
		}
		e = next
	}
	c.mu.Unlock()
	releaseAll(dropped)
}

// Clear forgets everything and tells whether there was anything.
func (c *Cache) Clear() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	dropped := c.shrink(0)
	c.mu.Unlock()
	releaseAll(dropped)
	return len(dropped) > 0
}

// Bytes is how much the cache keeps.
func (c *Cache) Bytes() int64 {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used
}

func releaseAll(values []*held) {
	for _, v := range values {
		v.release()
	}
}

// size is what the kept results among hashes take in memory, every piece counted once and
// those that were seen not at all.
func (c *Cache) size(hashes map[plan.Hash]bool, seen map[any]bool) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	var total int64
	for h := range hashes {
		e, ok := c.byHash[h]
		if !ok {
			continue
		}
		value := e.Value.(*entry).value.value
		if id := identity(value); !seen[id] {
			seen[id] = true
			total += sizeOf(value)
		}
	}
	return total
}

// identity is the first element of a column, which columns that share it have in common;
// for other pointers the pointer.
func identity(value any) any {
	col, ok := value.(*column.Column)
	switch {
	case !ok && value == nil:
		return nil
	case !ok:
		if reflect.TypeOf(value).Comparable() {
			return value
		}
		return new(byte)
	case len(col.Ints) > 0:
		return &col.Ints[0]
	case len(col.Floats) > 0:
		return &col.Floats[0]
	case len(col.Codes) > 0:
		return &col.Codes[0]
	case len(col.Bools) > 0:
		return &col.Bools[0]
	}
	return col
}
