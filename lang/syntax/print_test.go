package syntax

import "testing"

func TestPrint(t *testing.T) {
	in := "\uFEFF# head  \r\n\r\n\r\nUSE   a//why\r\nfor i,j in 1:3,a b c ;k in ( x y )\r\n  // inner\r\n\tgenerate $k++$i=-a^2+b*( c-1 )   if x>1&!y\r\n\r\n for z in 1 -2\r\ndrop a++$z b\r\nend// z\r\nend\r\n" +
		"collapse(sum)a b->c ( max ) d , by( e )\r\nrecode v( 1/3 .=2 'a, b' )(*=.)  , prefix( n )\r\ntextblock\r\n  raw  'x\r\nendblock\r\nregress y i.a##c.b, level(90),robust\r\nbad §  x // kept\r\n"
	want := `# head

use a //why
for i, j in 1:3, a b c; k in (x y)
    // inner
    generate $k++$i = -a^2+b*(c-1) if x > 1 & !y

    for z in 1 -2
        drop a++$z b
    end // z
end
collapse (sum) a b -> c (max) d, by(e)
recode v(1/3 . = 2 'a, b') (* = .), prefix(n)
textblock
  raw  'x
endblock
regress y i.a##c.b, level(90), robust
bad §  x // kept
`
	script, _ := parseText(in)
	if got := Print(script); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, text := range []string{in, want} {
		checkFixedPoint(t, text, testCommands())
	}
}

func TestLongLinesAreContinued(t *testing.T) {
	in := "tabulate a_rather_long_variable another_rather_long_variable if condition_one == 1 & condition_two == 2 | condition_three, rowpct freq summarize(x)"
	want := "tabulate a_rather_long_variable another_rather_long_variable if condition_one == 1 & condition_two \\\n" +
		"    == 2 | condition_three, rowpct freq summarize(x)\n"
	script, _ := parseText(in)
	if got := Print(script); got != want {
		t.Errorf("got\n%s", got)
	}
	checkFixedPoint(t, in, testCommands())
}
