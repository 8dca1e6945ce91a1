.DEFAULT_GOAL := help
.PHONY: help setup develop test lessons pictures manual bench lint format lock clean

bin := .venv/bin

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup:  ## install what is missing; makes .venv with gradreel in it
	@./setup.sh

develop:  ## also install what tests and benchmarks need
	@./setup.sh develop

test: lint  ## lint, then run all tests
	@./setup.sh tests
	@# Bytecode is kept, so that not every process that a test starts compiles the program again.
	@# numpy has one thread, as in the command: more would wait for work where all cores have some.
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 \
		$(bin)/pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

lessons: setup  ## render a lesson video of every shipped scenario into media/
	$(bin)/gradreel render $$($(bin)/gradreel list --names)

pictures: setup  ## draw the README's pictures anew
	$(bin)/gradreel gif quadratic
	$(bin)/gradreel still quadratic --chapter step --at 19.8
	$(bin)/gradreel still two-valleys --chapter starts
	cp media/quadratic/descent.gif media/samples/descent.gif
	cp media/quadratic/step-19.8s.png media/samples/step.png
	cp media/two-valleys/starts.png media/samples/starts.png

manual: develop  ## write the manual page anew
	$(bin)/python -c "from gradreel import cli; from gradreel.pipeline.terminal import manual; \
	manual.write_manual(cli.main)"

bench: develop  ## measure how fast gradreel is on this machine (three quarters of an hour)
	$(bin)/python -m bench

lint: develop  ## check style and types
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy

format: develop  ## put the code into its standard form
	$(bin)/ruff check --fix
	$(bin)/ruff format

lock: develop  ## lock the packages again; upgrade=NAME takes the newest of one
	@./lock.sh $(if $(upgrade),--upgrade-package $(upgrade))

clean:  ## remove .venv and every cache; media/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
