# Two commands are enough: `make run` opens the window, `make test` proves that all is well.
# ARGS goes to the program: make run ARGS="pictures/ --help". PYTHON chooses the interpreter: make run PYTHON=python3.12.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
# What Qt needs of the system: `run` goes on without it, `test` wants it and the tools that play a person at a screen.
NEEDS := run
# A test file stays with one process, so that what its tests share is made once. ARGS="-n 0" runs all in one.
AT_ONCE := --numprocesses=auto --maxprocesses=4 --dist=loadfile

export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it is set, every child process of a test compiles our modules first, and every test file is read anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test setup check fast model bench lock screenshot screens clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

run: setup ## set everything up and open the window
	@$(BIN)/python main.py $(ARGS)

test: NEEDS := test
test: check ## set everything up, then every check and every test
	@echo "Testing."
	@$(BIN)/python -m pytest -q $(AT_ONCE) $(ARGS)

setup: $(STAMP) ## the virtual environment with the locked packages, and the system libraries of Qt
	@tools/system_libraries.sh $(NEEDS)

$(STAMP): requirements/lock.txt pyproject.toml
	@tools/virtual_environment.sh $(VENV) $(STAMP)

check: setup ## style, types and the direction of imports
	@echo "Checking style."
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check || { echo "Some files are not formatted: type $(BIN)/ruff format"; exit 1; }
	@echo "Checking types."
	@$(BIN)/mypy --no-error-summary
	@echo "Checking imports."
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }

fast: setup ## the core tests in seconds: no Qt, no TensorFlow
	@$(BIN)/python -m pytest -q -p no:pytest-qt -m "not gui and not tensorflow and not slow" $(AT_ONCE) $(ARGS)

model: setup ## build the shipped model again from the photographs
	@$(BIN)/python -m alpaca_gui.training.shipped $(ARGS)

bench: setup ## measure the speed that is promised
	@$(BIN)/alpaca-gui bench $(ARGS)

screenshot: setup ## draw the pictures of the README again
	@$(BIN)/python tools/screenshot.py $(ARGS)

screens: setup ## draw every panel that explains again, light and dark
	@$(BIN)/python tools/screens.py $(ARGS)

lock: setup ## resolve pyproject.toml into requirements/lock.txt (ARGS=--upgrade for the newest of everything)
	@echo "Resolving for Python 3.11 to 3.13 on every platform."
	@$(BIN)/uv pip compile pyproject.toml --extra train --group dev --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --custom-compile-command "make lock" --quiet \
		--output-file requirements/lock.txt $(ARGS)

clean: ## remove what tools and builds left behind (the environment stays: rm -r .venv removes it)
	@rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .setup.log
	@find . -path ./$(VENV) -prune -o -type d -name __pycache__ -exec rm -rf {} +
