# Everything runs in .venv, which the setup script creates on first use.
# Use another interpreter: rm -rf .venv && make test PYTHON=python3.12
PYTHON ?= python3
RUN = .venv/bin/python extensions/environment

.PHONY: help venv demo picture test soak matrix docs lint format role-files permissions lock build release crosscheck bench

help:
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile

venv: ## create or update .venv
	@$(PYTHON) extensions/environment/setup.py

demo: venv ## show the collection on the simulator; all example stacks: make demo ALL=1
	@$(RUN)/demo.py $(if $(ALL),all)

picture: venv ## draw docs/demo.svg from a run of the demo
	@$(RUN)/demo_picture.py

test: venv ## run all tests, or some: make test PARTS="units style"
	@$(RUN)/checks.py $(PARTS)

soak: venv ## repeat the random tests with new seeds, ten times or: make soak N=100
	@$(RUN)/soak_rounds.py $(if $(N),--rounds $(N)) $(if $(SEED),--seed $(SEED)) $(if $(JOBS),--jobs $(JOBS)) $(TESTS)

matrix: venv ## test each supported ansible-core, Python and boto3, or one: make matrix ONLY=2.17
	@$(RUN)/matrix.py "$(ONLY)"

docs: venv ## build the site of the documentation in build/site
	@$(RUN)/docs_site.py

lint: venv ## run the linters
	@$(RUN)/checks.py style lint docs changelog

build: venv ## build the archive of the collection in dist/
	@$(RUN)/archive.py

release: venv ## release the committed files: make release VERSION=1.2.3 (docs/releasing.md)
	@$(RUN)/release.py $(VERSION)

crosscheck: venv ## compare the simulator with other engines, or with AWS: make crosscheck JUDGE=aws
	$(if $(filter-out aws,$(JUDGE)),$(error JUDGE is $(JUDGE); it must be aws))
	@.venv/bin/python -m ansible_collections.stackkit.dynamodb.extensions.crosscheck$(if $(JUDGE),.$(JUDGE)) $(AGAIN)

bench: venv ## measure runs that change nothing; only fleets at AWS's rates: make bench ONLY=fleet
	@.venv/bin/python -m ansible_collections.stackkit.dynamodb.extensions.bench$(if $(ONLY),.$(ONLY))

format: venv ## format the Python code
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

role-files: venv ## write the roles' defaults and variable tables from their argument specs
	@$(RUN)/role_files.py

permissions: venv ## write the options' IAM actions in docs/permissions.md
	@.venv/bin/python -m ansible_collections.stackkit.dynamodb.tests.unit.permissions.page

lock: venv ## resolve the versions of extensions/environment/*.in again
	@for name in requirements importer; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	    --custom-compile-command "make lock" --no-annotate \
	    --output-file extensions/environment/$$name.txt extensions/environment/$$name.in || exit 1; \
	done
