package plan

// RenameFrame gives a dataset another name. No variable of it gets new values.
func (b *Builder) RenameFrame(from, to string) {
	if f, ok := b.frames[from]; ok {
		b.frames[to] = f
		delete(b.frames, from)
	}
}
