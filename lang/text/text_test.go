package text

import "testing"

func TestParse(t *testing.T) {
	for tag, want := range map[string]Lang{"nb": Bokmaal, "no": Bokmaal, "nn_NO.UTF-8": Bokmaal, "nb-NO": Bokmaal, "en": English, "C": English, "POSIX": English, "": English} {
		if got, ok := Parse(tag); !ok || got != want {
			t.Errorf("%q: got %v %v", tag, got, ok)
		}
	}
	if _, ok := Parse("fr_FR"); ok {
		t.Error("French was accepted")
	}
}

func TestText(t *testing.T) {
	x := Text{NB: "Hei", EN: "Hello"}
	if x.In(Bokmaal) != "Hei" || x.In(English) != "Hello" || !x.Complete() || (Text{NB: "a"}).Complete() || Same("x").In(Bokmaal) != "x" {
		t.Error("text")
	}
}
