package unittype_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
)

func TestTheCentralDefinitions(t *testing.T) {
	names := unittype.Names()
	require.Len(t, names, 24)
	require.Equal(t, "JOBB", names[0])
	require.Equal(t, "NPR_PROSEDYRE", names[23])
	var long, plain []string
	for _, u := range unittype.All() {
		require.NotEmpty(t, u.Key, u.Name)
		require.NotEmpty(t, u.Label.NB, u.Name)
		require.NotEmpty(t, u.Label.EN, u.Name)
		require.Equal(t, u.Pseudonymised, u.IDType != "", u.Name)
		if u.DataType == "LONG" {
			long = append(long, u.Name)
		}
		if !u.Pseudonymised {
			plain = append(plain, u.Name)
		}
	}
	require.Equal(t, []string{"BK_HELSESTASJONSKONSULTASJON", "HKDIR_HYU_OPPMELDING"}, long)
	require.Equal(t, []string{"KOMMUNE", "BK_HELSESTASJONSKONSULTASJON"}, plain)
	_, ok := unittype.Find("HUND")
	require.False(t, ok)
	mother, ok := unittype.Find("SOESKEN")
	require.True(t, ok)
	require.Equal(t, "FNR", mother.IDType)
}

func TestTheMunicipalities(t *testing.T) {
	codes := unittype.Municipalities()
	require.Len(t, codes, 1097)
	require.Subset(t, codes, []string{"0301", "1103", "0000", "-1", "-2"})
}
