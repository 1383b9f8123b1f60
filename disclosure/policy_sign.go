package disclosure

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"

	"github.com/mdscript/mdscript/lang/diag"
)

// signedAs separates signatures of policies from whatever else a key may sign.
const signedAs = "mdscript policy 1\x00"

// countersigners is how many owners must agree before a policy may protect less than the
// sensitivity of a variable asks for.
const countersigners = 2

// maxSignatures bounds the files of signatures and of keys.
const maxSignatures = 64

// signatureFile is policy__M_m.sig: Ed25519 over signedAs and the bytes of the policy file.
type signatureFile struct {
	Signatures int         `json:"signatures"` // format
	Signed     []signature `json:"signed"`
}

type signature struct {
	Key       string `json:"key"`       // KeyName
	Signature string `json:"signature"` // base64
}

// KeyName tells keys apart: the first 8 bytes of the SHA-256 of the key, in hexadecimal.
func KeyName(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// ParsePolicyKeys reads the PEM blocks (PUBLIC KEY, Ed25519) of policy__M_m.pem. The same key
// twice is one key. Errors: D0026.
func ParsePolicyKeys(b []byte) ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	seen := map[string]bool{}
	for len(b) > 0 {
		block, rest := pem.Decode(b)
		if block == nil {
			break
		}
		b = rest
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		key, ok := parsed.(ed25519.PublicKey)
		if err != nil || !ok || block.Type != "PUBLIC KEY" || len(keys) == maxSignatures {
			return nil, diag.New(codePolicySignature).Because(err)
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil, diag.New(codePolicySignature)
	}
	return keys, nil
}

// SignPolicy adds a signature to those of a policy file; existing may be nil. A key signs
// once: its earlier signature is replaced. Errors: D0026 when existing cannot be read.
func SignPolicy(policy, existing []byte, key ed25519.PrivateKey) ([]byte, error) {
	f := signatureFile{Signatures: 1}
	if existing != nil {
		var err error
		if f, err = parseSignatures(existing); err != nil {
			return nil, err
		}
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, diag.New(codePolicySignature)
	}
	made := signature{KeyName(public), base64.StdEncoding.EncodeToString(ed25519.Sign(key, signedText(policy)))}
	kept := f.Signed[:0]
	for _, s := range f.Signed {
		if s.Key != made.Key {
			kept = append(kept, s)
		}
	}
	f.Signed = append(kept, made)
	return json.MarshalIndent(f, "", "  ")
}

func signedText(policy []byte) []byte { return append([]byte(signedAs), policy...) }

func parseSignatures(b []byte) (signatureFile, error) {
	var f signatureFile
	if err := json.Unmarshal(b, &f); err != nil || f.Signatures != 1 || len(f.Signed) > maxSignatures {
		return f, diag.New(codePolicySignature).Because(err)
	}
	return f, nil
}

// SignersOf counts the keys that have signed a policy. A signature of a key that is not among
// them proves nothing and is passed over; a wrong one of a key that is, is an error. Errors: D0026.
func SignersOf(policy, signatures []byte, keys []ed25519.PublicKey) (int, error) {
	if signatures == nil {
		return 0, nil
	}
	f, err := parseSignatures(signatures)
	if err != nil {
		return 0, err
	}
	signers := map[string]bool{}
	for _, s := range f.Signed {
		for _, key := range keys {
			if KeyName(key) != s.Key {
				continue
			}
			raw, err := base64.StdEncoding.DecodeString(s.Signature)
			if err != nil || !ed25519.Verify(key, signedText(policy), raw) {
				return 0, diag.New(codePolicySignature).Because(err)
			}
			signers[string(key)] = true
		}
	}
	return len(signers), nil
}

// ParseSigned reads a policy file with its signatures and the keys of the bank; both may be
// nil. With keys the policy must be signed by one of them; signed by two, its overrides may
// protect less than the sensitivity of a variable asks for. Errors: those of ParsePolicy,
// D0025 without a signature of a key of the bank, D0026.
func ParseSigned(policy, signatures, keys []byte) (Policy, error) {
	p, err := ParsePolicy(policy)
	if err != nil || keys == nil {
		return p, err
	}
	known, err := ParsePolicyKeys(keys)
	if err != nil {
		return Policy{}, err
	}
	n, err := SignersOf(policy, signatures, known)
	if err != nil {
		return Policy{}, err
	}
	if n == 0 {
		return Policy{}, diag.New(codePolicyUnsigned)
	}
	p.countersigned = n >= countersigners
	return p, nil
}

// Countersigned tells that two owners have signed the policy.
func (p Policy) Countersigned() bool { return p.countersigned }

// Loosens lists those of the variables for which the policy has an override that protects
// less than their sensitivity asks for. It holds only in a countersigned policy. Data that are
// invented have no sensitivity.
func (p Policy) Loosens(vars ...Variable) []string {
	var out []string
	for _, v := range vars {
		if o, ok := p.variables[v.Name]; ok && !p.synthetic && o.given && o.Profile > v.Sensitivity.profile() {
			out = append(out, v.Name)
		}
	}
	return out
}

// Overrides are the variables that the policy file names.
func (p Policy) Overrides() []string {
	var out []string
	for name := range p.variables {
		out = append(out, name)
	}
	return out
}

// LooserThan names a field in which p protects less than q, or "". Both are policies of the
// same bank, or what For makes of them.
func (p Policy) LooserThan(q Policy) string {
	if p.synthetic && !q.synthetic {
		return "synthetic"
	}
	own, m := mergeValues(p, p), mergeValues(p, q) // the policy of no file has no methods
	switch {
	case m.profile != own.profile:
		return "profile"
	case m.counts != own.counts:
		return "counts"
	case m.sums != own.sums:
		return "sums"
	case m.minimum != own.minimum:
		return "minimum"
	case m.meanDigits != own.meanDigits:
		return "mean_digits"
	case m.categoryMin != own.categoryMin:
		return "category_min"
	case m.limits != own.limits:
		return "limits"
	}
	return ""
}
