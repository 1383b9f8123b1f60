package synth

// A variable is declared in one row: its stored type, when it has data and how a
// value follows from the history. The rest (title, temporality, unit type, code
// list) comes from the catalogue under the same name. Adding a variable is adding a
// name to data/variables.txt and a row here.

// clock says which days a yearly or monthly variable is measured on, as epoch days
// from start to stop of each period.
type clock struct{ periods []period }

type period struct{ start, stop int16 }

// variable is the declaration of one variable.
type variable struct {
	name  string
	kind  storedType
	codes codeTable // of codeValue
	scale float64   // of realValue: stored value is value / scale

	fixed  func(w *world, unit int32) (int64, bool)   // FIXED
	at     func(v *view, unit int32) (int64, bool)    // STATUS and ACCUMULATED
	when   clock                                      // … its periods
	spells func(w *world, unit int32, emit emitSpell) // EVENT
	span   period                                     // … the window spells are cut to
}

// emitSpell takes one spell; stop none means it is still going on.
type emitSpell func(value int64, start, stop int16)

// codeTable names where the codes of a value come from.
type codeTable struct {
	list  string   // a code list of the catalogue, in its order
	codes []string // or these
}

func list(name string) codeTable      { return codeTable{list: name} }
func these(codes ...string) codeTable { return codeTable{codes: codes} }
func januaries(from, to int) clock    { return yearly(from, to, 1, 1) }
func novembers(from, to int) clock    { return yearly(from, to, 11, 16) }
func (c clock) and(more ...period) clock {
	return clock{append(append([]period(nil), more...), c.periods...)}
}

func yearly(from, to, month, dom int) (c clock) {
	for y := from; y <= to; y++ {
		d := day(y, month, dom)
		c.periods = append(c.periods, period{d, d})
	}
	return c
}

// years are whole calendar years.
func years(from, to int) (c clock) {
	for y := from; y <= to; y++ {
		c.periods = append(c.periods, period{newYear(y), newYear(y+1) - 1})
	}
	return c
}

// months are n whole calendar months from a first one.
func months(year, month, n int) (c clock) {
	for k := range n {
		c.periods = append(c.periods, period{day(year, month+k, 1), day(year, month+k+1, 1) - 1})
	}
	return c
}

// days are single days, one for each (year, month, day).
func days(list ...[3]int) (ps []period) {
	for _, d := range list {
		x := day(d[0], d[1], d[2])
		ps = append(ps, period{x, x})
	}
	return ps
}

// declarations is the table of everything a synthetic register holds.
func declarations() []variable {
	var all []variable
	for _, part := range [][]variable{populationVariables(), familyVariables(), spellVariables(), workVariables(),
		incomeVariables(), housingVariables(), jobVariables(), courseVariables(), vehicleVariables()} {
		all = append(all, part...)
	}
	return all
}

func populationVariables() []variable {
	return []variable{
		{name: "BEFOLKNING_KJOENN", codes: these("1", "2"), fixed: func(w *world, p int32) (int64, bool) {
			return int64(w.flags[p] & woman), true
		}},
		{name: "BEFOLKNING_FOEDSELS_AAR_MND", kind: numberValue, fixed: func(w *world, p int32) (int64, bool) {
			return yearMonth(w.birth[p]), true
		}},
		{name: "BEFOLKNING_FODELAND", codes: list("land"), fixed: func(w *world, p int32) (int64, bool) {
			return w.countryIndex[w.country[p]], true
		}},
		{name: "BEFOLKNING_INVKAT", codes: these("A", "B", "C", "E", "F", "G"), fixed: func(w *world, p int32) (int64, bool) {
			return categoryIndex(w.category[p]), true
		}},
		{name: "BEFOLKNING_MOR_FNR", kind: amountValue, fixed: func(w *world, p int32) (int64, bool) {
			return w.parentID(p, w.mother[p], motherHidden)
		}},
		{name: "BEFOLKNING_FAR_FNR", kind: amountValue, fixed: func(w *world, p int32) (int64, bool) {
			return w.parentID(p, w.father[p], fatherHidden)
		}},
		{name: "NUDB_SOSBAK", codes: these("1", "2", "3", "4", "9"), fixed: (*world).socialBackground},
		{name: "NUDB_AAR_FORSTE_FULLF_HOV", kind: numberValue, fixed: (*world).firstMaster},
		{name: "BEFOLKNING_STATUSKODE", codes: these("1", "3", "5"), when: januaries(2015, 2025).and(days([3]int{2010, 1, 1})...),
			at: func(v *view, p int32) (int64, bool) { return v.status(p), v.entry[p] <= v.day }},
		{name: "BEFOLKNING_KOMMNR_FORMELL", codes: list("kommune"), when: januaries(2015, 2025), at: (*view).municipality},
		{name: "BEFOLKNING_KOMMNR_FAKTISK", codes: list("kommune"), when: januaries(2015, 2025), at: (*view).actualMunicipality},
	}
}

func categoryIndex(c uint8) int64 {
	switch c {
	case 'A', 'B', 'C':
		return int64(c - 'A')
	}
	return int64(c-'E') + 3
}

// familyVariables hold on 1 January, for residents.
func familyVariables() []variable {
	count := func(f func(f *frame, p int32) int64) func(v *view, p int32) (int64, bool) {
		return func(v *view, p int32) (int64, bool) {
			if fr := v.frame(); fr.head[p] >= 0 {
				return f(fr, p), true
			}
			return 0, false
		}
	}
	when := januaries(2017, 2025)
	kids := count(func(f *frame, p int32) int64 { return int64(f.kids[f.head[p]]) })
	return []variable{
		{name: "BEFOLKNING_REGSTAT_FAMNR", kind: amountValue, when: when,
			at: count(func(f *frame, p int32) int64 { return f.ids[f.head[p]] })},
		{name: "BEFOLKNING_REGSTAT_FAMTYP", codes: these(familyTypes...), when: when,
			at: count(func(f *frame, p int32) int64 { return int64(f.familyType(p)) })},
		{name: "BEFOLKNING_BARN_I_REGSTAT_FAMNR", kind: numberValue, when: when, at: kids},
		{name: "BEFOLKNING_BARN_I_HUSH", kind: numberValue, when: when, at: kids},
		{name: "BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR", kind: numberValue, when: januaries(2021, 2025),
			at: count(func(f *frame, p int32) int64 { return int64(f.size[f.head[p]]) })},
		{name: "BEFOLKNING_PARSTATUS", codes: these(coupleStatuses...), when: januaries(2021, 2025),
			at: count(func(f *frame, p int32) int64 { return int64(f.coupleStatus(p)) })},
		{name: "BEFOLKNING_REGSTAT_PERSONKODE", codes: these("1", "2", "3"), when: januaries(2021, 2025),
			at: count(func(f *frame, p int32) int64 { return int64(f.personCode(p)) })},
		{name: "BEFOLKNING_SAMB_FNR", kind: amountValue, when: when, at: func(v *view, p int32) (int64, bool) {
			f := v.frame()
			if q := f.partner[p]; q >= 0 && !f.married(p) {
				return f.ids[q], true
			}
			return 0, false
		}},
	}
}

func spellVariables() []variable {
	return []variable{
		{name: "SIVSTANDFDT_SIVSTAND", codes: list("sivilstand"), span: period{newYear(1992), newYear(2024) - 1}, spells: (*world).maritalSpells},
		{name: "BOSATTEFDT_BOSTED", codes: list("kommune"), span: period{newYear(1992), newYear(2025) - 1}, spells: (*world).residenceSpells},
		{name: "NUDB_BU", codes: list("nus2000"), span: period{day(1970, 11, 1), day(2024, 8, 1)}, spells: (*world).educationSpells},
		{name: "ARBSOEK2001FDT_HOVED", codes: list("arbsoek_hoved"), span: period{day(2001, 5, 1), day(2024, 12, 15)}, spells: (*world).seekerSpells},
	}
}

func workVariables() []variable {
	return []variable{
		{name: "REGSYS_ARB_ARBMARK_STATUS", codes: these("0", "1", "2", "3"), when: novembers(2015, 2024), at: (*view).labourStatus},
		{name: "REGSYS_ARB_YRKE_STYRK08", codes: list("styrk08"), when: novembers(2015, 2024), at: func(v *view, p int32) (int64, bool) {
			k := v.mainJobs()[p]
			if k < 0 || v.age(p, v.day) < 15 || !v.resident(p, v.day) {
				return 0, false
			}
			return int64(v.jobs[k].occupation), true
		}},
	}
}

func incomeVariables() []variable {
	wages := func(v *view, p int32) (int64, bool) {
		x := v.earns(p, func() int64 { return v.pay.wages(p, v.year) })
		return x, x > 0
	}
	wealth := func(share int64) func(v *view, p int32) (int64, bool) {
		return func(v *view, p int32) (int64, bool) {
			if v.age(p, v.stop) < 17 || !v.resident(p, v.stop) {
				return 0, false
			}
			return v.pay.wealth(p, v.year) * share / 100, true
		}
	}
	return []variable{
		{name: "INNTEKT_WLONN", kind: amountValue, when: years(1993, 2023), at: wages},
		{name: "INNTEKT_LONN", kind: realValue, scale: 1, when: years(2015, 2023), at: wages},
		{name: "INNTEKT_WYRKINNT", kind: amountValue, when: years(2015, 2023), at: func(v *view, p int32) (int64, bool) {
			x := v.earns(p, func() int64 { return v.pay.wages(p, v.year) + v.pay.business(p, v.year) })
			return x, x > 0
		}},
		{name: "INNTEKT_BRUTTOFORM", kind: amountValue, when: years(2015, 2020), at: wealth(42)},
		{name: "INNTEKT_BER_BRFORM", kind: amountValue, when: years(2012, 2023), at: wealth(100)},
		{name: "INNTEKT_SOSIAL", kind: amountValue, when: years(1993, 2023), at: func(v *view, p int32) (int64, bool) {
			x := v.earns(p, func() int64 { return v.pay.socialAssistance(p, v.year) })
			return x, x > 0
		}},
		{name: "INNTEKT_HUSH_IES", kind: realValue, scale: 1, when: years(2018, 2023), at: func(v *view, p int32) (int64, bool) {
			if f := v.nextFrame(); f.head[p] >= 0 {
				return v.familyIncome()[f.head[p]], true
			}
			return 0, false
		}},
	}
}

func housingVariables() []variable {
	when := clock{}.and(append(days([3]int{2017, 1, 1}), januaries(2020, 2024).periods...)...)
	home := func(f func(d dwelling) int64) func(v *view, p int32) (int64, bool) {
		return func(v *view, p int32) (int64, bool) {
			fr := v.frame()
			h := fr.head[p]
			if h < 0 {
				return 0, false
			}
			return f(v.dwellingOf(v.homeLots, h, v.places()[h], v.year, int(fr.size[h]))), true
		}
	}
	return []variable{
		{name: "BOFORHOLD_BRUKSAREAL", kind: numberValue, when: when, at: home(func(d dwelling) int64 { return int64(d.area) })},
		{name: "BOFORHOLD_BYGGEAAR", kind: numberValue, when: when, at: home(func(d dwelling) int64 { return int64(d.built) })},
		{name: "BOFORHOLD_BYGNINGSTYPE", codes: these(dwellingKinds...), when: when, at: home(func(d dwelling) int64 { return int64(d.kind) })},
	}
}

// jobVariables have jobs as units.
func jobVariables() []variable {
	when := yearly(2018, 2024, 7, 16)
	active := func(f func(w *world, j *job) int64) func(v *view, k int32) (int64, bool) {
		return func(v *view, k int32) (int64, bool) {
			j := &v.jobs[k]
			if j.start > v.day || v.day > j.end {
				return 0, false
			}
			return f(v.world, j), true
		}
	}
	return []variable{
		{name: "ARBEIDSFORHOLD_PERSON", kind: amountValue, fixed: func(w *world, k int32) (int64, bool) { return w.ids[w.jobs[k].person], true }},
		{name: "ARBLONN_ARB_ARBEIDSTID", kind: realValue, scale: 100, when: when.and(days([3]int{2021, 1, 16}, [3]int{2021, 2, 16}, [3]int{2021, 3, 16})...),
			at: active(func(_ *world, j *job) int64 { return int64(j.percent) * fullWeek(j) / 10 })},
		{name: "ARBLONN_ARB_STILLINGSPST", kind: realValue, scale: 1, when: when, at: active(func(_ *world, j *job) int64 { return int64(j.percent) })},
		{name: "ARBLONN_ARB_YRKE_STYRK08", codes: list("styrk08"), when: when, at: active(func(_ *world, j *job) int64 { return int64(j.occupation) })},
		{name: "ARBLONN_ARB_HOVEDARBEID", codes: these("1", "2"), when: when, at: func(v *view, k int32) (int64, bool) {
			j := &v.jobs[k]
			if j.start > v.day || v.day > j.end {
				return 0, false
			}
			if v.mainJobs()[j.person] == k {
				return 0, true
			}
			return 1, true
		}},
		{name: "ARBLONN_LONN_EKV_IALT", kind: realValue, scale: 1, when: months(2021, 6, 11), at: func(v *view, k int32) (int64, bool) {
			j := &v.jobs[k]
			if j.start > v.stop || v.day > j.end {
				return 0, false
			}
			return v.pay.jobPay(k, v.year, v.month), true
		}},
	}
}

// fullWeek is the weekly hours of a full-time job, in tenths: shift work has fewer.
func fullWeek(j *job) int64 {
	if (uint32(j.person)*2654435761+uint32(j.occupation))>>16%100 < 15 {
		return 355
	}
	return 375
}

func courseVariables() []variable {
	return []variable{
		{name: "NUDB_KURS_FNR", kind: amountValue, fixed: func(w *world, k int32) (int64, bool) { return w.ids[w.taken[k].person], true }},
		{name: "NUDB_KURS_NUS", codes: list("nus2000"), span: period{day(1974, 9, 1), day(2024, 9, 1)},
			spells: func(w *world, k int32, emit emitSpell) {
				c := &w.taken[k]
				emit(int64(c.code), c.start, c.stop)
			}},
	}
}

func vehicleVariables() []variable {
	when := yearly(2018, 2024, 12, 31)
	owned := func(f func(v *view, o *ownedVehicle) int64) func(v *view, k int32) (int64, bool) {
		return func(v *view, k int32) (int64, bool) {
			o := &v.cars[k]
			if int(o.from) > v.year || v.year > int(o.to) {
				return 0, false
			}
			return f(v, o), true
		}
	}
	return []variable{
		{name: "KJORETOY_KJORETOYID_FNR", kind: amountValue, when: when, at: owned(func(v *view, o *ownedVehicle) int64 { return v.ids[o.owner] })},
		{name: "KJORETOY_KJT_GRUP", codes: these(vehicleGroups...), when: when, at: owned(func(_ *view, o *ownedVehicle) int64 { return int64(o.group) })},
		{name: "KJORETOY_DRIVSTOFF_OMK", codes: these(fuels...), when: when, at: owned(func(_ *view, o *ownedVehicle) int64 { return int64(o.fuel) })},
	}
}
