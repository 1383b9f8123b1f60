package journal_test

import "syscall"

const otherDevice = syscall.Errno(17)
