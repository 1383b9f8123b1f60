package population

import (
	"testing"

	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables(), "BEFOLKNING_STATUSKODE", "BEFOLKNING_STATUSKODE_FNR_SAMORD")
}
