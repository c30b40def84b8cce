# The commands of this project. `make demo` and `make test` set up whatever is missing first.
#
#   make setup   a virtual environment with the locked packages, and the stylesheets
#   make demo    the pages with example data on http://127.0.0.1:8000 (Ctrl-C stops it)
#   make test    the tests; arguments for pytest in ARGS, e.g. make test ARGS="-k notices"
#   make thorough  all that make test takes a part of: every address and byte, twenty times as many histories; hours
#   make check   format, lint, types, and which part may import which (imports); each is a target too
#   make bench   the measurements, some twenty minutes; a million entries: make bench ARGS="--entries 1000000"
#   make mutants every check of the verifier taken out in turn, to see that it is missed
#   make flips   a bit turned in every byte of what a ledger gives out, to see that it is found and named; half an hour for a bundle
#   make lock    resolve the locked packages again; newest versions with UPGRADE=--upgrade
#
# PYTHON names the interpreter of the virtual environment: make setup PYTHON=python3.12

# The system's own where it will do, else the first in PATH: distributions build theirs optimised by profile, pyenv by
# itself does not, and that was a tenth to a fifth of the processor's time of tests of folds.
FITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell /usr/bin/python3 -c '$(FITS)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
ARGS ?=
UPGRADE ?=

BIN := .venv/bin
STYLES := api/pages/static/vendor/cleartrail.css
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
COMPILE := $(BIN)/uv pip compile --generate-hashes --universal --no-header --no-emit-index-url --quiet $(UPGRADE)
CHECKED := ledger projections api styles tests

.PHONY: setup demo test thorough check format lint types imports bench mutants flips lock
.DELETE_ON_ERROR:

setup: .venv/.installed $(STYLES)

demo: setup
	$(BIN)/cleartrail demo

# Three at once even on two cores: many tests wait, for a server that was killed or a browser.
test: setup
	$(BIN)/pytest -n 3 --dist worksteal $(ARGS)

thorough: setup
	$(BIN)/pytest -n 3 --dist worksteal --hypothesis-profile=thorough $(ARGS)

check: format lint types imports

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy $(CHECKED)

imports: setup
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m tests.benchmarks $(ARGS)

mutants: setup
	$(BIN)/python -m tests.mutants

flips: setup
	$(BIN)/python -m tests.flips $(ARGS)

# uv writes no host names and no paths; tests/test_project.py checks that none come in.
lock: .venv/.installed
	$(COMPILE) --all-extras pyproject.toml -o requirements.lock
	$(COMPILE) --python-version 3.11 styles/node.in -o styles/node.lock

# Asked before venv is: without python3-venv it would leave half an environment behind.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "setup: Python 3.11 or newer is needed, and '$(PYTHON)' is not that: $$($(PYTHON) --version 2>&1)."; \
	  echo "On Debian 12 or newer: apt install python3 python3-venv. Elsewhere: make setup PYTHON=/path/to/python3.11"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "setup: this Python cannot make virtual environments. On Debian: apt install python3-venv"; exit 1; }
	@echo "setup: making .venv"
	@$(PYTHON) -m venv --clear .venv

# Installed first, project second: the stamp is written only when both went well, so a broken setup is taken up again.
.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv  # making it was interrupted
	@echo "setup: installing the packages of requirements.lock (about a minute)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock || { \
	  echo "setup: the packages could not be installed; pip's own words are above. Is the package registry reachable?"; \
	  exit 1; }
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(STYLES): package-lock.json package.json styles/build.py styles/cleartrail.scss styles/node.lock styles/LICENCES.txt | .venv/.installed
	@$(BIN)/python styles/build.py
