package life

import "github.com/mdscript/mdscript/cmd/internal/synth/chance"

// The words of registers for who owns an employer: institutional sectors in the standard of
// 2012, in the one before it, and forms of law. Standard, Older and LegalForm give positions.
var (
	SectorCodes      = []string{"2100", "2300", "7000", "6500", "6100", "1120", "1520", "3200", "5700"}
	SectorCodesOlder = []string{"710", "790", "740", "550", "510", "110"}
	LegalForms       = []string{"AS", "ASA", "ENK", "NUF", "DA", "SA", "FLI", "STI", "KOMM", "FYLK", "ORGL", "SF", "IKS", "SPA", "GFS"}
)

// Standard is the position of a sector in SectorCodes: counties are with municipalities.
func (s Sector) Standard() int64 {
	if s >= SectorCounty {
		s--
	}
	return int64(s)
}

// Older is the position of a sector in SectorCodesOlder: all companies are one sector.
func (s Sector) Older() int64 {
	if s <= SectorState {
		return [...]int64{0, 1, 2, 3, 4, 5}[s]
	}
	return 0
}

// LegalForm is the position in LegalForms of the form of the enterprise an establishment
// belongs to. All establishments of an enterprise agree: chains are companies.
func (e *Branches) LegalForm(at Workplace) int64 {
	lot := chance.Part(e.sites.At(int32(at), 2), 0) % 100
	chain := e.Chain(at)
	pick := func(first, second int64, part int) int64 {
		if !chain && lot < part {
			return second
		}
		return first
	}
	switch e.Sector(at) {
	case SectorSole:
		return 2
	case SectorNonprofit:
		return pick(6, 7, 40)
	case SectorMunicipal:
		return 8
	case SectorCounty:
		return 9
	case SectorState:
		return 10
	case SectorStateCompany:
		return pick(0, 11, 30)
	case SectorMunicipalCompany:
		return pick(0, 12, 45)
	case SectorBank:
		return pick(1, 13, 100)
	case SectorInsurance:
		return pick(1, 14, 100)
	}
	if chain {
		return 0
	}
	switch {
	case lot < 2:
		return 1
	case lot < 6:
		return 3
	case lot < 8:
		return 4
	case lot < 11:
		return 5
	}
	return 0
}

// OwnFirm is the position in LegalForms of a firm of one person.
const OwnFirm = 2

// OlderIndustries are the codes of branches in the standards before 2008, in the order of
// branches.
func OlderIndustries() (codes []string) {
	for _, line := range tableLines(branchesTSV) {
		codes = append(codes, line[4])
	}
	return codes
}
