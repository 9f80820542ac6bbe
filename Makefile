# Everything runs in .venv, which the set-up script makes on first use.
# Another interpreter for it: rm -rf .venv && make test PYTHON=python3.12
PYTHON ?= python3
RUN = .venv/bin/python extensions/environment

.PHONY: help venv demo test lint format lock crosscheck bench

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

venv: ## make or refresh .venv
	@$(PYTHON) extensions/environment/setup.py

demo: venv ## deploy the example stacks on a simulated AWS
	@$(RUN)/demo.py

test: venv ## run every test, or some: make test PARTS="units style"
	@$(RUN)/checks.py $(PARTS)

lint: venv ## run the parts of the tests that only read
	@$(RUN)/checks.py style lint docs changelog

crosscheck: venv ## compare the simulator with DynamoDB Local and ministack
	@.venv/bin/python -m ansible_collections.stackkit.dynamodb.extensions.crosscheck $(AGAIN)

bench: venv ## measure how long it takes to change nothing
	@.venv/bin/python -m ansible_collections.stackkit.dynamodb.extensions.bench

format: venv ## put the Python code in order
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: venv ## resolve extensions/environment/requirements.in anew
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	  --custom-compile-command "make lock" --no-annotate \
	  --output-file extensions/environment/requirements.txt extensions/environment/requirements.in
