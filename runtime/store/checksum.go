package store

import (
	"context"
	"encoding/json"
	"hash/crc32"
	"io"
	"os"
	"strconv"

	"github.com/mdscript/mdscript/lang/diag"
)

// checksum is one entry of checksums__M_m.json. Only the sum of the whole file is compared:
// it covers the chunks.
type checksum struct {
	Bytes  int64  `json:"bytes"`
	CRC32C string `json:"crc32c"`
}

// checksums reads the version's checksums, once; nil when it has none.
func (v *Version) checksums() (map[string]checksum, error) {
	v.checks.once.Do(func() { v.checks.files, v.checks.err = v.readChecksums() })
	return v.checks.files, v.checks.err
}

func (v *Version) readChecksums() (map[string]checksum, error) {
	rel := v.file("checksums", false)
	if v.draft || !v.bank.has(rel) {
		return nil, nil
	}
	bytes, err := v.bank.readJSON(rel)
	if err != nil {
		return nil, err
	}
	return parseChecksums(bytes, v.bank, rel)
}

// parseChecksums reads a file of checksums. Errors: T0003, T0007.
func parseChecksums(bytes []byte, bank *Bank, rel string) (map[string]checksum, error) {
	var file struct {
		Checksums int                 `json:"checksums"`
		Algorithm string              `json:"algorithm"`
		Files     map[string]checksum `json:"files"`
	}
	if err := json.Unmarshal(bytes, &file); err != nil || file.Checksums < 1 {
		return nil, bank.damaged(rel, errJSON)
	}
	if file.Checksums != 1 || file.Algorithm != "crc32c" {
		return nil, diag.New(codeNewer, diag.Catalogue(bank.name+"/"+rel))
	}
	if file.Files == nil {
		file.Files = map[string]checksum{}
	}
	return file.Files, nil
}

// checksums are those the files of an item are held against; nil when there are none.
func (it *item) checksums() (map[string]checksum, error) {
	if it.part == nil {
		return it.version.checksums()
	}
	_, sums := it.part.content()
	return sums, nil
}

// verify compares a file with its checksum. Reading it from end to end also brings it into
// the page cache, in the order disks like.
func verify(ctx context.Context, path, rel string, want checksum) error {
	f, err := os.Open(path)
	if err != nil {
		return readProblem(err, codeUnreadable, rel)
	}
	defer func() { _ = f.Close() }()
	sum, bytes := uint32(0), int64(0)
	buf := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := f.Read(buf)
		sum = crc32.Update(sum, castagnoli, buf[:n])
		bytes += int64(n)
		if err == io.EOF {
			break
		}
		if err != nil {
			return readProblem(err, codeUnreadable, rel)
		}
	}
	expected, err := strconv.ParseUint(want.CRC32C, 16, 32)
	if err != nil || len(want.CRC32C) != 8 || bytes != want.Bytes || uint32(expected) != sum {
		return diag.New(codeChecksum, diag.Catalogue(rel))
	}
	return nil
}
