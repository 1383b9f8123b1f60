package store

import (
	"crypto/sha256"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/diag"
)

// dates is the content of dates__M_m_p.json: which dates an import may name beside those
// of the metadata. A nil one allows no others.
type dates struct{ months map[string]bool }

const datesFormat = 1

// wholeMonth tells whether any day of the month of a measurement date is accepted.
func (d *dates) wholeMonth(variable string) bool { return d != nil && d.months[variable] }

// parseDates reads the rules of dates. newer tells that the file has a later format.
func parseDates(b []byte) (d *dates, newer bool, err error) {
	if !utf8.Valid(b) {
		return nil, false, errJSON
	}
	d = &dates{months: map[string]bool{}}
	c := &cursor{b: b}
	format := 0
	err = c.object(func(key string) (err error) {
		switch key {
		case "dates":
			format, err = c.int()
		case "variables":
			err = c.object(func(name string) error {
				return c.object(func(key string) (err error) {
					if key == "wholeMonth" {
						d.months[name], err = c.bool()
						return err
					}
					return c.skip()
				})
			})
		default:
			err = c.skip()
		}
		return err
	})
	if err == nil {
		err = c.end()
	}
	if err != nil {
		return nil, false, err
	}
	return d, format > datesFormat, nil
}

// dates reads the version's rules of dates; nil without a file.
func (v *Version) dates(key *metadataKey) (*dates, error) {
	rel := v.file("dates", true)
	if !v.bank.has(rel) {
		return nil, nil
	}
	bytes, err := v.bank.readJSON(rel)
	if err != nil {
		return nil, err
	}
	key.dates = sha256.Sum256(bytes)
	d, newer, err := parseDates(bytes)
	if err != nil {
		return nil, v.bank.damaged(rel, err)
	}
	if newer {
		return nil, diag.New(codeNewer, diag.Catalogue(v.bank.name+"/"+rel))
	}
	return d, nil
}
