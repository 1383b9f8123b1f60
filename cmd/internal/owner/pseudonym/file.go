package pseudonym

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// A file of pseudonyms: magic, identity of the key (8 bytes), length and name of the kind; the
// pairs in ascending order, big-endian; their number (8 bytes) and the CRC-32C of all before.
var (
	magic      = []byte("mdsPSEU")
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
)

const (
	format       = '1'
	identityLen  = 8
	trailerBytes = 12
)

// fileWriter writes a file of pseudonyms.
type fileWriter struct {
	*pairWriter
	sum   *summing
	count int64
}

// summing passes on and sums.
type summing struct {
	w   io.Writer
	crc uint32
}

func (s *summing) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.crc = crc32.Update(s.crc, castagnoli, p[:n])
	return n, err
}

func newFileWriter(w io.Writer, identity, kind string) *fileWriter {
	sum := &summing{w: w}
	out := &fileWriter{pairWriter: newPairWriter(sum), sum: sum}
	_, _ = out.out.Write(header(identity, kind))
	return out
}

func header(identity, kind string) []byte {
	id, _ := hex.DecodeString(identity)
	h := append(bytes.Clone(magic), format)
	h = append(h, id[:identityLen]...)
	h = append(h, byte(len(kind)))
	return append(h, kind...)
}

func (w *fileWriter) put(p pair) {
	w.pairWriter.put(p)
	w.count++
}

func (w *fileWriter) close() error {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(w.count))
	_, _ = w.out.Write(b[:])
	if err := w.flush(); err != nil {
		return err
	}
	_, err := w.sum.w.Write(binary.BigEndian.AppendUint32(nil, w.sum.crc))
	return err
}

// fileReader reads the pairs of a file and, at the end, compares its checksum.
type fileReader struct {
	*pairReader
	f        *os.File
	crc      *crcReader
	name     string
	identity string
	pairs    int64
	last     pair
	checked  bool
}

type crcReader struct {
	r   io.Reader
	crc uint32
}

func (c *crcReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.crc = crc32.Update(c.crc, castagnoli, p[:n])
	return n, err
}

// openFile reads the head of a file. Errors: O1108, O1111; others are of the system.
func openFile(path, kind string) (*fileReader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &fileReader{f: f, name: filepath.Base(path)}
	if err := r.head(kind); err != nil {
		_ = f.Close()
		return nil, err
	}
	return r, nil
}

func (r *fileReader) head(kind string) error {
	info, err := r.f.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, len(header("0000000000000000", kind)))
	if _, err := io.ReadFull(r.f, head); err != nil {
		return r.damaged()
	}
	at := len(magic)
	switch {
	case !bytes.HasPrefix(head, magic):
		return r.damaged()
	case head[at] != format && head[at] >= '0' && head[at] <= '9':
		return finding.Refuse(finding.NewerVault, "vault/"+r.name)
	}
	r.identity = hex.EncodeToString(head[at+1 : at+1+identityLen])
	rest := info.Size() - int64(len(head)) - trailerBytes
	if !bytes.Equal(head, header(r.identity, kind)) || rest < 0 || rest%pairBytes != 0 {
		return r.damaged()
	}
	r.pairs = rest / pairBytes
	r.crc = &crcReader{r: io.LimitReader(r.f, rest+8), crc: crc32.Update(0, castagnoli, head)}
	r.pairReader = newPairReader(r.crc, r.pairs)
	return nil
}

func (r *fileReader) damaged() error { return finding.Refuse(finding.DamagedVault, "vault/"+r.name) }

func (r *fileReader) close() { _ = r.f.Close() }

// next gives the next pair. A file that does not ascend, or whose checksum is wrong, is damaged.
func (r *fileReader) next() (pair, bool, error) {
	p, ok, err := r.pairReader.next()
	switch {
	case err != nil:
		return p, false, r.damaged()
	case !ok:
		return p, false, r.end()
	case r.left < r.pairs-1 && p.pseudonym <= r.last.pseudonym:
		return p, false, r.damaged()
	}
	r.last = p
	return p, true, nil
}

func (r *fileReader) end() error {
	if r.checked {
		return nil
	}
	var count [8]byte
	var sum [4]byte
	if _, err := io.ReadFull(r.in, count[:]); err != nil {
		return r.damaged()
	}
	if _, err := io.ReadFull(r.f, sum[:]); err != nil {
		return r.damaged()
	}
	if binary.BigEndian.Uint64(count[:]) != uint64(r.pairs) || binary.BigEndian.Uint32(sum[:]) != r.crc.crc {
		return r.damaged()
	}
	r.checked = true
	return nil
}

// Verify reads a file of pseudonyms from end to end and counts them. Errors: O1108, O1111; others
// are of the system.
func Verify(path, kind string) (pseudonyms int64, err error) {
	r, err := openFile(path, kind)
	if err != nil {
		return 0, err
	}
	defer r.close()
	for {
		if _, ok, err := r.next(); err != nil || !ok {
			return r.pairs, err
		}
	}
}

// IdentityFile is the file in the folder vault that says which key a bank was built with.
const IdentityFile = "pseudonym_key.json"

type identityDocument struct {
	Format   int    `json:"pseudonymKey"`
	Identity string `json:"identity"`
}

// IdentityContent is what IdentityFile holds.
func IdentityContent(source Source) []byte {
	b, _ := json.Marshal(identityDocument{1, source.Identity()})
	return append(b, '\n')
}

// CheckIdentity tells whether the key is the bank's; known is false when the bank has had none.
// Errors: O1106, O1108, O1111; others are of the system.
func CheckIdentity(vault string, source Source) (known bool, err error) {
	content, err := os.ReadFile(filepath.Join(vault, IdentityFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var d identityDocument
	switch err := json.Unmarshal(content, &d); {
	case err != nil || d.Format < 1 || d.Format == 1 && len(d.Identity) != 2*identityLen:
		return false, finding.Refuse(finding.DamagedVault, "vault/"+IdentityFile)
	case d.Format > 1:
		return false, finding.Refuse(finding.NewerVault, "vault/"+IdentityFile)
	case d.Identity != source.Identity():
		return false, finding.Refuse(finding.OtherSecret, bankOf(vault))
	}
	return true, nil
}
