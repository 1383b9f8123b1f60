package finding_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// TestTheTextsAreComplete: both languages, each with what to do, in order of code.
func TestTheTextsAreComplete(t *testing.T) {
	entries := finding.Entries()
	require.True(t, slices.IsSortedFunc(entries, func(a, b diag.Entry) int { return slices.Compare([]byte(a.Code), []byte(b.Code)) }))
	for _, e := range entries {
		require.True(t, e.Message.Complete(), e.Code)
		require.True(t, e.Next.Complete(), e.Code)
		require.Positive(t, finding.Stage(e.Code), e.Code)
	}
}

func TestAMessageHasItsPlaceAndIsSafe(t *testing.T) {
	f := finding.Finding{Code: finding.NotInList, Line: 7, Column: 2, Args: []string{"1\x1b[2J", "{0}"}}
	require.Equal(t, "Line 7, column 2: \"{0}\" of the unit \"1\uFFFD[2J\" is not in the code list.", f.Message(text.English))
	require.Equal(t, "Linje 7, kolonne 2: «{0}» for enheten «1\uFFFD[2J» er ikke i kodelisten.", f.Message(text.Bokmaal))
	require.Equal(t, 6, f.Stage())
	f = finding.Finding{Code: finding.Required, Path: "identifierVariables"}
	require.Equal(t, "identifierVariables: required, but absent.", f.Message(text.English))
	require.Equal(t, "Add it.", f.Next(text.English))
}
