package fsck_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
)

// TestSpeed tells how fast a bank is read: MDSCRIPT_FSCK_MB=1000 go test -run Speed -v. What
// the system keeps in memory is read from there.
func TestSpeed(t *testing.T) {
	size, err := strconv.Atoi(os.Getenv("MDSCRIPT_FSCK_MB"))
	if err != nil {
		t.Skip("MDSCRIPT_FSCK_MB is not set")
	}
	root := t.TempDir()
	require.NoError(t, bank.Create(ctx, root, banktest.Name, bank.About{Label: "a", Description: "b"}, bank.Options{}))
	b, err := bank.Open(ctx, root, banktest.Name, bank.Options{})
	require.NoError(t, err)
	block := make([]byte, 1_000_000)
	_, _ = rand.Read(block)
	for name, d := range banktest.Deliver(t, deliveries) {
		if name == "POWER" {
			continue
		}
		if name == "PAY" {
			d.Data = filepath.Join(d.Data, "start_year=2019", "part-0.parquet")
		}
		f, err := os.OpenFile(d.Data, os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		for range size / 2 {
			_, err := f.Write(block)
			require.NoError(t, err)
		}
		require.NoError(t, f.Close())
		start := time.Now()
		require.NoError(t, b.Add(ctx, d))
		t.Logf("taken in at %.0f MB/s", float64(size/2)/time.Since(start).Seconds())
	}
	require.NoError(t, b.Close())
	start := time.Now()
	r := checked(t, root)
	require.True(t, r.OK(), said(r))
	t.Logf("%.0f MB at %.0f MB/s", float64(r.Bytes)/1e6, float64(r.Bytes)/1e6/time.Since(start).Seconds())
}
