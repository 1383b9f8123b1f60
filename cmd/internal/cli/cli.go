// Package cli is the command line of mdscript.
//
// In: arguments, standard input and the environment. Out: results on standard output or in
// a file, everything else on standard error, and an exit code that spec/results.md lists.
//
//	code := cli.Main([]string{"run", "a.mdscript"}, os.Stdin, os.Stdout, os.Stderr)
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
)

// Exit codes of the command line; those of a script come from package engine.
const (
	exitOK    = 0
	exitUsage = 2
)

// console is what a command talks to.
type console struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	lang     text.Lang
	opened   []io.Closer // stores; closed when the command line has ended
}

// usageError is a command line that cannot be meant.
type usageError struct{ text text.Text }

func (e usageError) Error() string { return e.text.EN }

// exitError ends the program with a code after its message was written.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Main runs one command line and gives its exit code. An interrupt cancels what runs.
func Main(args []string, in io.Reader, out, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &console{ctx: ctx, in: in, out: out, err: stderr, lang: languageOf(os.Getenv)}
	defer c.close()
	return c.main(args)
}

func (c *console) main(args []string) int {
	if l, ok := text.Parse(langFlag(args)); ok && langFlag(args) != "" {
		c.lang = l // before the commands are made: their help is in one language
	}
	root := c.root()
	root.SetArgs(args)
	err := root.ExecuteContext(c.ctx)
	var usage usageError
	var exit exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &usage):
		c.say(usage.text)
	default:
		c.say(text.Text{NB: "Feil i kommandolinjen: %v", EN: "Wrong command line: %v"}, err)
	}
	return exitUsage
}

// close gives back what the stores hold, such as a temporary cache.
func (c *console) close() {
	for _, o := range c.opened {
		_ = o.Close()
	}
}

// langFlag finds the value of --lang before flags are read.
func langFlag(args []string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return v
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// languageOf reads the language of messages from the environment, as the C library does.
func languageOf(getenv func(string) string) text.Lang {
	for _, name := range []string{"MDSCRIPT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			l, _ := text.Parse(v)
			return l
		}
	}
	return text.English
}

func (c *console) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "mdscript",
		Short: c.word("Kjør skript i språket til microdata.no", "Run scripts of the microdata.no language"),
		Long: c.word("mdscript kjører skript i språket til microdata.no på registerdatabaser.\nAlle resultater går gjennom avsløringskontroll før noen ser dem.",
			"mdscript runs scripts of the microdata.no language on register databases.\nEvery result passes disclosure control before anyone sees it."),
		Version:       engine.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usageError{text.Text{
				NB: fmt.Sprintf("Ukjent kommando «%s». mdscript --help viser kommandoene; et skript kjøres med mdscript run FIL.", args[0]),
				EN: fmt.Sprintf("Unknown command '%s'. mdscript --help lists the commands; a script is run with mdscript run FILE.", args[0]),
			}}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetUsageTemplate(c.word(usageNB, usageEN))
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	lang := root.PersistentFlags().String("lang", "", c.word("språk i meldinger og overskrifter: en eller nb (ellers fra omgivelsene)",
		"language of messages and headings: en or nb (default from the environment)"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if _, ok := text.Parse(*lang); !ok {
			return usageError{text.Text{NB: "--lang er en eller nb.", EN: "--lang is en or nb."}}
		}
		return nil
	}
	root.AddCommand(c.runCommand(), c.checkCommand(), c.explainCommand(), c.replCommand(), c.synthCommand(), c.timeCommand(), c.catalogueCommand())
	root.AddCommand(c.ownerCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetHelpCommand(&cobra.Command{
		Use: "help", Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, _, err := root.Find(args)
			if err != nil || cmd == root {
				if err := root.Args(root, args); err != nil {
					return err
				}
			}
			return cmd.Help()
		},
	})
	root.InitDefaultVersionFlag()
	c.wordHelp(root)
	root.Flags().Lookup("version").Usage = c.word("vis versjonen", "show the version")
	return root
}

// wordHelp says what --help does, of a command and of those below it.
func (c *console) wordHelp(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	if f := cmd.Flags().Lookup("help"); f != nil {
		f.Usage = c.word("vis denne hjelpen", "show this help")
	}
	for _, sub := range cmd.Commands() {
		c.wordHelp(sub)
	}
}

// flagError words what the library says about flags in both languages.
func flagError(err error) error {
	said := err.Error()
	for en, nb := range map[string]string{
		"unknown flag: ": "ukjent flagg: ", "unknown shorthand flag: ": "ukjent flagg: ",
		"flag needs an argument: ": "flagget mangler verdi: ", "invalid argument ": "ugyldig verdi ",
	} {
		if rest, ok := strings.CutPrefix(said, en); ok {
			if _, of, ok := strings.Cut(rest, " for "); ok && en == "invalid argument " {
				value, _, _ := strings.Cut(rest, " for ")
				flag, _, _ := strings.Cut(of, " flag")
				return usageError{text.Text{NB: nb + value + " for " + flag + ".", EN: en + value + " for " + flag + "."}}
			}
			return usageError{text.Text{NB: nb + rest + ".", EN: en + rest + "."}}
		}
	}
	return usageError{text.Same(said + ".")}
}

// word is one of two wordings.
func (c *console) word(nb, en string) string { return text.Text{NB: nb, EN: en}.In(c.lang) }

// file demands exactly one argument.
func (c *console) file(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usageError{text.Text{
		NB: fmt.Sprintf("%s tar én fil; - er standard inn.", cmd.CommandPath()),
		EN: fmt.Sprintf("%s takes one file; - is standard input.", cmd.CommandPath()),
	}}
}

// none refuses arguments.
func (c *console) none(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError{text.Text{
		NB: fmt.Sprintf("%s tar ingen argumenter, men fikk «%s».", cmd.CommandPath(), args[0]),
		EN: fmt.Sprintf("%s takes no arguments, but got '%s'.", cmd.CommandPath(), args[0]),
	}}
}

const (
	usageEN = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND [flags]{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:
{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name .NamePadding}} {{.Short}}
{{end}}{{end}}{{end}}
Flags:
{{.LocalFlags.FlagUsages}}{{if .HasAvailableInheritedFlags}}{{.InheritedFlags.FlagUsages}}{{end}}`
	usageNB = `Bruk:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} KOMMANDO [flagg]{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Kommandoer:
{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name .NamePadding}} {{.Short}}
{{end}}{{end}}{{end}}
Flagg:
{{.LocalFlags.FlagUsages}}{{if .HasAvailableInheritedFlags}}{{.InheritedFlags.FlagUsages}}{{end}}`
)

// say writes a line for people to standard error.
func (c *console) say(t text.Text, args ...any) { fmt.Fprintf(c.err, t.In(c.lang)+"\n", args...) }
