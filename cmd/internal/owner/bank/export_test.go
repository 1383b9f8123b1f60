package bank

// PatchOf is patch, for tests.
var PatchOf = patch
