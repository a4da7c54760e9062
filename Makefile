# One definition of green: `make check` is what .ci/run runs, and `make test` is its tests.
# Everything comes from the locks alone: --no-deps asks the index for no name that a lock does not hold, and `pip check` tells.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
CHECK := $(BIN)/python -m pip --disable-pip-version-check check
RESOLVE := build/resolver/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
# The tests start dozens of processes: compiled once, each is there sooner.
unexport PYTHONDONTWRITEBYTECODE
LOCKED := sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p'

.PHONY: setup browser demo screenshots test test-all coverage check bench mutants lock clean

# What `run` and `demo` need.
$(VENV)/.run: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tiller needs Python 3.11 or newer, and $(PYTHON) is older or missing. Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x "$(BIN)/python" || $(PYTHON) -m venv "$(VENV)" || { \
		echo "$(PYTHON) could not make the environment $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(INSTALL) -r requirements.lock
	$(CHECK)
	@touch "$@"

# What the tests and the checks need beside it.
$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(INSTALL) -r requirements-dev.lock
	$(CHECK)
	@touch "$@"

setup: $(VENV)/.dev

# The browser tests and the pictures need a driver and Debian's Chromium; without them those tests are skipped and say so.
browser: $(VENV)/.dev
	$(INSTALL) -r requirements-browser.lock
	$(CHECK)
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji fonts-dejavu-core >/dev/null; } \
		|| { echo "Chromium could not be installed: only root on Debian or Ubuntu can. Any program named chromium on the PATH will do." >&2; exit 1; }

demo: $(VENV)/.run
	$(BIN)/python -m bot demo

# 28 pictures of the sample company's quarter; four of them are the README's.
screenshots: browser
	$(BIN)/python -m bot.demo.pictures build/screenshots --readme .github/pictures

# All that matters: both databases, the browser, one seed of each kill test. Four minutes on two cores.
test: setup
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not thorough"

# Every seed, the pictures and the bench beside it.
test-all: setup
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# Which lines all tests run.
coverage: setup
	$(BIN)/python -m pytest -q -n auto --dist worksteal --cov --cov-report=term

check: setup
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m mypy
	$(MAKE) test-all

bench: setup
	$(BIN)/python -m tests.bench

# Plants small changes and asks whether a test notices: make mutants SAMPLE=100 SEED=2 PATHS="domain bot/delivery".
SAMPLE ?= 600
SEED ?= 1
BASE ?= main
PATHS ?=
mutants: setup
	nice $(BIN)/python -m tests.mutation --sample $(SAMPLE) --seed $(SEED) --base $(BASE) $(PATHS)

# Resolve anew: the tool itself comes from a lock, and no lock names an index. `make lock UPGRADE=--upgrade` takes newer releases.
lock:
	test -x build/resolver/bin/uv || { $(PYTHON) -m venv build/resolver && build/resolver/bin/python -m pip install --quiet \
		--disable-pip-version-check --require-hashes --no-deps -r .ci/resolver.lock; }
	$(RESOLVE) $(UPGRADE) -o requirements.lock pyproject.toml
	$(RESOLVE) $(UPGRADE) -c requirements.lock --extra dev $$($(LOCKED) requirements.lock) -o requirements-dev.lock pyproject.toml
	$(RESOLVE) $(UPGRADE) -c requirements.lock -c requirements-dev.lock --extra browser \
		$$($(LOCKED) requirements.lock requirements-dev.lock) -o requirements-browser.lock pyproject.toml

clean:
	rm -rf "$(VENV)" .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .import_linter_cache build/mutation
