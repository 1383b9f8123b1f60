package search

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
)

// builder collects the words of all texts. Texts recur, code lists above all: each is cut
// once.
type builder struct {
	ids    map[string]int32
	vocab  []string
	as     []string // as first written, by id
	places [][]place
	cut    map[string][]int32
}

func (x *Index) build() {
	b := &builder{ids: map[string]int32{}, cut: map[string][]int32{}}
	for _, version := range x.versions {
		for _, name := range version.Names() {
			v, ok := version.Variable(name)
			if !ok {
				continue // damaged; whoever asks for it is told
			}
			e := int32(len(x.entries))
			x.entries = append(x.entries, Entry{version, v})
			x.names = append(x.names, strings.Join(words(name), " "))
			b.variable(e, v)
		}
	}
	order := make([]int, len(b.vocab))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(b.vocab[i], b.vocab[j]) })
	for _, t := range order {
		x.vocab, x.as = append(x.vocab, b.vocab[t]), append(x.as, b.as[t])
		x.places = append(x.places, b.places[t])
	}
	x.versions = nil
}

func (b *builder) variable(e int32, v *catalogue.Variable) {
	b.text(e, Name, v.Name)
	b.text(e, Title, v.Title.NB)
	b.text(e, Title, v.Title.EN)
	for _, s := range v.Subjects {
		b.text(e, Subject, s.NB)
		b.text(e, Subject, s.EN)
	}
	b.text(e, Description, v.Description.NB)
	b.text(e, Description, v.Description.EN)
	for _, l := range v.CodeLists {
		for i := range l.Codes {
			b.text(e, Label, l.Codes[i].Label.NB)
			if l.Codes[i].Label.EN != l.Codes[i].Label.NB {
				b.text(e, Label, l.Codes[i].Label.EN)
			}
		}
	}
}

// text notes the words of a text of an entry. Entries come in order, so the last place of a
// word is the only one that may be of the same entry.
func (b *builder) text(e int32, f Field, s string) {
	if s == "" {
		return
	}
	ids, ok := b.cut[s]
	if !ok {
		folded := words(s)
		written := parted(strings.ToLower(s))
		for i, w := range folded {
			id, known := b.ids[w]
			if !known {
				id = int32(len(b.vocab))
				b.ids[w] = id
				b.vocab = append(b.vocab, w)
				if len(written) != len(folded) { // accents on their own part words
					written = folded
				}
				b.as = append(b.as, written[i])
				b.places = append(b.places, nil)
			}
			ids = append(ids, id)
		}
		b.cut[s] = ids
	}
	for _, id := range ids {
		list := b.places[id]
		if n := len(list); n > 0 && list[n-1].entry == e {
			list[n-1].in |= 1 << f
			continue
		}
		b.places[id] = append(list, place{e, 1 << f})
	}
}
