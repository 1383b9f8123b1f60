package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// bank is the only bank of the synthetic store.
const bank = "no.ssb.fdb"

// ensureStore gives the microdata store, made once.
func ensureStore(ctx context.Context, o options) (string, error) {
	if o.store != "" {
		return filepath.Abs(o.store)
	}
	dir := filepath.Join(o.dir, fmt.Sprintf("store-%d", o.persons))
	if made(dir) {
		return dir, nil
	}
	fmt.Fprintf(os.Stderr, "making a synthetic store of %d residents in %s ...\n", o.persons, dir)
	cmd := exec.CommandContext(ctx, o.binary, "synth", "--persons", strconv.Itoa(o.persons), "--out", dir)
	cmd.Stderr = os.Stderr
	return dir, cmd.Run()
}

func made(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, bank, "datastore", "datastore_versions.json"))
	return err == nil
}

// openTwin is the same store under the policy open: the same files by reference, and other
// policies.
func openTwin(o options, store string) (string, error) {
	twin := filepath.Join(o.dir, filepath.Base(store)+"-open")
	if made(twin) {
		return twin, nil
	}
	part := twin + ".part"
	if err := os.RemoveAll(part); err != nil {
		return "", err
	}
	err := filepath.WalkDir(store, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(store, path)
		if err != nil {
			return err
		}
		to := filepath.Join(part, rel)
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		if !strings.HasPrefix(d.Name(), "policy__") {
			return link(path, to)
		}
		policy, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, bytes.Replace(policy, []byte(`"microdata"`), []byte(`"open"`), 1), 0o644)
	})
	if err != nil {
		return "", err
	}
	return twin, os.Rename(part, twin)
}

// link refers to a file: by a hard link, or a symbolic one to another disk.
func link(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	return os.Symlink(from, to)
}
