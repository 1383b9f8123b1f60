package transform

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
)

// TestABrokenDeliveryIsReported with every finding, and nothing is built.
func TestABrokenDeliveryIsReported(t *testing.T) {
	o := options(t)
	b, err := Build(context.Background(), delivered(t, "X", metaOf("FIXED", "PERSON", inWords("LONG")), "1;a;;2020-01-01;\n;1;;2020-01-01;\n"), o)
	require.NoError(t, err)
	require.Len(t, b.Report.Findings, 2)
	require.Empty(t, b.Data)
	require.NoDirExists(t, o.Working)
	for _, dir := range []string{filepath.Join(t.TempDir(), "ABSENT"), delivered(t, "X", "{", ""), delivered(t, "x", metaOf("FIXED", "PERSON", inWords("LONG")), "1;1;;2020-01-01;\n")} {
		b, err = Build(context.Background(), dir, o)
		require.NoError(t, err)
		require.False(t, b.Report.OK())
	}
}

// TestAFileThatChangesIsRefused: rows that still obey the rules, rows that do not, metadata.
func TestAFileThatChangesIsRefused(t *testing.T) {
	meta := metaOf("FIXED", "PERSON", inWords("LONG"))
	csv := strings.Repeat("1;1;;2020-01-01;\n", 1)
	for name, change := range map[string]struct{ file, content string }{
		"other value":  {"X.csv", "1;2;;2020-01-01;\n"},
		"one more row": {"X.csv", csv + "2;1;;2020-01-01;\n"},
		"broken row":   {"X.csv", "1;1;;2020-01-01\n"},
		"empty":        {"X.csv", ""},
		"gone":         {"X.csv", "-"},
		"comment":      {"X.csv", "1;1;;2020-01-01;x\n"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			dir := delivered(t, "X", meta, csv)
			path := filepath.Join(dir, change.file)
			o.Progress = func(s Step, share float64) {
				if s != Checking || share < 1 {
					return
				}
				if change.content == "-" {
					_ = os.Remove(path)
					return
				}
				_ = os.WriteFile(path, []byte(change.content), 0o600)
			}
			_, err := Build(context.Background(), dir, o)
			refused(t, err, finding.DataChanged)
			require.Empty(t, tree(t, o.Working))
		})
	}
}

// TestChangedMetadata: what was read before the check is not what was checked.
func TestChangedMetadata(t *testing.T) {
	o := options(t)
	dir := delivered(t, "X", metaOf("FIXED", "PERSON", inWords("LONG")), "1;1;;2020-01-01;\n")
	o.Key = func() (pseudonym.Source, error) {
		content := metaOf("FIXED", "FAMILIE", inWords("LONG"))
		return testKey(t, 1), os.WriteFile(filepath.Join(dir, "X.json"), []byte(content), 0o600)
	}
	_, err := Build(context.Background(), dir, o)
	refused(t, err, finding.DataChanged)
}

func TestAKeyIsNeededOnlyForPseudonyms(t *testing.T) {
	o := options(t)
	missing := finding.Refuse(finding.NoSecret)
	o.Key = func() (pseudonym.Source, error) { return nil, missing }
	_, err := Build(context.Background(), delivered(t, "X", metaOf("FIXED", "PERSON", inWords("LONG")), "1;1;;2020-01-01;\n"), o)
	require.ErrorIs(t, err, missing)
	b := built(t, delivered(t, "X", metaOf("FIXED", "KOMMUNE", inWords("LONG")), "0301;1;;2020-01-01;\n"), o)
	require.Empty(t, b.Vault)
}

// colliding gives every identifier the same pseudonym.
type colliding struct{ pseudonym.Key }

func (colliding) Hash(string) func([]byte) (uint64, uint64) {
	return func(id []byte) (uint64, uint64) { return 7, uint64(id[0]) }
}

func TestACollisionStopsTheBuild(t *testing.T) {
	o := options(t)
	o.Key = given(colliding{testKey(t, 1)})
	meta := metaOf("FIXED", "PERSON", inWords("LONG"))
	built(t, delivered(t, "X", meta, "1;1;;2020-01-01;\n"), o)
	before := tree(t, o.Working)
	_, err := Build(context.Background(), delivered(t, "X", meta, "1;1;;2020-01-01;\n2;1;;2020-01-01;\n"), o)
	refused(t, err, finding.Collision)
	require.NotContains(t, err.Error(), "2;1")
	require.Equal(t, before, tree(t, o.Working))
}

// TestAnInterruptLeavesNothing at any step.
func TestAnInterruptLeavesNothing(t *testing.T) {
	dir := delivered(t, "X", metaOf("EVENT", "PERSON", inWords("STRING")), events("EVENT", 100_000))
	for _, at := range []Step{Checking, Converting, Numbering} {
		o := options(t)
		ctx, cancel := context.WithCancel(context.Background())
		o.Progress = func(s Step, _ float64) {
			if s == at {
				cancel()
			}
		}
		_, err := Build(ctx, dir, o)
		require.ErrorIs(t, err, context.Canceled, at)
		if at > Checking {
			require.Empty(t, tree(t, o.Working))
		}
		cancel()
	}
}

// TestAPlaceThatCannotBeWritten is an error of the system, and leaves nothing.
func TestAPlaceThatCannotBeWritten(t *testing.T) {
	dir := delivered(t, "X", metaOf("FIXED", "PERSON", inWords("LONG")), "1;1;;2020-01-01;\n")
	o := options(t)
	require.NoError(t, os.WriteFile(o.Working, nil, 0o600))
	_, err := Build(context.Background(), dir, o)
	var system *os.PathError
	require.ErrorAs(t, err, &system)
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		return // no folder that the owner of all may not write in
	}
	o = options(t)
	require.NoError(t, os.Mkdir(o.Working, 0o500))
	_, err = Build(context.Background(), dir, o)
	require.True(t, errors.Is(err, os.ErrPermission), err)
}
