package column

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestColumnsPrintTheirTypeOnly(t *testing.T) {
	c := FromInts([]int64{123456789}, nil)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		if got := fmt.Sprintf(verb, c); got != "column(integer)" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
	if b, err := json.Marshal(c); err != nil || string(b) != `"column"` {
		t.Errorf("json gives %s %v", b, err)
	}
}

func TestBitmap(t *testing.T) {
	b := NewBitmap(130)
	b.Set(0)
	b.Set(64)
	b.Set(129)
	if b.Count(130) != 3 || b.Count(129) != 2 || !b.Get(64) || b.Get(65) {
		t.Fatal("bits")
	}
	b.Clear(64)
	if b.Count(130) != 2 {
		t.Fatal("clear")
	}
}

func TestTextsShareASortedDictionary(t *testing.T) {
	c := FromTexts([]string{"b", "", "a", "b"}, BitmapOf(true, false, true, true))
	if c.Text(0) != "b" || c.Text(2) != "a" || !c.Missing(1) || len(c.Dict.Values) != 2 {
		t.Fatalf("got %q", c.Dict.Values)
	}
}
