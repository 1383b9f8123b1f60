package pseudonym

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
)

// stream gives pairs in ascending order; ok is false at the end.
type stream interface {
	next() (p pair, ok bool, err error)
}

type heldStream struct{ pairs []pair }

func (s *heldStream) next() (p pair, ok bool, err error) {
	if len(s.pairs) == 0 {
		return p, false, nil
	}
	p, s.pairs = s.pairs[0], s.pairs[1:]
	return p, true, nil
}

// pairReader reads a known number of pairs.
type pairReader struct {
	in   *bufio.Reader
	left int64
}

const bufferBytes = 256 << 10

func newPairReader(r io.Reader, pairs int64) *pairReader {
	return &pairReader{bufio.NewReaderSize(r, bufferBytes), pairs}
}

func (r *pairReader) next() (p pair, ok bool, err error) {
	if r.left == 0 {
		return p, false, nil
	}
	b, err := r.in.Peek(pairBytes)
	if err != nil {
		return p, false, io.ErrUnexpectedEOF
	}
	p = pair{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
	_, _ = r.in.Discard(pairBytes)
	r.left--
	return p, true, nil
}

// pairWriter writes pairs; its error is told at the end.
type pairWriter struct {
	out  *bufio.Writer
	last pair
	buf  [pairBytes]byte
}

func newPairWriter(w io.Writer) *pairWriter {
	return &pairWriter{out: bufio.NewWriterSize(w, bufferBytes)}
}

func (w *pairWriter) put(p pair) {
	binary.BigEndian.PutUint64(w.buf[:], p.pseudonym)
	binary.BigEndian.PutUint64(w.buf[8:], p.check)
	_, _ = w.out.Write(w.buf[:]) // the error stays and comes out at flush
	w.last = p
}

func (w *pairWriter) flush() error { return w.out.Flush() }

// merge makes one ascending list of several; a pair that is in more than one comes once.
type merge struct {
	ctx   context.Context
	heads []head // a heap
	added []head
}

type head struct {
	pair
	from stream
	old  bool // of the bank's file
}

func (m *merge) add(s stream, old bool) { m.added = append(m.added, head{from: s, old: old}) }

// less puts the old of two equal pairs first, so that it is the one that counts.
func (h head) less(o head) bool {
	if c := h.compare(o.pair); c != 0 {
		return c < 0
	}
	return h.old && !o.old
}

// each visits the pairs in order.
func (m *merge) each(visit func(p pair, old bool) error) error {
	for _, h := range m.added {
		p, ok, err := h.from.next()
		if err != nil {
			return err
		}
		if ok {
			h.pair = p
			m.heads = append(m.heads, h)
		}
	}
	for i := len(m.heads)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
	var last pair
	const between = 1 << 16
	for n := 0; len(m.heads) > 0; n++ {
		if n%between == 0 {
			if err := m.ctx.Err(); err != nil {
				return err
			}
		}
		top := &m.heads[0]
		if n == 0 || top.pair != last {
			if err := visit(top.pair, top.old); err != nil {
				return err
			}
			last = top.pair
		}
		p, ok, err := top.from.next()
		switch {
		case err != nil:
			return err
		case ok:
			top.pair = p
		default:
			m.heads[0] = m.heads[len(m.heads)-1]
			m.heads = m.heads[:len(m.heads)-1]
		}
		m.down(0)
	}
	return nil
}

func (m *merge) down(i int) {
	for {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(m.heads) && m.heads[child].less(m.heads[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		m.heads[i], m.heads[least] = m.heads[least], m.heads[i]
		i = least
	}
}
