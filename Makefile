# Odos. `make run` and `make test` need Python 3.11+, Node 20.19+ and make; everything else they fetch themselves.

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed
UI     := $(if $(wildcard ui/package.json),ui/dist/index.html)
UI_SOURCES := $(shell find ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
TESTS  ?=
PARALLEL ?=

ODOS_DEMO ?= 1
export ODOS_DEMO

.PHONY: run setup ui test test-server lint fmt bench password clean help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(STAMP) $(UI) ## set up what is missing and run everything (Ctrl-C stops it)
	@exec $(BIN)/python manage.py serve

setup: $(STAMP) $(UI) ## Python packages and the built user interface

ui: $(UI) ## build the user interface

password: $(STAMP) ## choose a new password for the user admin
	@$(BIN)/python manage.py set_password admin

test: $(STAMP) $(UI) test-ui ## every test, on embedded PostgreSQL and Redis
	@unset DATABASE_URL REDIS_URL; $(BIN)/pytest $(PARALLEL) $(TESTS)

test-server: export DATABASE_URL ?= postgresql://postgres@127.0.0.1:5432/postgres
test-server: export REDIS_URL ?= redis://127.0.0.1:6379/9
test-server: $(STAMP) $(UI) ## every test, on the servers of DATABASE_URL and REDIS_URL
	@$(BIN)/pytest $(PARALLEL) $(TESTS)

.PHONY: test-ui
test-ui: $(if $(UI),ui/node_modules/installed)
	@if [ -f ui/package.json ]; then cd ui && npm run --silent --if-present test; fi

lint: $(STAMP) $(if $(UI),ui/node_modules/installed) ## style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@PYTHONPATH=platform $(BIN)/lint-imports --no-cache
	@$(BIN)/mypy platform benchmarks manage.py
	@if [ -f ui/package.json ]; then cd ui && npm run --silent --if-present lint && npm run --silent --if-present typecheck; fi

fmt: $(STAMP) ## format the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@if [ -f ui/package.json ]; then cd ui && npm run --silent --if-present fmt; fi

bench: $(STAMP) ## measure against a hand-written application; writes benchmarks/results.json
	@$(BIN)/python -m benchmarks $(BENCH)

clean: ## remove what was built or fetched; the data in .odos stays
	rm -rf $(VENV) ui/node_modules ui/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# ---------------------------------------------------------------- what is fetched, once for each change

# Asked before anything is fetched, so that nobody waits minutes to hear what is missing.
define need_python
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $$($(PYTHON) --version 2>&1) was found. Choose one: make PYTHON=python3.12"; exit 1; }
endef

define need_node
	@command -v node >/dev/null && command -v npm >/dev/null || \
	  { echo "Node.js 20.19 or newer (with npm) is needed to build the user interface: https://nodejs.org/"; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b > 11) || (a === 20 && b > 18) ? 0 : 1)' || \
	  { echo "Node.js 20.19, 22.12 or newer is needed; $$(node --version) was found: https://nodejs.org/"; exit 1; }
endef

define need_space
	@[ "$$(df -Pk . | awk 'NR==2 {print $$4}')" -gt 1500000 ] || \
	  { echo "Less than 1.5 GB are free on this disk, too little for the packages. Free some space, then start make again."; exit 1; }
endef

define fetching_failed
	{ echo; echo "$(1) could not be fetched; the lines above say why."; \
	  echo "Without a network, or behind a proxy that is not set (HTTPS_PROXY), nothing can be. What was fetched is kept."; exit 1; }
endef

$(STAMP): requirements.txt requirements-dev.txt
	$(need_python)
	$(if $(UI),$(need_node))
	$(need_space)
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python has no module venv here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing the Python packages (a minute or two, the first time only)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt || \
	  $(call fetching_failed,The Python packages)
	@touch $@

ui/node_modules/installed: ui/package.json ui/package-lock.json | $(STAMP)
	$(need_node)
	@echo "Installing the packages of the user interface (the first time only)"
	@cd ui && npm ci --no-audit --no-fund --loglevel=error || $(call fetching_failed,The packages of the user interface)
	@touch $@

ui/dist/index.html: ui/node_modules/installed $(UI_SOURCES) | $(STAMP)
	@echo "Building the user interface"
	@cd ui && npm run --silent build -- --logLevel warn
	@$(BIN)/python -m whitenoise.compress --quiet ui/dist
	@touch $@
