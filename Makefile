# Everything works from a fresh clone with Python 3.11 to 3.13, make and git.
# Choose the interpreter with PYTHON, the environment with VENV:
#   make test PYTHON=python3.12 VENV=build/venv-3.12

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint format messages notebooks bench bench-reading bench-web fuzz boundaries \
    model model-card lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 14) or sys.exit( \
	    "Python 3.11, 3.12 or 3.13 is needed, $(PYTHON) is %d.%d; try make PYTHON=python3.12" % v)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## score the adverts and CVs of examples/adverts
	$(BIN)/slmo-match score examples/adverts

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

lint: $(READY) ## check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY) ## bring the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(READY) ## bring the catalogues of messages up to date and compile them
	$(BIN)/python src/slmo_match/report/locale/update.py

notebooks: $(READY) ## run the notebooks and keep their outputs
	$(BIN)/python notebooks/run.py

bench: $(READY) ## measure scoring next to its peers (TEXTS=adverts.jsonl, BENCH=options)
	$(BIN)/python tests/benchmarks/bench.py $(TEXTS) $(BENCH)

bench-reading: $(READY) ## measure the readers next to the bare libraries
	$(BIN)/python tests/benchmarks/bench_reading.py

bench-web: $(READY) ## put the local page under load and check every answer
	$(BIN)/python tests/benchmarks/bench_web.py

fuzz: $(READY) ## feed damaged files to the readers for a long time
	$(BIN)/python tests/fuzz/fuzz_reading.py 600

boundaries: $(READY) ## learn where duties begin in flattened texts (before make model)
	$(BIN)/python -m slmo_match.training.boundaries

model: $(READY) ## rebuild models/slmo from models/corpus
	$(BIN)/slmo-match train

model-card: $(READY) ## measure the model (REAL_ADVERTS=folder) and write models/README.md
	$(BIN)/python -m slmo_match.training.model_card models $(REAL_ADVERTS)

lock: ## pin the newest versions anew (with the oldest Python that is supported)
	$(PYTHON) -c 'import sys; sys.version_info[:2] == (3, 11) or sys.exit("make lock PYTHON=python3.11")'
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip setuptools
	build/lock/bin/python -m pip install --quiet --editable '.[msg,notebook,parquet,spark,web]' \
	    --group dev hatchling editables
	echo '# Versions for development on Python 3.11 to 3.13; made by "make lock".' > requirements-dev.txt
	build/lock/bin/python -m pip freeze --all --exclude pip --exclude-editable >> requirements-dev.txt

clean: ## remove the environment and all caches
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
