# Everything runs in .venv, which the set-up script makes on first use.
# Another interpreter for it: rm -rf .venv && make test PYTHON=python3.12
PYTHON ?= python3

.PHONY: help venv lock

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

venv: ## make or refresh .venv
	@$(PYTHON) extensions/environment/setup.py

lock: venv ## resolve extensions/environment/requirements.in anew
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	  --custom-compile-command "make lock" --no-annotate \
	  --output-file extensions/environment/requirements.txt extensions/environment/requirements.in
