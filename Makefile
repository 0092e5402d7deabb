# `make figures` and `make test` are all there is to know; both make .venv first if it is not there.
# Needs Python 3.11 or newer and GNU make; on Windows, run it from Git Bash.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
RUN := .venv/Scripts/python
else
PYTHON ?= python3
RUN := .venv/bin/python
endif

READY := .venv/ready
AUDITOR := $(subst .venv/,.venv/audit/,$(RUN))
DRAWN := $(CURDIR)/.venv/figures
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
EXTRAS := docs tests/audit tests/browser
BENCHMARKS := $(sort $(wildcard tests/benchmarks/*.py))

# Nothing of the user's own set-up may reach the notebooks: the same input gives the same bytes everywhere. Python keeps
# what it compiles, because hundreds of processes would otherwise compile it again.
export IPYTHONDIR := $(CURDIR)/.venv/ipython
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib
unexport MATPLOTLIBRC MPLBACKEND PYTHONPATH JPY_SESSION_NAME PYTHONDONTWRITEBYTECODE
ALONE := JUPYTER_NO_CONFIG=1 ANALYSIS_FIGURES="$(DRAWN)"

# What a notebook keeps must not depend on the clock, on the Python version or on how the output arrived;
# encrypted, only because the kernel warns where it is not.
EXECUTE := --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
  --NotebookExporter.preprocessors='["nbconvert.preprocessors.CoalesceStreamsPreprocessor"]' \
  --ClearMetadataPreprocessor.enabled=True --ClearMetadataPreprocessor.clear_cell_metadata=False \
  --ClearMetadataPreprocessor.preserve_nb_metadata_mask='{"kernelspec", ("language_info", "name")}' \
  --KernelManager.transport_encryption=auto

# Otherwise JupyterLab shows the outputs of the project's own notebooks without styles until they are run.
TRUST := $(dir $(RUN))jupyter-trust $(NOTEBOOKS) >/dev/null

# The lines of each target that runs beside another are printed together, if this make can do that.
WHOLE := $(if $(filter output-sync,$(.FEATURES)),--output-sync)
QUICK := $(RUN) -m pytest -q -m "not slow and not more"

.PHONY: help figures test types style quick quick-contacts quick-quotes lab report tables compare corpus test-browser docs audit fuzz benchmark lock setup clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

figures: $(READY) ## run the notebooks in order and draw figures/ anew
	@rm -rf "$(DRAWN)" && mkdir -p "$(DRAWN)"
	$(ALONE) $(RUN) -m nbconvert $(EXECUTE) $(NOTEBOOKS)
	@rm -rf figures && mv "$(DRAWN)" figures
	@$(TRUST)
	@echo "Wrote:" && ls -1 $(NOTEBOOKS) figures/*

test: $(READY) ## check everything: style, types, code, notebooks, figures
	@$(MAKE) --no-print-directory -j 2 $(WHOLE) types style
	$(RUN) -m pytest -n 2 --ignore tests/test_figures_fresh.py
	@rm -rf "$(DRAWN)"
	@echo "The notebooks, every output compared; they draw into a folder of their own, which is then compared with figures/"
	$(ALONE) $(RUN) -m pytest -n 2 --dist loadfile -W default -p nbval --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks
	$(ALONE) $(RUN) -m pytest --noconftest tests/test_figures_fresh.py

types:
	$(RUN) -m mypy

style:
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(dir $(RUN))lint-imports --no-logo --no-cache
	$(RUN) -m deptry .

quick: $(READY) ## run the tests of the extraction rules, in a few seconds
	@$(MAKE) --no-print-directory -j 2 $(WHOLE) quick-contacts quick-quotes

# Two processes that share nothing, which halves what xdist would take to start and to hand out short tests.
quick-contacts:
	$(QUICK) tests/contacts

quick-quotes:
	$(QUICK) --ignore tests/language/test_model.py tests/language tests/people tests/quotes

lab: $(READY) ## open the first notebook in JupyterLab
	@$(TRUST)
	$(RUN) -m jupyterlab $(firstword $(NOTEBOOKS))

# The variables of these targets are passed through the environment, so that no shell reads them: addresses have & and ?.
report tables compare corpus: export ARTICLE := $(ARTICLE)
report tables compare corpus: export ARTICLES := $(ARTICLES)
report tables compare corpus: export PUBLISHED := $(PUBLISHED)
report tables compare corpus: export CORRECTIONS := $(CORRECTIONS)
report tables compare corpus: export IN := $(IN)
report tables compare corpus: export OUT := $(OUT)
report tables compare corpus: export ANALYSIS_TYPED := make
OPTIONS = $${PUBLISHED:+--published "$$PUBLISHED"} $${CORRECTIONS:+--corrections "$$CORRECTIONS"} $${OUT:+--out "$$OUT"} \
  $(if $(N),--article "$(N)") $(if $(FORCE),--force) $(foreach format,$(FORMAT),--format "$(format)")

report: $(READY) ## both answers for your own article: make report ARTICLE=page.html|https://… PUBLISHED=2024-05-01 [OUT=out] [CORRECTIONS=file.csv] [N=2] [FORCE=1]
	@[ -n "$$ARTICLE" ] || { echo "name an article: make report ARTICLE=page.html"; exit 2; }
	@$(RUN) -m analysis report $(OPTIONS) -- "$$ARTICLE"

tables: $(READY) ## only its tables: make tables ARTICLE=page.html [PUBLISHED=2024-05-01] [FORMAT="xlsx csv"] [OUT=tables] [CORRECTIONS=file.csv] [N=2] [FORCE=1]
	@[ -n "$$ARTICLE" ] || { echo "name an article: make tables ARTICLE=page.html"; exit 2; }
	@$(RUN) -m analysis tables $(OPTIONS) -- "$$ARTICLE"

compare: $(READY) ## two or more articles side by side: make compare ARTICLES="page.html other.html" [OUT=comparison] [FORCE=1]
	@[ -n "$$ARTICLES" ] || { echo 'name the articles: make compare ARTICLES="page.html other.html"'; exit 2; }
	@$(RUN) -m analysis compare $${OUT:+--out "$$OUT"} $(if $(FORCE),--force) -- $$ARTICLES

corpus: $(READY) ## tables and a page of many articles: make corpus IN=articles OUT=news [CSV=1] [RESUME=1] [FORCE=1]
	@[ -n "$$IN" ] && [ -n "$$OUT" ] || { echo "name what to read and a new folder: make corpus IN=articles OUT=news"; exit 2; }
	@$(RUN) -m analysis corpus --page $(if $(CSV),--csv) $(if $(RESUME),--resume) $(if $(FORCE),--force) -- "$$IN" "$$OUT"

test-browser: $(READY) ## open the notebooks in JupyterLab, and a report, in a browser (needs Chromium)
	$(RUN) -m pip install --disable-pip-version-check --quiet --require-hashes -r tests/browser/requirements.txt
	$(RUN) -m pytest -n 2 --dist loadscope $(AGAIN) tests/browser

docs: $(READY) ## build the site docs/_build/html and follow its links (EXTERNAL=1: those to other sites too)
	$(RUN) -m pip install --disable-pip-version-check --quiet --require-hashes -r docs/requirements.txt
	@rm -rf docs/_build
	$(RUN) -m sphinx -W --keep-going -q -c docs -d docs/_build/doctrees . docs/_build/html
	$(RUN) docs/links.py --config docs/linkcheckerrc $(if $(EXTERNAL),--check-extern) docs/_build/html/index.html

audit: $(READY) ## look every locked version up in a public database of vulnerabilities (needs a network)
	$(RUN) -m venv .venv/audit
	$(AUDITOR) -m pip install --disable-pip-version-check --quiet --require-hashes -r tests/audit/requirements.txt
	$(AUDITOR) -m pip_audit --strict --disable-pip --require-hashes -r requirements.txt $(EXTRAS:%=-r %/requirements.txt) || \
	  { echo "NOT FOUND SAFE: a version is known to be vulnerable, or could not be looked up; the lines above say which"; exit 1; }

fuzz: $(READY) ## read a million bytes of hostile files: make fuzz [SEED=n] [BYTES=n]
	$(RUN) tests/fuzz.py $(if $(SEED),--seed $(SEED)) $(if $(BYTES),--bytes $(BYTES))

benchmark: $(READY) ## measure accuracy and speed at length
	@$(foreach file,$(BENCHMARKS),$(RUN) $(file) &&) echo "Benchmarks run: $(words $(BENCHMARKS))"

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate

lock: ## lock what pyproject.toml and each requirements.in ask for into a requirements.txt (needs uv)
	$(LOCK) --all-extras --group dev pyproject.toml -o requirements.txt
	$(foreach folder,$(EXTRAS),$(LOCK) -c requirements.txt $(folder)/requirements.in -o $(folder)/requirements.txt &&) true

setup: $(READY) ## make .venv, no more

clean: ## remove .venv and every cache
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache docs/_build

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; this one is %d.%d. Name another: make PYTHON=python3.12' % sys.version_info[:2])"
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	$(RUN) -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(RUN) -m analysis check
	@echo "Looking up the fonts, so that no notebook has to say that it does"
	@$(RUN) -c "import matplotlib.font_manager"
	@touch $(READY)
