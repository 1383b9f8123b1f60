# What can be done here. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
BIN := bin/mdscript

.PHONY: help build run test format vet staticcheck portable cross arm64 unit fuzz golden-run generate generated golden reference-values bench bench-smoke

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

build: ## build bin/mdscript
	@echo "building mdscript (about a minute the first time) ..." >&2
	@CGO_ENABLED=0 go build -o $(BIN) ./cmd/mdscript

run: build ## run examples/income.mdscript on the embedded demo database
	@echo "running examples/income.mdscript (the first run builds the demo database) ..." >&2
	@$(BIN) run --lang en examples/income.mdscript

test: format vet staticcheck portable generated unit fuzz golden-run ## everything CI checks
	@echo "all checks passed" >&2

format: ## every file is formatted
	@echo "format ..." >&2
	@test -z "$$(gofmt -l lang disclosure runtime stdlib cmd spec | tee /dev/stderr)"

vet: ## go vet
	@echo "vet ..." >&2
	@go vet ./...

staticcheck: ## staticcheck
	@echo "staticcheck ..." >&2
	@go run $(STATICCHECK) ./...

portable: ## everything builds without C
	@echo "build without C ..." >&2
	@CGO_ENABLED=0 go build ./...

cross: ## everything builds for the other systems (some minutes the first time)
	@for target in linux/arm64 darwin/arm64 windows/amd64; do echo "build for $$target ..." >&2; \
		CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} go vet ./... || exit 1; done

arm64: ## the tests that pin bits, on arm64 under emulation (needs qemu-aarch64)
	@if command -v qemu-aarch64 >/dev/null; then \
		GOARCH=arm64 CGO_ENABLED=0 go test -exec qemu-aarch64 ./stdlib/stat ./stdlib/fn ./disclosure ./runtime/kernel ./cmd/internal/synth; \
	else echo "SKIPPED: qemu-aarch64 is not installed, so nothing was checked on arm64" >&2; fi

unit: ## all tests
	@echo "tests ..." >&2
	@go test ./...

FUZZTIME ?= 30s
fuzz: ## the parser's fuzz targets, FUZZTIME each, and the others for a fifth of it
	@.ci/fuzz $(FUZZTIME)

golden-run: ## the README's `make run`, its output compared with the golden file
	@echo "make run against its golden file ..." >&2
	@$(MAKE) --no-print-directory run > build-run.out && diff -u examples/income.golden.txt build-run.out; s=$$?; rm -f build-run.out; exit $$s

generate: ## write everything that is generated
	@go generate ./stdlib/... && go generate ./...

generated: ## what is generated is not stale
	@echo "generated files ..." >&2
	@.ci/generated

golden: ## rewrite golden files; read the diff before you commit
	@go test $$(grep -rl 'flag.Bool("update"' --include='*_test.go' lang disclosure runtime stdlib cmd spec | xargs -n1 dirname | sort -u | sed 's#^#./#') \
		-run 'Golden|Examples|Conformance' -update

reference-values: ## record the values that distributions are tested on anew (needs R and mpmath, and about 20 minutes)
	@if ! command -v Rscript >/dev/null; then echo "SKIPPED: Rscript is not installed, so no reference values were recorded" >&2; \
	elif ! python3 -c 'import mpmath' 2>/dev/null; then echo "SKIPPED: Python has no mpmath, so no reference values were recorded" >&2; \
	else cd stdlib/stat/testdata && Rscript grid.R > grid.new && python3 grid.py < grid.new > grid.exact && mv grid.exact grid.tsv && rm grid.new && \
		python3 reference.py > reference.new 2>/dev/null && mv reference.new reference.json; fi

bench: build ## benchmark at 5.5 million persons beside DuckDB (needs C and 20 minutes; BENCHFLAGS, see runtime/README.md)
	@cd runtime/bench && go run . $(BENCHFLAGS)

bench-smoke: build ## the same at 20,000 persons in a minute: shows that it works
	@cd runtime/bench && go run . -smoke
