# suasion. Two commands for a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --editable .
WEB := $(shell find web -name node_modules -prune -o -type f -print)
PAGE := src/suasion/publish/static/workbench.js

.PHONY: help setup demo test lint quality bench lock clean
.DELETE_ON_ERROR:

help:            ## say what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: .venv/dev ## prepare .venv: suasion, its libraries and the development tools

demo: .venv/base ## read the bundled example reports into a case and say where its dossier lies
	@rm -rf demo-case
	@$(BIN)/suasion run examples --case demo-case
	@echo "Open demo-case/dossier.html in a browser."

test: .venv/dev lint ## check style and types, then run all tests
	@$(BIN)/python tools/page.py test
	$(BIN)/pytest -rs

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/python tools/page.py check

bench: .venv/dev ## measure speed and memory on examples/
	$(BIN)/python bench/run.py examples

lock:            ## write the hashed locks again (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --extra build --extra web pyproject.toml -o requirements/base.txt
	uv pip compile -q --universal --generate-hashes --no-header --extra build --extra web --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-header requirements/node.in -o requirements/node.txt

clean:           ## remove the environment, the built page and the demo's case
	rm -rf .venv demo-case web/node_modules $(dir $(PAGE))

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "suasion needs Python 3.11, 3.12 or 3.13; set PYTHON=…")'
	$(PYTHON) -m venv .venv

$(PAGE): $(WEB) tools/page.py | .venv/bin/python
	@echo "Building the workbench's page …"
	@$(BIN)/python tools/page.py

.venv/base: requirements/base.txt pyproject.toml hatch_build.py | .venv/bin/python $(PAGE)
	@echo "Installing suasion and its libraries into .venv …"
	@$(PIP) install --require-hashes -r requirements/base.txt
	@$(INSTALL_SELF)
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo "Installing the development tools into .venv …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
