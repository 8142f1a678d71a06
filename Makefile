# Every verb says what it does: make help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check index calibrate evaluate accuracy bench snapshots man pictures newcomer clean

help: ## say what each verb does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# torch comes first and alone: a CPU build is found for this version, and nothing later then asks for another.
$(VENV)/.run: pyproject.toml
	@echo "Setting up in $(VENV). Once, this downloads about 300 MB and takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "  1 of 2: torch"
	@$(PIP) install --quiet torch==2.13.0
	@echo "  2 of 2: the other libraries"
	@$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "  and what the tests need"
	@$(PIP) install --quiet --editable '.[dev]'
	@touch $@

run: $(VENV)/.run ## set up, build the index at the first start, open the chat
	@$(BIN)/edubot

index: $(VENV)/.run ## build the index of corpus/ (nothing changed: nothing done)
	$(BIN)/edubot build corpus

test: $(VENV)/.dev ## set up and run every test
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.dev ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

calibrate: $(VENV)/.dev ## fit the confidence anew, after anything that scores has changed
	$(BIN)/edubot build corpus
	$(BIN)/python scripts/train_adapter.py
	$(BIN)/edubot build corpus
	$(BIN)/python scripts/train_meaning.py
	$(BIN)/python scripts/calibrate.py
	$(BIN)/edubot build corpus

evaluate: index ## retrieval accuracy on our gold questions
	$(BIN)/edubot evaluate tests/gold/questions.jsonl

accuracy: $(VENV)/.dev ## measure every table of docs/accuracy.md that can be; ARGS="--libraries" for all systems
	$(BIN)/python -m scripts.accuracy_page $(ARGS)

bench: $(VENV)/.dev ## speed, memory and evidence beside other libraries: fills docs/performance.md; ARGS="--rounds 3"
	$(BIN)/python -m benchmarks.speed $(ARGS)

snapshots: $(VENV)/.dev ## accept the screens and golden answers as they are now; look at the diff
	$(BIN)/python -m pytest -n 2 --snapshot-update

man: $(VENV)/.dev ## write the man page anew, after a command or an option has changed
	$(BIN)/python -m scripts.man_page

pictures: index $(VENV)/.dev ## take the README's pictures of a sitting anew; look at them
	$(BIN)/python -m scripts.pictures

newcomer: index ## five tasks in a real terminal (tmux), with the keys that the README names
	$(BIN)/python -m scripts.newcomer

clean: ## remove the environment
	rm -rf $(VENV)
