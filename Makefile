# What one does with Snowball. `make` alone lists it. Everything is set up on the first call (see run.py).
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help studio test check screenshots lock

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

studio: ## Set up and open the studio (demo mode without keys)
	$(PYTHON) run.py studio

test: ## Set up and pass the whole test suite
	$(PYTHON) run.py test

check: ## Set up and check style, types and import direction
	$(PYTHON) run.py check

screenshots: ## Set up and take pictures of every page
	$(PYTHON) run.py screenshots

lock: ## Choose the versions anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra build --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra build --extra test --output-file requirements-test.lock
