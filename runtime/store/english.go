package store

import (
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/text"
)

// english is the content of texts_en__M_m_p.json. A nil one has nothing to say.
type english struct {
	titles map[string]string            // by variable
	about  map[string]string            // descriptions by variable
	words  map[string]string            // subjects, units of measure and populations by their Norwegian wording
	lists  map[string]string            // name of the code list by variable
	codes  map[string]map[string]string // labels by list and code
	store  string
}

const textsFormat = 1

// parseEnglish reads the English wordings. newer tells that the file has a later format.
func parseEnglish(b []byte) (e *english, newer bool, err error) {
	if !utf8.Valid(b) {
		return nil, false, errJSON
	}
	e = &english{titles: map[string]string{}, about: map[string]string{}, words: map[string]string{}, lists: map[string]string{}, codes: map[string]map[string]string{}}
	c := &cursor{b: b}
	format := 0
	err = c.object(func(key string) (err error) {
		switch key {
		case "texts":
			format, err = c.int()
		case "dataStore":
			err = c.object(func(key string) (err error) {
				if key == "label" {
					e.store, err = c.string()
					return err
				}
				return c.skip()
			})
		case "variables":
			err = c.object(func(name string) error { return e.readVariable(c, name) })
		case "phrases":
			err = c.object(func(nb string) (err error) {
				e.words[nb], err = c.string()
				return err
			})
		case "codeLists":
			err = c.object(func(list string) error {
				labels := map[string]string{}
				e.codes[list] = labels
				return c.object(func(code string) (err error) {
					labels[code], err = c.string()
					return err
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
	return e, format > textsFormat, nil
}

func (e *english) readVariable(c *cursor, name string) error {
	return c.object(func(key string) (err error) {
		switch key {
		case "label":
			e.titles[name], err = c.string()
		case "description":
			e.about[name], err = c.string()
		case "codes":
			e.lists[name], err = c.string()
		default:
			err = c.skip()
		}
		return err
	})
}

// labels are the English labels of a variable's codes.
func (e *english) labels(variable string) map[string]string {
	if e == nil {
		return nil
	}
	return e.codes[e.lists[variable]]
}

// title is the variable's title; English falls back to Norwegian.
func (e *english) title(variable, nb string) text.Text {
	t := text.Same(nb)
	if e != nil && e.titles[variable] != "" {
		t.EN = e.titles[variable]
	}
	return t
}

// description is the variable's description; English falls back to Norwegian.
func (e *english) description(variable, nb string) text.Text {
	t := text.Same(nb)
	if e != nil && e.about[variable] != "" {
		t.EN = e.about[variable]
	}
	return t
}

// phrase is a wording that many variables share, such as a subject or a unit of measure.
func (e *english) phrase(nb string) text.Text {
	t := text.Same(nb)
	if e != nil && e.words[nb] != "" {
		t.EN = e.words[nb]
	}
	return t
}
