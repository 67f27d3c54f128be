# make app   serves the app          (PORT=8501)
# make test  lint, types and all tests
# make bench measures what the browser feels, how quickly networks train, what a class costs
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: app test bench pictures browser postgres clean

app: .venv/app.done
	@echo "dropviz: http://localhost:$(PORT)"
	@$(BIN)/streamlit run app.py --server.port $(PORT) --server.headless true

test: .venv/test.done browser postgres
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@# Browser tests mostly wait: the others run beside them, and say what they found after them.
	$(BIN)/pytest -p no:cacheprovider --ignore=tests/browser > .venv/tests.txt 2>&1 & others=$$!; \
	$(BIN)/pytest tests/browser; browser=$$?; \
	wait $$others; others=$$?; cat .venv/tests.txt; exit $$((browser + others))

bench: .venv/test.done browser
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.trials
	$(BIN)/python -m benchmarks.browser
	$(BIN)/python -m benchmarks.load

pictures: .venv/test.done browser
	$(BIN)/python -m scripts.pictures

browser: .venv/test.done
	@$(BIN)/python -m scripts.install_browser

postgres: .venv/test.done
	@$(BIN)/python -m scripts.install_postgres

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/app.done: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/test.done: requirements.txt pyproject.toml tests/requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . -r tests/requirements.txt
	@touch $@ .venv/app.done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
