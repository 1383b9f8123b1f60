package pack

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// The files of a key folder.
const (
	PublicKeyFile  = "microdata_public_key.pem"
	PrivateKeyFile = "microdata_private_key.pem"
)

const (
	keyBits = 2048
	maxKey  = 64 << 10 // bytes of a key file
)

// GenerateKeys writes a new pair of keys into a folder that has none; the private key can be
// read by its owner only.
func GenerateKeys(dir string) error {
	for _, name := range []string{PrivateKeyFile, PublicKeyFile} {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			return refuse(finding.AlreadyThere, path+" already exists", path)
		}
	}
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, b := range map[string]*pem.Block{
		PrivateKeyFile: {Type: "PRIVATE KEY", Bytes: private}, PublicKeyFile: {Type: "PUBLIC KEY", Bytes: public},
	} {
		if err := whole(filepath.Join(dir, name), func(w io.Writer) error { return pem.Encode(w, b) }); err != nil {
			return err
		}
	}
	return nil
}

// readPEM reads the one block of a key file; absent is given when there is no file.
func readPEM(dir, name string, absent error) (*pem.Block, error) {
	path := filepath.Join(dir, name)
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, absent
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxKey))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, badKey(path)
	}
	return block, nil
}

func badKey(path string) error { return refuse(finding.BadKey, path+" is not a valid key", path) }

func readPublic(dir string) (*rsa.PublicKey, error) {
	path := filepath.Join(dir, PublicKeyFile)
	block, err := readPEM(dir, PublicKeyFile, refuse(finding.NoPublicKey, path+" not found", path))
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, badKey(path)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok || key.N.BitLen() < keyBits {
		return nil, badKey(path)
	}
	return key, nil
}

func readPrivate(dir string) (*rsa.PrivateKey, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, refuse(finding.NoKeyFolder, dir+" not found", dir)
	}
	path := filepath.Join(dir, PrivateKeyFile)
	block, err := readPEM(dir, PrivateKeyFile, refuse(finding.NoPrivateKey, path+" not found", path))
	if err != nil {
		return nil, err
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil && key.N.BitLen() >= keyBits {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, badKey(path)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok || key.N.BitLen() < keyBits {
		return nil, badKey(path)
	}
	return key, nil
}

// wrap encrypts the written form of a data key.
func wrap(public *rsa.PublicKey, key dataKey) ([]byte, error) {
	return rsa.EncryptOAEP(sha256.New(), rand.Reader, public, []byte(encoding.EncodeToString(key[:])), nil)
}

func unwrap(private *rsa.PrivateKey, wrapped []byte) (dataKey, error) {
	written, err := rsa.DecryptOAEP(sha256.New(), nil, private, wrapped, nil)
	if err != nil {
		return dataKey{}, errToken
	}
	b, err := encoding.DecodeString(string(written))
	if err != nil || len(b) != len(dataKey{}) {
		return dataKey{}, errToken
	}
	return dataKey(b), nil
}
