# make run: set everything up and start the centre. make test: set everything up and test it all.
# make bench: measure. make soak: a million events under repeated kill -9.

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
DESK := $(shell find desk -path desk/node_modules -prune -o -type f -print 2>/dev/null)

export PYTHON

.PHONY: setup run test lint bench soak lock clean

setup: .venv/.ready yingda/web/.built .venv/.engine .venv/.compiled

run: setup
	@exec $(BIN)/python -m yingda.launcher

.venv/.ready: requirements.lock tools/setup.lock pyproject.toml
	@echo "1/3 Python environment"
	@tools/venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r tools/setup.lock
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.ready requirements-dev.lock
	@echo "    tools for tests"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

desk/node_modules/.ready: .venv/.ready desk/package-lock.json
	@echo "2/3 Web desk: packages"
	@cd desk && ../tools/npm ci --loglevel=error --no-audit --no-fund >/dev/null
	@touch $@

yingda/web/.built: desk/node_modules/.ready $(DESK)
	@echo "2/3 Web desk: build"
	@cd desk && ../tools/npm run --silent build -- --logLevel warn
	@touch $@

.venv/.engine: .venv/.ready yingda/launcher/engine_build.py yingda/launcher/engine_store.py
	@echo "3/3 Voice engine"
	@$(BIN)/python -m yingda engine
	@touch $@

.venv/.compiled: .venv/.ready $(wildcard yingda/routing/core/*.py yingda/planning/twin/*.py)
	@echo "    routing core and twin: compile"
	@$(BIN)/python -c "from yingda.routing.core import warm_up; warm_up()"
	@$(BIN)/python -c "from yingda.planning.jobs_work import warm_up; warm_up()"
	@touch $@

test: setup .venv/.dev
	@tools/chromium
	cd desk && ../tools/npm test
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

lint: .venv/.dev desk/node_modules/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd desk && ../tools/npm run lint && ../tools/npm run typecheck
	$(BIN)/python tools/openapi.py | (cd desk && ../tools/npm run --silent types -- --check)

# The desk's types of the service's API, made from its OpenAPI document.
types: .venv/.ready desk/node_modules/.ready
	$(BIN)/python tools/openapi.py | (cd desk && ../tools/npm run --silent types)

bench: setup .venv/.dev
	$(BIN)/python -m bench

# A million events under repeated kill -9 of the router: many minutes.
soak: setup .venv/.dev
	$(BIN)/python -m bench routing-kill

# Pins every package with its hash; the addresses of this machine's package index stay out.
lock: .venv/.ready
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header tools/setup.in -o tools/setup.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header tools/node.in -o tools/node.lock

# The data folder and the voice engine's cache stay.
clean:
	rm -rf .venv desk/node_modules yingda/web .mypy_cache .ruff_cache .pytest_cache
