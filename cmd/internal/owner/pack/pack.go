// Package pack makes and opens the encrypted archive in which a delivery is sent.
//
// In: a folder NAME with NAME.json and, unless only metadata are sent, NAME.csv; a key. Out:
// NAME.tar, or the folder again.
//
//	tar, err := pack.Package(ctx, "work/BOSTED", "keys", "out", pack.Options{}) // out/BOSTED.tar
//	dir, err := pack.Unpack(ctx, tar, "private", "in")                          // in/BOSTED
//
// The archive holds the metadata in clear, the data in slices, each a Fernet token (AES-128-CBC
// with HMAC-SHA256), the key of the tokens wrapped with RSA-OAEP, and the MD5 of the clear data.
// Everything is streamed: memory does not depend on the size of the data. What is written
// appears whole or not at all, readable by its owner only.
package pack

import (
	"archive/tar"
	"context"
	"crypto/md5" // the format demands it; the tokens are what protects
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// DefaultChunk is how many bytes of clear data one slice holds.
const DefaultChunk = 250_000_000

// Options of packing.
type Options struct {
	ChunkSize int64
	Progress  func(share float64)
}

// refuse is a delivery or an archive that breaks a rule.
func refuse(code diag.Code, upstream string, args ...string) error {
	return &finding.Refusal{Finding: finding.Finding{Code: code, Args: args, Upstream: upstream}}
}

var nameRule = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

func badName(name string) error {
	return refuse(finding.BadName, `"`+finding.Visible(name)+`" contains invalid characters. Please use only uppercase A-Z, numbers 0-9 or "_"`, name)
}

// Package packs the dataset in dir for the holder of the public key in keys, and gives the path
// of the archive in out.
func Package(ctx context.Context, dir, keys, out string, o Options) (string, error) {
	if o.ChunkSize <= 0 {
		o.ChunkSize = DefaultChunk
	}
	if o.Progress == nil {
		o.Progress = func(float64) {}
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	p := &packer{ctx: ctx, options: o, dir: absolute, name: filepath.Base(absolute)}
	if err := p.sources(); err != nil {
		return "", err
	}
	if p.public, err = readPublic(keys); err != nil {
		return "", err
	}
	for _, path := range []string{filepath.Join(out, p.name), filepath.Join(out, p.name+".tar")} {
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			return "", refuse(finding.AlreadyThere, path+" already exists", path)
		}
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return "", err
	}
	target := filepath.Join(out, p.name+".tar")
	return target, whole(target, p.write)
}

// whole writes a file under another name, and renames it when it is complete.
func whole(target string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(target), ".mdscript-*")
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

type packer struct {
	ctx       context.Context
	options   Options
	dir, name string
	data      string // path of the CSV file; empty when there is none
	public    *rsa.PublicKey
}

// sources finds the files of the delivery.
func (p *packer) sources() error {
	if !nameRule.MatchString(p.name) {
		return badName(p.name)
	}
	entries, err := os.ReadDir(p.dir)
	if errors.Is(err, os.ErrNotExist) {
		return refuse(finding.NoFolder, "Dataset directory "+p.dir+" not found", p.dir, p.name)
	}
	if err != nil {
		return err
	}
	var csv []string
	described := false
	for _, e := range entries {
		described = described || e.Name() == p.name+".json" && !e.IsDir()
		if strings.HasSuffix(e.Name(), ".csv") {
			csv = append(csv, e.Name())
		}
	}
	switch {
	case !described:
		return refuse(finding.NothingToPack, filepath.Join(p.dir, p.name+".json")+" does not exist", p.name)
	case len(csv) > 1:
		return refuse(finding.ManyFiles, "There can only be one csv file in "+p.dir, p.name)
	case len(csv) == 1 && csv[0] != p.name+".csv":
		return refuse(finding.OtherName, csv[0]+" does not have the name of the folder", p.name, csv[0])
	case len(csv) == 1:
		p.data = filepath.Join(p.dir, csv[0])
	}
	return nil
}

func (p *packer) write(w io.Writer) error {
	t := tar.NewWriter(w)
	meta, err := os.ReadFile(filepath.Join(p.dir, p.name+".json"))
	if err != nil {
		return err
	}
	if err := member(t, p.name+".json", meta); err != nil {
		return err
	}
	if p.data != "" {
		if err := p.writeData(t); err != nil {
			return err
		}
	}
	return t.Close()
}

func member(t *tar.Writer, name string, content []byte) error {
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: now()}); err != nil {
		return err
	}
	_, err := t.Write(content)
	return err
}

// now is the time in whole seconds: more would need headers of another kind.
func now() time.Time { return time.Now().Truncate(time.Second) }

func (p *packer) writeData(t *tar.Writer) error {
	f, err := os.Open(p.data)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return refuse(finding.EmptyData, p.name+".csv is empty", p.name)
	}
	var key dataKey
	if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	wrapped, err := wrap(p.public, key)
	if err != nil {
		return err
	}
	if err := member(t, p.name+".symkey.encr", wrapped); err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "chunks/", Mode: 0o700, ModTime: now()}); err != nil {
		return err
	}
	sum := md5.New()
	clear := io.TeeReader(&watched{p.ctx, f, info.Size(), 0, p.options.Progress}, sum)
	for number, left := 1, info.Size(); left > 0; number++ {
		size := min(left, p.options.ChunkSize)
		name := "chunks/" + strconv.Itoa(number) + ".csv.encr"
		if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600, Size: tokenSize(size), ModTime: now()}); err != nil {
			return err
		}
		if err := encrypt(t, io.LimitReader(clear, size), size, key); err != nil {
			return err
		}
		left -= size
	}
	return member(t, p.name+".md5", []byte(hex.EncodeToString(sum.Sum(nil))))
}

// watched is a reader that tells how far it is and stops when the context ends.
type watched struct {
	ctx      context.Context
	in       io.Reader
	size     int64
	at       int64
	progress func(share float64)
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.in.Read(p)
	w.at += int64(n)
	if w.size > 0 && w.progress != nil {
		w.progress(float64(w.at) / float64(w.size))
	}
	return n, err
}
