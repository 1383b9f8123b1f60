package store

import "unicode/utf8"

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
