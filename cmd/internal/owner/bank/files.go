package bank

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"strconv"
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

// manifestFile is manifest__M_m_p.json, the sums of the JSON files of a version, and
// manifest.json, those of the files that change. Self is the sum of the file itself with
// eight zeros in its place.
type manifestFile struct {
	Manifest  int             `json:"manifest"`
	Store     int             `json:"store,omitempty"` // format of the bank; manifest.json only
	Algorithm string          `json:"algorithm"`
	Files     map[string]Mark `json:"files"`
	Self      string          `json:"self"`
}

// Mark is size and CRC-32C of a file.
type Mark struct {
	Bytes  int64  `json:"bytes"`
	CRC32C string `json:"crc32c"`
}

const (
	manifestFormat  = 1
	storeFormat     = 1
	additionsFormat = 1
	noSelf          = "00000000"
)

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

func hex8(sum uint32) string {
	s := strconv.FormatUint(uint64(sum), 16)
	return noSelf[:8-len(s)] + s
}

func markOf(content []byte) Mark {
	return Mark{int64(len(content)), hex8(crc32.Checksum(content, castagnoli))}
}

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
			sum.Chunks = append(sum.Chunks, hex8(crc32.Checksum(buf[:n], castagnoli)))
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return Sum{}, err
		}
	}
	sum.CRC32C = hex8(total)
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

// sealed is a manifest with its own sum.
func sealed(m manifestFile) ([]byte, error) {
	m.Manifest, m.Algorithm, m.Self = manifestFormat, "crc32c", noSelf
	b, err := encode(m)
	if err != nil {
		return nil, err
	}
	return bytes.Replace(b, []byte(`"self":"`+noSelf), []byte(`"self":"`+markOf(b).CRC32C), 1), nil
}

// unsealed tells whether a manifest is as it was written.
func unsealed(b []byte, self string) bool {
	at := bytes.LastIndex(b, []byte(`"self":"`+self+`"`))
	if at < 0 || len(self) != len(noSelf) {
		return false
	}
	zero := bytes.Clone(b)
	copy(zero[at+len(`"self":"`):], noSelf)
	return markOf(zero).CRC32C == self
}

// ParseManifest reads a manifest and compares it with its own sum. What it lists is given also
// when that differs.
func ParseManifest(b []byte) (map[string]Mark, error) {
	var m manifestFile
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, err
	}
	if m.Algorithm != "crc32c" || !unsealed(b, m.Self) {
		return m.Files, errSelf
	}
	return m.Files, nil
}

var errSelf = errors.New("the manifest does not match its own checksum")
