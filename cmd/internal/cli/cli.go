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
	exit     int
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
	root := c.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	var exit exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, usage.text.In(c.lang))
	default:
		fmt.Fprintln(stderr, err)
	}
	return exitUsage
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
		Use:           "mdscript",
		Short:         "Run scripts of the microdata.no language",
		Long:          "mdscript runs scripts of the microdata.no language on register databases.\nEvery result passes disclosure control before anyone sees it.",
		Version:       engine.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	lang := root.PersistentFlags().String("lang", "", "language of messages and headings: en or nb (default from the environment)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if *lang == "" {
			return nil
		}
		l, ok := text.Parse(*lang)
		if !ok {
			return usageError{text.Text{NB: "--lang er en eller nb", EN: "--lang is en or nb"}}
		}
		c.lang = l
		return nil
	}
	root.AddCommand(c.runCommand(), c.checkCommand(), c.explainCommand(), c.replCommand(), c.synthCommand(), c.timeCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

// say writes a line for people to standard error.
func (c *console) say(t text.Text, args ...any) { fmt.Fprintf(c.err, t.In(c.lang)+"\n", args...) }
