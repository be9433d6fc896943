# One command to start, one to check. `make help` lists them.
PYTHON ?= python3
RUN := .venv/bin/python
ENGINE := bot/.venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run train test check bench evaluate evaluate-handoff play takeovers test-long words lock clean rasa

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: ## Create both virtual environments (skips what is done)
	@$(PYTHON) deploy/prepare.py

run: setup ## Start everything on this machine; Ctrl-C ends it. WORLD=1: with a fake X and Facebook
	@$(RUN) -m gateway run $(if $(WORLD),--world)

train: setup ## Train the assistant from data/ and bot/domain/ if they have changed
	@$(RUN) -m studio.trainer

test: setup ## Run all that CI runs: format, lint, types, import rules, every test
	@$(RUN) deploy/test.py

test-long: setup ## What takes minutes more: an editor's hour, a real comparison, axe in every look
	@$(RUN) -m pytest -ra -m long

check: setup ## The fast part of it: format, lint, types, import rules
	@$(RUN) deploy/test.py --fast

bench: setup ## Measure a message read, a turn beside the bare engine, the desk in a rush, reports, the board, the lists; writes docs/measurements/
	@$(RUN) -m tests.bench.parse
	@$(RUN) -m tests.bench
	@$(RUN) -m tests.bench.desk
	@$(RUN) -m tests.bench.reports
	@$(RUN) -m tests.bench.board
	@$(RUN) -m tests.bench.lists

evaluate: setup ## Measure the understanding: MESSAGES=file.jsonl [OUT=predictions.jsonl], else the held-out ones
	@$(RUN) -m gateway.evaluation $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(OUT),--out $(OUT))

play: setup ## Play scripted conversations on the real system: CONVERSATIONS=file.yml [OUT=report.jsonl], else all
	@$(RUN) -m tests.play $(if $(CONVERSATIONS),--conversations $(CONVERSATIONS)) $(if $(OUT),--out $(OUT))

evaluate-handoff: setup ## Measure when people are fetched: CONVERSATIONS=file.yml [OUT=report.jsonl], else ours
	@$(RUN) -m tests.escalation $(if $(CONVERSATIONS),--conversations $(CONVERSATIONS)) $(if $(OUT),--out $(OUT))

takeovers: setup ## Let people take over in 100,000 conversations at random moments: is the assistant silent?
	@TAKEOVERS=$(or $(TAKEOVERS),100000) $(RUN) -m pytest tests/contract/test_takeover.py -s

words: setup ## Bring the catalogues of the desk's other languages up to date with the sources
	@$(RUN) -m staff.words

lock: setup ## Resolve the newest allowed versions into the lock files
	@.venv/bin/uv pip compile -q -p 3.11 --group dev pyproject.toml --no-emit-package torch --generate-hashes $(if $(PIP_FIND_LINKS),--find-links $(PIP_FIND_LINKS),--torch-backend cpu) --no-emit-find-links --no-emit-index-url --upgrade -o requirements.lock --custom-compile-command "make lock"
	@.venv/bin/uv pip compile -q -p 3.10 bot/requirements.in --generate-hashes -o bot/requirements.txt --custom-compile-command "make lock"

clean: ## Remove environments, models and local data
	rm -rf .venv bot/.venv models var .rasa
