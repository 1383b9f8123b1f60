// Package expand evaluates bindings and loops and makes a straight line of a script.
//
// In: a parsed script and an evaluator for functions of constants. Out: a program in which
// every name and value is plain, and for each statement the turns of the loops it came
// from; or errors at their place in the original text, with a note naming the turn.
//
//	let y = 2020
//	for v in a b
//	    generate $v ++ $y = 1      // generate a2020 = 1, generate b2020 = 1
//	end
//
// Bindings are numbers, texts and symbols. They can never see data, which is why all this
// happens before anything else.
package expand
