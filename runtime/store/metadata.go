package store

import (
	"crypto/sha256"
	"sync"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// metadata is one metadata file, indexed but not decoded: a script touches few of the
// variables a register has. It is shared by all versions whose files have the same content.
type metadata struct {
	bytes   []byte
	places  map[string]place
	names   []string // in file order
	english *english
	dates   *dates

	mu      sync.Mutex
	decoded map[string]*catalogue.Variable
}

// place is where the structure of a variable lies in the file.
type place struct{ from, to int }

// metadataKey is the identity of a metadata file with the English texts and the rules of
// dates beside it.
type metadataKey struct{ nb, en, dates [sha256.Size]byte }

// parseMetadata checks the whole file and finds the variables in it.
func parseMetadata(b []byte, en *english, d *dates) (*metadata, error) {
	if !utf8.Valid(b) {
		return nil, errJSON
	}
	m := &metadata{bytes: b, english: en, dates: d, places: map[string]place{}, decoded: map[string]*catalogue.Variable{}}
	c := &cursor{b: b}
	seen := false
	err := c.object(func(key string) error {
		if key != "dataStructures" {
			return c.skip()
		}
		seen = true
		return c.array(func() error { return m.index(c) })
	})
	if err == nil {
		err = c.end()
	}
	if err == nil && !seen {
		err = errJSON
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (m *metadata) index(c *cursor) error {
	c.space()
	from, name := c.i, ""
	err := c.object(func(key string) (err error) {
		if key == "name" {
			name, err = c.string()
			return err
		}
		return c.skip()
	})
	if err != nil {
		return err
	}
	if !plainName(name) {
		return errJSON
	}
	if _, twice := m.places[name]; twice {
		return errJSON
	}
	m.places[name] = place{from, c.i}
	m.names = append(m.names, name)
	return nil
}

// plainName tells whether a name from a file may become part of a path.
func plainName(name string) bool {
	if name == "" || len(name) > 200 || name[0] == '.' {
		return false
	}
	for _, ch := range []byte(name) {
		switch {
		case ch >= 'a' && ch <= 'z', ch >= 'A' && ch <= 'Z', ch >= '0' && ch <= '9', ch == '_', ch == '-', ch == '.':
		default:
			return false
		}
	}
	return true
}

// variable decodes one structure, once. ok is false when there is none; err says that
// there is one which cannot be understood.
func (m *metadata) variable(name string) (v *catalogue.Variable, ok bool, err error) {
	at, ok := m.places[name]
	if !ok {
		return nil, false, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if v := m.decoded[name]; v != nil {
		return v, true, nil
	}
	s := structure{english: m.english, name: name}
	c := &cursor{b: m.bytes[at.from:at.to]}
	if err := s.read(c); err != nil {
		return nil, true, err
	}
	v, err = s.variable()
	if err != nil {
		return nil, true, err
	}
	v.WholeMonth = v.Temporality == types.Status && m.dates.wholeMonth(name)
	m.decoded[name] = v
	return v, true, nil
}

// structure is one element of dataStructures as it stands in the file.
type structure struct {
	english     *english
	name        string
	temporality string
	sensitivity string
	population  string
	subjects    []text.Text
	from, to    int
	statusDates []int
	measure     measured
	identifier  measured
	identifiers int
}

// measured is a variable description inside a structure.
type measured struct {
	name, label, dataType string
	keyType, keyLabel     string
	notPseudonym          bool
	description, unit     string
	lists                 []catalogue.CodeList
	listed                bool
}

func (s *structure) read(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "name":
			s.name, err = c.string()
		case "temporality":
			s.temporality, err = c.string()
		case "sensitivityLevel":
			s.sensitivity, err = c.string()
		case "populationDescription":
			s.population, err = c.string()
		case "subjectFields":
			err = c.array(func() error {
				subject, err := c.string()
				if subject != "" {
					s.subjects = append(s.subjects, s.english.phrase(subject))
				}
				return err
			})
		case "temporalCoverage":
			err = s.readCoverage(c)
		case "temporalStatusDates":
			if c.null() {
				return nil
			}
			err = c.array(func() error {
				day, err := c.int()
				s.statusDates = append(s.statusDates, day)
				return err
			})
		case "measureVariable":
			err = s.measure.read(c, s.english.labels(s.name))
		case "identifierVariables":
			err = c.array(func() error {
				s.identifiers++
				return s.identifier.read(c, nil)
			})
		default:
			err = c.skip()
		}
		return err
	})
}

func (s *structure) readCoverage(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "start":
			s.from, err = c.int()
		case "stop":
			s.to, err = c.int()
		default:
			err = c.skip()
		}
		return err
	})
}

func (m *measured) read(c *cursor, labels map[string]string) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "name":
			m.name, err = c.string()
		case "label":
			m.label, err = c.string()
		case "dataType":
			m.dataType, err = c.string()
		case "notPseudonym":
			m.notPseudonym, err = c.bool()
		case "keyType":
			if c.null() {
				return nil
			}
			err = m.readKeyType(c)
		case "representedVariables":
			err = c.array(func() error { return m.readRepresented(c, labels) })
		default:
			err = c.skip()
		}
		return err
	})
}

func (m *measured) readKeyType(c *cursor) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "name":
			m.keyType, err = c.string()
		case "label":
			m.keyLabel, err = c.string()
		default:
			err = c.skip()
		}
		return err
	})
}

func (m *measured) readRepresented(c *cursor, labels map[string]string) error {
	list := catalogue.CodeList{To: catalogue.NoEnd}
	var missing map[string]bool
	listed := false
	err := c.object(func(key string) (err error) {
		switch key {
		case "description":
			description, err := c.string()
			if m.description == "" {
				m.description = description
			}
			return err
		case "validPeriod":
			return c.object(func(key string) (err error) {
				switch {
				case key == "start" && !c.null():
					list.From, err = c.int()
				case key == "stop" && !c.null():
					list.To, err = c.int()
				case key != "start" && key != "stop":
					err = c.skip()
				}
				return err
			})
		case "valueDomain":
			return c.object(func(key string) (err error) {
				switch {
				case key == "unitOfMeasure":
					m.unit, err = c.string()
				case key == "codeList" && !c.null():
					listed = true
					err = c.array(func() error { return readCode(c, &list, labels) })
				case key == "missingValues" && !c.null():
					missing = map[string]bool{}
					err = c.array(func() error {
						code, err := c.string()
						missing[code] = true
						return err
					})
				case key != "codeList" && key != "missingValues":
					err = c.skip()
				}
				return err
			})
		}
		return c.skip()
	})
	if err != nil || !listed {
		return err
	}
	for i := range list.Codes {
		list.Codes[i].Missing = missing[list.Codes[i].Code]
	}
	m.listed = true
	m.lists = append(m.lists, list)
	return nil
}

func readCode(c *cursor, list *catalogue.CodeList, labels map[string]string) error {
	var code catalogue.Code
	err := c.object(func(key string) (err error) {
		switch key {
		case "code":
			if ch := c.peek(); ch == '-' || (ch >= '0' && ch <= '9') {
				lit, err := c.number()
				code.Code = string(lit)
				return err
			}
			code.Code, err = c.string()
		case "category":
			code.Label.NB, err = c.string()
		default:
			err = c.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	code.Label.EN = code.Label.NB
	if en := labels[code.Code]; en != "" {
		code.Label.EN = en
	}
	if list.Codes == nil {
		list.Codes = make([]catalogue.Code, 0, 16)
	}
	list.Codes = append(list.Codes, code)
	return nil
}

// variable turns what was read into the catalogue's form.
func (s *structure) variable() (*catalogue.Variable, error) {
	temporality, ok := types.ParseTemporality(s.temporality)
	if !ok || s.identifiers != 1 {
		return nil, errJSON
	}
	unit, err := s.identifier.unitType()
	if err != nil {
		return nil, err
	}
	v := &catalogue.Variable{
		Name:        s.name,
		Title:       s.english.title(s.name, s.measure.label),
		Description: s.english.description(s.name, s.measure.description),
		Population:  s.english.phrase(s.population),
		Subjects:    s.subjects,
		Sensitivity: s.sensitivity,
		Unit:        unit,
		Temporality: temporality,
		ValidFrom:   s.from,
		ValidTo:     s.to,
		StatusDates: s.statusDates,
		CodeLists:   s.measure.lists,
	}
	if temporality == types.Fixed {
		v.ValidFrom = 0
	}
	if s.measure.unit != "N/A" {
		v.Measure = s.english.phrase(s.measure.unit)
	}
	if err := s.measure.kind(v); err != nil {
		return nil, err
	}
	for i := 1; i < len(s.statusDates); i++ {
		if s.statusDates[i] <= s.statusDates[i-1] {
			return nil, errJSON
		}
	}
	return v, nil
}

// kind settles the value type.
func (m *measured) kind(v *catalogue.Variable) error {
	if m.keyType != "" {
		unit, err := m.unitType()
		if err != nil {
			return err
		}
		v.Refers = &unit
		if unit.Pseudonymous {
			v.Kind = types.Key
			return nil
		}
		v.Plain = true
	}
	switch m.dataType {
	case "String", "STRING":
		v.Kind, v.FreeText = types.Text, !m.listed && !v.Plain
	case "Long", "LONG":
		v.Kind = types.Integer
	case "Double", "DOUBLE":
		v.Kind = types.Decimal
	case "Instant", "DATE":
		v.Kind = types.Date
	default:
		return errJSON
	}
	return nil
}

// unitType finds the unit type of a key. One the program does not know is its own space.
func (m *measured) unitType() (types.Unit, error) {
	if m.keyType == "" || !plainName(m.keyType) {
		return types.Unit{}, errJSON
	}
	if u, ok := types.UnitByCode(m.keyType); ok {
		return u, nil
	}
	return types.Unit{Code: m.keyType, Identifier: m.name, Space: m.keyType, Pseudonymous: true, Kind: types.Key}, nil
}
