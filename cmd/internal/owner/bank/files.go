package bank

import (
	"bytes"
	"encoding/json"
	"hash/crc32"
	"io"
	"os"

	"github.com/mdscript/mdscript/cmd/internal/manifest"
)

// The operations and statuses of the public format.
const (
	Add            = "ADD"
	Change         = "CHANGE"
	Patch          = "PATCH_METADATA"
	Remove         = "REMOVE"
	StatusDraft    = "DRAFT"
	PendingRelease = "PENDING_RELEASE"
	PendingDelete  = "PENDING_DELETE"
	Released       = "RELEASED"
	Deleted        = "DELETED"
)

// Version is a released version or the draft.
type Version struct {
	Number       string   `json:"version"` // four parts
	Description  string   `json:"description"`
	ReleaseTime  int64    `json:"releaseTime"` // Unix seconds
	LanguageCode string   `json:"languageCode"`
	UpdateType   *string  `json:"updateType"` // MAJOR, MINOR, PATCH or nil
	Updates      []Update `json:"dataStructureUpdates"`
}

// Update is what a version does to one dataset.
type Update struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Operation   string `json:"operation"`
	Status      string `json:"releaseStatus"`
}

// versionList is datastore_versions.json. Released entries are kept as they were written,
// also by other programs; versions are the same entries, read.
type versionList struct {
	Name        string            `json:"name"`
	Label       string            `json:"label"`
	Description string            `json:"description"`
	Versions    []json.RawMessage `json:"versions"`

	versions []Version
}

// metadataFile is metadata_all__*.json.
type metadataFile struct {
	DataStore      storeAbout        `json:"dataStore"`
	Languages      []language        `json:"languages"`
	DataStructures []json.RawMessage `json:"dataStructures"`
}

type storeAbout struct {
	Name         string `json:"name"`
	Label        string `json:"label"`
	Description  string `json:"description"`
	LanguageCode string `json:"languageCode"`
}

type language struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// Sum is one entry of checksums__M_m.json: CRC-32C of a file and of each MiB of it.
type Sum struct {
	Bytes  int64    `json:"bytes"`
	CRC32C string   `json:"crc32c"`
	Chunks []string `json:"chunks"`
}

type checksumFile struct {
	Checksums int            `json:"checksums"`
	Algorithm string         `json:"algorithm"`
	Chunk     int            `json:"chunk"`
	Files     map[string]Sum `json:"files"`
}

const additionsFormat = 1

// additions is additions__DRAFT.json: what the public draft files have no place for.
type additions struct {
	Additions int                  `json:"additions"`
	About     *textAbout           `json:"about,omitempty"` // English, until the first release has it
	Loosened  bool                 `json:"loosened,omitempty"`
	Updates   map[string]*addition `json:"updates"`
}

type addition struct {
	Data       string         `json:"data,omitempty"`  // NAME__DRAFT.parquet or NAME__DRAFT
	Files      map[string]Sum `json:"files,omitempty"` // by path relative to the bank
	English    *English       `json:"english,omitempty"`
	WholeMonth bool           `json:"wholeMonth,omitempty"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const chunkSize = 1 << 20

// SumFile works out the checksums of a file.
func SumFile(path string) (Sum, error) {
	f, err := os.Open(path)
	if err != nil {
		return Sum{}, err
	}
	defer func() { _ = f.Close() }()
	sum, total := Sum{Chunks: []string{}}, uint32(0)
	buf := make([]byte, chunkSize)
	for {
		n, err := io.ReadFull(f, buf)
		if n > 0 {
			total = crc32.Update(total, castagnoli, buf[:n])
			sum.Bytes += int64(n)
			sum.Chunks = append(sum.Chunks, manifest.Hex(crc32.Checksum(buf[:n], castagnoli)))
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return Sum{}, err
		}
	}
	sum.CRC32C = manifest.Hex(total)
	return sum, nil
}

// encode writes JSON as all files of a bank are written: one line, letters as they are.
func encode(content any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(content); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
