# Everything runs in .venv, which these rules make by themselves from the hashed lock. `make report` and `make test` are
# all a new user needs; PYTHON=python3.12 chooses another interpreter, INSTALLER=pip does without uv.
PYTHON ?= python3
INSTALLER ?= uv
BIN := .venv/bin
READY := .venv/ready
JOBS ?= 2

.PHONY: report test lab lint bench proof mutation-code coverage licences clean notebooks lock setup
.PHONY: intervals agreement mutation reading planted edits faults fuzz told browser
.DEFAULT_GOAL := report

report: $(READY)
	$(BIN)/fbss report

test: $(READY)
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile -o addopts= --nbval notebooks

lab: $(READY)
	$(BIN)/fbss lab

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# quantulum3 is the peer that extraction is measured against, mutmut changes the code for `make proof`; nothing else
# needs them.
bench: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bench.lock
	$(BIN)/python benchmarks/grim.py
	$(BIN)/python benchmarks/pooling.py
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/report.py --peers
	$(BIN)/python benchmarks/documents.py
	$(BIN)/fbss report --quiet
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/batches.py

# The long proofs, each alone or all by `make proof`; what they store is what the chapters and tests/README.md tell.
proof: intervals agreement mutation reading planted mutation-code edits faults fuzz told

intervals: $(READY)
	$(BIN)/python benchmarks/proof/coverage.py

agreement: $(READY)
	$(BIN)/python benchmarks/proof/agreement.py

mutation: $(READY)
	$(BIN)/python benchmarks/mutation/claims.py

reading: $(READY)
	$(BIN)/python benchmarks/extraction_scores.py

planted: $(READY)
	$(BIN)/python benchmarks/planted/run.py

# Small changes to the code of reported, checks and models: half an hour on a quiet core.
mutation-code: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bench.lock
	$(BIN)/python benchmarks/mutation/code.py

edits: $(READY)
	$(BIN)/python benchmarks/proof/edits.py

faults: $(READY)
	$(BIN)/python benchmarks/proof/faults.py

# A million texts take an hour on two quiet cores, and can be broken off: make fuzz TEXTS=20000
TEXTS ?= 1000000
fuzz: $(READY)
	$(BIN)/python benchmarks/proof/fuzz.py --texts $(TEXTS) --jobs $(JOBS)

told: $(READY)
	$(BIN)/python benchmarks/proof/told.py

browser: $(READY)
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile tests/test_browser.py tests/test_ledger_page.py tests/test_injection.py tests/test_jupyterlab.py

# Every branch of what decides about a number has to be taken by a test, and 95% of all lines and branches.
coverage: $(READY)
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --cov --cov-report=
	$(BIN)/python tests/coverage_of.py

# The licences of what the locks install, from its own metadata; after `make lock`.
licences: $(READY)
	$(BIN)/python tests/licences.py

# Runs every notebook with its defaults and stores the outputs that nbval compares; look at the difference before committing.
notebooks: $(READY)
	$(BIN)/python -m jupyter nbconvert --log-level=WARN --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False --KernelManager.transport_encryption=auto notebooks/*.ipynb

setup: $(READY)

$(READY): requirements.lock installer.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'fbss: this needs Python 3.11 or newer'; \
	  echo "  where: $(PYTHON) is $$($(PYTHON) --version 2>&1)"; \
	  echo '  to do: make $(MAKECMDGOALS) PYTHON=python3.12 (or another newer one)'; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
ifeq ($(INSTALLER),uv)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r installer.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	touch $(READY)

# Run after a change of dependencies in pyproject.toml.
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra test --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements.lock
	echo uv | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o installer.lock
	printf 'mutmut\nquantulum3\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -c requirements.lock -o bench.lock

clean:
	rm -rf .venv .build .pytest_cache .mypy_cache .ruff_cache .hypothesis reports/.new
	find reports -mindepth 1 -not -name README.md -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
