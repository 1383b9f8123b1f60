package mem

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReleasedMemoryIsHandedOutAgain(t *testing.T) {
	p := NewPool(1 << 20)
	a, buf, err := Alloc[int64](p, 1000)
	if err != nil || len(a) != 1000 || cap(a) != 1000 {
		t.Fatal(len(a), cap(a), err)
	}
	if p.Live() == 0 {
		t.Fatal("nothing is counted")
	}
	buf.Release()
	if p.Live() != 0 {
		t.Fatal("live after release:", p.Live())
	}
	b, buf, err := Alloc[float64](p, 1000)
	if err != nil {
		t.Fatal(err)
	}
	b[0] = 1
	if a[0] == 0 {
		t.Fatal("the freed buffer was not used again")
	}
	buf.Release()
	if p.Peak() < 8000 {
		t.Fatal("peak:", p.Peak())
	}
}

func TestTheLastOwnerGivesBack(t *testing.T) {
	p := NewPool(1 << 20)
	_, buf, err := AllocZero[uint8](p, 10)
	if err != nil {
		t.Fatal(err)
	}
	buf.Retain()
	buf.Release()
	if p.Live() == 0 {
		t.Fatal("given back while owned")
	}
	buf.Release()
	if p.Live() != 0 {
		t.Fatal("kept without owner")
	}
	var none *Buffer
	none.Retain().Release()
}

func TestBudget(t *testing.T) {
	p := NewPool(1 << 12)
	_, buf, err := Alloc[uint64](p, 400)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Alloc[uint64](p, 400); !errors.Is(err, ErrBudget) {
		t.Fatal("no budget error:", err)
	}
	buf.Release()
	if _, _, err := Alloc[uint64](p, 400); err != nil {
		t.Fatal("freed memory cannot be had again:", err)
	}
}

func TestZeroedAfterReuse(t *testing.T) {
	p := NewPool(1 << 20)
	a, buf, _ := Alloc[uint32](p, 64)
	for i := range a {
		a[i] = 7
	}
	buf.Release()
	b, _, _ := AllocZero[uint32](p, 64)
	for i, v := range b {
		if v != 0 {
			t.Fatal("old content at", i)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	p := NewPool(1 << 24)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 1; i < 500; i++ {
				s, buf, err := Alloc[int32](p, i)
				if err != nil {
					t.Error(err)
					return
				}
				s[i-1] = int32(i)
				buf.Release()
			}
		}()
	}
	wg.Wait()
	if p.Live() != 0 {
		t.Fatal("live:", p.Live())
	}
}

func TestLongerBuffersServeShorterRequests(t *testing.T) {
	p := NewPool(1 << 20)
	long, buf, err := Alloc[int64](p, 8000)
	require.NoError(t, err)
	long[0] = 42
	buf.Release()
	short, one, err := Alloc[int64](p, 5000)
	require.NoError(t, err)
	require.Equal(t, int64(42), short[0], "the same memory")
	require.GreaterOrEqual(t, p.Live(), int64(8000*8), "charged in full")
	tiny, two, err := Alloc[int64](p, 100)
	require.NoError(t, err)
	require.Zero(t, tiny[0], "nothing waits that is less than twice as long")
	one.Release()
	two.Release()
	require.Zero(t, p.Live())
	_, _, err = Alloc[int64](p, 1<<18)
	require.ErrorIs(t, err, ErrBudget)
	require.Zero(t, p.Live(), "a refusal is not charged")
}
