// Command mdscript runs scripts of the microdata.no language on register databases.
//
//	mdscript run examples/income.mdscript
package main

import (
	"os"

	"github.com/mdscript/mdscript/cmd/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
