package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Round figures from general knowledge of public statistics that steer the
// simulation. They are approximate by intent and are no official statistics.

// births of a calendar year in the country; before 1940 less those who soon left or died.
var births = chance.Curve{{1885, 46000}, {1900, 53000}, {1910, 52000}, {1920, 59000}, {1930, 43000}, {1935, 40000},
	{1940, 48000}, {1943, 57000}, {1946, 70700}, {1950, 62400}, {1955, 63500}, {1960, 61900}, {1964, 65600},
	{1969, 67700}, {1975, 56300}, {1983, 49900}, {1990, 60900}, {1996, 60900}, {2002, 55400}, {2006, 58500},
	{2009, 61800}, {2012, 60300}, {2015, 59000}, {2018, 55100}, {2020, 52900}, {2021, 56000}, {2022, 51500}, {2024, 53500}}

// arrivals of foreign-born people in a calendar year, without those who leave again within months.
var arrivals = chance.Curve{{1955, 2500}, {1970, 6500}, {1980, 9000}, {1988, 13000}, {1991, 12500}, {1999, 21000}, {2003, 19000},
	{2005, 23000}, {2007, 34000}, {2011, 48000}, {2013, 50000}, {2015, 50000}, {2017, 43000}, {2019, 36000}, {2020, 26000},
	{2021, 38000}, {2022, 72000}, {2023, 68000}, {2024, 52000}}

// motherAge is the age at birth that is looked for by calendar year, in tenths of a
// year; women with children to come are younger, so the mean ends 1.5 to 2 years lower.
var motherAge = chance.Curve{{1946, 298}, {1965, 280}, {1977, 272}, {1990, 302}, {2007, 340}, {2015, 356}, {2024, 374}}

// unionAge is a woman's mean age at her first union by birth year, in tenths.
var unionAge = chance.Curve{{1900, 240}, {1945, 218}, {1955, 219}, {1970, 226}, {1985, 232}, {2000, 234}}

// marryShare is how many couples marry by the woman's birth year, in 1/1000.
var marryShare = chance.Curve{{1900, 985}, {1950, 960}, {1960, 880}, {1970, 760}, {1985, 635}, {2000, 565}}

// dissolveShare is how many couples separate in the end, by start year, in 1/1000.
var dissolveShare = chance.Curve{{1950, 130}, {1970, 330}, {1990, 415}, {2020, 412}}

// mortality is deaths a year per 1,000,000 by age, both sexes, about 2023.
var mortality = chance.Curve{{0, 1800}, {1, 170}, {10, 90}, {17, 250}, {30, 500}, {40, 850}, {50, 2000}, {60, 4600}, {65, 7000}, {70, 11500}, {75, 20000},
	{80, 38000}, {85, 73000}, {90, 138000}, {95, 235000}, {105, 500000}, {111, 1000000}}

// menFactor is men's mortality relative to the mean of both, in 1/1000; women's is the mirror image.
var menFactor = chance.Curve{{0, 1100}, {20, 1300}, {70, 1220}, {85, 1180}, {95, 1120}, {110, 1000}}

// WageIndex is the general wage level, 2015 = 1000.
var WageIndex = chance.Curve{{1967, 48}, {1973, 85}, {1980, 190}, {1987, 345}, {1993, 440}, {1998, 530}, {2002, 640}, {2006, 725}, {2008, 795}, {2010, 840}, {2012, 910}, {2015, 1000},
	{2016, 1020}, {2017, 1040}, {2018, 1070}, {2019, 1110}, {2020, 1140}, {2021, 1180}, {2022, 1230}, {2023, 1300}, {2024, 1370}, {2025, 1430}}.Table(1967, 2025)

// employed is the share with a job by age in 1/1000, natives; of the young those who go to
// school or study. Others lose outsiderLoss.
var employed = chance.Curve{{14, 0}, {15, 130}, {17, 440}, {19, 540}, {22, 620}, {26, 800}, {35, 860}, {50, 870}, {55, 850}, {60, 780},
	{63, 660}, {66, 440}, {68, 215}, {71, 125}, {74, 65}, {76, 0}}.Table(14, 76)

// unschooled is the share with a job of the young who do not go to school or study.
var unschooled = chance.Curve{{15, 150}, {17, 550}, {19, 860}, {22, 920}, {26, 860}}.Table(15, 26)

const outsiderLoss = 130

// agePay is pay relative to a worker of 45, in 1/1024 of a log unit.
var agePay = chance.Curve{{16, -560}, {20, -400}, {25, -245}, {30, -138}, {38, -25}, {45, 0}, {55, 0}, {62, -50}, {75, -80}}.Table(16, 75)

// levelPay is the median monthly full-time pay by education level (November 2023).
var levelPay = [...]int64{48000, 51800, 58000, 59000, 67500, 73500}

// Education levels: the index into levelPay and the first digit of NUS2000.
const (
	LevelCompulsory = iota
	LevelSecondary
	LevelVocational
	LevelShort
	LevelLong
	LevelDoctor
)

// levelShares gives, by birth year, the highest level people end with, cumulated in 1/1000.
var levelShares = [LevelDoctor]chance.Curve{
	{{1910, 620}, {1935, 450}, {1950, 300}, {1960, 230}, {1970, 185}, {1980, 165}, {1990, 155}, {2005, 140}},
	{{1910, 920}, {1935, 830}, {1950, 740}, {1960, 640}, {1970, 555}, {1980, 435}, {1990, 415}, {2005, 410}},
	{{1910, 930}, {1935, 850}, {1950, 770}, {1960, 680}, {1970, 595}, {1980, 475}, {1990, 455}, {2005, 445}},
	{{1910, 975}, {1935, 950}, {1950, 935}, {1960, 910}, {1970, 870}, {1980, 800}, {1990, 775}, {2005, 775}},
	{{1910, 997}, {1935, 995}, {1950, 992}, {1960, 989}, {1970, 986}, {1980, 984}, {1990, 985}, {2005, 988}},
}

// womanEdge is how far women's scores for education lie above men's, by birth year, in 1/1024.
var womanEdge = chance.Curve{{1920, -400}, {1945, -250}, {1960, 0}, {1975, 330}, {1995, 420}}

// fieldShares gives the field of study (second digit of NUS2000, 0–8) for men and women.
var fieldShares = [2][9]int{{120, 45, 40, 60, 150, 390, 70, 50, 75}, {130, 85, 130, 80, 190, 70, 270, 20, 25}}

// origin is a country people come from, with its weight in four periods of arrival.
type origin struct {
	code   string
	weight [4]int // before 1990, 1990–2004, 2005–2021, from 2022
}

var origins = []origin{
	{"131", [4]int{25, 26, 270, 60}}, {"148", [4]int{0, 8, 8, 420}}, {"136", [4]int{0, 8, 100, 25}}, {"564", [4]int{2, 5, 92, 45}},
	{"106", [4]int{70, 40, 52, 25}}, {"346", [4]int{5, 70, 54, 8}}, {"144", [4]int{60, 38, 46, 28}}, {"428", [4]int{15, 32, 44, 25}},
	{"241", [4]int{5, 6, 48, 12}}, {"568", [4]int{12, 40, 38, 15}}, {"452", [4]int{5, 68, 22, 6}}, {"534", [4]int{110, 42, 22, 18}},
	{"133", [4]int{4, 12, 40, 22}}, {"444", [4]int{22, 12, 38, 40}}, {"101", [4]int{80, 34, 22, 14}}, {"404", [4]int{2, 34, 34, 18}},
	{"456", [4]int{22, 46, 22, 14}}, {"139", [4]int{85, 38, 28, 18}}, {"140", [4]int{4, 42, 24, 14}}, {"575", [4]int{75, 26, 10, 6}},
	{"155", [4]int{2, 80, 6, 3}}, {"684", [4]int{85, 30, 20, 14}}, {"161", [4]int{5, 55, 10, 3}}, {"143", [4]int{45, 38, 12, 16}},
	{"424", [4]int{35, 24, 8, 5}}, {"303", [4]int{25, 18, 8, 5}}, {"725", [4]int{35, 14, 8, 4}}, {"484", [4]int{12, 22, 20, 14}},
	{"246", [4]int{6, 16, 20, 8}}, {"356", [4]int{0, 4, 16, 8}}, {"113", [4]int{3, 8, 18, 10}}, {"124", [4]int{0, 4, 26, 10}},
	{"715", [4]int{8, 12, 14, 12}}, {"105", [4]int{30, 18, 14, 8}}, {"103", [4]int{40, 22, 8, 6}}, {"127", [4]int{30, 16, 14, 10}},
	{"117", [4]int{14, 12, 14, 12}}, {"137", [4]int{14, 10, 20, 16}}, {"123", [4]int{8, 8, 16, 14}}, {"122", [4]int{8, 16, 12, 8}},
	{"115", [4]int{0, 4, 12, 4}}, {"153", [4]int{8, 5, 5, 4}}, {"119", [4]int{5, 4, 10, 7}}, {"132", [4]int{6, 5, 12, 8}},
	{"313", [4]int{3, 6, 12, 10}}, {"279", [4]int{0, 8, 14, 6}}, {"420", [4]int{0, 10, 10, 4}}, {"524", [4]int{0, 4, 14, 8}},
	{"612", [4]int{14, 8, 6, 4}}, {"492", [4]int{40, 18, 6, 5}}, {"805", [4]int{6, 6, 6, 5}}, {"260", [4]int{3, 6, 10, 6}},
	{"276", [4]int{2, 6, 8, 5}}, {"159", [4]int{10, 16, 12, 12}}, {"152", [4]int{14, 8, 14, 10}}, {"156", [4]int{4, 12, 6, 4}},
	{"104", [4]int{8, 4, 3, 2}}, {"111", [4]int{1, 5, 5, 4}}, {"120", [4]int{1, 3, 4, 5}}, {"138", [4]int{1, 2, 5, 5}},
	{"980", [4]int{1, 3, 2, 1}}, {"990", [4]int{2, 2, 1, 1}},
}

func originPeriod(year int) int {
	switch {
	case year < 1990:
		return 0
	case year < 2005:
		return 1
	case year < 2022:
		return 2
	}
	return 3
}

// moves is the chance a year to move to another municipality outside unions and home leaving, per million by age.
var moves = chance.Curve{{19, 75000}, {24, 120000}, {28, 95000}, {34, 52000}, {45, 20000}, {60, 12500}, {100, 12500}}.Table(19, 60)
