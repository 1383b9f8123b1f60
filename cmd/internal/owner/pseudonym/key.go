// Package pseudonym replaces the identifiers of a delivery.
//
// In: an identifier, the kind of identifier (FNR for persons, families and siblings, ORGNR for
// enterprises, …) and a secret key. Out: a number from 0 to 2^63-1 that says nothing to who has
// not the key, the same in every delivery of a bank.
//
//	key, err := pseudonym.ReadKey("secret.hex", os.Getenv)
//	ledger, err := pseudonym.Open(vault, key, "FNR", pseudonym.Options{})
//	w := ledger.Worker()
//	p, err := w.Of([]byte("01017012345")) // the first 63 bits of HMAC-SHA256(key, "FNR" 0 "01017012345")
//	err = ledger.WriteTo(ctx, newFile)    // all pseudonyms of the bank, or a refusal when two identifiers meet
//
// A ledger is the list of pseudonyms of one kind that a bank has given, each with 64 further bits
// of the same HMAC: two identifiers with one pseudonym differ there, and are refused. It holds
// nothing from which an identifier can be found without the key.
package pseudonym

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Environment names the variable that may hold the key, in hexadecimal or base64.
const Environment = "MDSCRIPT_PSEUDONYM_KEY"

const (
	minKey  = 32      // bytes of a key, as many as a pseudonym's HMAC has
	maxFile = 1 << 16 // bytes of a key file
)

// Source gives pseudonyms. A Key is the source of every program; tests have others.
type Source interface {
	// Identity tells keys apart without telling them: 16 hexadecimal digits.
	Identity() string
	// Hash makes the function for one kind of identifier, for one goroutine: the pseudonym,
	// below 2^63, and 64 bits that tell two identifiers with the same pseudonym apart.
	Hash(kind string) func(id []byte) (pseudonym, check uint64)
}

// Key is the secret of a bank. Nothing prints it.
type Key struct{ secret []byte }

// String keeps the key out of messages.
func (Key) String() string { return "key" }

// GoString is String.
func (Key) GoString() string { return "key" }

// Format is String for every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "key") }

// identityWord cannot be the message of a pseudonym: it holds no byte 0.
const identityWord = "mdscript pseudonym key"

// Identity implements Source: the first eight bytes of an HMAC of a fixed word.
func (k Key) Identity() string {
	h := hmac.New(sha256.New, k.secret)
	h.Write([]byte(identityWord))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Hash implements Source.
func (k Key) Hash(kind string) func(id []byte) (pseudonym, check uint64) {
	h := hmac.New(sha256.New, k.secret)
	head := append([]byte(kind), 0)
	sum := make([]byte, 0, sha256.Size)
	return func(id []byte) (uint64, uint64) {
		h.Reset()
		h.Write(head)
		h.Write(id)
		sum = h.Sum(sum[:0])
		return binary.BigEndian.Uint64(sum) >> 1, binary.BigEndian.Uint64(sum[8:])
	}
}

// NewKey takes the bytes of a key. Errors: O1102.
func NewKey(secret []byte, where string) (Key, error) {
	if len(secret) < minKey {
		return Key{}, finding.Refuse(finding.ShortSecret, where, strconv.Itoa(minKey))
	}
	return Key{append([]byte(nil), secret...)}, nil
}

// ReadKey reads the key from a file, or from the environment when file is empty. Errors: O1101 to
// O1105, O1110; others are of the system.
func ReadKey(file string, getenv func(string) string) (Key, error) {
	given := getenv(Environment)
	switch {
	case file != "" && given != "":
		return Key{}, finding.Refuse(finding.TwoSecrets, Environment)
	case file == "" && given == "":
		return Key{}, finding.Refuse(finding.NoSecret)
	case file == "":
		return decode(given, Environment)
	}
	text, err := readSecret(file)
	if err != nil {
		return Key{}, err
	}
	return decode(text, file)
}

func readSecret(file string) (string, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", finding.Refuse(finding.NoSecretFile, file)
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular() || info.Size() > maxFile:
		return "", finding.Refuse(finding.NoSecretFile, file)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return "", finding.Refuse(finding.OpenSecret, file)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile))
	return string(content), err
}

// decode reads hexadecimal digits, and otherwise base64 of either alphabet with or without
// padding. A text that is both is hexadecimal.
func decode(text, where string) (Key, error) {
	text = strings.TrimSpace(text)
	secret, err := hex.DecodeString(text)
	if err != nil {
		text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
		if secret, err = base64.RawStdEncoding.Strict().DecodeString(text); err != nil {
			return Key{}, finding.Refuse(finding.OddSecret, where)
		}
	}
	return NewKey(secret, where)
}

// MakeKey writes a new key of 32 random bytes, in hexadecimal, to a file that only its owner can
// read. Errors: O0907 when the file is there.
func MakeKey(file string) error {
	secret := make([]byte, minKey)
	_, _ = rand.Read(secret) // never fails: it ends the program instead
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return finding.Refuse(finding.AlreadyThere, file)
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(file)
	}
	return err
}
