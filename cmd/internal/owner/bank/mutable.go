package bank

import (
	"github.com/mdscript/mdscript/cmd/internal/manifest"
)

// named is the content of one file, relative to the bank's folder.
type named struct {
	rel     string
	content []byte
}

// texts are the English texts of the draft: those of the release with the updates that are
// accepted.
func (s *state) texts(accept func(Update) bool) *textFile {
	var base *textFile
	if s.latest != nil {
		base = s.latest.texts
	}
	out := base.clone()
	if s.additions.About != nil {
		out.DataStore = s.additions.About
	}
	for _, u := range s.draft.Updates {
		if !accept(u) {
			continue
		}
		var e *English
		if a := s.additions.Updates[u.Name]; a != nil {
			e = a.English
		}
		if e != nil || u.Operation != Patch { // a patch without English texts leaves them
			out.set(u.Name, e)
		}
	}
	return out
}

func (s *state) dates(accept func(Update) bool) *dateFile {
	var base *dateFile
	if s.latest != nil {
		base = s.latest.dates
	}
	out := base.clone()
	for _, u := range s.draft.Updates {
		if accept(u) {
			a := s.additions.Updates[u.Name]
			out.set(u.Name, a != nil && a.WholeMonth)
		}
	}
	return out
}

func every(Update) bool { return true }

// mutable are the files that change, in the order in which readers may see them, with
// manifest.json last. It brings marks up to date; a file without content is to be removed.
func (s *state) mutable() ([]named, error) {
	files := []named{{rel: versionsPath}, {rel: draftPath}, {rel: metadataPath}, {rel: additionsPath},
		{rel: textsPath}, {rel: datesPath}, {rel: policyPath, content: s.policy.Policy},
		{rel: signaturePath, content: s.policy.Signatures}, {rel: keysPath, content: s.policy.Keys}}
	contents := []any{s.list, s.draft, s.meta, s.additions}
	if t := s.texts(every); !t.empty() {
		contents = append(contents, t)
	} else {
		contents = append(contents, nil)
	}
	if d := s.dates(every); len(d.Variables) > 0 {
		contents = append(contents, d)
	}
	for i, c := range contents {
		if c == nil {
			continue
		}
		b, err := encode(c)
		if err != nil {
			return nil, err
		}
		files[i].content = b
	}
	for _, f := range files {
		delete(s.marks, f.rel)
		if f.content != nil {
			s.marks[f.rel] = manifest.Of(f.content)
		}
	}
	list, err := manifest.Encode(manifest.File{Store: manifest.Store, Files: s.marks})
	if err != nil {
		return nil, err
	}
	return append(files, named{manifest.Main, list}), nil
}
