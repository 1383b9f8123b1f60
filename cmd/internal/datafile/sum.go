package datafile

import (
	"fmt"
	"hash/crc32"
	"os"
)

// SumChunk is the number of bytes each partial checksum covers.
const SumChunk = 1 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is one entry of checksums__M_m.json, see spec/store.md §3.5.
type Sum struct {
	Bytes  int64    `json:"bytes"`
	CRC    string   `json:"crc32c"`
	Chunks []string `json:"chunks"`
}

// summed computes checksums of what goes into a file.
type summed struct {
	file   *os.File
	failed error
	total  uint32
	part   uint32
	inPart int
	bytes  int64
	chunks []string
}

func createSummed(path string) (*summed, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &summed{file: f, chunks: []string{}}, nil
}

// Write implements io.Writer.
func (s *summed) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	if err != nil && s.failed == nil {
		s.failed = err
	}
	for rest := p[:n]; len(rest) > 0; {
		take := min(len(rest), SumChunk-s.inPart)
		s.part = crc32.Update(s.part, castagnoli, rest[:take])
		s.inPart += take
		if s.inPart == SumChunk {
			s.endChunk()
		}
		rest = rest[take:]
	}
	s.total = crc32.Update(s.total, castagnoli, p[:n])
	s.bytes += int64(n)
	return n, err
}

func (s *summed) endChunk() {
	s.chunks = append(s.chunks, fmt.Sprintf("%08x", s.part))
	s.part, s.inPart = 0, 0
}

// Close implements io.Closer; closing twice is harmless.
func (s *summed) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	if err != nil && s.failed == nil {
		s.failed = err
	}
	return err
}

func (s *summed) sum() Sum {
	if s.inPart > 0 {
		s.endChunk()
	}
	return Sum{s.bytes, fmt.Sprintf("%08x", s.total), s.chunks}
}
