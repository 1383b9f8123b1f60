package unittype_test

import (
	"testing"
	"time"

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
		require.NotEmpty(t, u.Description.NB, u.Name)
		require.NotEmpty(t, u.Description.EN, u.Name)
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
	all := unittype.Municipalities()
	require.Len(t, all, 1122)
	codes := map[string]bool{}
	last := map[string]unittype.Municipality{}
	for _, m := range all {
		codes[m.Code] = true
		require.NotZero(t, m.From, m.Code)
		require.NotEmpty(t, m.Name, m.Code)
		require.True(t, m.Open || m.Until >= m.From, m.Code)
		if before, twice := last[m.Code]; twice {
			require.True(t, !before.Open && before.Until < m.From, m.Code)
		}
		last[m.Code] = m
	}
	require.Len(t, codes, 1097)
	for _, code := range []string{"0301", "1103", "0000", "-1", "-2"} {
		require.True(t, codes[code], code)
	}
	day := func(y int, m time.Month, d int) int {
		return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	}
	require.Equal(t, unittype.Municipality{Code: "0101", Name: "Halden", From: day(1988, 1, 1), Until: day(2019, 12, 31)}, last["0101"])
}
