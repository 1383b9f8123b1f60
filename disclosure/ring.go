package disclosure

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
)

// demoSecret is published: whoever reads this can compute every key made with it.
const demoSecret = "mdscript demo key 1"

const secretSize = 32

// maxKeyFile bounds what is read from a key file that is something else.
const maxKeyFile = 4096

// Ring is the policy secret of an identity domain. It is made once, at program start, and
// given to New; nothing can be read from it.
type Ring struct {
	secret [secretSize]byte
	loaded bool
}

// DemoRing is the published key of the demo and of every store written by synth.
func DemoRing() Ring {
	return Ring{secret: sha256.Sum256([]byte(demoSecret)), loaded: true}
}

// RingFromFile reads a secret: 32 raw bytes, or 64 hexadecimal digits with space around.
// On unix the file must be readable by its owner only (mode 0600 or 0400). Errors are
// *diag.Problem: D0001 not readable, D0002 open to others, D0003 not a key.
func RingFromFile(path string) (Ring, error) {
	f, err := os.Open(path)
	if err != nil {
		return Ring{}, diag.New(codeKeyUnreadable, diag.Token(path)).Because(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return Ring{}, diag.New(codeKeyUnreadable, diag.Token(path)).Because(err)
	}
	if !info.Mode().IsRegular() {
		return Ring{}, diag.New(codeKeyMalformed, diag.Token(path))
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return Ring{}, diag.New(codeKeyOpen, diag.Token(path))
	}
	buf, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return Ring{}, diag.New(codeKeyUnreadable, diag.Token(path)).Because(err)
	}
	defer clear(buf)
	return parseRing(buf, path)
}

func parseRing(b []byte, path string) (Ring, error) {
	r := Ring{loaded: true}
	if len(b) == secretSize {
		copy(r.secret[:], b)
		return r, nil
	}
	digits := strings.TrimSpace(string(b))
	if len(digits) != 2*secretSize {
		return Ring{}, diag.New(codeKeyMalformed, diag.Token(path))
	}
	if _, err := hex.Decode(r.secret[:], []byte(digits)); err != nil {
		return Ring{}, diag.New(codeKeyMalformed, diag.Token(path))
	}
	return r, nil
}
