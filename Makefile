# The two commands are `make demo` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-test build demo test bench format lint documentation clean

# An import that no target declares is an error, not luck.
swift_flags := --explicit-target-dependency-import-check error
# One file that needs no Swift installed, and starts with a quarter less memory.
release_flags := -c release --static-swift-stdlib $(swift_flags)
program := .build/release/bellwether
# Tests of servers measure time; they do not run beside those that keep the processors busy.
served := ^(HTTPServerTests|HTTPClientTests)\.
whole := ^EndToEndTests\.

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

setup: ## install what building needs (Debian packages, DuckDB, ECharts, font)
	@scripts/setup

setup-test: ## install what tests need besides (PostgreSQL, Chromium, Python packages)
	@scripts/setup test

build: setup ## build the program: .build/release/bellwether
	@swift build --product bellwether $(release_flags)

demo: build ## a whole shop with live traffic on http://127.0.0.1:8080; Ctrl-C ends it
	@exec $(program) demo

test: setup-test lint ## run all tests
	@swift build --build-tests $(swift_flags)
	swift test --skip-build --skip '$(served)' --skip '$(whole)'
	swift test --skip-build --filter '$(served)'
	swift test --skip-build --filter '$(whole)'
	if [ -x browser/run ]; then browser/run; fi

bench: setup-test ## measure against the yardsticks
	@swift build --product bellwether $(release_flags)
	swift build --product bench $(release_flags)
	if [ -x bench/run ]; then exec bench/run; else exec .build/release/bench; fi

format: ## format the sources
	@swift format --in-place --recursive Package.swift Sources Tests bench

lint: ## check the format of the sources
	@swift format lint --strict --recursive Package.swift Sources Tests bench

documentation: build ## write docs/*.md that are generated from the program
	@$(program) documentation

clean: ## remove what was built; what was installed stays
	@rm -rf .build .venv
