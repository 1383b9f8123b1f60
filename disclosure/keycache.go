package disclosure

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A key cache is a header and blocks. The header is the magic, 16 random bytes and the
// number of units. Each block seals up to 64 Ki units, (rk, ra) little-endian, 1 MiB, with
// AES-256-GCM under HMAC(K, "keycache/1" 0 file salt); the nonce is the block number, and the header, the
// domain and the block number are authenticated with it. The fresh salt makes the key of
// every file its own, so a counter is a safe nonce.

const (
	cacheMagic  = "mdkeys/1"
	saltSize    = 16
	unitBytes   = 16
	blockUnits  = 1 << 16
	cacheHeader = len(cacheMagic) + saltSize + 8
)

// ErrKeyCache means that a sealed key cache does not belong to this secret, domain or
// number of units, or is damaged: rebuild it.
var ErrKeyCache = errors.New("disclosure: key cache unusable, rebuild it")

// Seal writes keys encrypted and authenticated, to be read again by Unseal.
func (l *Layer) Seal(w io.Writer, domain string, k *Keys) error {
	header := make([]byte, 0, cacheHeader)
	header = append(header, cacheMagic...)
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return fmt.Errorf("disclosure: no random numbers: %w", err)
	}
	header = append(header, salt...)
	header = binary.LittleEndian.AppendUint64(header, uint64(len(k.rk)))
	if _, err := w.Write(header); err != nil {
		return err
	}
	aead, err := l.cacheCipher(salt)
	if err != nil {
		return err
	}
	plain := make([]byte, 0, blockUnits*unitBytes)
	sealed := make([]byte, 0, cap(plain)+aead.Overhead())
	for lo, block := 0, uint64(0); lo < len(k.rk); lo, block = lo+blockUnits, block+1 {
		plain = plain[:0]
		for i := lo; i < min(lo+blockUnits, len(k.rk)); i++ {
			plain = binary.LittleEndian.AppendUint64(plain, k.rk[i])
			plain = binary.LittleEndian.AppendUint64(plain, k.ra[i])
		}
		sealed = aead.Seal(sealed[:0], blockNonce(aead, block), plain, blockData(header, domain, block))
		if _, err := w.Write(sealed); err != nil {
			return err
		}
	}
	clear(plain)
	return nil
}

// Unseal reads what Seal wrote for n units of a domain. Any mismatch is ErrKeyCache.
func (l *Layer) Unseal(r io.Reader, domain string, n int) (*Keys, error) {
	header := make([]byte, cacheHeader)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, ErrKeyCache
	}
	units := binary.LittleEndian.Uint64(header[len(cacheMagic)+saltSize:])
	if string(header[:len(cacheMagic)]) != cacheMagic || n < 0 || units != uint64(n) {
		return nil, ErrKeyCache
	}
	aead, err := l.cacheCipher(header[len(cacheMagic) : len(cacheMagic)+saltSize])
	if err != nil {
		return nil, err
	}
	k := &Keys{rk: make([]uint64, n), ra: make([]uint64, n)}
	sealed := make([]byte, blockUnits*unitBytes+aead.Overhead())
	for lo, block := 0, uint64(0); lo < n; lo, block = lo+blockUnits, block+1 {
		m := min(blockUnits, n-lo)
		b := sealed[:m*unitBytes+aead.Overhead()]
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, ErrKeyCache
		}
		plain, err := aead.Open(b[:0], blockNonce(aead, block), b, blockData(header, domain, block))
		if err != nil {
			return nil, ErrKeyCache
		}
		for i := range m {
			k.rk[lo+i] = binary.LittleEndian.Uint64(plain[i*unitBytes:])
			k.ra[lo+i] = binary.LittleEndian.Uint64(plain[i*unitBytes+8:])
		}
	}
	clear(sealed)
	return k, nil
}

func (l *Layer) cacheCipher(salt []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(l.mac.hasher().mac(append([]byte("keycache/1\x00"), salt...)))
	if err != nil {
		return nil, fmt.Errorf("disclosure: %w", err)
	}
	aead, err := cipher.NewGCM(b)
	if err != nil {
		return nil, fmt.Errorf("disclosure: %w", err)
	}
	return aead, nil
}

func blockNonce(aead cipher.AEAD, block uint64) []byte {
	return binary.LittleEndian.AppendUint64(make([]byte, aead.NonceSize()-8, aead.NonceSize()), block)
}

func blockData(header []byte, domain string, block uint64) []byte {
	b := append(append([]byte(nil), header...), domain...)
	return binary.LittleEndian.AppendUint64(append(b, 0), block)
}
