package page_test

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/json"
)

const schemaPath = "../../spec/results.schema.json"

func validate(t *testing.T, d *page.Document) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaPath)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, json.Render(&out, d))
	value, err := jsonschema.UnmarshalJSON(&out)
	require.NoError(t, err)
	return schema.Validate(value)
}

func TestJSONFollowsThePublishedSchema(t *testing.T) {
	d := document()
	d.Blocks[0].Command, d.Blocks[0].Line = "textblock", 1
	d.Banks = []page.Bank{{Name: "no.ssb.fdb", Version: "30.0.0", Synthetic: true, Profile: "microdata"}}
	d.Problems = []page.Problem{{Code: "D0101", Severity: "error", Line: 3, Column: 1, Message: "too few"}}
	require.NoError(t, validate(t, d))
	require.NoError(t, validate(t, &page.Document{Language: "nb"}), "an empty document is a document")
}

func TestTheSchemaRefusesWhatItDoesNotName(t *testing.T) {
	d := document()
	d.Blocks[0].Command, d.Blocks[0].Line = "textblock", 0 // lines count from 1
	require.Error(t, validate(t, d))
	d.Blocks[0].Line = 1
	d.Language = "sv"
	require.Error(t, validate(t, d))
}
