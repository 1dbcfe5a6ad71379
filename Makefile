# Two commands do everything: `make serve` and `make test`. Each sets up what it needs, first time and after a change.
.DEFAULT_GOAL := help
.PHONY: help install install-dev install-test serve test test-long bench bench-quality lint format lock clean
SHELL := /bin/sh
PY := .venv/bin/python
# Arguments for pytest or the benchmark: make test ARGS="-k unlock"
ARGS ?=
# Tests run on all cores, up to four; a file's tests stay together, because they share what they set up.
# They begin in the order of tests/fixtures/longest_first.py.
CORES = -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
PYTHON ?=
setup = python=$$(PYTHON="$(PYTHON)" portal/setup/find-python) && "$$python" portal/setup/install.py

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

install: ## Set up what the site needs (Python packages, front-end files, translations)
	@$(setup)

install-dev: ## Set up what tests, lint and `ingest snapshot` need as well
	@$(setup) --dev

install-test: ## Set up Chromium too, for the browser tests
	@$(setup) --dev --browser

serve: install ## Start the site and its scheduler; PORT, DATABASE_URL and PORTAL_* are honoured
	@exec .venv/bin/portal serve

test: install-test ## Run the tests
	@$(PY) -m pytest -m "not long" $(CORES) $(ARGS)

test-long: install-test ## Run the soaks and full matrices too
	@$(PY) -m pytest $(CORES) $(ARGS)

bench: install-dev ## Measure speed, size and memory against the budgets
	@$(PY) -m tests.bench $(ARGS)

bench-quality: install-dev ## Measure how right the product is on labelled data
	@$(PY) -m tests.bench.quality $(ARGS)

lint: install-dev ## Check style, types, import directions, templates and what is tracked
	@$(PY) -m portal.setup.lint

format: install-dev ## Format the Python code
	@$(PY) -m ruff check --fix-only --quiet . ; $(PY) -m ruff format .

lock: install ## Make the lock files anew from pyproject.toml and package.json
	@$(PY) -m portal.setup.lock

clean: ## Remove what set-up made; your data (.data/) stays
	rm -rf .venv .venv-setup.lock node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find portal ingest tests config -name __pycache__ -type d -prune -exec rm -rf {} +
	find portal -name '*.mo' -delete
