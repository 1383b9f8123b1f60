package disclosure

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
)

// maxPolicyFile bounds a policy file.
const maxPolicyFile = 1 << 20

// policyFile is the file's form, and the canonical form that is hashed.
type policyFile struct {
	Policy     *int                    `json:"policy"`
	Register   string                  `json:"register"`
	Profile    *string                 `json:"profile"`
	Identity   string                  `json:"identity"`
	Synthetic  bool                    `json:"synthetic"`
	Counts     *countsFile             `json:"counts"`
	Sums       *sumsFile               `json:"sums"`
	MeanDigits *int                    `json:"mean_digits"`
	Minimum    *minimumFile            `json:"minimum"`
	Variables  map[string]variableFile `json:"variables"`
	Limits     *limitsFile             `json:"limits"`
	Contact    string                  `json:"contact"`
	Category   int                     `json:"category_min,omitempty"` // canonical form only
	Lowered    []string                `json:"lowered,omitempty"`      // canonical form only
}

type countsFile struct {
	Method *string  `json:"method"`
	D      *int     `json:"D"`
	V      *float64 `json:"V"`
	JS     *int     `json:"js"`
	B      *int     `json:"b"`
	Low    *int     `json:"low"`
}

type sumsFile struct {
	Method    *string        `json:"method"`
	Steps     *int           `json:"steps"`
	Dominance *dominanceFile `json:"dominance"`
}

type dominanceFile struct {
	N *int     `json:"n"`
	K *float64 `json:"k"`
	P *float64 `json:"p"`
}

type minimumFile struct {
	Population *int `json:"population"`
	Change     *int `json:"change"`
	Describe   *int `json:"describe"`
	Model      *int `json:"model"`
}

type variableFile struct {
	Profile     *string `json:"profile"`
	CategoryMin int     `json:"category_min"`
	PublicCodes bool    `json:"public_codes"`
}

type limitsFile struct {
	NearCopiesDay *int `json:"near_copies_day"`
	CellsMinute   *int `json:"cells_minute"`
}

// fieldNames are all names of the file, outside `variables`, in their only spelling.
var fieldNames = []string{
	"policy", "register", "profile", "identity", "synthetic", "counts", "sums", "mean_digits",
	"minimum", "variables", "limits", "contact", "method", "D", "V", "js", "b", "low", "steps",
	"dominance", "n", "k", "p", "population", "change", "describe", "model", "category_min",
	"public_codes", "near_copies_day", "cells_minute",
}

// ParsePolicy reads the bytes of policy__M_m.json. Absent fields have the profile's default.
// Errors are *diag.Problem: D0020 not such a file, D0021 unknown or repeated field,
// D0022 a value that cannot be, D0023 a value looser than the profile's default (allowed
// for synthetic stores only; for variables never), D0024 a field is missing.
func ParsePolicy(b []byte) (Policy, error) {
	if len(b) > maxPolicyFile {
		return Policy{}, diag.New(codePolicyMalformed)
	}
	if err := checkNames(b); err != nil {
		return Policy{}, err
	}
	var f policyFile
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return Policy{}, badValue(wrong.Field).Because(err)
		}
		// A known name in the wrong place; the JSON package has no type for it.
		if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
			return Policy{}, diag.New(codePolicyField, diag.Catalogue(strings.Trim(name, `"`))).Because(err)
		}
		return Policy{}, diag.New(codePolicyMalformed).Because(err)
	}
	if f.Category != 0 || f.Lowered != nil {
		return Policy{}, diag.New(codePolicyField, diag.Catalogue("category_min"))
	}
	return f.policy()
}

func badValue(field string) *diag.Problem {
	return diag.New(codePolicyValue, diag.Catalogue(field))
}

// checkNames refuses names that are unknown, spelled otherwise or given twice: the JSON
// package would let the last two pass, and a policy must not have two readings.
func checkNames(b []byte) error {
	known := map[string]bool{}
	for _, name := range fieldNames {
		known[name] = true
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if err := checkValue(d, known, ""); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return diag.New(codePolicyMalformed)
	}
	return nil
}

func checkValue(d *json.Decoder, known map[string]bool, parent string) error {
	token, err := d.Token()
	if err != nil {
		return diag.New(codePolicyMalformed).Because(err)
	}
	switch token {
	case json.Delim('{'):
	case json.Delim('['):
		return diag.New(codePolicyMalformed) // no field is a list
	default:
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return diag.New(codePolicyMalformed).Because(err)
		}
		name, _ := token.(string)
		if seen[name] || (parent != "variables" && !known[name]) {
			return diag.New(codePolicyField, diag.Catalogue(name))
		}
		seen[name] = true
		under := name
		if parent == "variables" {
			under = "" // a variable may have the name of a field
		}
		if err := checkValue(d, known, under); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return diag.New(codePolicyMalformed).Because(err)
	}
	return nil
}

// policy fills in defaults and checks.
func (f policyFile) policy() (Policy, error) {
	for _, m := range []struct {
		field  string
		absent bool
	}{
		{"policy", f.Policy == nil}, {"register", f.Register == ""},
		{"profile", f.Profile == nil}, {"identity", f.Identity == ""},
	} {
		if m.absent {
			return Policy{}, diag.New(codePolicyMissing, diag.Catalogue(m.field))
		}
	}
	profile, ok := parseProfile(*f.Profile)
	if !ok {
		return Policy{}, badValue("profile")
	}
	if *f.Policy < 1 {
		return Policy{}, badValue("policy")
	}
	p := defaults(profile)
	p.version, p.register, p.identity = *f.Policy, f.Register, f.Identity
	p.synthetic, p.contact = f.Synthetic, f.Contact
	f.fill(&p)
	if err := f.variables(&p); err != nil {
		return Policy{}, err
	}
	if field := p.invalid(); field != "" {
		return Policy{}, badValue(field)
	}
	if field := p.looserThan(defaults(profile)); field != "" && !p.synthetic {
		return Policy{}, diag.New(codePolicyLooser, diag.Catalogue(field))
	}
	return p, nil
}

func set[T any](dst *T, src *T) {
	if src != nil {
		*dst = *src
	}
}

func (f policyFile) fill(p *Policy) {
	if c := f.Counts; c != nil {
		set(&p.counts.Method, (*CountMethod)(c.Method))
		set(&p.counts.D, c.D)
		set(&p.counts.V, c.V)
		set(&p.counts.JS, c.JS)
		set(&p.counts.B, c.B)
		set(&p.counts.Low, c.Low)
	}
	if s := f.Sums; s != nil {
		set(&p.sums.Method, (*sumMethod)(s.Method))
		set(&p.sums.Steps, s.Steps)
		if d := s.Dominance; d != nil {
			set(&p.sums.dominance.N, d.N)
			set(&p.sums.dominance.K, d.K)
			set(&p.sums.dominance.P, d.P)
		}
	}
	set(&p.meanDigits, f.MeanDigits)
	if m := f.Minimum; m != nil {
		set(&p.minimum.Population, m.Population)
		set(&p.minimum.Change, m.Change)
		set(&p.minimum.Describe, m.Describe)
		set(&p.minimum.Model, m.Model)
	}
	if l := f.Limits; l != nil {
		set(&p.limits.NearCopiesDay, l.NearCopiesDay)
		set(&p.limits.CellsMinute, l.CellsMinute)
	}
}

func (f policyFile) variables(p *Policy) error {
	for name, v := range f.Variables {
		out := VariablePolicy{Profile: p.profile, CategoryMin: v.CategoryMin, PublicCodes: v.PublicCodes}
		if v.Profile != nil {
			profile, ok := parseProfile(*v.Profile)
			if !ok {
				return badValue("variables." + name + ".profile")
			}
			if profile > p.profile {
				return diag.New(codePolicyLooser, diag.Catalogue("variables."+name+".profile"))
			}
			out.Profile, out.given = profile, true
		}
		if v.CategoryMin < 0 || v.CategoryMin > maxLimit {
			return badValue("variables." + name + ".category_min")
		}
		if p.variables == nil {
			p.variables = map[string]VariablePolicy{}
		}
		p.variables[name] = out
	}
	return nil
}

func parseProfile(s string) (Profile, bool) {
	for _, p := range []Profile{Strict, Microdata, Open} {
		if s == p.String() {
			return p, true
		}
	}
	return Strict, false
}

// Hash is the SHA-256 of the policy in canonical form, in hexadecimal.
func (p Policy) Hash() string {
	profile, method, sums := p.profile.String(), string(p.counts.Method), string(p.sums.Method)
	f := policyFile{
		Policy: &p.version, Register: p.register, Profile: &profile, Identity: p.identity,
		Synthetic: p.synthetic,
		Counts:    &countsFile{&method, &p.counts.D, &p.counts.V, &p.counts.JS, &p.counts.B, &p.counts.Low},
		Sums: &sumsFile{&sums, &p.sums.Steps,
			&dominanceFile{&p.sums.dominance.N, &p.sums.dominance.K, &p.sums.dominance.P}},
		MeanDigits: &p.meanDigits,
		Minimum:    &minimumFile{&p.minimum.Population, &p.minimum.Change, &p.minimum.Describe, &p.minimum.Model},
		Limits:     &limitsFile{&p.limits.NearCopiesDay, &p.limits.CellsMinute},
		Contact:    p.contact, Category: p.categoryMin, Variables: map[string]variableFile{},
	}
	for name, v := range p.variables {
		profile := v.Profile.String()
		f.Variables[name] = variableFile{&profile, v.CategoryMin, v.PublicCodes}
	}
	if p.countersigned {
		f.Lowered = p.lowered()
	}
	b, err := json.Marshal(f)
	if err != nil { // a policy has no value JSON lacks; a hash of nothing would be worse than none
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// lowered are the variables whose override stands instead of their sensitivity.
func (p Policy) lowered() []string {
	out := []string{}
	for name, v := range p.variables {
		if v.given {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// DemoPolicy is the text of the policy file of the demo and of every store made by synth:
// microdata, synthetic, identity PERSON.
func DemoPolicy(register string) []byte {
	return []byte("{\n" +
		"  \"policy\": 1,\n" +
		"  \"register\": " + strconv.Quote(register) + ",\n" +
		"  \"profile\": \"microdata\",\n" +
		"  \"identity\": \"PERSON\",\n" +
		"  \"synthetic\": true\n" +
		"}\n")
}
