package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
)

const countMetadata = `{"temporalityType": "FIXED", "sensitivityLevel": "PUBLIC", "populationDescription": [{"languageCode": "no", "value": "Alle"}],
	"subjectFields": [[{"languageCode": "no", "value": "Emne"}]], "dataRevision": {"description": [{"languageCode": "no", "value": "Ny"}]},
	"identifierVariables": [{"unitType": "PERSON"}], "measureVariables": [{"name": [{"languageCode": "no", "value": "Navn"}],
	"description": [{"languageCode": "no", "value": "Beskrivelse"}], "dataType": "LONG",
	"valueDomain": {"description": [{"languageCode": "no", "value": "Domene"}]}}]}`

// count writes a delivery of n persons.
func count(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "COUNT")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "COUNT.json"), []byte(countMetadata), 0o600))
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%011d;%d;;2020-01-01;\n", i, i)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "COUNT.csv"), []byte(b.String()), 0o600))
	return dir
}

func secret(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("ab", 32)), 0o600))
	return path
}

// TestIngestOnAFullDisk: whatever the place that is too little for (the data, the pseudonyms, the
// temporary files), the bank is as it was, and nothing lies about. It needs the right to mount.
func TestIngestOnAFullDisk(t *testing.T) {
	delivery, key := count(t, 60_000), secret(t)
	for _, kib := range []int{64, 700, 1500} { // data take about 850 KiB, pseudonyms 940
		mount := t.TempDir()
		if err := syscall.Mount("none", mount, "tmpfs", 0, fmt.Sprintf("size=%dk", kib)); err != nil {
			t.Skipf("no file system of a given size: %v", err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(mount, syscall.MNT_DETACH) })
		newBank(t, mount)
		before := content(t, mount)
		cmd, _, said := start(t, nil, "owner", "ingest", delivery, "--store", mount, "--bank", testBank, "--key-file", key)
		err := cmd.Wait()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, "%d KiB: %s", kib, said)
		require.Equal(t, 4, exit.ExitCode(), said.String())
		require.Contains(t, said.String(), "There is no space left")
		require.Contains(t, said.String(), "Nothing was changed.")
		require.Equal(t, before, content(t, mount), "%d KiB: %s", kib, said)
	}
}

// TestIngestIntoAReadOnlyStore needs the right to mount, too: the root user may write anywhere else.
func TestIngestIntoAReadOnlyStore(t *testing.T) {
	mount := t.TempDir()
	if err := syscall.Mount("none", mount, "tmpfs", 0, ""); err != nil {
		t.Skipf("no file system to make read-only: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(mount, syscall.MNT_DETACH) })
	newBank(t, mount)
	require.NoError(t, syscall.Mount("none", mount, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	cmd, _, said := start(t, nil, "owner", "ingest", count(t, 3), "--store", mount, "--bank", testBank, "--key-file", secret(t))
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Wait(), &exit)
	require.Equal(t, 4, exit.ExitCode(), said.String())
	require.Contains(t, said.String(), "cannot be written")
}

// TestInterruptedIngest leaves the bank as it was, at whatever step the interrupt comes.
func TestInterruptedIngest(t *testing.T) {
	delivery, key := count(t, 400_000), secret(t)
	for _, after := range []time.Duration{40, 100, 180, 300} {
		store := t.TempDir()
		newBank(t, store)
		before := content(t, store)
		cmd, home, said := start(t, nil, "owner", "ingest", delivery, "--store", store, "--bank", testBank, "--key-file", key)
		time.Sleep(after * time.Millisecond)
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		_ = cmd.Wait()
		switch code := cmd.ProcessState.ExitCode(); code {
		case 130:
			require.Contains(t, said.String(), "Interrupted")
			require.Equal(t, before, content(t, store))
		case 0: // it was faster
			require.DirExists(t, filepath.Join(store, testBank, "data", "COUNT"))
		default:
			require.Equal(t, -1, code, said.String()) // before the program listened to signals
		}
		require.Zero(t, files(home))
	}
}

// TestKilledIngest kills it at random points, one of which may be after the change was made. What
// is left never keeps the next ingest from working, and the bank can be read at any time.
func TestKilledIngest(t *testing.T) {
	delivery, key, store := count(t, 150_000), secret(t), t.TempDir()
	newBank(t, store)
	for i := range 12 {
		cmd, _, _ := start(t, nil, "owner", "ingest", delivery, "--store", store, "--bank", testBank, "--key-file", key)
		time.Sleep(time.Duration(i*15) * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		_, err := bank.Read(store, testBank)
		require.NoError(t, err)
	}
	cmd, _, said := start(t, nil, "owner", "ingest", delivery, "--store", store, "--bank", testBank, "--key-file", key)
	if err := cmd.Wait(); err != nil {
		require.Contains(t, said.String(), "already has a draft")
	}
	require.NoDirExists(t, filepath.Join(store, testBank+"_working"))
	b, err := bank.Open(t.Context(), store, testBank, bank.Options{})
	require.NoError(t, err)
	_, err = b.SetStatus(t.Context(), "COUNT", bank.PendingRelease)
	require.NoError(t, err)
	_, err = b.Release(t.Context(), bank.Release{Description: "New"})
	require.NoError(t, err)
	require.NoError(t, b.Close())
	n, err := pseudonym.Verify(filepath.Join(store, testBank, "vault", pseudonym.FileName("FNR")), "FNR")
	require.NoError(t, err)
	require.EqualValues(t, 150_000, n)
}

// content is what a folder holds, without the file that writers lock.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := banktest.Hashes(t, dir)
	delete(out, testBank+"/datastore/writer.lock")
	return out
}
