package bank_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/store"
)

func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func publicKeys(t *testing.T, keys ...ed25519.PrivateKey) []byte {
	t.Helper()
	var out []byte
	for _, k := range keys {
		der, err := x509.MarshalPKIXPublicKey(k.Public())
		require.NoError(t, err)
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})...)
	}
	return out
}

// policy writes a policy file and signs it.
func policy(t *testing.T, number int, profile, more string, keys ...ed25519.PrivateKey) bank.PolicyFiles {
	t.Helper()
	p := bank.PolicyFiles{Policy: fmt.Appendf(nil, `{"policy": %d, "register": %q, "profile": %q, "identity": "PERSON"%s}`, number, banktest.Name, profile, more)}
	for _, k := range keys {
		var err error
		p.Signatures, err = disclosure.SignPolicy(p.Policy, p.Signatures, k)
		require.NoError(t, err)
	}
	return p
}

const sensitive = `
variable DIAGNOSE PERSON EVENT text
sensitivity PERSON_SPECIAL
11;a;1990-01-01;
variable CIVIL PERSON EVENT text
11;1;1990-01-01;
variable AREA PERSON EVENT text
sensitivity PUBLIC
11;1;1990-01-01;
`

// profileOf is the profile that the store gives a variable in a version.
func profileOf(t *testing.T, root, version string, v disclosure.Variable) string {
	t.Helper()
	s, err := store.Open(ctx, store.Options{Dirs: []string{root}, Cache: t.TempDir()})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	of, ok := s.Bank(banktest.Name)
	require.True(t, ok)
	found, err := of.(*store.Bank).Open(version)
	require.NoError(t, err)
	p, err := found.Policy()
	require.NoError(t, err)
	return p.For(v).Profile().String()
}

var (
	diagnose = disclosure.Variable{Name: "DIAGNOSE", Sensitivity: disclosure.PersonSpecial}
	civil    = disclosure.Variable{Name: "CIVIL", Sensitivity: disclosure.PersonGeneral}
	area     = disclosure.Variable{Name: "AREA", Sensitivity: disclosure.Public}
)

func sensitiveBank(t *testing.T) *bench {
	b, d := made(t), banktest.Deliver(t, sensitive)
	for _, name := range []string{"DIAGNOSE", "CIVIL", "AREA"} {
		require.NoError(t, b.Add(ctx, d[name]))
	}
	return b
}

// TestPolicies: a bank without is strict; one comes with a release, is carried on, and is never
// changed in a version that is released.
func TestPolicies(t *testing.T) {
	b := sensitiveBank(t)
	require.NoError(t, b.SetPolicy(ctx, policy(t, 1, "open", ""), false))
	require.Equal(t, "open", profileOf(t, b.root, "DRAFT", area))
	require.False(t, b.release("1.0.0.0").NoPolicy)
	require.Equal(t, "open", profileOf(t, b.root, "1", area))
	require.Equal(t, "microdata", profileOf(t, b.root, "1", civil)) // its level tightens the profile
	require.Equal(t, "strict", profileOf(t, b.root, "1", diagnose))

	require.NoError(t, b.Add(ctx, banktest.Deliver(t, first)["SEX"]))
	b.release("1.1.0.0")
	require.True(t, b.exists("datastore/policy__1_1.json"))
	require.Equal(t, "open", profileOf(t, b.root, "1", area))

	require.NoError(t, b.SetPolicy(ctx, policy(t, 2, "microdata", ""), false)) // tighter
	out := b.release("1.2.0.0")                                                // a policy alone makes a MINOR
	require.Empty(t, out.Updates)
	require.Empty(t, out.Loosened)
	require.Equal(t, "microdata", profileOf(t, b.root, "1", area))

	refused(t, b.SetPolicy(ctx, policy(t, 3, "open", ""), false), finding.PolicyLooser, "")
	refused(t, b.SetPolicy(ctx, policy(t, 2, "strict", ""), false), finding.PolicyNumber, "")
	require.NoError(t, b.SetPolicy(ctx, policy(t, 3, "open", ""), true))
	out = b.release("1.3.0.0")
	require.Equal(t, "profile", out.Loosened)
	require.Contains(t, out.Description, "(Policyen er løsnet: profile.)")
	view, err := bank.Policy(b.root, banktest.Name, "1.2.0.0")
	require.NoError(t, err)
	require.Equal(t, 2, view.Policy.Version())
	require.Len(t, view.Variables, 4)
	require.Equal(t, "AREA", view.Variables[0].Name)
	require.Equal(t, "PUBLIC", view.Variables[0].Level)
	require.Equal(t, disclosure.Microdata, view.Variables[0].Policy.Profile())
	require.NoError(t, b.SetPolicy(ctx, policy(t, 4, "strict", ""), false))
	require.NoError(t, b.DropPolicy(ctx))
	refused(t, b.DropPolicy(ctx), finding.NoNewPolicy, "")
	require.False(t, b.exists("datastore/policy__DRAFT.json"))
}

func TestPoliciesThatAreRefused(t *testing.T) {
	b := sensitiveBank(t)
	before := banktest.Hashes(t, b.root)
	refused(t, b.SetPolicy(ctx, bank.PolicyFiles{Policy: []byte("{}")}, false), finding.BadPolicy, "")
	refused(t, b.SetPolicy(ctx, policy(t, 1, "microdata", `, "minimum": {"population": 5}`), false), finding.BadPolicy, "")
	other := policy(t, 1, "microdata", "")
	other.Policy = bytes.Replace(other.Policy, []byte(banktest.Name), []byte("no.other"), 1)
	refused(t, b.SetPolicy(ctx, other, false), finding.OtherRegister, "")
	refused(t, b.SetPolicy(ctx, policy(t, 1, "microdata", `, "variables": {"NOWHERE": {"category_min": 5}}`), false), finding.PolicyVariable, "")
	refused(t, b.SetPolicy(ctx, policy(t, 1, "microdata", `, "variables": {"DIAGNOSE": {"profile": "microdata"}}`), false), finding.TwoSignatures, "")
	require.Equal(t, before, banktest.Hashes(t, b.root))
	require.NoError(t, b.SetPolicy(ctx, policy(t, 1, "microdata", `, "variables": {"CIVIL": {"profile": "strict", "category_min": 50}}`), false))
}

// TestTwoSignatures: two owners may lower what a sensitive variable is under, one may not, and
// who may write the folder does not become an owner by that.
func TestTwoSignatures(t *testing.T) {
	b := sensitiveBank(t)
	const low = `, "variables": {"DIAGNOSE": {"profile": "microdata"}}`
	p := policy(t, 1, "microdata", low, key(1))
	p.Keys = publicKeys(t, key(1), key(2))
	refused(t, b.SetPolicy(ctx, p, true), finding.TwoSignatures, "")
	p.Signatures = policy(t, 1, "microdata", low, key(1), key(2)).Signatures
	require.NoError(t, b.SetPolicy(ctx, p, false))
	require.Equal(t, "microdata", profileOf(t, b.root, "DRAFT", diagnose))
	b.release("1.0.0.0")
	require.Equal(t, "microdata", profileOf(t, b.root, "1", diagnose))

	refused(t, b.SetPolicy(ctx, policy(t, 2, "microdata", low), true), finding.BadPolicy, "")             // D0025: the bank has keys
	refused(t, b.SetPolicy(ctx, policy(t, 2, "microdata", low, key(1)), true), finding.TwoSignatures, "") // one is too few
	stranger := policy(t, 2, "microdata", low, key(3), key(4))
	stranger.Keys = publicKeys(t, key(3), key(4))
	refused(t, b.SetPolicy(ctx, stranger, true), finding.KeysNotSigned, "")
	next := policy(t, 2, "microdata", "", key(2), key(3))
	next.Keys = publicKeys(t, key(3), key(4))
	require.NoError(t, b.SetPolicy(ctx, next, false)) // tighter, and a former owner hands over
	b.release("1.1.0.0")
	require.Equal(t, "strict", profileOf(t, b.root, "1", diagnose))
	require.NoError(t, b.SetPolicy(ctx, policy(t, 3, "microdata", "", key(4)), false))

	synthetic := policy(t, 4, "microdata", `, "synthetic": true`, key(4))
	refused(t, b.SetPolicy(ctx, synthetic, true), finding.TwoSignatures, "")
}

// TestSensitivityLoosens: the policy stays, but a variable comes back with a lower level.
func TestSensitivityLoosens(t *testing.T) {
	b := sensitiveBank(t)
	require.NoError(t, b.SetPolicy(ctx, policy(t, 1, "microdata", ""), false))
	b.release("1.0.0.0")
	require.NoError(t, b.Change(ctx, banktest.Deliver(t, strings.Replace(sensitive, "PERSON_SPECIAL", "PERSON_GENERAL", 1))["DIAGNOSE"]))
	_, err := b.Release(ctx, bank.Release{Description: "x", All: true})
	refused(t, err, finding.PolicyLooser, "")
	out, err := b.Release(ctx, bank.Release{Description: "x", All: true, Loosen: true})
	require.NoError(t, err)
	require.Equal(t, "variables.DIAGNOSE.profile", out.Loosened)
}
