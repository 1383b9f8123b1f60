package source

import "testing"

func TestPositions(t *testing.T) {
	f := New("a", []byte("use ø\r\n😀x\n"))
	for offset, want := range map[int]Position{0: {1, 1}, 4: {1, 5}, 6: {1, 6}, 8: {2, 1}, 12: {2, 2}, 14: {3, 1}, 99: {3, 1}, -1: {1, 1}} {
		if got := f.Position(offset); got != want {
			t.Errorf("offset %d: got %v, want %v", offset, got, want)
		}
	}
	if line, column := f.UTF16(12); line != 1 || column != 2 {
		t.Errorf("UTF-16: %d %d", line, column)
	}
	if f.Lines() != 3 || f.Line(1) != "use ø" || f.Line(2) != "😀x" || f.Line(3) != "" || f.Line(9) != "" {
		t.Error("lines")
	}
	if f.LineStart(2) != 8 || f.LineStart(0) != len(f.Text) {
		t.Error("line starts")
	}
	if (Span{3, 5}).Join(Span{1, 4}) != (Span{1, 5}) {
		t.Error("join")
	}
}
