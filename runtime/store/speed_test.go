package store

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkMetadata reads a file of the size of a register's: 40 variables, one of them
// with a municipality list of 400 codes in 50 periods, and decodes that variable.
func BenchmarkMetadata(b *testing.B) {
	var out strings.Builder
	out.WriteString(`{"dataStore":{},"dataStructures":[`)
	for k := range 40 {
		if k > 0 {
			out.WriteString(",")
		}
		fmt.Fprintf(&out, `{"name":"V%d","temporality":"EVENT","temporalCoverage":{"start":0,"stop":9},"identifierVariables":[{"name":"PERSONID_1","keyType":{"name":"PERSON"}}],"measureVariable":{"name":"V","label":"V","dataType":"String","representedVariables":[`, k)
		for p := range max(50*(1-k), 1) {
			if p > 0 {
				out.WriteString(",")
			}
			fmt.Fprintf(&out, `{"description":"x","validPeriod":{"start":%d,"stop":%d},"valueDomain":{"codeList":[`, p*10, p*10+9)
			for i := range 400 {
				if i > 0 {
					out.WriteString(",")
				}
				fmt.Fprintf(&out, `{"category":"Kommune nummer %d","code":"%04d"}`, i, i)
			}
			out.WriteString(`],"missingValues":["0000"]}}`)
		}
		out.WriteString(`]}}`)
	}
	out.WriteString(`]}`)
	text := []byte(out.String())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m, err := parseMetadata(text, nil, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := m.variable("V0"); err != nil {
			b.Fatal(err)
		}
	}
}
