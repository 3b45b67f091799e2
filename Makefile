# Every target sets up .venv by itself, from constraints.txt; the second time that takes no time.

PYTHON ?= python3
DATA ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
PROJECTS := pyproject.toml $(PLUGINS:=/pyproject.toml)
SCRIPTS := $(wildcard examples/*.py benchmarks/*.py docs/*.py)
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test fuzz lint docs bench clean

help:
	@echo "make demo             read the seed article and show what was found"
	@echo "make test             run every test, core and plugins"
	@echo "make fuzz             feed the library forty times as many odd inputs (FUZZ=40, SEED=20)"
	@echo "make lint             ruff and mypy"
	@echo "make docs             write anew what is generated in the Markdown files"
	@echo "make bench            score the library on our own articles, and write docs/benchmarks.md"
	@echo "make bench DATA=DIR   the same, and on a folder of gold data"
	@echo "make clean            remove .venv and everything that was built"

demo: $(READY)
	$(BIN)/python examples/analyze_article.py seeds/lavrov.txt

test: $(READY)
	$(BIN)/python -m pytest

FUZZ ?= 40
SEED ?= 20

fuzz: $(READY)
	FUZZ=$(FUZZ) SEED=$(SEED) $(BIN)/python -m pytest -p no:randomly tests/test_fuzz.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy $(SCRIPTS)

docs: $(READY)
	$(BIN)/python docs/generate.py

bench: $(READY)
	$(BIN)/python benchmarks/run.py $(if $(DATA),--data "$(DATA)")

clean:
	rm -rf $(VENV) build dist htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is touched last, so a set-up that broke off begins again. The build tools come first and without pip's
# isolated build environments, because older and newer pips disagree on whether constraints hold in those.
$(READY): constraints.txt $(PROJECTS)
	@$(PYTHON) -c 'import sys; sys.exit("diplomacy-nlp needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12 demo" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt hatchling editables
	$(PIP) install --constraint constraints.txt --no-build-isolation -e ".[dev]" $(PLUGINS:%=-e ./%)
	@touch $@
