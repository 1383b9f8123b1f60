package life

// StudyGrant is what a person is paid as a grant for studies in a calendar year, in kroner: of
// students the part of their support that is turned into a grant (term by term, less for
// those who earn much or live at home), of some pupils a grant for equipment. 0 for others.
func (w *World) StudyGrant(p int32, year int) int64 {
	w.benefit.enrolOnce.Do(func() { w.benefit.enrolment = w.Enrolment() })
	e := w.benefit.enrolment
	terms := 0
	for _, y := range [2]int{year - 1, year} {
		if e.Degrees(p, y) {
			terms++
		}
	}
	word := w.Pay.allowanceLots.At(p, 0)
	index := int64(WageIndex.At(year))
	age := year - w.BornYear(p)
	switch {
	case terms > 0 && age < 45:
		share := 1000
		if lot := thousand(word, 0); lot < 120 {
			return 0 // without support
		} else if lot < 300 {
			share = 450
		}
		return 22_500 * index / 1230 * int64(terms) * int64(share) / 1000
	case terms == 0 && e.Upper(p, year) && age >= 16 && age < 21 && thousand(word, 1) < 380:
		return int64(1200+thousand(word, 2)*9/2) * index / 1230
	}
	return 0
}
