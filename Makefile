# Each target makes its own environment and needs only make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo test check fix clean

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(READY)  ## render and prove the sample, and say where to look
	@rm -rf build/demo && mkdir -p build && cp -R samples/wordcount build/demo && rm -rf build/demo/tasks build/demo/receipts
	@cd build/demo && PATH="$(CURDIR)/$(BIN):$$PATH" sh -c 'taskgen render tasks.md && taskgen prove'
	@echo
	@echo "The list:      build/demo/tasks.md"
	@echo "The tasks:     build/demo/tasks/index.md"
	@echo "The receipts:  build/demo/receipts/"

test: $(READY)  ## run the tests
	@$(BIN)/python -m compileall -q taskgen
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

check: $(READY)  ## types, style, and that the samples are current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini
	cd samples/wordcount && $(CURDIR)/$(BIN)/taskgen render --check

fix: $(READY)  ## mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## take away all that was made
	rm -rf $(VENV) build dist

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "taskgen needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing taskgen and its tools into $(VENV) ..."
	@$(PIP) install --upgrade "pip>=25.1"
	@$(PIP) install --editable ".[prove]" --group dev
	@touch $@
