// Package stat computes on plain numbers: elementary and special functions,
// probability distributions. It knows no columns and no scripts.
//
// In: float64 values. Out: float64 values, NaN outside a function's domain.
//
//	stat.Chi2(4, 9.49)     // 0.9500468688
//	stat.InvT(10, 0.975)   // 2.228138852
//
// # Same bits everywhere
//
// The results of this package are the same bits on every machine. Package math does not
// promise that: Exp has assembly on amd64, arm64 and s390x, Log on amd64 and s390x, all of
// them on s390x, and the compiler fuses a*b + c into one rounding on arm64 (and on amd64
// from GOAMD64=v3). So this package has its own elementary functions and uses from math
// only what IEEE 754 or its definition makes exact: Sqrt, Floor, Trunc, Abs, Frexp, Ldexp
// and the bit conversions. Every product that feeds a sum is written float64(a*b) + c,
// which the language specification says may not be fused. Golden tests hold exact bits.
//
// # Accuracy
//
// Exp, Log, Log10, Pow, Sin, Cos, Atan stay below 1 unit in the last place, Tan, Asin, Acos,
// Log1p and Expm1 below 3. Distributions agree with references to 1e-10 relative
// wherever they are well conditioned; see testdata.
package stat
