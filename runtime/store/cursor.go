package store

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

var errJSON = errors.New("store: not the expected JSON")

// maxDepth bounds nesting, so that a hostile file cannot exhaust the stack.
const maxDepth = 64

// cursor walks over JSON without building a tree: a metadata file of some megabytes must
// not cost more than a few milliseconds, and most of it is skipped.
type cursor struct {
	b     []byte
	i     int
	depth int
}

func (c *cursor) space() {
	for c.i < len(c.b) {
		switch c.b[c.i] {
		case ' ', '\t', '\n', '\r':
			c.i++
		default:
			return
		}
	}
}

// peek is the next byte that is not space, 0 at the end.
func (c *cursor) peek() byte {
	c.space()
	if c.i >= len(c.b) {
		return 0
	}
	return c.b[c.i]
}

func (c *cursor) take(ch byte) error {
	if c.peek() != ch {
		return errJSON
	}
	c.i++
	return nil
}

// end checks that nothing follows.
func (c *cursor) end() error {
	if c.peek() != 0 || c.i != len(c.b) {
		return errJSON
	}
	return nil
}

// object calls field for every key; field must consume the value.
func (c *cursor) object(field func(key string) error) error {
	if err := c.enter('{'); err != nil {
		return err
	}
	defer c.leave()
	if c.peek() == '}' {
		c.i++
		return nil
	}
	for {
		key, err := c.string()
		if err != nil {
			return err
		}
		if err := c.take(':'); err != nil {
			return err
		}
		if err := field(key); err != nil {
			return err
		}
		if more, err := c.more('}'); !more {
			return err
		}
	}
}

// array calls item for every element; item must consume it.
func (c *cursor) array(item func() error) error {
	if err := c.enter('['); err != nil {
		return err
	}
	defer c.leave()
	if c.peek() == ']' {
		c.i++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if more, err := c.more(']'); !more {
			return err
		}
	}
}

func (c *cursor) enter(ch byte) error {
	if c.depth++; c.depth > maxDepth {
		return errJSON
	}
	return c.take(ch)
}

func (c *cursor) leave() { c.depth-- }

func (c *cursor) more(end byte) (bool, error) {
	switch c.peek() {
	case ',':
		c.i++
		return true, nil
	case end:
		c.i++
		return false, nil
	}
	return false, errJSON
}

// string reads a string; null gives "".
func (c *cursor) string() (string, error) {
	if c.peek() == 'n' {
		return "", c.word("null")
	}
	raw, plain, err := c.rawString()
	if err != nil {
		return "", err
	}
	if plain {
		return string(raw), nil
	}
	return unescape(raw)
}

// rawString is the bytes between the quotes; plain means without escapes.
func (c *cursor) rawString() (raw []byte, plain bool, err error) {
	if err := c.take('"'); err != nil {
		return nil, false, err
	}
	start := c.i
	plain = true
	for c.i < len(c.b) {
		switch ch := c.b[c.i]; {
		case ch == '"':
			raw = c.b[start:c.i]
			c.i++
			return raw, plain, nil
		case ch == '\\':
			plain = false
			c.i += 2
		case ch < 0x20:
			return nil, false, errJSON
		default:
			c.i++
		}
	}
	return nil, false, errJSON
}

func unescape(raw []byte) (string, error) {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++
		if i >= len(raw) {
			return "", errJSON
		}
		switch raw[i] {
		case '"', '\\', '/':
			out = append(out, raw[i])
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, n, err := escapedRune(raw[i+1:])
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
			i += n
		default:
			return "", errJSON
		}
	}
	return string(out), nil
}

// escapedRune reads four hex digits and, for a surrogate, the pair's second half. A lone
// surrogate becomes U+FFFD, as encoding/json has it.
func escapedRune(b []byte) (r rune, n int, err error) {
	first, ok := hex4(b)
	if !ok {
		return 0, 0, errJSON
	}
	if first < 0xD800 || first > 0xDFFF {
		return first, 4, nil
	}
	if first < 0xDC00 && len(b) >= 10 && b[4] == '\\' && b[5] == 'u' {
		if second, ok := hex4(b[6:]); ok && second >= 0xDC00 && second <= 0xDFFF {
			return (first-0xD800)<<10 + (second - 0xDC00) + 0x10000, 10, nil
		}
	}
	return utf8.RuneError, 4, nil
}

func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	for _, ch := range b[:4] {
		r <<= 4
		switch {
		case ch >= '0' && ch <= '9':
			r |= rune(ch - '0')
		case ch >= 'a' && ch <= 'f':
			r |= rune(ch-'a') + 10
		case ch >= 'A' && ch <= 'F':
			r |= rune(ch-'A') + 10
		default:
			return 0, false
		}
	}
	return r, true
}

// int reads a whole number that fits 53 bits.
func (c *cursor) int() (int, error) {
	lit, err := c.number()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(lit), 10, 64)
	if err != nil || n > 1<<53 || n < -(1<<53) {
		return 0, errJSON
	}
	return int(n), nil
}

func (c *cursor) number() ([]byte, error) {
	c.space()
	start := c.i
	if c.i < len(c.b) && c.b[c.i] == '-' {
		c.i++
	}
	whole := c.digits()
	if whole == 0 || (whole > 1 && c.b[c.i-whole] == '0') {
		return nil, errJSON
	}
	if c.i < len(c.b) && c.b[c.i] == '.' {
		c.i++
		if c.digits() == 0 {
			return nil, errJSON
		}
	}
	if c.i < len(c.b) && (c.b[c.i] == 'e' || c.b[c.i] == 'E') {
		c.i++
		if c.i < len(c.b) && (c.b[c.i] == '+' || c.b[c.i] == '-') {
			c.i++
		}
		if c.digits() == 0 {
			return nil, errJSON
		}
	}
	return c.b[start:c.i], nil
}

func (c *cursor) digits() (n int) {
	for c.i < len(c.b) && c.b[c.i] >= '0' && c.b[c.i] <= '9' {
		c.i++
		n++
	}
	return n
}

func (c *cursor) bool() (bool, error) {
	if c.peek() == 't' {
		return true, c.word("true")
	}
	return false, c.word("false")
}

func (c *cursor) word(w string) error {
	c.space()
	if len(c.b)-c.i < len(w) || string(c.b[c.i:c.i+len(w)]) != w {
		return errJSON
	}
	c.i += len(w)
	return nil
}

// skip passes over one value of any kind, checking its form.
func (c *cursor) skip() error {
	switch c.peek() {
	case '{':
		return c.skipObject()
	case '[':
		return c.array(c.skip)
	case '"':
		raw, plain, err := c.rawString()
		if err == nil && !plain {
			_, err = unescape(raw)
		}
		return err
	case 't':
		return c.word("true")
	case 'f':
		return c.word("false")
	case 'n':
		return c.word("null")
	}
	_, err := c.number()
	return err
}

// skipObject is object without making strings of the keys.
func (c *cursor) skipObject() error {
	if err := c.enter('{'); err != nil {
		return err
	}
	defer c.leave()
	if c.peek() == '}' {
		c.i++
		return nil
	}
	for {
		if _, _, err := c.rawString(); err != nil {
			return err
		}
		if err := c.take(':'); err != nil {
			return err
		}
		if err := c.skip(); err != nil {
			return err
		}
		if more, err := c.more('}'); !more {
			return err
		}
	}
}

// null tells whether the next value is null, and passes over it.
func (c *cursor) null() bool {
	return c.peek() == 'n' && c.word("null") == nil
}
