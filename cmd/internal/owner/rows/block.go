package rows

import (
	"bytes"
	"context"
	"errors"
	"hash"
	"io"
	"strconv"
)

// maxRows is how many lines fit into a record of a row.
const maxRows = 1<<31 - 1

var maxRowsText = strconv.Itoa(maxRows)

// block is a piece of the file that ends where a line ends. Of a line that is too long only
// the beginning is kept.
type block struct {
	buffer []byte
	data   []byte
	line   int64 // number of the first line
	long   bool  // the block is one line that is too long
}

// interruptible is a reader that ends when the context does, however long a line is. What is read
// goes into the hash, if there is one.
type interruptible struct {
	ctx  context.Context
	in   io.Reader
	hash hash.Hash
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.in.Read(p)
	if r.hash != nil {
		_, _ = r.hash.Write(p[:n])
	}
	return n, err
}

// blockReader cuts a file into blocks in constant memory.
type blockReader struct {
	in      io.Reader
	rest    []byte // of a line whose end was not read yet
	line    int64  // lines before the next block
	total   int64  // bytes read, without the byte order mark
	started bool
	ended   bool
	tooMany bool
}

var mark = []byte("\xEF\xBB\xBF")

// next fills a block; false is the end of the file.
func (r *blockReader) next(b *block) (bool, error) {
	if cap(b.buffer) < blockSize {
		b.buffer = make([]byte, blockSize)
	}
	buf := b.buffer[:blockSize]
	n := copy(buf, r.rest)
	r.rest = r.rest[:0]
	if !r.ended && !r.tooMany {
		got, err := io.ReadFull(r.in, buf[n:])
		r.total += int64(got)
		n += got
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			r.ended = true
		case err != nil:
			return false, err
		}
	}
	buf = buf[:n]
	if !r.started {
		r.started = true
		if bytes.HasPrefix(buf, mark) {
			buf = buf[len(mark):]
			r.total -= int64(len(mark))
		}
	}
	if r.line >= maxRows {
		r.tooMany = len(buf) > 0
		return false, nil
	}
	return r.cut(b, buf)
}

// cut ends the block after its last line.
func (r *blockReader) cut(b *block, buf []byte) (bool, error) {
	b.data, b.line, b.long = buf, r.line+1, false
	end := bytes.LastIndexByte(buf, '\n') + 1
	switch {
	case len(buf) == 0:
		return false, nil
	case r.ended && len(buf) < maxLine:
		end = len(buf)
	case end == 0:
		b.data, b.long = buf[:rowText+1], true
		r.line++
		return true, r.skip()
	}
	b.data = buf[:end]
	r.rest = append(r.rest, buf[end:]...)
	r.line += int64(bytes.Count(b.data, []byte("\n")))
	return true, nil
}

// skip reads to the end of a line that is too long.
func (r *blockReader) skip() error {
	buf := make([]byte, 64<<10)
	for !r.ended {
		n, err := r.in.Read(buf)
		r.total += int64(n)
		if i := bytes.IndexByte(buf[:n], '\n'); i >= 0 {
			r.rest = append(r.rest[:0], buf[i+1:n]...)
			n = -1
		}
		if errors.Is(err, io.EOF) {
			r.ended = true
		} else if err != nil {
			return err
		}
		if n < 0 {
			return nil
		}
	}
	return nil
}
