package bank

// policy takes the pending policy, or carries that of the version before.
func (n *next) policy(r Release) error {
	if n.s.policy != nil {
		n.made.policy, n.made.signature = n.s.policy, n.s.signature
	}
	return nil
}
