package disclosure

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
)

// signer is a key pair made from one byte, so that the test says the same everywhere.
func signer(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func pemOf(t *testing.T, keys ...ed25519.PrivateKey) []byte {
	t.Helper()
	var out []byte
	for _, k := range keys {
		der, err := x509.MarshalPKIXPublicKey(k.Public())
		require.NoError(t, err)
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})...)
	}
	return out
}

func signed(t *testing.T, policy []byte, keys ...ed25519.PrivateKey) []byte {
	t.Helper()
	var out []byte
	for _, k := range keys {
		var err error
		out, err = SignPolicy(policy, out, k)
		require.NoError(t, err)
	}
	return out
}

const waiver = `{"policy":1,"register":"lab","profile":"microdata","identity":"PERSON",
	"variables":{"DIAGNOSE":{"profile":"microdata"},"OTHER":{"category_min":20}}}`

func TestSignedPolicies(t *testing.T) {
	a, b, c := signer(1), signer(2), signer(3)
	policy, keys := []byte(waiver), pemOf(t, a, b, a)
	for _, x := range []struct {
		name string
		sig  []byte
		want any // code, or whether it is countersigned
	}{
		{"none", nil, codePolicyUnsigned},
		{"a stranger", signed(t, policy, c), codePolicyUnsigned},
		{"one", signed(t, policy, a), false},
		{"one and a stranger", signed(t, policy, c, a), false},
		{"one twice", signed(t, policy, a, a), false},
		{"two", signed(t, policy, a, b), true},
		{"of other bytes", signed(t, append(policy[:len(policy):len(policy)], ' '), a), codePolicySignature},
		{"no signatures", []byte("{}"), codePolicySignature},
	} {
		t.Run(x.name, func(t *testing.T) {
			p, err := ParseSigned(policy, x.sig, keys)
			if want, ok := x.want.(bool); ok {
				require.NoError(t, err)
				require.Equal(t, want, p.Countersigned())
				return
			}
			require.Equal(t, x.want, codeOf(t, err))
			require.Equal(t, Policy{}, p)
		})
	}
	p, err := ParseSigned(policy, nil, nil) // a bank without keys
	require.NoError(t, err)
	require.False(t, p.Countersigned())
	p, err = ParseSigned(policy, signed(t, policy, a, b), nil)
	require.NoError(t, err)
	require.False(t, p.Countersigned(), "nobody says whose keys these are")
	_, err = ParseSigned(policy, signed(t, policy, a), []byte("no keys"))
	require.Equal(t, codePolicySignature, codeOf(t, err))
}

// TestOnlyTwoOwnersLoosen: the override of a sensitive variable holds when two have signed.
func TestOnlyTwoOwnersLoosen(t *testing.T) {
	diagnose, other := Variable{"DIAGNOSE", PersonSpecial}, Variable{"OTHER", PersonSpecial}
	policy := []byte(waiver)
	one, err := ParseSigned(policy, signed(t, policy, signer(1)), pemOf(t, signer(1), signer(2)))
	require.NoError(t, err)
	require.Equal(t, []string{"DIAGNOSE"}, one.Loosens(diagnose, other))
	require.Equal(t, Strict, one.For(diagnose).Profile())
	two, err := ParseSigned(policy, signed(t, policy, signer(1), signer(2)), pemOf(t, signer(1), signer(2)))
	require.NoError(t, err)
	require.Equal(t, Microdata, two.For(diagnose).Profile())
	require.Equal(t, Strict, two.For(other).Profile(), "an override that does not name a profile lowers nothing")
	require.Equal(t, Strict, two.For(diagnose, other).Profile())
	require.NotEqual(t, one.Hash(), two.Hash())
	require.Equal(t, policyOf(t, waiver).Hash(), one.Hash())
	require.Equal(t, Strict, Strictest(one, two).For(diagnose).Profile())
	require.Equal(t, Microdata, Strictest(two, two).For(diagnose).Profile())
	require.Empty(t, two.Loosens(Variable{"DIAGNOSE", PersonGeneral}))
}

func TestLooserThan(t *testing.T) {
	base := `"policy":1,"register":"lab","identity":"PERSON","profile":`
	microdata := policyOf(t, `{`+base+`"microdata"}`)
	for _, x := range []struct{ a, want string }{
		{`{` + base + `"microdata"}`, ""},
		{`{` + base + `"strict"}`, ""},
		{`{` + base + `"open"}`, "profile"},
		{`{` + base + `"microdata","mean_digits":3}`, ""},
		{`{` + base + `"microdata","mean_digits":5}`, "mean_digits"},
		{`{` + base + `"microdata","minimum":{"population":2000}}`, ""},
		{`{` + base + `"microdata","synthetic":true}`, "synthetic"},
	} {
		require.Equal(t, x.want, policyOf(t, x.a).LooserThan(microdata), x.a)
	}
	strict := policyOf(t, `{`+base+`"microdata","minimum":{"population":2000},"limits":{"cells_minute":9}}`)
	require.Equal(t, "minimum", microdata.LooserThan(strict))
	require.Equal(t, "profile", microdata.LooserThan(NoPolicy()))
	require.Empty(t, NoPolicy().LooserThan(NoPolicy()))
	special := Variable{"A", PersonSpecial}
	require.Equal(t, "profile", microdata.For(Variable{"A", PersonGeneral}).LooserThan(microdata.For(special)))
}

// FuzzSignatures: whatever lies in the files, nothing panics and nothing is countersigned.
func FuzzSignatures(f *testing.F) {
	policy := []byte(waiver)
	sig, err := SignPolicy(policy, nil, signer(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sig, []byte("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"))
	f.Fuzz(func(t *testing.T, sig, keys []byte) {
		p, err := ParseSigned(policy, sig, keys)
		if err == nil && keys != nil && p.Countersigned() {
			t.Fatal("countersigned")
		}
	})
}

func codeOf(t *testing.T, err error) diag.Code {
	t.Helper()
	var p *diag.Problem
	require.ErrorAs(t, err, &p)
	return p.Code
}
