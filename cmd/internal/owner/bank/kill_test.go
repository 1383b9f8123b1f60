package bank_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/fsck"
)

var kills = flag.Int("kills", 40, "how often the writer is killed")

// victimOf names the store of a process that is there to be killed.
const victimOf = "MDSCRIPT_BANK_VICTIM"

func TestMain(m *testing.M) {
	if root := os.Getenv(victimOf); root != "" {
		fmt.Println(victim(root))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim takes in, releases and withdraws without end. The value of every row of version
// number k of the list is k where the version changed the data.
func victim(root string) error {
	fmt.Println("ready")
	for {
		b, err := bank.Open(ctx, root, banktest.Name, bank.Options{})
		if err != nil {
			return err
		}
		if err := os.RemoveAll(b.Working()); err != nil {
			return err
		}
		for range 3 {
			if err := move(b, root); err != nil {
				return err
			}
		}
		if err := b.Close(); err != nil {
			return err
		}
	}
}

// move does what comes next, whatever was done before.
func move(b *bank.Bank, root string) error {
	s, err := bank.Read(root, banktest.Name)
	if err != nil {
		return err
	}
	for _, u := range s.Draft.Updates {
		if u.Status == bank.StatusDraft {
			_, err := b.SetStatus(ctx, u.Name, bank.PendingRelease)
			return err
		}
	}
	if len(s.Draft.Updates) > 0 {
		_, err := b.Release(ctx, bank.Release{Description: "next"})
		return err
	}
	n := len(s.Versions) + 1
	name := []string{"CIVIL", "PAY"}[n%2]
	drafts, err := banktest.DeliverTo(b.Working(), fmt.Sprintf("variable CIVIL PERSON EVENT integer\n11;%d;1990-01-01;\n12;%d;1991-01-01;\nvariable PAY PERSON ACCUMULATED integer\n11;%d;2019-01-01;2019-12-31\n11;%d;2020-01-01;2020-12-31\n", n, n, n, n))
	if err != nil {
		return err
	}
	for _, d := range s.Datasets {
		switch {
		case d.Name != name || d.Status != bank.Released:
		case n%7 == 0:
			return b.Remove(ctx, name, "why")
		case n%5 == 0:
			return b.Patch(ctx, drafts[name])
		default:
			return b.Change(ctx, drafts[name])
		}
	}
	return b.Add(ctx, drafts[name])
}

// TestKilled kills a writer at random instants. After each death readers find the last
// release, every older version answers as it did when it was new, the next writer opens the
// bank and goes on.
func TestKilled(t *testing.T) {
	t.Parallel()
	b := made(t)
	require.NoError(t, b.Close())
	random := rand.New(rand.NewPCG(4, 2))
	known, decided, undecided := map[string]string{}, 0, 0
	for i := range *kills {
		killOne(t, b.root, time.Duration(random.Int64N(int64(40*time.Millisecond))))
		before := count(t, b.root)
		watch(t, b.root, known) // before anybody repairs anything
		again, err := bank.Open(ctx, b.root, banktest.Name, bank.Options{})
		require.NoError(t, err)
		switch again.Recovered() {
		case 1:
			undecided++
		case 2:
			decided++
		}
		require.NoError(t, move(again, b.root))
		require.NoError(t, again.Close())
		clean(t, b.root)
		require.GreaterOrEqual(t, count(t, b.root), before)
		if i%4 == 0 {
			sound(t, b.root)
			watch(t, b.root, known)
		}
	}
	t.Logf("%d kills: %d versions, %d operations were thrown away, %d finished", *kills, count(t, b.root), undecided, decided)
}

func killOne(t *testing.T, root string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimOf+"="+root)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := make([]byte, len("ready"))
	_, err = out.Read(said)
	require.NoError(t, err)
	time.Sleep(after)
	require.NoError(t, cmd.Process.Kill())
	rest := make([]byte, 1<<10)
	n, _ := out.Read(rest)
	require.Empty(t, strings.TrimSpace(string(rest[:n])), "the writer gave up")
	_ = cmd.Wait()
}

func count(t *testing.T, root string) int {
	t.Helper()
	s, err := bank.Read(root, banktest.Name)
	require.NoError(t, err)
	return len(s.Versions)
}

// watch asks the newest version and an older one, and compares with what it said first.
func watch(t *testing.T, root string, known map[string]string) {
	t.Helper()
	s, err := bank.Read(root, banktest.Name)
	require.NoError(t, err)
	if len(s.Versions) == 0 {
		return
	}
	newest := banktest.Answers(t, root, "")
	number := strings.TrimSuffix(s.Versions[0].Number, ".0")
	head, _, _ := strings.Cut(newest, "\n")
	require.Equal(t, number, head)
	for _, d := range s.Datasets {
		if d.Status != bank.Released && d.Operation == "" {
			require.NotContains(t, newest, d.Name)
			continue
		}
		if d.Withdrawn != "" {
			continue
		}
		for i, v := range s.Versions {
			if v.Number == d.Changed {
				require.Contains(t, newest, fmt.Sprintf("%s (%s): 11=%d,", d.Name, d.Name, len(s.Versions)-i), "%s", newest)
			}
		}
	}
	known[major(number)] = newest
	for m, said := range known { // the order is random: one of them
		now := banktest.Answers(t, root, m)
		first, _, _ := strings.Cut(said, "\n")
		if head, _, _ := strings.Cut(now, "\n"); head != first { // a later MINOR or PATCH that was the newest only for a moment
			known[m] = now
			break
		}
		require.Equal(t, said, now)
		break
	}
}

func major(number string) string {
	m, _, _ := strings.Cut(number, ".")
	return m
}

// sound tells that every byte is what was written down about it.
func sound(t *testing.T, root string) {
	t.Helper()
	r, err := fsck.Check(ctx, root, banktest.Name, fsck.Options{})
	require.NoError(t, err)
	for _, f := range r.Findings {
		t.Error(f.Code, f.Args)
	}
}
