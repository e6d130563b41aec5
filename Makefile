# The whole project in a few words: make demo, make test, make full, make bench, make lint.
# Needs Python 3.11 with venv, and Debian's Pango; never installs system packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000
SERVE ?= 1
# More words for pytest, such as -k or --cov.
PYTEST ?=
# On all cores, a file at a time: what the tests of a file share is made once.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: demo test full bench lint format coverage system

# The worker for long work is a child of the server: however the server ends, the worker ends too.
demo: system $(VENV)/demo.stamp
	@mkdir -p var
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --address $(ADDRESS)
ifneq ($(SERVE),0)
	@$(BIN)/python manage.py work --with-parent $$$$ & PORTAL_DEMO=1 exec $(BIN)/gunicorn \
	  --bind $(ADDRESS) --worker-class portal.site.worker.PortalWorker --workers 2 --threads 4 --no-control-socket portal.wsgi
endif

# Browser tests need a Chromium of the system's; everything else runs anywhere.
test: system $(VENV)/dev.stamp
ifeq ($(CHROMIUM),)
	@echo "Chromium が見つからないため、ブラウザのテストは行いません。"
	$(BIN)/pytest $(PARALLEL) -m "not browser" $(PYTEST)
else
	$(BIN)/pytest $(PARALLEL) $(PYTEST)
endif

# Everything there is: the linters, the whole suite, and the coverage gate.
full: lint system $(VENV)/dev.stamp
	$(BIN)/pytest $(PARALLEL) --full --cov --cov-report=
	$(MAKE) coverage OMIT="portal/audit/backends/postgresql/*"

bench: system $(VENV)/dev.stamp
	$(BIN)/python -m bench
	$(BIN)/python -m bench.lists
	$(BIN)/python -m bench.volumes

lint: $(VENV)/dev.stamp
	@mkdir -p var
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' | xargs -r $(BIN)/djhtml --check
	find templates -name '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	$(BIN)/codespell

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' | xargs -r $(BIN)/djhtml
	find templates -name '*.html' | xargs -r $(BIN)/djade --target-version 5.2

# Every branch of what records, what hides and what writes is tested (pyproject.toml names the files).
# (Without a PostgreSQL server its back end cannot be; .ci/run has one.)
coverage: $(VENV)/dev.stamp
	$(BIN)/coverage report --fail-under=100 --omit="$(OMIT)"

# Python with venv, and the three libraries WeasyPrint loads.
system:
	@$(PYTHON) -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  echo "Python 3.11 以上と venv が必要です。次を実行してください："; \
	  echo "  sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c "import ctypes; [ctypes.CDLL(name) for name in ( \
	  'libpango-1.0.so.0', 'libpangoft2-1.0.so.0', 'libharfbuzz-subset.so.0')]" 2>/dev/null || { \
	  echo "印刷に使うライブラリが足りません。次を実行してください："; \
	  echo "  sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; exit 1; }

# Nothing is built: what pyproject.toml declares is installed at the pinned versions.
DECLARED = import tomllib; declared = tomllib.load(open('pyproject.toml', 'rb'))['project']

$(VENV)/demo.stamp: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c "$(DECLARED); print(*declared['dependencies'], sep='\n')" > $(VENV)/demo.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -r $(VENV)/demo.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/demo.stamp
	@$(BIN)/python -c "$(DECLARED); print(*declared['optional-dependencies']['dev'], sep='\n')" > $(VENV)/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -r $(VENV)/dev.txt
	@touch $@
