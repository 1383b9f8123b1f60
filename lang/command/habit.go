package command

import "github.com/mdscript/mdscript/lang/diag"

// Habit is a name that users of other languages type although it is no function here.
type Habit struct {
	Name    string
	Instead []string  // functions or commands of this language that do the work, best first
	Code    diag.Code // its catalogue entry says what to do; {0} is the name as written
}
