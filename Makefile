# The words of the house. A bare `make` lists them.
# Each word is a few lines of shell here or a script in script/, so that it runs the same at a desk and in CI.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo test check vet lint generated generate law-coverage race bench profile release install clean

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

help: ## list the words
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## serve the database aldia.db of this folder on 127.0.0.1:8080
	go run ./cmd/aldia serve

demo: ## make an invented company and serve it; prints where and as whom to sign in
	go run ./cmd/aldia demo

test: install check ## everything that must hold: check, then all tests on SQLite, PostgreSQL and in a browser
	go test -timeout 20m ./...
	$(MAKE) --no-print-directory race

check: vet generated lint ## vet, generated code is current, lint

vet:
	go vet ./...

generated:
	script/generated

lint:
	script/lint

# What runs in many goroutines is tried once more under the race detector. The rest is not: the detector costs a second
# build of both databases' drivers and makes the pure rules, which share nothing, ten times slower.
RACE := ./platform/...
race:
	go test -race -short -timeout 5m $(RACE)

# A million contacts of each country's pack, held against the texts of the law: docs/law-proof.md. CONTACTS=… for more.
CONTACTS ?= 1000000
proof: ## hold a million contacts of each country against the texts of the law (some minutes)
	go test ./domain/law/lawtest -run TestTheGateAllows -v -timeout 2h -args -contacts $(CONTACTS)

law-coverage: ## write again which test proves each rule of the packs (docs/law-coverage.md)
	ALDIA_TEST_WRITE=1 go test . -run TestEveryRuleOfThePacks

generate: ## write the generated code again (templ)
	go tool templ generate

bench: ## measure this machine: import, close, next account
	@for what in import close worklist; do go run ./cmd/aldia bench $$what --json; done

profile: ## measure where the time goes and keep it for the compiler (PG=postgres://… for that engine too)
	script/profile $(PG)

release: ## static binaries for Linux, macOS and Windows with their checksums, in release/
	script/release $(VERSION)

install: ## install what the tests need and is missing (Debian, as root), or say what is missing
	@script/install

clean: ## remove what the words above made
	rm -rf bin release shots
