package bank

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// object is JSON whose parts are kept as they were written.
type object map[string]json.RawMessage

func parseObject(b []byte) (object, error) {
	var o object
	err := json.Unmarshal(b, &o)
	return o, err
}

func (o object) object(key string) object {
	inner, err := parseObject(o[key])
	if err != nil {
		return object{}
	}
	return inner
}

func (o object) list(key string) []object {
	var out []object
	if json.Unmarshal(o[key], &out) != nil {
		return nil
	}
	return out
}

// word is a value as it is compared: a code is the same as a text and as a number.
func (o object) word(key string) string {
	var s string
	raw := o[key]
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(bytes.TrimSpace(raw))
}

// words are the values of a list, sorted.
func (o object) words(key string) []string {
	var raw []json.RawMessage
	if json.Unmarshal(o[key], &raw) != nil {
		return nil
	}
	out := make([]string, 0, len(raw))
	for _, r := range raw {
		out = append(out, object{"": r}.word(""))
	}
	slices.Sort(out)
	return out
}

// patch is the released structure with the texts of the delivered one. What says how to read
// the data may not differ: the error names it.
func patch(name string, released, delivered []byte) ([]byte, error) {
	old, err := parseObject(released)
	if err != nil {
		return nil, finding.Refuse(finding.BadStructure, name, "JSON")
	}
	now, err := parseObject(delivered)
	if err != nil {
		return nil, finding.Refuse(finding.BadStructure, name, "JSON")
	}
	if field := differs(old, now); field != "" {
		return nil, refusal(finding.PatchTooMuch, "Can not change "+field+" in patch of metadata", name, field)
	}
	for _, key := range []string{"populationDescription", "subjectFields"} {
		if now[key] != nil {
			old[key] = now[key]
		}
	}
	delete(old, "temporalEnd")
	if now["temporalEnd"] != nil {
		old["temporalEnd"] = now["temporalEnd"]
	}
	measure, err := patchMeasure(old.object("measureVariable"), now.object("measureVariable"))
	if err != nil {
		return nil, err
	}
	old["measureVariable"] = measure
	return compact(old)
}

func compact(content any) (json.RawMessage, error) {
	b, err := encode(content)
	return bytes.TrimSpace(b), err
}

// differs names a field that a patch may not change, or "".
func differs(old, now object) string {
	for _, key := range []string{"name", "temporality", "languageCode", "sensitivityLevel"} {
		if old.word(key) != now.word(key) {
			return key
		}
	}
	if now["attributeVariables"] != nil && len(old.list("attributeVariables")) != len(now.list("attributeVariables")) {
		return "attributeVariables"
	}
	if unit(first(old.list("identifierVariables"))) != unit(first(now.list("identifierVariables"))) {
		return "identifierVariables.unitType"
	}
	before, after := old.object("measureVariable"), now.object("measureVariable")
	for _, key := range []string{"name", "dataType", "format", "variableRole"} {
		if before.word(key) != after.word(key) {
			return "measureVariable." + key
		}
	}
	if unit(before) != unit(after) {
		return "measureVariable.unitType"
	}
	return differentDomain(before.list("representedVariables"), after.list("representedVariables"))
}

func first(list []object) object {
	if len(list) == 0 {
		return object{}
	}
	return list[0]
}

func unit(variable object) string { return variable.object("keyType").word("name") }

// differentDomain compares the periods of code lists, the codes and the missing values.
func differentDomain(before, after []object) string {
	if len(before) != len(after) {
		return "measureVariable.valueDomain (periods)"
	}
	for i := range before {
		old, now := before[i].object("valueDomain"), after[i].object("valueDomain")
		if (old["codeList"] == nil) != (now["codeList"] == nil) {
			return "measureVariable.valueDomain"
		}
		if old["codeList"] == nil {
			continue // a described domain covers the data, which a patch does not have
		}
		for _, end := range []string{"start", "stop"} {
			if period(before[i]).word(end) != period(after[i]).word(end) {
				return "measureVariable.codeList (" + end + ")"
			}
		}
		if !slices.Equal(codesOf(old), codesOf(now)) {
			return "measureVariable.codeList (codes)"
		}
		if !slices.Equal(old.words("missingValues"), now.words("missingValues")) {
			return "measureVariable.sentinelAndMissingValues"
		}
	}
	return ""
}

// period has no key for an end that is open, also where null was written for it.
func period(represented object) object {
	p := represented.object("validPeriod")
	for key, raw := range p {
		if strings.TrimSpace(string(raw)) == "null" {
			delete(p, key)
		}
	}
	return p
}

func codesOf(domain object) []string {
	var out []string
	for _, c := range domain.list("codeList") {
		out = append(out, c.word("code"))
	}
	slices.Sort(out)
	return out
}

// patchMeasure takes label, description and the texts of the value domain.
func patchMeasure(old, now object) (json.RawMessage, error) {
	if now["label"] != nil {
		old["label"] = now["label"]
	}
	represented, patched := old.list("representedVariables"), now.list("representedVariables")
	for i := range represented {
		if patched[i]["description"] != nil {
			represented[i]["description"] = patched[i]["description"]
		}
		domain, err := compact(patchDomain(represented[i].object("valueDomain"), patched[i].object("valueDomain")))
		if err != nil {
			return nil, err
		}
		represented[i]["valueDomain"] = domain
	}
	list, err := compact(represented)
	if err != nil {
		return nil, err
	}
	old["representedVariables"] = list
	return compact(old)
}

// patchDomain takes the titles of the categories, whose codes keep their order, or the texts
// of a described domain.
func patchDomain(old, now object) object {
	for _, key := range []string{"description", "unitOfMeasure"} {
		if old["codeList"] == nil && now[key] != nil {
			old[key] = now[key]
		}
	}
	if old["codeList"] == nil {
		return old
	}
	titles := map[string]json.RawMessage{}
	for _, c := range now.list("codeList") {
		titles[c.word("code")] = c["category"]
	}
	codes := old.list("codeList")
	for _, c := range codes {
		if title := titles[c.word("code")]; title != nil {
			c["category"] = title
		}
	}
	if list, err := compact(codes); err == nil {
		old["codeList"] = list
	}
	return old
}
