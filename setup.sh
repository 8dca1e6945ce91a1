#!/bin/sh
# Makes .venv with gradreel in it, after installing the system packages that are missing.
# `setup.sh develop` also installs what tests and benchmarks need, `setup.sh tests` the browser, too,
# in which pages are tested.
# Safe to interrupt, and done in a moment when there is nothing to do.
set -eu
cd -P "$(dirname "$0")"

say() { echo "setup: $*"; }
stop() { echo "setup: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# What .venv is made from, the checkout's place included: scripts in .venv hold its full path.
fingerprint() { { pwd; cat setup.sh pyproject.toml requirements*.lock; } | cksum; }

find_python() {
    for python in python3.11 python3.12 python3.13 python3; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    stop "no Python 3.11 or newer found (tried python3.11, python3.12, python3.13, python3);" \
        "install one, for example with: apt-get install python3.11"
}

ask_python() { "$python" -c "import ctypes.util, os, sys, sysconfig; sys.exit(not ($1))"; }

missing_on_macos() {
    has pkg-config || echo pkgconf
    pkg-config --exists cairo 2>/dev/null || echo cairo
    pkg-config --exists pangocairo 2>/dev/null || echo pango
}

# Debian's names; each is looked for by what it provides.
missing_on_linux() {
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    has cc || echo build-essential
    has pkg-config || echo pkg-config
    pkg-config --exists cairo 2>/dev/null || echo libcairo2-dev
    pkg-config --exists pangocairo 2>/dev/null || echo libpango1.0-dev
    ask_python 'os.path.exists(sysconfig.get_path("include") + "/Python.h")' || echo "$version-dev"
    "$python" -c 'import ensurepip' 2>/dev/null || echo "$version-venv"
    ask_python 'ctypes.util.find_library("EGL")' || echo libegl1
    ask_python 'ctypes.util.find_library("GL")' || echo libgl1
    # Drivers are loaded by name at run time, so nothing but the package itself can be asked for.
    ! has dpkg-query || dpkg-query -W -f '${Status}' libgl1-mesa-dri 2>/dev/null |
        grep -q 'ok installed' || echo libgl1-mesa-dri
}

missing_packages() {
    if [ "$(uname)" = Darwin ]; then missing_on_macos; else missing_on_linux; fi | xargs
}

apt_install() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --no-install-recommends "$@" >/dev/null
}

# Sets `command` to what installs packages here, and `as_root` to what lends it the right to.
find_installer() {
    as_root='' command=''
    if has apt-get; then
        command="apt-get install"
        [ "$(id -u)" -eq 0 ] && return
        as_root=sudo
        # On a terminal sudo may ask for the password.
        has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; } && return
        return 1
    fi
    has brew && command="brew install"
}

install_system_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if find_installer; then
        say "installing system packages: $missing"
        # shellcheck disable=SC2086 # one word a package
        if [ "$command" = "brew install" ]; then
            brew install --quiet $missing
        else
            # Lists of packages that are empty or out of date are the usual reason to fail once.
            apt_install $missing 2>/dev/null ||
                { $as_root apt-get update -qq && apt_install $missing; }
        fi || true
        missing=$(missing_packages)
        [ -n "$missing" ] || return 0
    fi
    if [ -n "$command" ]; then
        hint="run '${as_root:+sudo }$command $missing'"
    else
        hint="install them (these are Debian's names)"
    fi
    stop "system packages are missing and could not be installed from here: $missing;" \
        "$hint, then make setup again"
}

find_browser() {
    has chromium && return
    if find_installer && [ "$command" = "apt-get install" ]; then
        say "installing chromium, for the tests"
        apt_install chromium || { $as_root apt-get update -qq && apt_install chromium; } || true
    fi
    has chromium || say "no chromium here: the tests of pages will be skipped"
}

# A .venv without the mark was interrupted; one whose pip is elsewhere was moved or copied.
is_whole() { [ -f .venv/ready ] && .venv/bin/pip --version 2>/dev/null | grep -qF "$PWD/.venv/"; }

install_python_packages() {
    if ! is_whole; then
        say "making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    rm -f .venv/ready .venv/ready-develop
    say "installing Python packages (the first time takes some minutes)"
    # pip would compile one file after the other, and the tests of every package.
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_VIRTUALENV=1 PIP_COMPILE=0
    # Without build isolation, what builds calls its tools (meson, ninja) by name.
    export PATH="$PWD/.venv/bin:$PATH"
    # Nothing is fetched that the lock files have no hash of, nor for building: first pip and what
    # builds, then everything else.
    .venv/bin/pip install -qq --require-hashes --no-deps -r requirements-build.lock
    # A build of torch for CPUs alone takes a tenth of the room, where an index has it.
    .venv/bin/pip install -qq --require-hashes --no-deps -r requirements-cpu.lock 2>/dev/null || true
    # shellcheck disable=SC2086 # one word a file
    .venv/bin/pip install -qq --require-hashes --no-deps --no-build-isolation $locks
    # A build of torch for CUDA, where there is no other, needs packages that it pins itself.
    .venv/bin/pip install -qq "torch$(sed -n 's/^torch\(==[^ ]*\).*/\1/p' requirements.lock)"
    .venv/bin/pip install -qq --no-deps --no-build-isolation --editable .
    # Some packages hold files for other versions of Python.
    .venv/bin/python -m compileall -q -j 0 -x /tests/ .venv/lib >/dev/null 2>&1 || true
    for mark in $marks; do fingerprint >".venv/$mark"; done
    say "ready: .venv/bin/gradreel --help"
}

marks=ready locks="-r requirements.lock"
[ -z "${1:-}" ] || marks="ready ready-develop" \
    locks="$locks -r requirements-cluster.lock -r requirements-dev.lock"
if [ "$(cat ".venv/${marks##* }" 2>/dev/null)" != "$(fingerprint)" ] || ! .venv/bin/python -c ''; then
    find_python
    install_system_packages
    install_python_packages
fi
[ "${1:-}" != tests ] || find_browser
