package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
)

// TestLabelsAreFoundInBothLanguages: Norwegian labels have the word, whatever the English ones say.
func TestLabelsAreFoundInBothLanguages(t *testing.T) {
	l := NewCodeList("", false, []CodeItem{
		{Code: "1", Label: text.Text{NB: "Mann", EN: "Man"}},
		{Code: "2", Label: text.Text{NB: "Kvinne", EN: "Woman"}},
		{Code: "3", Label: text.Text{NB: "Man", EN: "Fine weather"}},
	})
	codes := func(items []CodeItem) (out []string) {
		for _, it := range items {
			out = append(out, it.Code)
		}
		return out
	}
	require.Equal(t, []string{"3"}, codes(l.WithLabel("Man")))
	require.Equal(t, []string{"2"}, codes(l.WithLabel("Woman")))
	require.Equal(t, []string{"1", "3"}, codes(l.Containing("Man")))
	require.Equal(t, []string{"3"}, codes(l.Containing("weather")))
	require.Empty(t, l.Containing("x"))
}
