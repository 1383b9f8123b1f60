package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/html"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/page/md"
	"github.com/mdscript/mdscript/runtime/page/text"
)

// runFlags are the flags of run.
type runFlags struct {
	sessionFlags
	format, output string
	watch          bool
}

func (c *console) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run FILE",
		Short: c.word("Kjør et skript", "Run a script"),
		Long: c.word("Kjører et skript og skriver resultatene som er sluppet ut. FILE er - for standard inn.",
			"Runs a script and writes its released results. FILE is - for standard input."),
		Args: c.file,
		RunE: func(_ *cobra.Command, args []string) error { return c.run(f, args[0]) },
	}
	f.add(c, cmd)
	f.logs(c, cmd)
	cmd.Flags().StringVar(&f.format, "format", "text", c.word("text, json, md eller html", "text, json, md or html"))
	cmd.Flags().BoolVar(&f.watch, "watch", false, c.word("kjør på nytt når filen endres; bare det som er endret, regnes ut igjen", "run again when the file changes; only what changed is computed again"))
	cmd.Flags().StringVar(&f.output, "output", "", c.word("fil å skrive til (ellers standard ut)", "file to write to (default standard output)"))
	return cmd
}

// run runs one script. Text to a terminal appears line by line; everything else is written
// whole, and a file only when the run has ended.
func (c *console) run(f runFlags, path string) error {
	render, ok := renderers[f.format]
	if !ok {
		return usageError{langtext.Text{NB: "--format er text, json, md eller html.", EN: "--format is text, json, md or html."}}
	}
	if f.watch {
		return c.watch(f, path)
	}
	file, err := c.read(path)
	if err != nil {
		return err
	}
	progress := newProgress(c.err)
	e, err := c.engine(f.sessionFlags, progress)
	if err != nil {
		return err
	}
	if f.format != "text" || f.output != "" {
		result := e.Run(c.ctx, file, nil)
		progress.clear()
		if result.Exit == engine.ExitInterrupted {
			return c.ended(e, file, result)
		}
		if err := c.deliver(f.output, result.Document, render); err != nil {
			return err
		}
		return c.ended(e, file, result)
	}
	printer := text.NewPrinter(c.out, c.style(), c.lang)
	var broken error
	result := e.Run(c.ctx, file, func(_ *check.Call, blocks []page.Block) {
		progress.clear()
		broken = errors.Join(broken, printer.Blocks(blocks))
	})
	progress.clear()
	if err := errors.Join(broken, printer.Banks(result.Document.Banks)); err != nil {
		return c.unwritten("-")
	}
	return c.ended(e, file, result)
}

type renderer func(io.Writer, *page.Document) error

var renderers = map[string]renderer{
	"text": func(w io.Writer, d *page.Document) error { return text.Render(w, d, text.Style{}) },
	"json": json.Render, "md": md.Render, "html": html.Render,
}

// style is box drawing in the terminal's width, plain and unlimited elsewhere.
func (c *console) style() text.Style {
	f, ok := c.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return text.Style{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 0
	}
	return text.Style{Box: true, Width: width}
}

// deliver writes a document to standard output or to a file; a file appears whole or not at all.
func (c *console) deliver(output string, d *page.Document, render renderer) error {
	var buf bytes.Buffer
	if err := render(&buf, d); err != nil {
		return err
	}
	if output == "" || output == "-" {
		if _, err := c.out.Write(buf.Bytes()); err != nil {
			return c.unwritten("-")
		}
		return nil
	}
	if err := writeWhole(output, buf.Bytes()); err != nil {
		return c.unwritten(output)
	}
	return nil
}

// unwritten ends the program because results could not be written.
func (c *console) unwritten(output string) error {
	if output == "-" {
		return usageError{langtext.Text{NB: "Kan ikke skrive til standard ut.", EN: "Cannot write to standard output."}}
	}
	return usageError{langtext.Text{
		NB: "Kan ikke skrive " + output + ". Finnes mappen, og får du skrive i den?",
		EN: "Cannot write " + output + ". Does the folder exist, and may you write in it?",
	}}
}

// writeWhole writes beside the target and renames, so that no reader sees half a file.
// What is no regular file, such as /dev/null, is written to directly.
func writeWhole(path string, content []byte) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(path, content, 0o644)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".mdscript-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	if e := temp.Chmod(0o644); err == nil {
		err = e
	}
	if e := temp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// read reads a script from a file, or from standard input for -.
func (c *console) read(path string) (*source.File, error) {
	var content []byte
	var err error
	if path == "-" {
		content, err = io.ReadAll(io.LimitReader(c.in, maxScript+1))
	} else {
		content, err = readLimited(path)
	}
	switch {
	case err != nil:
		return nil, usageError{langtext.Text{NB: "Kan ikke lese " + path + ".", EN: "Cannot read " + path + "."}}
	case len(content) > maxScript:
		return nil, usageError{langtext.Text{NB: path + " er større enn 64 MB.", EN: path + " is larger than 64 MB."}}
	}
	return source.New(path, content), nil
}

// maxScript bounds the size of a script.
const maxScript = 64 << 20

func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxScript+1))
}

// ended writes the findings of a run and gives its exit code as an error, nil for 0.
func (c *console) ended(e *engine.Engine, file *source.File, r engine.Result) error {
	if len(r.Problems) > 0 {
		if err := diag.Render(c.err, file, r.Problems, e.Messages(), c.lang, c.colour()); err != nil {
			return err
		}
	}
	if r.Exit == engine.ExitOK {
		return nil
	}
	return exitError(r.Exit)
}

// colour tells whether messages go to a terminal that wants colours.
func (c *console) colour() bool {
	f, ok := c.err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" && !strings.EqualFold(os.Getenv("TERM"), "dumb")
}
