package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// occupations is the list of four-digit codes with, for each first digit, the part
// of the list it covers.
type occupations struct {
	Codes []string
	major [10][]uint16 // index into codes, commonest first
}

// common are occupations that hold many people, for each first digit.
var common = [10][]string{
	{"0110", "0210", "0310"},
	{"1120", "1219", "1221", "1330", "1345", "1342", "1323", "1420", "1211", "1321", "1349"},
	{"2342", "2341", "2223", "2422", "2511", "2330", "2512", "2310", "2221", "2514", "2224", "2411", "2635", "2212", "2141", "2142",
		"2211", "2611", "2519", "2522", "2421", "2423", "2432", "2146", "2521", "2631", "2632", "2264", "2513", "2523", "2529", "2356"},
	{"3322", "3341", "3412", "3112", "3313", "3323", "3343", "3115", "3359", "3512", "3334", "3353", "3511", "3119", "3355", "3256", "3513", "3514"},
	{"4110", "4321", "4311", "4222", "4323", "4412", "4226", "4312"},
	{"5223", "5321", "5311", "5322", "5329", "5153", "5120", "5131", "5141", "5246", "5222", "5414", "5312"},
	{"6121", "6222", "6113", "6130", "6221"},
	{"7115", "7411", "7231", "7126", "7233", "7119", "7212", "7131", "7412", "7114"},
	{"8332", "8160", "8322", "8342", "8331", "8344", "8211", "8113", "8350", "8131"},
	{"9112", "9313", "9334", "9329", "9412", "9622", "9333", "9629", "9214"},
}

func newOccupations(codes []string) *occupations {
	o := &occupations{Codes: codes}
	at := map[string]uint16{}
	for i, c := range codes {
		at[c] = uint16(i)
	}
	for d, list := range common {
		seen := map[string]bool{}
		for _, c := range list {
			if i, ok := at[c]; ok {
				o.major[d] = append(o.major[d], i)
				seen[c] = true
			}
		}
		for i, c := range codes {
			if int(c[0]-'0') == d && !seen[c] && c != "0000" {
				o.major[d] = append(o.major[d], uint16(i))
			}
		}
	}
	return o
}

// majors gives the first digit of the occupation by education level, in 1/1000.
var majors = [2][LevelDoctor + 1][10]int{
	{ // men
		{5, 40, 25, 70, 60, 190, 35, 260, 190, 125}, {14, 80, 50, 150, 60, 190, 36, 255, 137, 40},
		{8, 130, 110, 320, 55, 80, 20, 190, 75, 12}, {10, 140, 400, 265, 50, 75, 6, 35, 14, 5},
		{6, 190, 650, 115, 18, 15, 1, 3, 2, 0}, {2, 110, 875, 10, 3, 0, 0, 0, 0, 0},
	},
	{ // women
		{1, 25, 40, 85, 85, 530, 15, 35, 55, 129}, {2, 58, 80, 150, 115, 517, 14, 20, 22, 30},
		{2, 90, 190, 330, 110, 230, 8, 20, 14, 6}, {2, 85, 560, 165, 52, 125, 3, 4, 3, 1},
		{2, 140, 720, 100, 20, 16, 1, 1, 0, 0}, {1, 90, 900, 7, 2, 0, 0, 0, 0, 0},
	},
}

// draw chooses an occupation index for a person's schooling.
func (o *occupations) draw(level uint8, isWoman bool, ability int, word uint64) uint16 {
	sex := 0
	if isWoman {
		sex = 1
	}
	w := &majors[sex][level]
	d := chance.Pick(word, w[:], sumOf(w[:]))
	if d == 1 && ability < -600 {
		d = 3
	}
	list := o.major[d]
	// The product of two lots prefers the head of the list.
	a, b := chance.Part(word, 0), chance.Part(word, 1)
	return list[len(list)*a/65536*b/65536]
}
