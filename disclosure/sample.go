package disclosure

import (
	"context"
	"encoding/binary"
	"strconv"
)

// SampleOrder gives one 64-bit sort key per row (rule P-3): a sample keeps the rows with the
// smallest keys, ties by row. ordinal is the unit of each row, within the number of the row
// among the rows of its unit, from 0; a nil within means every unit has one row. The keys
// depend on the secret, the seed, the id and within only, so a seed cannot be aimed.
func (l *Layer) SampleOrder(ctx context.Context, seed int64, ids Ids, ordinal, within []uint32, threads int) ([]uint64, error) {
	out := make([]uint64, len(ordinal))
	prefix := strconv.AppendInt([]byte("sample/1\x00"), seed, 10)
	prefix = append(prefix, 0)
	err := inChunks(ctx, len(ordinal), threads, func() func(lo, hi int) {
		h := l.mac.hasher()
		buf := make([]byte, 0, 128)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				buf = ids.AppendID(append(buf[:0], prefix...), int(ordinal[i]))
				buf = append(buf, 0)
				var row uint64
				if within != nil {
					row = uint64(within[i])
				}
				buf = strconv.AppendUint(buf, row, 10)
				out[i] = binary.LittleEndian.Uint64(h.mac(buf))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
