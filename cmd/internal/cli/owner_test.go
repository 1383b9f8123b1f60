//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestInterruptedValidation stops a check in the middle of a line without end.
func TestInterruptedValidation(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "X")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "X.json"), []byte(`{"temporalityType": "EVENT"}`), 0o600))
	csv := filepath.Join(dir, "X.csv")
	require.NoError(t, os.WriteFile(csv, []byte("1;a;2020-01-01;;\n"), 0o600))
	require.NoError(t, os.Truncate(csv, 1<<39)) // sparse: it takes no space
	cmd, home, said := start(t, nil, "owner", "validate", dir)
	begun := time.Now()
	interrupt(t, cmd, said, func() bool { return time.Since(begun) > 700*time.Millisecond })
	require.Contains(t, said.String(), "Interrupted; nothing was left behind.")
	require.Zero(t, files(home))
}
