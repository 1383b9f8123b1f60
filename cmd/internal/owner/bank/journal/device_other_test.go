//go:build !windows

package journal_test

import "syscall"

const otherDevice = syscall.EXDEV
