package bank

import (
	"fmt"
	"strconv"
	"strings"
)

// Number is MAJOR.MINOR.PATCH of a released version.
type Number struct{ Major, Minor, Patch int }

// String has four parts, as the store writes them.
func (n Number) String() string { return fmt.Sprintf("%d.%d.%d.0", n.Major, n.Minor, n.Patch) }

// three names the files of a version, two those of its data.
func (n Number) three() string { return fmt.Sprintf("%d_%d_%d", n.Major, n.Minor, n.Patch) }
func (n Number) two() string   { return fmt.Sprintf("%d_%d", n.Major, n.Minor) }

// ParseNumber reads a released number of four parts, or of three; false for anything else,
// also for the number of a draft.
func ParseNumber(s string) (Number, bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 && len(parts) != 4 {
		return Number{}, false
	}
	var n [4]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 31)
		if err != nil {
			return Number{}, false
		}
		n[i] = int(v)
	}
	return Number{n[0], n[1], n[2]}, n[3] == 0 && n[0] > 0
}

// The kinds of a release.
const (
	Major   = "MAJOR"
	Minor   = "MINOR"
	Patched = "PATCH"
)

// kind is what releasing these updates makes of the next version, "" for none of them. A
// policy lies beside the data of a MAJOR.MINOR, so a new one needs a new MINOR.
func kind(pending []Update, first, policy bool) string {
	k := ""
	for _, u := range pending {
		switch u.Operation {
		case Change, Remove:
			k = Major
		case Add:
			if k != Major {
				k = Minor
			}
		default:
			if k == "" {
				k = Patched
			}
		}
	}
	switch {
	case first && k != "":
		return Major
	case policy && k != Major && !first:
		return Minor
	}
	return k
}

// after is the number that follows n for a release of this kind.
func (n Number) after(kind string) Number {
	switch kind {
	case Major:
		return Number{n.Major + 1, 0, 0}
	case Minor:
		return Number{n.Major, n.Minor + 1, 0}
	}
	return Number{n.Major, n.Minor, n.Patch + 1}
}

func pendingOf(updates []Update) []Update {
	var out []Update
	for _, u := range updates {
		if u.Status != StatusDraft {
			out = append(out, u)
		}
	}
	return out
}
