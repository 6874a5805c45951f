# Needs only Python >= 3.11 (with venv) and make. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# The first Python that is new enough; overridden by PYTHON=...
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Test files side by side, each process with a database of its own; JOBS=1 runs them one after the other.
JOBS ?= 2
PYTEST := $(BIN)/python -m pytest -q $(if $(filter-out 1,$(JOBS)),-n $(JOBS) --dist loadscope --no-loadscope-reorder)

# English, compiled from the .po beside it (`lapor` does the same where somebody starts it without make).
ENGLISH := lapor/locale/en/LC_MESSAGES/django.mo

# What the checks run with: settings are read, nothing is served and no database is asked.
CHECK_ENV := DJANGO_SETTINGS_MODULE=lapor.settings LAPOR_DATA=$(CURDIR)/var/check \
	LAPOR_SECRET_KEY=check-only-$$(printf '%060d' 0 | tr 0 k)A1b2C3d4E5f6 \
	LAPOR_IDENTITY_KEYS=bGFwb3ItdGVzdC1rZXktb25seS1mb3ItdGVzdHMhISE= \
	LAPOR_BASE_URL=https://lapor.example LAPOR_EMAIL_URL=smtp://localhost LAPOR_SMS_SECRET=check-only-secret

.PHONY: help run test test-large check audit bench lock messages clean-venv

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

run: $(VENV)/.run $(ENGLISH) ## the demo on http://127.0.0.1:8000 (PORT=...); Ctrl-C stops all of it
	@exec $(BIN)/lapor demo --port $(PORT)

test: $(VENV)/.dev system-packages ## all tests, at most 15 minutes on 2 cores
	$(PYTEST) -m "not large" $(ARGS)

test-large: $(VENV)/.dev system-packages ## the same at full size: a million rows, 10,000 examples, kill loops, Lighthouse
	LAPOR_LARGE=1 LAPOR_EXAMPLES=$${LAPOR_EXAMPLES:-10000} $(PYTEST) $(ARGS)

check: $(VENV)/.dev ## format, lint, types, layers, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(CHECK_ENV) $(BIN)/python -m mypy
	$(BIN)/lint-imports
	@$(CHECK_ENV) LAPOR_TESTING=1 LAPOR_BASE_URL=http://localhost $(BIN)/python -W ignore -m django makemigrations --check --dry-run
	@$(CHECK_ENV) $(BIN)/python -m django check --deploy --fail-level WARNING

audit: $(VENV)/.dev ## known advisories against the locked packages
	@$(BIN)/python -m lapor.operate.advisories requirements/run.txt

bench: $(VENV)/.dev ## the benchmarks; a table of ratios
	@$(BIN)/python -m bench

lock: $(VENV)/.dev ## compile requirements/*.txt anew (UPGRADE=--upgrade for newer releases)
	cd requirements && for list in run dev; do ../$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	  --strip-extras --no-header --annotation-style=line --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host $(UPGRADE) -o $$list.txt $$list.in; done

messages: $(VENV)/.run ## gather new sentences into the English .po; lists those without English
	@$(BIN)/python -m lapor.operate.messages
	@$(BIN)/python -m lapor.operate.translation

$(ENGLISH): $(ENGLISH:.mo=.po) | $(VENV)/.run
	$(BIN)/python -m lapor.operate.translation

# Stamps: a later start installs nothing. The project itself is a path in the venv, so no build is needed.
$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "LAPOR needs Python 3.11 or newer with its venv module: none found. Install it (Debian: apt install python3 python3-venv) or say PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.python
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --quiet --no-deps --no-build-isolation --no-index -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	touch $@

.PHONY: system-packages
system-packages:
	@sh tests/system-packages.sh
