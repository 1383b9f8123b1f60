package disclosure

import (
	"crypto/sha256"
	"encoding"
	"hash"
)

// macState is HMAC-SHA-256 under one secret with both key blocks already hashed, so that a
// short message costs two compressions and no allocation.
type macState struct {
	inner, outer []byte // marshalled SHA-256 states
}

func newMAC(secret []byte) macState {
	var pad [sha256.BlockSize]byte
	state := func(x byte) []byte {
		clear(pad[:])
		copy(pad[:], secret)
		for i := range pad {
			pad[i] ^= x
		}
		h := sha256.New()
		_, _ = h.Write(pad[:])
		b, err := h.(encoding.BinaryMarshaler).MarshalBinary()
		if err != nil {
			return nil // crypto/sha256 documents that it does not fail
		}
		return b
	}
	m := macState{inner: state(0x36), outer: state(0x5c)}
	clear(pad[:])
	return m
}

// macHasher computes one MAC after the other. One goroutine only.
type macHasher struct {
	macState
	h      hash.Hash
	resume encoding.BinaryUnmarshaler
	sum    [sha256.Size]byte
}

func (m macState) hasher() *macHasher {
	h := sha256.New()
	return &macHasher{macState: m, h: h, resume: h.(encoding.BinaryUnmarshaler)}
}

// mac is valid until the next call.
func (x *macHasher) mac(message []byte) []byte {
	_ = x.resume.UnmarshalBinary(x.inner)
	_, _ = x.h.Write(message)
	x.h.Sum(x.sum[:0])
	_ = x.resume.UnmarshalBinary(x.outer)
	_, _ = x.h.Write(x.sum[:])
	return x.h.Sum(x.sum[:0])
}
