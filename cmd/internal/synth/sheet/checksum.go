package sheet

import (
	"fmt"
	"hash/crc32"
	"os"
)

// SumChunk is the number of bytes each partial checksum covers.
const SumChunk = 1 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// FileSum is one entry of checksums__M_m.json.
type FileSum struct {
	Bytes  int64    `json:"bytes"`
	CRC    string   `json:"crc32c"`
	Chunks []string `json:"chunks"`
}

// checkedFile computes checksums of what goes into a file.
type checkedFile struct {
	File   *os.File
	failed error
	total  uint32
	part   uint32
	inPart int
	bytes  int64
	chunks []string
}

func CreateChecked(path string) (*checkedFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &checkedFile{File: f, chunks: []string{}}, nil
}

// Write implements io.Writer.
func (c *checkedFile) Write(p []byte) (int, error) {
	n, err := c.File.Write(p)
	if err != nil && c.failed == nil {
		c.failed = err
	}
	for rest := p[:n]; len(rest) > 0; {
		take := min(len(rest), SumChunk-c.inPart)
		c.part = crc32.Update(c.part, castagnoli, rest[:take])
		c.inPart += take
		if c.inPart == SumChunk {
			c.endChunk()
		}
		rest = rest[take:]
	}
	c.total = crc32.Update(c.total, castagnoli, p[:n])
	c.bytes += int64(n)
	return n, err
}

func (c *checkedFile) endChunk() {
	c.chunks = append(c.chunks, fmt.Sprintf("%08x", c.part))
	c.part, c.inPart = 0, 0
}

// Close implements io.Closer; closing twice is harmless.
func (c *checkedFile) Close() error {
	if c.File == nil {
		return nil
	}
	err := c.File.Close()
	c.File = nil
	if err != nil && c.failed == nil {
		c.failed = err
	}
	return err
}

func (c *checkedFile) Sum() FileSum {
	if c.inPart > 0 {
		c.endChunk()
	}
	return FileSum{c.bytes, fmt.Sprintf("%08x", c.total), c.chunks}
}
