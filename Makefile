# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
AGENDA := fixtures/noorderpoort-2024-2027.yaml
ARGS ?=

# What was installed is remembered in the environment itself, so that removing .venv starts over.
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
DATABASE := var/.demo-ready

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: help setup demo run test lint bench assets lock doctor format clean clean-demo FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV) assets ## virtual environment with everything for development, and the assets

demo: $(RUNTIME) assets $(DATABASE) ## the real agenda with example data on http://localhost:8000 (PORT=... for another port)
	@$(PY) scripts/run_processes.py --port $(PORT) --before "manage.py demo_accounts" web worker beat

run: $(RUNTIME) assets ## the site and its worker on the present database, without example data
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) scripts/run_processes.py --port $(PORT) web worker beat

test: $(DEV) assets ## every test, on SQLite and on PostgreSQL with Redis (ARGS="-k name" for some)
	@$(PY) scripts/run_tests.py $(ARGS)

lint: $(DEV) ## style, types, layers, templates, migrations, locks
	@$(PY) scripts/lint.py

bench: $(DEV) assets ## benchmarks; results in benchmarks/results/
	@$(PY) benchmarks/run.py $(ARGS)

assets: $(RUNTIME) ## the front-end files in static/vendor/; does nothing when they are up to date
	@scripts/install_packages.sh node
	@$(PY) scripts/build_assets.py

lock: $(DEV) ## locks the newest versions that pyproject.toml allows (ARGS=--keep keeps what is locked)
	@$(PY) scripts/lock.py $(ARGS)

doctor: $(RUNTIME) ## what is there, what is missing, and the command that mends it
	@$(PY) manage.py doctor

format: $(DEV) ## rewrites Python in the house style
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

clean: ## removes what was built; the database stays
	rm -rf $(VENV) node_modules static/vendor staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

clean-demo: ## removes the development database with all that is in it
	rm -rf var

# Steps that are skipped when nothing changed --------------------------------------------------------------
$(RUNTIME): requirements/runtime.txt
	@scripts/install_packages.sh runtime
	@touch $@

$(DEV): requirements/dev.txt | $(RUNTIME)
	@scripts/install_packages.sh dev
	@touch $@

# Everything that the example database is made from. Always for a database that DATABASE_URL names, and when the
# file is gone: the stamp knows of neither. Loading twice changes nothing, so one time too many is harmless.
UNKNOWN := $(DATABASE_URL)$(if $(wildcard var/kwaliteitsagenda.sqlite3),,gone)
$(DATABASE): $(AGENDA) $(wildcard */migrations/*.py demo/*.py demo/management/commands/*.py) $(if $(UNKNOWN),FORCE) | $(RUNTIME)
	@echo "Database, the agenda and the example data ..."
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_agenda $(AGENDA) > /dev/null
	@$(PY) manage.py demo_load
	@mkdir -p $(@D) && touch $@
