#!/bin/sh
# Writes the lock files: requirements.lock (to run gradreel), requirements-cluster.lock (what it needs
# besides on several machines), requirements-dev.lock (what tests and benchmarks need besides both),
# requirements-build.lock (pip, and what builds packages from source), requirements-cpu.lock (torch
# for CPUs alone).
# Versions stay as they are while they fit pyproject.toml; `lock.sh --upgrade-package sympy` and
# `lock.sh --upgrade` choose anew.
set -eu
cd -P "$(dirname "$0")"

# The hash of the build of torch for CPUs alone (2.13.0+cpu; Linux, x86-64, Python 3.11), which the
# index that uv asks does not have.
cpu_torch=sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b

compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate "$@"
}

# What a build of torch for CUDA needs more is pinned by torch itself: see setup.sh.
without_cuda() {
    awk '/^[^ ]/ { kept = !/^(cuda|nvidia|triton)-?/ } kept' "$1" >"$1.new"
    mv "$1.new" "$1"
}

# The packages of a lock file that are not in another one.
not_in() {
    awk 'FNR == NR { if (/^[^ ]/) known[$1] = 1; next } /^[^ ]/ { kept = !($1 in known) } kept' \
        "$1" "$2" >"$2.new"
    mv "$2.new" "$2"
}

compile "$@" pyproject.toml --output-file requirements.lock
without_cuda requirements.lock
compile "$@" pyproject.toml --extra cluster --constraint requirements.lock \
    --output-file requirements-cluster.lock
without_cuda requirements-cluster.lock
not_in requirements.lock requirements-cluster.lock
compile "$@" pyproject.toml --extra cluster --extra dev --extra bench --constraint requirements.lock \
    --constraint requirements-cluster.lock --output-file requirements-dev.lock
without_cuda requirements-dev.lock
not_in requirements.lock requirements-dev.lock
not_in requirements-cluster.lock requirements-dev.lock
compile "$@" --group build --output-file requirements-build.lock
sed -n "s/^torch==\([^ ]*\).*/torch==\1+cpu --hash=$cpu_torch/p" requirements.lock >requirements-cpu.lock
