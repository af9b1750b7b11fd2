# Tandem's commands. All they need is make and a Python of 3.11 or newer (another one: PYTHON=…).

PYTHON ?= python3
PORT ?= 8000
export PORT
# Modules are compiled once and not anew in each of the processes, whatever the shell has set.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
RUN := $(BIN)/python
# The suites and the demo stand alone, whatever the shell they are called from has set.
ALONE := env -u DATABASE_URL -u REDIS_URL -u EMAIL_URL -u TANDEM_ENV -u TANDEM_VAR_DIR -u SITE_URL \
	TANDEM_ENV_FILE=/dev/null
# What a server in production sets, for the checks: the key is made anew each time.
PRODUCTION = TANDEM_ENV=production SECRET_KEY=$(shell head -c 48 /dev/urandom | base64 -w 0) \
	ALLOWED_HOSTS=tandem.example SITE_URL=https://tandem.example POSTGRES_PASSWORD=not-used-here
COMPILE := PATH="$(CURDIR)/.tools/bin:$$PATH" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help python setup setup-dev demo start test test-services test-browser lint format lock messages bench

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

python:
	@$(PYTHON) -c 'import sys; sys.exit("Tandem needs Python 3.11 or newer, and $(PYTHON) is " + \
		sys.version.split()[0] + ": name another one, as in PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'

setup: python ## Make the virtual environment
	@$(PYTHON) sponsorship/ops/setup.py

setup-dev: python
	@$(PYTHON) sponsorship/ops/setup.py --dev
	@$(RUN) manage.py compile_catalogue --verbosity 0

demo: setup ## Try Tandem with a demo programme: http://127.0.0.1:8000/, PORT=… for another port
	@$(ALONE) TANDEM_DEMO=1 $(RUN) manage.py prepare --demo
	@exec $(ALONE) TANDEM_DEMO=1 $(RUN) sponsorship/ops/supervisor.py

start: setup ## Start Tandem with a programme of your own, empty at first
	@$(RUN) manage.py prepare
	@echo "A link for the first programme lead: $(if $(filter-out 8000,$(PORT)),PORT=$(PORT) )$(RUN) manage.py first_lead EMAIL"
	@exec $(RUN) sponsorship/ops/supervisor.py

test: setup-dev ## Run the tests on SQLite, with nothing else installed
	@$(ALONE) $(BIN)/pytest -q -n auto -m "not e2e and not bench and not services" $(ARGS)

test-services: setup-dev ## Run the tests on PostgreSQL and Redis (DATABASE_URL, REDIS_URL, or private ones)
	@$(RUN) sponsorship/ops/services.py $(BIN)/pytest -q -n auto -m "not e2e and not bench" $(ARGS)

test-browser: setup-dev ## Run the journeys in Debian's Chromium, with axe on every page
	@$(ALONE) $(RUN) manage.py prepare --no-database --verbosity 0
	@$(ALONE) $(BIN)/pytest -q -n auto -m e2e tests/browser $(ARGS)

lint: setup-dev ## Check style, layers, types, templates, migrations, deployment and the compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files '*.py' ':!*/migrations/*' | xargs $(BIN)/django-upgrade --target-version 5.2 --check
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(ALONE) $(RUN) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy"
	@$(ALONE) $(PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING
	@if command -v docker-compose > /dev/null; then \
		echo "docker-compose config"; $(ALONE) $(PRODUCTION) docker-compose config --quiet; \
	elif [ -n "$$CI" ]; then echo "docker-compose is missing" >&2; exit 1; \
	else echo "docker-compose.yml is not checked: docker-compose is not installed"; fi

format: setup-dev ## Bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: python ## Resolve the requirements again (UPGRADE=--upgrade takes the newest)
	@$(PYTHON) sponsorship/ops/setup.py --uv
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE:pyproject.toml=) --group uv -o requirements-uv.txt

messages: setup-dev ## Gather the words to translate into locale/fr (needs gettext)
	$(RUN) manage.py makemessages --locale fr --ignore .venv --ignore tests --add-location file --no-obsolete
	$(RUN) manage.py compile_catalogue

bench: setup-dev ## Measure the pages against a bare view with 10,000 accounts
	$(RUN) manage.py bench $(ARGS)
