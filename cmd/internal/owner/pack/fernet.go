package pack

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"time"
)

// dataKey is the key of the tokens: 16 bytes for HMAC, then 16 bytes for AES.
type dataKey [32]byte

const (
	version    = 0x80
	headSize   = 1 + 8 + aes.BlockSize // version, seconds, initialisation vector
	bufferSize = 64 << 10              // a multiple of the block size
)

var encoding = base64.URLEncoding.Strict()

var errToken = errors.New("no token of this key")

// tokenSize is the length of the token of size clear bytes.
func tokenSize(size int64) int64 {
	raw := headSize + (size/aes.BlockSize+1)*aes.BlockSize + sha256.Size
	return (raw + 2) / 3 * 4
}

// encrypt writes the token of exactly size clear bytes.
func encrypt(w io.Writer, clear io.Reader, size int64, key dataKey) error {
	text := base64.NewEncoder(encoding, w)
	mac := hmac.New(sha256.New, key[:16])
	out := io.MultiWriter(text, mac)
	head := make([]byte, headSize)
	head[0] = version
	binary.BigEndian.PutUint64(head[1:], uint64(time.Now().Unix()))
	if _, err := rand.Read(head[9:]); err != nil {
		return err
	}
	block, err := aes.NewCipher(key[16:])
	if err != nil {
		return err
	}
	if _, err := out.Write(head); err != nil {
		return err
	}
	if err := encryptBlocks(out, clear, size, cipher.NewCBCEncrypter(block, head[9:])); err != nil {
		return err
	}
	if _, err := text.Write(mac.Sum(nil)); err != nil {
		return err
	}
	return text.Close()
}

func encryptBlocks(out io.Writer, clear io.Reader, size int64, mode cipher.BlockMode) error {
	buf := make([]byte, bufferSize+aes.BlockSize)
	for last := false; !last; {
		n := int(min(size, bufferSize))
		if _, err := io.ReadFull(clear, buf[:n]); err != nil {
			return err // the file became shorter, or cannot be read
		}
		size -= int64(n)
		if last = n < bufferSize; last {
			pad := aes.BlockSize - n%aes.BlockSize
			for range pad {
				buf[n] = byte(pad)
				n++
			}
		}
		mode.CryptBlocks(buf[:n], buf[:n])
		if _, err := out.Write(buf[:n]); err != nil {
			return err
		}
	}
	return nil
}

// decrypt writes the clear bytes of a token. When it fails, what was written is not to be used.
func decrypt(w io.Writer, token io.Reader, key dataKey) error {
	raw := base64.NewDecoder(encoding, token)
	head := make([]byte, headSize)
	if _, err := io.ReadFull(raw, head); err != nil {
		return tokenError(err)
	}
	if head[0] != version {
		return errToken
	}
	block, err := aes.NewCipher(key[16:])
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key[:16])
	_, _ = mac.Write(head)
	return decryptBlocks(w, raw, cipher.NewCBCDecrypter(block, head[9:]), mac)
}

// tokenError keeps errors of the system apart from what is wrong with the token.
func tokenError(err error) error {
	var text base64.CorruptInputError
	if errors.As(err, &text) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errToken
	}
	return err
}

// tail is what may be the end of a token: the last block and the HMAC.
const tail = aes.BlockSize + sha256.Size

func decryptBlocks(w io.Writer, raw io.Reader, mode cipher.BlockMode, mac hash.Hash) error {
	buf := make([]byte, bufferSize+tail)
	held := 0
	for {
		n, err := io.ReadFull(raw, buf[held:])
		held += n
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return tokenError(err)
		}
		if ended {
			break
		}
		body := buf[:held-tail]
		_, _ = mac.Write(body)
		mode.CryptBlocks(body, body)
		if _, err := w.Write(body); err != nil {
			return err
		}
		held = copy(buf, buf[held-tail:held])
	}
	if held < tail || (held-sha256.Size)%aes.BlockSize != 0 {
		return errToken
	}
	body, sum := buf[:held-sha256.Size], buf[held-sha256.Size:held]
	_, _ = mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return errToken
	}
	mode.CryptBlocks(body, body)
	pad := int(body[len(body)-1])
	if pad == 0 || pad > aes.BlockSize {
		return errToken
	}
	for _, b := range body[len(body)-pad:] {
		if int(b) != pad {
			return errToken
		}
	}
	_, err := w.Write(body[:len(body)-pad])
	return err
}
