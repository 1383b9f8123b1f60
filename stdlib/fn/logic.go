package fn

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

func logic() []registry.Function {
	return []registry.Function{
		declare("inlist", "inlist(x, a, b, …)", 2, -1,
			t{"1 når x er lik en av de andre verdiene, ellers 0. Manglende x gir 0, og manglende verdier i listen er aldri like noe.",
				"1 when x equals one of the others, else 0. A missing x gives 0, and missing items never match."},
			takes(anything).gives(types.Boolean).and(sameFamily), inList,
			"inlist(2, 1, 2, 3)", "1", "inlist('03', '01', '02')", "0", "inlist(., 1, .)", "0"),
		declare("inrange", "inrange(x, lo, hi)", 3, 3,
			t{"1 når x ligger fra og med lo til og med hi, ellers 0. En manglende verdi gir 0.",
				"1 when x lies between lo and hi, both included, else 0. A missing value gives 0."},
			takes(number).gives(types.Boolean), inRange,
			"inrange(5, 1, 5)", "1", "inrange(5.1, 1, 5)", "0", "inrange(., 1, 5)", "0"),
		declare("sysmiss", "sysmiss(x)", 1, 1,
			t{"1 når verdien mangler, ellers 0. Tar verdier av alle slag.", "1 when the value is missing, else 0. Takes values of any kind."},
			takes(anything).gives(types.Boolean),
			func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
				return kernel.IsMissing(c, args[0])
			},
			"sysmiss(.)", "1", "sysmiss(0)", "0", "sysmiss('')", "0"),
	}
}

func inList(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	return run(c, kernel.InList{}, args...)
}

// inRange compares whole numbers exactly, as the operators do.
func inRange(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	above, err := run(c, kernel.Binary{Op: ">="}, args[0], args[1])
	if err != nil {
		return nil, err
	}
	defer above.Release()
	below, err := run(c, kernel.Binary{Op: "<="}, args[0], args[2])
	if err != nil {
		return nil, err
	}
	defer below.Release()
	return run(c, kernel.Binary{Op: "&"}, above, below)
}
