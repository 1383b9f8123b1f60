package life

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

//go:embed data/branches.tsv
var branchesTSV string

//go:embed data/industries.tsv
var industriesTSV string

// Sector is who owns an employer.
type Sector uint8

const (
	SectorPrivate Sector = iota
	SectorSole           // one person's firm
	SectorNonprofit
	SectorMunicipal
	SectorCounty
	SectorState
	SectorStateCompany
	SectorMunicipalCompany
	SectorBank
	SectorInsurance
	sectors
)

var sectorNames = [sectors]string{"private", "sole", "nonprofit", "muni", "county", "state", "stateco", "munico", "bank", "insurance"}

// branch is a group of like establishments.
type branch struct {
	name    string
	share   int // of all jobs, in 1/1000
	size    int // employees of a usual establishment
	chains  int // per cent of private establishments that belong to an enterprise with others
	sectors [sectors]int
	codes   []uint16 // industries, positions in the code list, commonest first
}

// Branches says in which industries occupations work, and where.
type Branches struct {
	geo     *geography
	list    []branch
	of      []uint8 // by occupation: the row of shares
	shares  [][]branchShare
	centres []uint16      // by atom: the first atom of the municipality it now lies in
	around  []alias       // by county: where people commute to
	sites   chance.Stream // what establishments are like
	scale   int           // persons of the register per 1,000 of the country's
}

type branchShare struct {
	branch uint8
	upto   int // in 1/1000, cumulated
}

// Workplace names an establishment: the number of one in a branch at a place. Its parts are
// packed into four bytes, because every job has one.
type Workplace uint32

const (
	placeBits, branchBits = 9, 6
	numberBits            = 32 - placeBits - branchBits
)

func workplace(place uint16, branch uint8, number int) Workplace {
	return Workplace(place)<<(branchBits+numberBits) | Workplace(branch)<<numberBits | Workplace(number)
}

// Place is the atom an establishment lies in.
func (e Workplace) Place() uint16 { return uint16(e >> (branchBits + numberBits)) }

// Branch is the position of its branch.
func (e Workplace) Branch() int { return int(e>>numberBits) & (1<<branchBits - 1) }

// Employers are the workplaces of all jobs, found once.
type Employers struct {
	*Branches
	Of    []Workplace // by job
	orgnr chance.Stream
}

// labour keeps what is found once about jobs and people who look for them.
type labour struct {
	employersOnce, jobsOnce, seekersOnce, traitsOnce sync.Once

	employers *Employers
	traits    []JobTraits
	firstJob  []uint32 // by person, and one more
	seekers   []SeekerSpell
}

const (
	orgnrStream     = 51 + iota
	siteStream      // what an establishment is like
	workplaceStream // which establishment a job is in
	jobStream       // traits of jobs
	payStream       // parts of pay
	absenceStream
	seekerStream
	personStream
)

// Employers finds where every job is. It is safe for concurrent use.
func (w *World) Employers() *Employers {
	w.labour.employersOnce.Do(func() { w.labour.employers = w.findEmployers() })
	return w.labour.employers
}

// JobsOf gives the numbers of a person's jobs, from and to (excluded). Safe for concurrent use.
func (w *World) JobsOf(p int32) (from, to int32) {
	w.labour.jobsOnce.Do(func() {
		first := make([]uint32, w.Persons()+1)
		k := 0
		for p := range first {
			for k < len(w.Jobs) && int(w.Jobs[k].Person) < p {
				k++
			}
			first[p] = uint32(k)
		}
		w.labour.firstJob = first
	})
	return int32(w.labour.firstJob[p]), int32(w.labour.firstJob[p+1])
}

func (w *World) findEmployers() *Employers {
	e := &Employers{Branches: newBranches(w), Of: make([]Workplace, len(w.Jobs)), orgnr: chance.NewStream(w.Seed, orgnrStream)}
	s := chance.NewStream(w.Seed, workplaceStream)
	parallel(len(w.Jobs), func(from, to int) {
		for k := int32(from); k < int32(to); k++ {
			j := &w.Jobs[k]
			days, at := w.path(j.Person)
			e.Of[k] = e.choose(placeAt(days, at, j.Start), j.Occupation, s.At(j.Person, jobStep(j)))
		}
	})
	return e
}

// jobStep is the address of a job among those of its person.
func jobStep(j *Job) int {
	if j.Second {
		return int(j.Start)*2 + 1
	}
	return int(j.Start) * 2
}

// choose draws the workplace of somebody who lives at a place: most work in their own
// municipality, the others nearby. Large establishments are likelier than small ones.
func (e *Branches) choose(home, occupation uint16, word uint64) Workplace {
	row := e.shares[e.of[occupation]]
	lot, b := chance.Part(word, 0)%1000, row[len(row)-1].branch
	for _, s := range row {
		if lot < s.upto {
			b = s.branch
			break
		}
	}
	place, more := home, chance.Mix(word)
	if chance.Part(word, 1)%1000 >= staysFor.At(e.geo.Atoms[home].Size) {
		near := &e.around[e.geo.Atoms[home].County]
		if chance.Part(word, 2)%100 < 14 {
			near = &e.geo.All
		}
		place = near.Draw(more)
	}
	lot = chance.Part(more, 0) // the square of a lot prefers low numbers: they are the large ones
	return workplace(place, b, e.count(place, b)*(lot*lot>>16)>>16)
}

// staysFor is how many in 1/1000 work where they live, by residents of the municipality.
var staysFor = chance.Curve{{2000, 870}, {10000, 815}, {30000, 815}, {100000, 880}, {300000, 940}, {700000, 955}}

// count is how many establishments of a branch there are at a place.
func (e *Branches) count(place uint16, b uint8) int {
	x := &e.list[b]
	jobs := e.geo.Atoms[place].Weight * 52 / 100 * x.share * e.scale / 1_000_000
	return max(1, min(jobs/x.size, 1<<numberBits-1))
}

// Industry is the position of an establishment's industry in the code list sn2007.
func (e *Branches) Industry(at Workplace) int64 {
	codes := e.list[at.Branch()].codes
	word := e.sites.At(int32(at), 0)
	return int64(codes[len(codes)*(chance.Part(word, 0)*chance.Part(word, 1)>>16)>>16])
}

// Sector is who owns an establishment.
func (e *Branches) Sector(at Workplace) Sector {
	lot := chance.Part(e.sites.At(int32(at), 0), 2) % 100
	for s, n := range &e.list[at.Branch()].sectors {
		if lot -= n; lot < 0 {
			return Sector(s)
		}
	}
	return SectorPrivate
}

// Chain tells whether an establishment belongs to an enterprise with several.
func (e *Branches) Chain(at Workplace) bool {
	return chance.Part(e.sites.At(int32(at), 1), 0)%100 < e.list[at.Branch()].chains
}

// Maritime tells whether people of an establishment work at sea.
func (e *Branches) Maritime(at Workplace) bool {
	b := e.list[at.Branch()].name
	return b == "seaair" || b == "fish"
}

// Offshore tells whether an establishment extracts oil and gas.
func (e *Branches) Offshore(at Workplace) bool { return e.list[at.Branch()].name == "oil" }

// Loose tells whether many work for an establishment without being employed by it.
func (e *Branches) Loose(at Workplace) bool {
	switch e.list[at.Branch()].name {
	case "arts", "media", "course", "sport", "design":
		return true
	}
	return false
}

// enterprise numbers who owns an establishment: the municipality, the county, an agency of
// the state, a chain, or a firm with this one establishment. It is odd; establishments are even.
func (e *Branches) enterprise(at Workplace) uint64 {
	const alone, municipal, county, agency, chain = 0, 1, 2, 3, 4
	of := func(kind, n int) uint64 { return uint64(n<<3|kind)<<1 | 1 }
	b, region := at.Branch(), e.geo.Atoms[at.Place()].County
	switch s := e.Sector(at); {
	case s == SectorMunicipal:
		return of(municipal, int(e.centres[at.Place()]))
	case s == SectorCounty:
		return of(county, region)
	case s == SectorState && e.list[b].name == "hospital":
		return of(agency, int(e.Industry(at))<<8|region)
	case s == SectorState:
		return of(agency, int(e.Industry(at))<<8)
	case e.Chain(at):
		lot := chance.Part(e.sites.At(int32(at), 1), 1)
		return of(chain, b<<16|int(s)<<12|max(4, e.scale*60/1000)*(lot*lot>>16)>>16)
	}
	return of(alone, int(at))
}

// Establishment is the pseudonym of the workplace of a job.
func (e *Employers) Establishment(k int32) int64 { return e.orgnr.Pseudonym(uint64(e.Of[k]) << 1) }

// Enterprise is the pseudonym of the enterprise the workplace of a job belongs to.
func (e *Employers) Enterprise(k int32) int64 { return e.orgnr.Pseudonym(e.enterprise(e.Of[k])) }

// newBranches reads the tables; their codes are those of the code lists.
func newBranches(w *World) *Branches {
	e := &Branches{geo: w.Geo, sites: chance.NewStream(w.Seed, siteStream), scale: max(1, w.Persons()/(countryResidents*137/100_000))}
	codes, named := index(w.Cat.Codes("sn2007")), map[string]uint8{}
	for _, line := range tableLines(branchesTSV) {
		b := branch{name: line[0], share: parsed(line[1]), size: parsed(line[2]), chains: parsed(line[3])}
		for _, part := range strings.Fields(line[5]) {
			name, n, _ := strings.Cut(part, ":")
			b.sectors[slices.Index(sectorNames[:], name)] = parsed(n)
		}
		for _, c := range strings.Fields(line[6]) {
			b.codes = append(b.codes, uint16(codes[c]))
		}
		named[b.name] = uint8(len(e.list))
		e.list = append(e.list, b)
	}
	e.readShares(w.Occupations.Codes, named)
	e.readPlaces()
	return e
}

func tableLines(tsv string) (rows [][]string) {
	for _, line := range strings.Split(strings.TrimSpace(tsv), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// parsed reads a number of an embedded table, which tests have read before; 0 for others.
func parsed(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// readShares finds for each occupation the row with the most of its digits.
func (e *Branches) readShares(occupations []string, named map[string]uint8) {
	rows := map[string]uint8{}
	for _, line := range tableLines(industriesTSV) {
		var row []branchShare
		upto := 0
		for _, part := range strings.Fields(line[1]) {
			name, n, _ := strings.Cut(part, ":")
			upto += parsed(n)
			row = append(row, branchShare{named[name], upto})
		}
		rows[line[0]] = uint8(len(e.shares))
		e.shares = append(e.shares, row)
	}
	e.of = make([]uint8, len(occupations))
	for i, code := range occupations {
		for digits := len(code); digits > 0; digits-- {
			if row, ok := rows[code[:digits]]; ok {
				e.of[i] = row
				break
			}
		}
	}
}

// flows are commuters between counties: from, to, and the weight of a resident there in per
// cent of one in the county from.
var flows = []struct {
	from, to string
	part     int
}{{"03", "32", 100}, {"32", "03", 120}, {"31", "03", 20}, {"31", "32", 20}, {"33", "03", 20}, {"33", "32", 20}, {"34", "03", 8}}

// readPlaces finds today's municipalities, and where people of each county commute to: within
// it, and to and from the capital.
func (e *Branches) readPlaces() {
	first, county := map[string]uint16{}, map[string]int{}
	for i := range e.geo.Atoms {
		code := e.geo.Atoms[i].Codes[len(e.geo.Atoms[i].Codes)-1]
		if _, ok := first[code]; !ok {
			first[code] = uint16(i)
		}
		e.centres = append(e.centres, first[code])
		county[code[:2]] = e.geo.Atoms[i].County
	}
	e.around = make([]alias, e.geo.counties)
	for i := range e.geo.Atoms {
		a := &e.geo.Atoms[i]
		if a.County != county["03"] {
			e.around[a.County].add(i, a.Weight)
		}
		for _, f := range flows {
			if county[f.to] == a.County {
				e.around[county[f.from]].add(i, a.Weight*f.part/100)
			}
		}
	}
}

// Public tells whether an employer is part of general government.
func (s Sector) Public() bool { return s == SectorMunicipal || s == SectorCounty || s == SectorState }
