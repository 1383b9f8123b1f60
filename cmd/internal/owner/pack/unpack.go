package pack

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/md5" // see pack.go
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// Unpack opens the archive NAME.tar with the private key in keys and writes the folder NAME
// into out, which it returns. An archive that is not whole, was altered or is for another key
// leaves nothing behind.
func Unpack(ctx context.Context, archive, keys, out string, progress func(share float64)) (string, error) {
	f, err := os.Open(archive)
	if errors.Is(err, os.ErrNotExist) {
		return "", refuse(finding.NoPackage, archive+" not found", archive)
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	private, err := readPrivate(keys)
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(filepath.Base(archive), ".tar")
	if !nameRule.MatchString(name) {
		return "", badName(name)
	}
	target := filepath.Join(out, name)
	if _, err := os.Lstat(target); !errors.Is(err, os.ErrNotExist) {
		return "", refuse(finding.AlreadyThere, target+" already exists", target)
	}
	o := &opener{ctx: ctx, file: f, name: name, progress: progress}
	if err := o.list(); err != nil {
		return "", err
	}
	var key dataKey
	if o.hasData() {
		if key, err = unwrap(private, o.content[name+".symkey.encr"]); err != nil {
			return "", o.notDecrypted(name + ".symkey.encr")
		}
	}
	return target, o.write(out, target, key)
}

// Limits of members that are kept in memory.
const (
	maxMetadata = 64 << 20
	maxSmall    = 4 << 10
	tarBlock    = 512
)

// piece is where an encrypted slice lies in the archive.
type piece struct {
	number   int64
	name     string
	at, size int64
}

type opener struct {
	ctx      context.Context
	file     *os.File
	name     string
	content  map[string][]byte // small members by name
	pieces   []piece
	members  int
	progress func(share float64)
}

func (o *opener) hasData() bool { return len(o.pieces) > 0 }

// failed is a refusal in the words of the public tools.
func (o *opener) failed(code diag.Code, cause string, args ...string) error {
	return refuse(code, "Failed to unpackage dataset: "+cause, append([]string{o.name}, args...)...)
}

func (o *opener) notDecrypted(member string) error {
	return o.failed(finding.NotDecrypted, "Not able to decrypt "+member+", is symkey correct?", member)
}

func (o *opener) notWhole() error {
	return o.failed(finding.NotWhole, o.name+".tar is truncated or not a .tar file")
}

// list reads the table of contents and the small members, and checks that all is there.
func (o *opener) list() error {
	o.content = map[string][]byte{}
	info, err := o.file.Stat()
	if err != nil {
		return err
	}
	t := tar.NewReader(o.file)
	end := int64(0)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return o.readError(err)
		}
		at, err := o.file.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		if end = at + (h.Size+tarBlock-1)/tarBlock*tarBlock; end > info.Size() {
			return o.notWhole()
		}
		if err := o.member(t, h, at); err != nil {
			return err
		}
	}
	if err := o.ends(end); err != nil {
		return err
	}
	return o.complete()
}

// readError keeps errors of the system apart from an archive that makes no sense.
func (o *opener) readError(err error) error {
	var system *os.PathError
	if errors.As(err, &system) {
		return err
	}
	return o.notWhole()
}

// ends checks that the archive says where it ends: without it an archive that lost its data
// would look like one that never had any.
func (o *opener) ends(at int64) error {
	mark := make([]byte, 2*tarBlock)
	if _, err := o.file.ReadAt(mark, at); err != nil && !errors.Is(err, io.EOF) {
		return err
	} else if err != nil || !bytes.Equal(mark, make([]byte, len(mark))) {
		return o.notWhole()
	}
	return nil
}

func (o *opener) member(t *tar.Reader, h *tar.Header, at int64) error {
	name := strings.TrimPrefix(h.Name, "./")
	odd := o.failed(finding.OddMember, "unexpected member "+finding.Visible(h.Name), h.Name)
	if h.Typeflag == tar.TypeDir {
		if dir := path.Clean(name); dir == "." || dir == "chunks" {
			o.members++
			return nil
		}
		return odd
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return odd
		}
	}
	if _, twice := o.content[name]; twice || h.Typeflag != tar.TypeReg || path.Clean(name) != name {
		return odd
	}
	o.members++
	number, chunk := strings.CutPrefix(name, "chunks/")
	number, encrypted := strings.CutSuffix(number, ".csv.encr")
	switch {
	case chunk && encrypted && !strings.ContainsAny(number, `/\`):
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return o.failed(finding.OddChunk, "Failed to sort files in chunk directory", name)
		}
		o.pieces = append(o.pieces, piece{n, name, at, h.Size})
		return nil
	case name == o.name+".json" && h.Size <= maxMetadata, name == o.name+".symkey.encr" && h.Size <= maxSmall, name == o.name+".md5" && h.Size <= maxSmall:
		b, err := io.ReadAll(t)
		if err != nil {
			return o.readError(err)
		}
		o.content[name] = b
		return nil
	}
	return odd
}

// complete checks that the members that belong together are there, and the slices in one row.
func (o *opener) complete() error {
	lacks := "Tar file for " + o.name + " does not contain "
	has := func(ending string) bool { _, ok := o.content[o.name+ending]; return ok }
	switch {
	case !has(".json"):
		return o.failed(finding.LacksJSON, o.name+".json not in .tar file")
	case o.members == 1:
		return nil
	case !has(".symkey.encr"):
		return o.failed(finding.LacksKey, lacks+"the required "+o.name+".symkey.encr file")
	case len(o.pieces) == 0:
		return o.failed(finding.LacksChunks, lacks+"any chunks files")
	case !has(".md5"):
		return o.failed(finding.LacksSum, lacks+"the required "+o.name+".md5 file")
	}
	slices.SortFunc(o.pieces, func(a, b piece) int { return int(min(max(a.number-b.number, -1), 1)) })
	for i, p := range o.pieces {
		if want := int64(i) + 1; p.number != want {
			n := strconv.FormatInt(want, 10)
			return o.failed(finding.ChunkGap, "chunk "+n+" is missing or not unique", n)
		}
	}
	return nil
}

// write makes the folder beside its place, and moves it there when all was checked.
func (o *opener) write(out, target string, key dataKey) error {
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(out, ".mdscript-*")
	if err != nil {
		return err
	}
	err = whole(filepath.Join(dir, o.name+".json"), func(w io.Writer) error {
		_, err := w.Write(o.content[o.name+".json"])
		return err
	})
	if err == nil && o.hasData() {
		err = whole(filepath.Join(dir, o.name+".csv"), func(w io.Writer) error { return o.data(w, key) })
	}
	if err == nil {
		err = os.Rename(dir, target)
	}
	if err != nil {
		_ = os.RemoveAll(dir)
	}
	return err
}

// data writes the clear data and compares its checksum.
func (o *opener) data(w io.Writer, key dataKey) error {
	sum := md5.New()
	clear := io.MultiWriter(w, sum)
	for i, p := range o.pieces {
		section := &watched{o.ctx, io.NewSectionReader(o.file, p.at, p.size), 0, 0, nil}
		if err := decrypt(clear, section, key); errors.Is(err, errToken) {
			return o.notDecrypted(p.name)
		} else if err != nil {
			return err
		}
		if o.progress != nil {
			o.progress(float64(i+1) / float64(len(o.pieces)))
		}
	}
	if want := strings.TrimRight(string(o.content[o.name+".md5"]), "\r\n"); want != hex.EncodeToString(sum.Sum(nil)) {
		return o.failed(finding.WrongSum, "MD5 checksums do not match. The csv file may be corrupted!")
	}
	return nil
}
