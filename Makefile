# Two commands: `make run` starts the publication, `make test` runs every test. Nothing needs root.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
ADDRESS ?= 127.0.0.1
PORT ?= 8000

.PHONY: run test campaign check clean

run: $(READY)
	@$(VENV)/bin/coranto run --demonstration --address $(ADDRESS) --port $(PORT)

test: $(READY)
	@$(VENV)/bin/python -m pytest -n 2 --dist worksteal

# The long forms: hostile input through every field of the desk and every reader, a minute or more each.
campaign: $(READY)
	@$(VENV)/bin/python -m pytest -n 0 -m campaign

check: $(READY)
	@sh .ci/checks $(VENV)

# One way in: a virtual environment, uv from the package index inside it, everything else from the lock file.
# Modules are compiled here once: where PYTHONDONTWRITEBYTECODE is set, every process would compile all of them again (4 s).
$(READY): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Coranto needs Python 3.11 or newer. Name one: make run PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments. Mend it with: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@test -x $(VENV)/bin/uv || $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@UV_PROJECT_ENVIRONMENT=$(VENV) VIRTUAL_ENV= $(VENV)/bin/uv sync --frozen --quiet --compile-bytecode --python $(VENV)/bin/python
	@$(VENV)/bin/python -m compileall -q coranto
	@touch $(READY)

clean:
	rm -rf $(VENV)
