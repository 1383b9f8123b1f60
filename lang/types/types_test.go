package types

import (
	"testing"
	"time"
)

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	for days := -800000; days < 800000; days += 137 {
		want := time.Unix(int64(days)*86400, 0).UTC()
		y, m, d := CivilFromDays(days)
		if y != want.Year() || m != int(want.Month()) || d != want.Day() {
			t.Fatalf("day %d: got %d-%d-%d, want %v", days, y, m, d, want)
		}
		if DaysFromCivil(y, m, d) != days {
			t.Fatalf("day %d does not come back", days)
		}
	}
}

func TestISODates(t *testing.T) {
	for text, days := range map[string]int{"1970-01-01": 0, "2024-02-29": 19782, "1969-12-31": -1, "2000-01-01": 10957} {
		if got, ok := ParseISODate(text); !ok || got != days {
			t.Errorf("%s: got %d %v", text, got, ok)
		}
		if got := ISODate(days); got != text {
			t.Errorf("%d: got %s", days, got)
		}
	}
	for _, text := range []string{"2023-02-29", "2023-13-01", "2023-1-01", "20230101", "2023-00-10", "abcd-ef-gh"} {
		if _, ok := ParseISODate(text); ok {
			t.Errorf("%s was accepted", text)
		}
	}
}

func TestKinds(t *testing.T) {
	if Wider(Boolean, Integer) != Integer || Wider(Integer, Decimal) != Decimal || Wider(Date, Decimal) != Date || Wider(Untyped, Text) != Text {
		t.Error("wider")
	}
	if SameFamily(Text, Integer) || SameFamily(Key, Key) || !SameFamily(Untyped, Text) || !SameFamily(Date, Boolean) {
		t.Error("family")
	}
}
