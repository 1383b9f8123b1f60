package exec

// heap is the steps that could start, the first of the script on top.
type heap []*node

func (h *heap) push(n *node) {
	s := append(*h, n)
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if s[up].order <= s[i].order {
			break
		}
		s[up], s[i] = s[i], s[up]
		i = up
	}
	*h = s
}

func (h *heap) pop() *node {
	s := *h
	top := s[0]
	last := len(s) - 1
	s[0] = s[last]
	s = s[:last]
	for i := 0; ; {
		least := i
		for _, k := range []int{2*i + 1, 2*i + 2} {
			if k < last && s[k].order < s[least].order {
				least = k
			}
		}
		if least == i {
			break
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
	*h = s
	return top
}
