package municipal

// function is a task of municipalities, with what they pay in wages for it.
type function struct {
	number int
	name   string // end of the variable's name
	each   int    // kroner per resident in 2023
	share  int    // municipalities that have it, in 1/1000
	office bool   // much dearer by resident where few live
	until  int    // last year, 0 none
	from   int    // first year, 0 none
}

// functions are in the order of their numbers.
var functions = []function{
	{100, "POLITISK_STYRING", 220, 1000, true, 0, 0},
	{110, "KONTROLL_REVISJON", 40, 700, true, 0, 0},
	{120, "ADMINISTRASJON", 2900, 1000, true, 0, 0},
	{121, "EIENDOMSFORVALTNING", 180, 1000, true, 0, 0},
	{130, "PREMIEAVVIK", 220, 1000, true, 0, 0},
	{170, "AMORTISERING_PREMIEAVVIK", -900, 1000, false, 0, 0},
	{171, "AMORTISERING_TIDLIGERE_AAR", 700, 1000, false, 0, 0},
	{172, "PENSJON", 120, 1000, false, 0, 0},
	{173, "PREMIEFOND", -100, 400, false, 0, 0},
	{180, "FELLESUTGIFTER", 60, 1000, true, 0, 0},
	{190, "INTERNE_SERVICEENHETER", 250, 400, false, 2019, 0},
	{201, "BARNEHAGE", 4700, 1000, false, 0, 0},
	{202, "GRUNNSKOLE", 11500, 1000, false, 0, 0},
	{211, "STYRKET_FORSKOLEBARN", 600, 1000, false, 0, 0},
	{213, "VOKSENOPPLAERING", 400, 1000, false, 0, 0},
	{215, "SKOLEFRITIDSTILBUD", 900, 1000, false, 0, 0},
	{221, "BARNEHAGELOKALER_SKYSS", 60, 500, false, 0, 0},
	{222, "SKOLELOKALER", 650, 1000, false, 0, 0},
	{223, "SKOLESKYSS", 20, 400, false, 0, 0},
	{231, "AKTIVITETSTILBUD_BARN_UNGE", 250, 1000, false, 0, 0},
	{232, "HELSESTASJON_SKOLEHELSE", 1000, 1000, false, 0, 0},
	{233, "FOREBYGGENDE_HELSEARBEID", 300, 1000, false, 0, 0},
	{234, "AKTIVISERING_SERVICETJENESTER", 1100, 1000, false, 0, 0},
	{241, "DIAGNOSE_REHAB", 1200, 1000, false, 0, 0},
	{242, "SOSIALT_FOREBYGGENDE", 900, 1000, false, 0, 0},
	{243, "TILBUD_RUS", 350, 1000, false, 0, 0},
	{244, "BARNEVERNTJENESTER", 900, 1000, false, 0, 0},
	{251, "BARNEVERNSTILTAK_U_PLASSERING", 250, 1000, false, 0, 0},
	{252, "BARNEVERNSTILTAK_M_PLASSERING", 500, 1000, false, 0, 0},
	{253, "HELSE_OMSORG_INSTITUSJON", 8300, 1000, false, 0, 0},
	{254, "HELSE_OMSORG_HJEMME", 10500, 1000, false, 0, 0},
	{255, "SOMATISKE_TJENESTER", 30, 800, false, 2015, 0},
	{256, "OYEBLIKKELIG_HJELP", 60, 850, false, 0, 0},
	{261, "INSTITUSJONSLOKALER", 150, 600, false, 0, 0},
	{265, "KOMM_DISP_BOLIG", 120, 1000, false, 0, 0},
	{273, "ARBEIDSRETTET", 250, 700, false, 0, 0},
	{275, "INTRODUKSJON", 400, 1000, false, 0, 0},
	{276, "KVALIF", 80, 600, false, 0, 0},
	{283, "BISTAND_BOLIG", 60, 1000, false, 0, 0},
	{285, "TJENESTER_UTENFOR_ORDINAERT", 200, 350, false, 0, 0},
	{290, "INT_KOM_SAMARBEID", 50, 350, false, 0, 0},
	{301, "PLANSAKSBEHANDLING", 150, 1000, true, 0, 0},
	{302, "BYGGESAK", 200, 1000, true, 0, 0},
	{303, "KART_OPPMAALING", 120, 1000, true, 0, 0},
	{304, "UTSLIPPSTILATELSER_MM", 120, 1000, true, 2017, 0},
	{305, "EIERSEKSJONERING", 12, 900, true, 2017, 0},
	{315, "BOLIGBYGGING", 10, 200, false, 0, 0},
	{320, "NAERINGSVIRK", 60, 420, false, 0, 0},
	{321, "KONSESJONSKRAFT", 3, 180, false, 0, 0},
	{322, "PRODUKSJON_KRAFT", 6, 150, false, 0, 2022},
	{325, "TILRETTELEGGING", 100, 1000, true, 0, 0},
	{329, "LANDBRUKSFORVALTNING", 90, 1000, true, 0, 0},
	{330, "SAMFERDSEL", 20, 300, false, 0, 0},
	{332, "KOMM_VEI", 250, 1000, false, 0, 0},
	{335, "REKREASJON", 150, 1000, false, 0, 0},
	{338, "FOREBYGGING_ULYKKER", 150, 1000, false, 0, 0},
	{339, "BEREDSKAP_ULYKKER", 700, 1000, false, 0, 0},
	{340, "PRODUKSJON_VANN", 60, 1000, false, 0, 0},
	{345, "DISTRIBUSJON_VANN", 120, 1000, false, 0, 0},
	{350, "AVLOPSRENSING", 110, 1000, false, 0, 0},
	{353, "AVLOPSNETT", 150, 1000, false, 0, 0},
	{354, "TOMMING_SEPTIK", 5, 250, false, 0, 0},
	{355, "INNSAMLING_HUSHOLDNINGSAVFALL", 60, 1000, false, 0, 0},
	{360, "NATURFORVALTNING", 50, 1000, false, 0, 0},
	{365, "KULTURMINNEFORVALTNING", 10, 350, false, 0, 0},
	{370, "BIBLIOTEK", 190, 1000, false, 0, 0},
	{373, "KINO", 30, 420, false, 0, 0},
	{375, "MUSEER", 25, 450, false, 0, 0},
	{377, "KUNSTFORMIDLING", 30, 450, false, 0, 0},
	{380, "IDRETT_IDRETTSANLEGG", 40, 400, false, 0, 0},
	{381, "KOMMUNALE_IDRETTSANLLEGG", 170, 1000, false, 0, 0},
	{383, "KULTURSKOLER", 250, 1000, false, 0, 0},
	{385, "ANDRE_KULTURAKTIV", 200, 1000, false, 0, 0},
	{386, "KULTURBYGG", 90, 1000, false, 0, 0},
	{390, "KIRKE", 6, 500, false, 0, 0},
	{392, "LIVSSYN", 2, 250, false, 0, 0},
	{393, "GRAVPLASSER", 40, 1000, false, 0, 0},
}

// group is a field of work: the sum of functions.
type group struct {
	name string
	of   []int
}

var groups = []group{
	{"F_POLITISK_STYRING_KONTROLL", []int{100, 110}},
	{"F_ADM_KOMM", []int{120}},
	{"F_FELLESUTGIFTER_KOMM", []int{170, 171, 172, 173, 180, 190, 285, 290}},
	{"F_KULTURSEKTOR_KOMM", []int{231, 370, 373, 375, 377, 380, 381, 383, 385, 386}},
	{"F_PLAN_BYGG_MILJO_KOMM", []int{301, 302, 303, 304, 305, 335, 360, 365}},
	{"F_NAERINGSFORVALTNING_KOMM", []int{320, 321, 322, 325, 329}},
	{"F_SAMFERDSEL_KOMM", []int{330, 332}},
	{"F_EIENDOMSFORVALTNING_KOMM", []int{121, 130, 221, 222, 261, 381, 386}},
	{"F_BARNEHAGE", []int{201, 211, 221}},
	{"F_GRUNNSKOLE", []int{202, 213, 215, 222, 223}},
	{"F_HELSE_OMSORG", []int{232, 233, 234, 241, 253, 254, 255, 256, 261}},
	{"F_SOSIALSEKTOR", []int{242, 243, 273, 275, 276, 283}},
	{"F_BARNEVERN", []int{244, 251, 252}},
	{"F_VANN_AVLOP_RENOVASJON", []int{340, 345, 350, 353, 354, 355}},
	{"F_KIRKE", []int{390, 392, 393}},
	{"F_KOMMUNALE_BOLIGER", []int{265, 315}},
	{"F_BRANN_ULYKKESVERN", []int{338, 339}},
}
