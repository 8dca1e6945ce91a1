"""setup.sh among stand-ins: which system packages it installs, and when it stops instead.

Every command that it calls is a stand-in which writes down how it was called. The packages
"on the machine" are the lines of a file, to which the apt-get of the stand-ins adds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

SYSTEM_PACKAGES = (
    "build-essential",
    "pkg-config",
    "libcairo2-dev",
    "libpango1.0-dev",
    "python3.11-dev",
    "python3.11-venv",
    "libegl1",
    "libgl1",
    "libgl1-mesa-dri",
)
REAL = (
    *("cat", "cksum", "cp", "dirname", "echo", "env", "grep", "mkdir", "rm", "sed", "sh", "xargs"),
)
LOCKS = tuple(f"requirements{part}.lock" for part in ("", "-cluster", "-dev", "-build", "-cpu"))

STAND_INS = {
    "cc": "",
    "uname": "echo Linux",
    "id": "cat $MACHINE/user",
    "dpkg-query": """
        for package in "$@"; do :; done
        grep -qx $package $MACHINE/packages && echo install ok installed""",
    "pkg-config": """
        case $2 in cairo) p=libcairo2-dev;; *) p=libpango1.0-dev;; esac
        grep -qx $p $MACHINE/packages""",
    "sudo": """
        [ -f $MACHINE/sudoer ] || exit 1
        [ "$1" = -n ] && exit
        exec "$@" """,
    "apt-get": """
        echo apt-get $* >>$MACHINE/calls
        [ $1 = install ] || { rm -f $MACHINE/stale; exit; }
        [ ! -f $MACHINE/stale ] || exit 100
        for p in "$@"; do
            echo $p >>$MACHINE/packages
            [ $p != chromium ] || cp $MACHINE/bin/cc $MACHINE/bin/chromium
        done""",
    "python3.11": """
        has() { grep -qx $1 $MACHINE/packages; }
        case "$*" in
            *version_info\\ \\<*) exit $(cat $MACHINE/old_python);;
            *"print("*) echo python3.11;;
            *Python.h*) has python3.11-dev;;
            *ensurepip*) has python3.11-venv;;
            *EGL*) has libegl1;;
            *GL*) has libgl1;;
            --version) echo Python 3.11.2;;
            "-m venv"*)
                echo venv >>$MACHINE/calls
                mkdir -p .venv/bin
                cp $MACHINE/bin/pip $MACHINE/bin/python .venv/bin;;
        esac""",
    "python": """
        case "$*" in *compileall*) echo python $* $PIP_COMPILE >>$MACHINE/calls; exit 1;; esac""",
    "pip": """
        [ "$1" = --version ] && { echo pip 23.2 from $PWD/.venv/lib/pip; exit; }
        echo pip $* >>$MACHINE/calls
        echo "$PATH" >$MACHINE/path
        [ ! -f $MACHINE/offline ]""",
}


@dataclass(frozen=True)
class Machine:
    """A checkout and a machine of stand-ins, all below one folder."""

    checkout: Path
    state: Path

    def put(self, name: str, *lines: str) -> None:
        (self.state / name).write_text("".join(f"{line}\n" for line in lines))

    def without(self, *packages: str) -> None:
        self.put("packages", *(p for p in SYSTEM_PACKAGES if p not in packages))

    def remove_command(self, name: str) -> None:
        (self.state / "bin" / name).unlink()

    def calls(self) -> list[str]:
        log = self.state / "calls"
        return log.read_text().splitlines() if log.exists() else []

    def setup(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["./setup.sh", *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.state / "bin"), "MACHINE": str(self.state)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path, repository: Path) -> Machine:
    """A machine with every system package, whose user is root and has apt-get."""
    machine = Machine(checkout=tmp_path / "a checkout", state=tmp_path / "machine")
    machine.checkout.mkdir()
    for name in ("setup.sh", "pyproject.toml", *LOCKS):
        shutil.copy(repository / name, machine.checkout)
    bin_folder = machine.state / "bin"
    bin_folder.mkdir(parents=True)
    for name in REAL:
        (bin_folder / name).symlink_to(shutil.which(name) or name)
    for name, body in STAND_INS.items():
        path = bin_folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
    machine.put("user", "0")
    machine.put("old_python", "0")
    machine.without()
    return machine


def installed(calls: Iterable[str]) -> list[str]:
    return [
        word
        for call in calls
        if call.startswith("apt-get install")
        for word in call.split()[2:]
        if not word.startswith("-")
    ]


def test_nothing_is_installed_with_apt_where_nothing_is_missing(machine: Machine) -> None:
    result = machine.setup()
    assert result.returncode == 0, result.stderr
    assert not [call for call in machine.calls() if call.startswith("apt-get")]


@pytest.mark.parametrize(
    "package", [p for p in SYSTEM_PACKAGES if p not in ("build-essential", "pkg-config")]
)
def test_only_the_missing_package_is_installed(machine: Machine, package: str) -> None:
    machine.without(package)
    result = machine.setup()
    assert result.returncode == 0, result.stderr
    assert installed(machine.calls()) == [package]


def test_all_that_is_missing_is_installed_at_once(machine: Machine) -> None:
    machine.without("libcairo2-dev", "libegl1", "python3.11-venv")
    assert machine.setup().returncode == 0
    assert sorted(installed(machine.calls())) == ["libcairo2-dev", "libegl1", "python3.11-venv"]


def test_stale_package_lists_are_updated_and_the_installation_repeated(machine: Machine) -> None:
    machine.without("libegl1")
    machine.put("stale")
    assert machine.setup().returncode == 0
    words = [call.split()[1] for call in machine.calls() if call.startswith("apt-get")]
    assert words == ["install", "update", "install"]


def test_a_user_with_sudo_installs_through_it(machine: Machine) -> None:
    machine.without("libegl1")
    machine.put("user", "1000")
    machine.put("sudoer")
    assert machine.setup().returncode == 0
    assert installed(machine.calls()) == ["libegl1"]


def stops_naming(machine: Machine, *expected: str) -> None:
    result = machine.setup()
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    for words in expected:
        assert words in result.stderr
    assert "venv" not in machine.calls()


def test_without_rights_it_names_the_packages_and_stops(machine: Machine) -> None:
    machine.without("libegl1", "libcairo2-dev")
    machine.put("user", "1000")
    stops_naming(machine, "run 'sudo apt-get install libcairo2-dev libegl1'")
    assert machine.calls() == []


def test_without_sudo_it_names_the_packages_and_stops(machine: Machine) -> None:
    machine.without("libegl1")
    machine.put("user", "1000")
    machine.remove_command("sudo")
    stops_naming(machine, "libegl1")


def test_without_apt_it_names_the_packages_and_stops(machine: Machine) -> None:
    machine.without("libpango1.0-dev")
    machine.remove_command("apt-get")
    stops_naming(machine, "libpango1.0-dev", "Debian")


def test_a_failed_installation_stops_with_the_names(machine: Machine) -> None:
    machine.without("libegl1")
    (machine.state / "bin" / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    stops_naming(machine, "libegl1", "run 'apt-get install libegl1'")


def test_a_missing_compiler_is_named(machine: Machine) -> None:
    machine.remove_command("cc")
    machine.remove_command("apt-get")
    stops_naming(machine, "build-essential")


def test_without_a_new_enough_python_it_stops(machine: Machine) -> None:
    machine.put("old_python", "1")
    stops_naming(machine, "no Python 3.11 or newer")


def test_the_second_call_does_nothing(machine: Machine) -> None:
    machine.setup()
    calls = machine.calls()
    result = machine.setup()
    assert (result.returncode, result.stdout) == (0, "")
    assert machine.calls() == calls


def test_what_builds_finds_its_tools_in_the_environment(machine: Machine) -> None:
    """meson-python calls meson by its name, where no build isolation puts it on the path."""
    machine.setup()
    path = (machine.state / "path").read_text()
    assert path.startswith(f"{machine.checkout / '.venv' / 'bin'}:")


def test_all_that_is_fetched_has_a_hash_and_is_built_with_nothing_else(machine: Machine) -> None:
    machine.setup()
    first, cpu, second, torch, own = (c for c in machine.calls() if c.startswith("pip install"))
    assert "--require-hashes --no-deps -r requirements-build.lock" in first
    assert "--require-hashes --no-deps -r requirements-cpu.lock" in cpu
    assert "--require-hashes --no-deps --no-build-isolation -r requirements.lock" in second
    assert re.fullmatch(r"pip install -qq torch==[0-9.]+", torch)
    assert "--no-deps --no-build-isolation --editable ." in own


def test_all_cores_compile_what_was_installed(machine: Machine) -> None:
    result = machine.setup()
    assert machine.calls()[-1] == "python -m compileall -q -j 0 -x /tests/ .venv/lib 0"
    # Files for other versions of Python, which cannot be compiled, are no failure.
    assert result.returncode == 0


def test_what_tests_need_is_installed_for_them_alone(machine: Machine) -> None:
    machine.setup()
    others = "-r requirements-cluster.lock -r requirements-dev.lock"
    assert not [call for call in machine.calls() if others.split()[1] in call]
    assert machine.setup("develop").returncode == 0
    assert [call for call in machine.calls() if others in call]
    calls = machine.calls()
    for way in ((), ("develop",)):
        assert machine.setup(*way).stdout == ""
    assert machine.calls() == calls


@pytest.mark.parametrize("file", LOCKS)
def test_a_changed_lock_file_is_installed_into_the_same_venv(machine: Machine, file: str) -> None:
    machine.setup()
    lock = machine.checkout / file
    lock.write_text(lock.read_text() + "# changed\n")
    before = machine.calls()
    assert machine.setup().returncode == 0
    new = machine.calls()[len(before) :]
    assert new
    assert "venv" not in new


def test_an_interrupted_setup_is_begun_again(machine: Machine) -> None:
    machine.put("offline")
    assert machine.setup().returncode == 1
    (machine.state / "offline").unlink()
    assert machine.setup().returncode == 0
    assert machine.calls().count("venv") == 2


def test_a_moved_checkout_gets_a_new_venv(machine: Machine) -> None:
    machine.setup()
    pip = machine.checkout / ".venv" / "bin" / "pip"
    pip.write_text("#!/bin/sh\necho pip 23.2 from /elsewhere/.venv/lib/pip\n")
    moved = Machine(checkout=machine.checkout.with_name("moved"), state=machine.state)
    os.rename(machine.checkout, moved.checkout)
    assert moved.setup().returncode == 0
    assert moved.calls().count("venv") == 2


def test_on_macos_it_installs_with_brew(machine: Machine) -> None:
    machine.without("libcairo2-dev")
    bin_folder = machine.state / "bin"
    (bin_folder / "uname").write_text("#!/bin/sh\necho Darwin\n")
    (bin_folder / "apt-get").rename(bin_folder / "brew")
    (bin_folder / "brew").write_text(
        "#!/bin/sh\necho brew $* >>$MACHINE/calls\necho libcairo2-dev >>$MACHINE/packages\n"
    )
    result = machine.setup()
    assert result.returncode == 0, result.stderr
    assert machine.calls()[0] == "brew install --quiet cairo"


def test_for_the_tests_a_browser_is_installed_once(machine: Machine) -> None:
    assert machine.setup("tests").returncode == 0
    assert installed(machine.calls()) == ["chromium"]
    assert machine.setup("tests").stdout == ""
    assert installed(machine.calls()) == ["chromium"]


def test_stale_package_lists_do_not_keep_the_browser_away(machine: Machine) -> None:
    machine.put("stale")
    assert machine.setup("tests").returncode == 0
    assert (machine.state / "bin" / "chromium").exists()


@pytest.mark.parametrize("command", ["sudo", "apt-get"])
def test_the_tests_go_without_a_browser_that_cannot_be_installed(
    machine: Machine, command: str
) -> None:
    machine.put("user", "1000")
    machine.remove_command(command)
    result = machine.setup("tests")
    assert result.returncode == 0, result.stderr
    assert "the tests of pages will be skipped" in result.stdout
