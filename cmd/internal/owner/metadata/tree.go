package metadata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// object is a JSON object that remembers the order of its keys. Of a key that is given twice
// the last value counts, as everywhere else.
type object struct {
	keys   []string
	values map[string]any
}

// has tells that a key is there with a value; null is as if it were absent.
func (o *object) has(key string) bool { return o.values[key] != nil }

func (o *object) get(key string) any { return o.values[key] }

// number is a JSON number as it is written.
type number string

func (n number) integer() bool {
	_, err := strconv.ParseInt(string(n), 10, 64)
	return err == nil
}

// maxExponent bounds how large a number is looked at closely.
const maxExponent = 12

func (n number) fraction() bool {
	if len(n) > 40 || !strings.ContainsAny(string(n), ".eE") {
		return false
	}
	if _, exp, ok := strings.Cut(strings.ToLower(string(n)), "e"); ok && len(strings.TrimLeft(exp, "+-0")) > len(strconv.Itoa(maxExponent)) {
		return strings.Contains(exp, "-")
	}
	r, ok := new(big.Rat).SetString(string(n))
	return ok && !r.IsInt()
}

// parse reads JSON into string, number, bool, nil, []any and *object.
func parse(file string, content []byte) (any, *finding.Finding) {
	if len(content) > MaxBytes || deep(content) {
		return nil, &finding.Finding{
			Code: finding.TooDeep, Args: []string{file, strconv.Itoa(MaxBytes), strconv.Itoa(maxDepth)},
			Upstream: file + " is not metadata: too large or too deep",
		}
	}
	var raw json.RawMessage
	err := json.Unmarshal(content, &raw)
	at := int64(len(content))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = syntax.Offset
	}
	if err == nil && !utf8.Valid(content) {
		err = errors.New("not UTF-8")
		at = firstInvalid(content)
	}
	if err != nil {
		where := place(content, at)
		return nil, &finding.Finding{Code: finding.NotJSON, Args: []string{file, where}, Upstream: file + " is not JSON: " + where}
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.UseNumber()
	v, err := value(d)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &finding.Finding{Code: finding.NotJSON, Args: []string{file, "1:1"}, Upstream: file + " is not JSON: 1:1"}
	}
	return v, nil
}

// deep tells whether brackets are nested further than any metadata nests them.
func deep(content []byte) bool {
	depth, text := 0, false
	for i := 0; i < len(content); i++ {
		switch c := content[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '[' || c == '{':
			if depth++; depth > maxDepth {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}

func firstInvalid(b []byte) int64 {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return int64(at)
}

// place is line:column of an offset, both from 1.
func place(b []byte, at int64) string {
	head := b[:min(max(at-1, 0), int64(len(b)))]
	line := 1 + bytes.Count(head, []byte("\n"))
	return fmt.Sprintf("%d:%d", line, len(head)-bytes.LastIndexByte(head, '\n'))
}

func value(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Number:
		return number(t), nil
	case json.Delim:
		if t == '{' {
			return members(d)
		}
		list := []any{}
		for d.More() {
			v, err := value(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

func members(d *json.Decoder) (any, error) {
	o := &object{values: map[string]any{}}
	for d.More() {
		k, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, _ := k.(string)
		v, err := value(d)
		if err != nil {
			return nil, err
		}
		if _, twice := o.values[key]; !twice {
			o.keys = append(o.keys, key)
		}
		o.values[key] = v
	}
	_, err := d.Token()
	return o, err
}

// date reads YYYY-MM-DD as days since 1970-01-01.
func date(s string) (int, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return 0, false
	}
	return int(t.Unix() / secondsOfDay), true // midnight UTC: the division is exact
}

const secondsOfDay = 86400

// plain is a value as it stands in a sentence.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case number:
		return string(v)
	case bool:
		return map[bool]string{true: "True", false: "False"}[v]
	case nil:
		return "None"
	}
	return "…"
}
