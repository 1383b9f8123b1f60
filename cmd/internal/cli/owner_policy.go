package cli

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// The files of a pair of keys for signing policies.
const (
	policyPublicFile  = "policy_public_key.pem"
	policyPrivateFile = "policy_private_key.pem"
)

func (c *console) ownerPolicyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy COMMAND",
		Short: c.word("Policyen for avsløringskontroll", "The policy of disclosure control"),
		Long: c.word("Policyen til en bank sier hvordan tall beskyttes. spec/disclosure.md beskriver filen.",
			"The policy of a bank says how numbers are protected. spec/disclosure.md describes the file."),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usageError{text.Text{
				NB: fmt.Sprintf("Ukjent kommando «owner policy %s». mdscript owner policy --help viser kommandoene.", args[0]),
				EN: fmt.Sprintf("Unknown command 'owner policy %s'. mdscript owner policy --help lists the commands.", args[0]),
			}}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(c.policySetCommand(), c.policyShowCommand(), c.policySignCommand(), c.policyKeysCommand())
	return cmd
}

func (c *console) policySetCommand() *cobra.Command {
	var f bankFlags
	var signatures, keys string
	var loosen bool
	cmd := &cobra.Command{
		Use:   "set FILE --store DIR --bank NAME",
		Short: c.word("La neste versjon få en ny policy", "Let the next version have a new policy"),
		Long: c.word("Kontrollerer policyfilen FILE og lar neste versjon få den. Signaturene ligger i --signatures, ellers ved siden av\nfilen med endelsen .sig. Med --keys får banken eiernes offentlige nøkler; siden må en policy være signert.",
			"Checks the policy file FILE and lets the next version have it. Its signatures are in --signatures, else beside the file\nwith the ending .sig. With --keys the bank gets the owners' public keys; from then on a policy must be signed."),
		Args: c.one(text.Text{NB: "én fil", EN: "one file"}),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := policyFiles(args[0], signatures, keys)
			if err != nil {
				return c.unreadable(args[0], err)
			}
			return c.writing(f, func(b *bank.Bank) error {
				if err := b.SetPolicy(c.ctx, p, loosen); err != nil {
					return err
				}
				c.say(text.Text{NB: "Neste versjon får policyen i %s.", EN: "The next version gets the policy of %s."}, args[0])
				return nil
			})
		},
	}
	f.add(c, cmd)
	cmd.Flags().StringVar(&signatures, "signatures", "", c.word("filen med signaturene", "file of the signatures"))
	cmd.Flags().StringVar(&keys, "keys", "", c.word("fil med eiernes offentlige nøkler", "file with the owners' public keys"))
	cmd.Flags().BoolVar(&loosen, "loosen", false, c.word("den kan beskytte mindre enn før", "it may protect less than before"))
	return cmd
}

// beside is the name of the signatures of a policy file.
func beside(policy string) string {
	return strings.TrimSuffix(policy, filepath.Ext(policy)) + ".sig"
}

func policyFiles(policy, signatures, keys string) (p bank.PolicyFiles, err error) {
	if p.Policy, err = os.ReadFile(policy); err != nil {
		return p, err
	}
	from := signatures
	if from == "" {
		from = beside(policy)
	}
	p.Signatures, err = os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) && signatures == "" {
		p.Signatures, err = nil, nil
	}
	if err == nil && keys != "" {
		p.Keys, err = os.ReadFile(keys)
	}
	return p, err
}

func (c *console) policySignCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "sign FILE --key FILE",
		Short: c.word("Signer en policyfil", "Sign a policy file"),
		Long: c.word("Signerer policyfilen FILE med den private nøkkelen i --key. Signaturen legges til i filen ved siden av, med\nendelsen .sig.",
			"Signs the policy file FILE with the private key in --key. The signature is added to the file beside it, with the\nending .sig."),
		Args: c.one(text.Text{NB: "én fil", EN: "one file"}),
		RunE: func(_ *cobra.Command, args []string) error {
			if key == "" {
				return usageError{text.Text{NB: "--key FIL mangler.", EN: "--key FILE is missing."}}
			}
			if err := signPolicy(args[0], key); err != nil {
				return c.refused(args[0], err)
			}
			c.say(text.Text{NB: "Signerte %s i %s.", EN: "Signed %s in %s."}, args[0], beside(args[0]))
			return nil
		},
	}
	cmd.Flags().StringVar(&key, "key", "", c.word("filen med den private nøkkelen", "file of the private key"))
	return cmd
}

func signPolicy(policy, keyFile string) error {
	p, err := policyFiles(policy, "", "")
	if err != nil {
		return err
	}
	if _, err := disclosure.ParsePolicy(p.Policy); err != nil {
		return finding.Refuse(finding.BadPolicy, policy)
	}
	content, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return finding.Refuse(finding.BadSigningKey, keyFile)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return finding.Refuse(finding.BadSigningKey, keyFile)
	}
	signed, err := disclosure.SignPolicy(p.Policy, p.Signatures, key)
	if err != nil {
		return finding.Refuse(finding.BadPolicy, "D0026")
	}
	return replaceFile(beside(policy), append(signed, '\n'))
}

// because is what disclosure control says of a policy that was refused.
func (c *console) because(err error) string {
	var p *diag.Problem
	if !errors.As(err, &p) {
		return ""
	}
	messages, err := diag.NewMessages(disclosure.Diagnostics())
	if err != nil {
		return ""
	}
	return "\n  " + messages.Problem(p, c.lang)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, content []byte) error {
	temp := path + ".new"
	if err := os.WriteFile(temp, content, 0o644); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return os.Rename(temp, path)
}

func (c *console) policyKeysCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keys DIR",
		Short: c.word("Lag et nøkkelpar for signering av policyer", "Make a pair of keys for signing policies"),
		Long: c.word("Skriver "+policyPublicFile+" og "+policyPrivateFile+" i DIR. Hver eier har sitt par; de offentlige settes etter\nhverandre i filen som owner policy set --keys får.",
			"Writes "+policyPublicFile+" and "+policyPrivateFile+" in DIR. Every owner has a pair; the public ones are put one after\nthe other in the file that owner policy set --keys gets."),
		Args: c.one(text.Text{NB: "én mappe", EN: "one folder"}),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := makePolicyKeys(args[0]); err != nil {
				return c.refused(args[0], err)
			}
			c.say(text.Text{NB: "Skrev nøklene i %s.", EN: "Wrote the keys in %s."}, args[0])
			return nil
		},
	}
}

func makePolicyKeys(dir string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	publicDER, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return err
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, f := range []struct {
		name, kind string
		der        []byte
		mode       os.FileMode
	}{{policyPrivateFile, "PRIVATE KEY", privateDER, 0o600}, {policyPublicFile, "PUBLIC KEY", publicDER, 0o644}} {
		path := filepath.Join(dir, f.name)
		out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, f.mode)
		if errors.Is(err, fs.ErrExist) {
			return finding.Refuse(finding.AlreadyThere, path)
		}
		if err != nil {
			return err
		}
		err = pem.Encode(out, &pem.Block{Type: f.kind, Bytes: f.der})
		if closing := out.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// policyDocument is a policy in JSON, with what protects each variable.
type policyDocument struct {
	Bank          string           `json:"bank"`
	Policy        int              `json:"policy"`
	Profile       string           `json:"profile"`
	Synthetic     bool             `json:"synthetic"`
	Countersigned bool             `json:"countersigned"`
	Hash          string           `json:"hash"`
	Contact       string           `json:"contact,omitempty"`
	Variables     []policyVariable `json:"variables"`
}

type policyVariable struct {
	Name        string `json:"name"`
	Sensitivity string `json:"sensitivity"`
	Profile     string `json:"profile"`
	Counts      string `json:"counts"`
	MeanDigits  int    `json:"meanDigits"`
	Population  int    `json:"population"`
	Change      int    `json:"change"`
	Describe    int    `json:"describe"`
	Model       int    `json:"model"`
	CategoryMin int    `json:"categoryMin"`
}

func (c *console) policyShowCommand() *cobra.Command {
	var f bankFlags
	var version string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show --store DIR --bank NAME",
		Short: c.word("Vis policyen og hva den betyr for hver variabel", "Show the policy and what it means for each variable"),
		Long: c.word("Viser policyen til den nyeste versjonen, til --version, eller til utkastet med --version DRAFT: for hver variabel den\nsamlede virkningen av profil, følsomhet og egne regler.",
			"Shows the policy of the newest version, of --version, or of the draft with --version DRAFT: for each variable what\nprofile, sensitivity and overrides come to."),
		Args: c.none,
		RunE: func(*cobra.Command, []string) error {
			if err := f.given(); err != nil {
				return err
			}
			return c.policyShow(f, version, asJSON)
		},
	}
	f.add(c, cmd)
	cmd.Flags().StringVar(&version, "version", "", c.word("versjonen, eller DRAFT", "the version, or DRAFT"))
	cmd.Flags().BoolVar(&asJSON, "json", false, c.word("skriv som JSON", "write as JSON"))
	return cmd
}

func (c *console) policyShow(f bankFlags, version string, asJSON bool) error {
	view, err := bank.Policy(f.store, f.bank, version)
	if err != nil {
		return c.refused(f.path(), err)
	}
	p := view.Policy
	d := policyDocument{Bank: f.bank, Policy: p.Version(), Profile: p.Profile().String(), Synthetic: p.Synthetic(),
		Countersigned: p.Countersigned(), Hash: p.Hash(), Contact: words(p.Contact()), Variables: []policyVariable{}}
	for _, v := range view.Variables {
		m := v.Policy.Minimum()
		d.Variables = append(d.Variables, policyVariable{v.Name, v.Level, v.Policy.Profile().String(), string(v.Policy.Counts().Method),
			v.Policy.MeanDigits(), m.Population, m.Change, m.Describe, m.Model, v.Policy.CategoryMin()})
	}
	if asJSON {
		return c.inJSON(d)
	}
	var b strings.Builder
	if view.Files.Policy == nil {
		fmt.Fprintln(&b, c.word("Ingen policyfil: profilen strict gjelder.", "No policy file: the profile strict applies."))
	} else {
		fmt.Fprintf(&b, c.word("Policy %d, profil %s", "Policy %d, profile %s"), d.Policy, d.Profile)
		if d.Synthetic {
			b.WriteString(c.word(", oppdiktede data", ", invented data"))
		}
		if d.Countersigned {
			b.WriteString(c.word(", signert av to", ", signed by two"))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%-30s %-16s %-10s %-9s %6s %10s %6s %8s %6s %8s\n", c.word("variabel", "variable"), c.word("følsomhet", "sensitivity"), c.word("profil", "profile"),
		c.word("antall", "counts"), c.word("siffer", "digits"), c.word("populasjon", "population"), c.word("endr.", "change"), c.word("beskriv", "describe"), c.word("modell", "model"), c.word("kategori", "category"))
	for _, v := range d.Variables {
		fmt.Fprintf(&b, "%-30s %-16s %-10s %-9s %6d %10d %6d %8d %6d %8d\n", v.Name, v.Sensitivity, v.Profile, v.Counts, v.MeanDigits, v.Population, v.Change, v.Describe, v.Model, v.CategoryMin)
	}
	if _, err := fmt.Fprint(c.out, b.String()); err != nil {
		return c.unwritten("-")
	}
	return nil
}
