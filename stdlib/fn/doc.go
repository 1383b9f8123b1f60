// Package fn is the functions of the language: their declarations and what they compute.
//
// In: nothing. Out: All, the list that the checker types calls with, the planner lowers
// them by, and help and the manual are made from; Habits, the names of other languages to
// answer with a hint; Evaluator, which computes functions of constants for bindings.
//
//	for _, f := range fn.All() { fmt.Println(f.Spec.Syntax, f.Spec.Summary.EN) }
//
// Each file holds one group. A function takes whole columns and gives a whole column;
// constants arrive as constant columns and the literal `.` as an untyped one. Unless its
// summary says otherwise, a row whose argument is missing or outside the domain gets a
// missing value; NaN and infinities are never stored. Functions of a text work once for every
// distinct value of its dictionary. Adding a function is one entry in one file.
package fn
