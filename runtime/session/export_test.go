package session

// PoolLive is the bytes of columns the session holds.
func (s *Session) PoolLive() int64 { return s.memory.Pool.Live() }
