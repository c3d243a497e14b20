# make run     install what is locked in uv.lock into .venv, and run the main job on seeds/
# make test    the same, then everything that CI checks
# make bench   measure speed and memory; CORPUS=file.jsonl.gz names the documents, else varied ones are made of the test stories
# make torture end a run before each change of the disk; kill KILLS=100 real commands at random; hold what the next run makes against an undisturbed one

# Any Python from 3.11 to 3.13 will do: the first of these that is there and works.
PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do $$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$each && break; done)
UV := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never .venv/uv/bin/uv
BIN := .venv/bin

.PHONY: run test bench torture clean
run: .venv/run-is-installed
	$(BIN)/textmart run

test: .venv/test-is-installed .venv/oldest-duckdb-is-installed
	$(BIN)/ruff format --check flows tests
	$(BIN)/ruff check flows tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	.ci/audit $(AUDIT)
	$(BIN)/sqlfluff lint --disable-progress-bar sql/views sql/checks sql/derived sql/report
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

bench: .venv/test-is-installed
	$(BIN)/python -m tests.bench $(CORPUS)

torture: .venv/test-is-installed
	$(BIN)/pytest --every-fault -k "ended_before_any or full_disk" tests/test_faults.py tests/test_full_disk.py tests/test_forget.py tests/test_object_store.py
	$(BIN)/python -m tests.bench.kills --kills $(or $(KILLS),100)

# uv has an environment of its own inside, since a sync takes out of .venv what is not in the lock.
.venv/uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "textmart needs Python 3.11, 3.12 or 3.13, and none of them is on the PATH"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PYTHON) -m venv .venv/uv
	.venv/uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

# Compiled at once: half the start of a process is compiling else, each time where PYTHONDONTWRITEBYTECODE is set, as in many containers.
.venv/run-is-installed: .venv/uv/bin/uv uv.lock pyproject.toml Makefile
	$(UV) sync --quiet --locked --no-dev --inexact --compile-bytecode
	@touch $@

.venv/test-is-installed: .venv/uv/bin/uv uv.lock pyproject.toml Makefile
	$(UV) sync --quiet --locked --compile-bytecode
	@touch $@ .venv/run-is-installed

.venv/oldest-duckdb-is-installed: .venv/test-is-installed
	UV_PROJECT_ENVIRONMENT=.venv/oldest-duckdb UV_PYTHON_DOWNLOADS=never .venv/uv/bin/uv sync --quiet --locked --only-group oldest-duckdb
	@touch $@

clean:
	rm -rf .venv warehouse .mypy_cache .ruff_cache .pytest_cache .hypothesis
