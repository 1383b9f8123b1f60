package types

// DaysFromCivil is the day number (days since 1970-01-01, proleptic Gregorian) of a
// valid calendar date. Source: the era arithmetic of H. Hinnant, "chrono-compatible low-level date algorithms".
func DaysFromCivil(y, m, d int) int {
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// CivilFromDays is the inverse of DaysFromCivil.
func CivilFromDays(z int) (y, m, d int) {
	z += 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}

// ValidDate tells whether a calendar date exists.
func ValidDate(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	yy, mm, dd := CivilFromDays(DaysFromCivil(y, m, d))
	return yy == y && mm == m && dd == d
}

// ISODate writes a day number as YYYY-MM-DD. Years outside 0–9999 keep all their digits.
func ISODate(days int) string {
	y, m, d := CivilFromDays(days)
	sign := ""
	if y < 0 {
		sign, y = "-", -y
	}
	return sign + pad(y, 4) + "-" + pad(m, 2) + "-" + pad(d, 2)
}

// ParseISODate reads YYYY-MM-DD; false when the form is wrong or the date does not exist.
func ParseISODate(s string) (days int, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || !ValidDate(y, m, d) {
		return 0, false
	}
	return DaysFromCivil(y, m, d), true
}

func digits(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func pad(n, width int) string {
	var buf [20]byte
	i := len(buf)
	for n > 0 || width > 0 {
		i--
		buf[i] = byte('0' + n%10)
		n /= 10
		width--
	}
	return string(buf[i:])
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
