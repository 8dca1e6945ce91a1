"""The workflow for authors of courses, followed as far as a machine of GitHub is not needed."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from click.testing import Result

from tests.small_files import CURVE
from tests.stand_ins import StandIn, grey

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / "docs/examples/lessons.yml").read_text())
PAGE = (ROOT / "docs/continuous-integration.md").read_text()
RENDER = WORKFLOW["jobs"]["render"]["steps"]
FOLDER, SITE = "lessons", "site"
OUTPUTS = '[output]\nmake = ["lesson"]\n'


def lines() -> list[list[str]]:
    """Every command of the steps, as its words."""
    return [shlex.split(line) for step in RENDER for line in step.get("run", "").splitlines()]


def using(action: str) -> list[dict[str, Any]]:
    """What the steps give to an action."""
    used = [(step["uses"].partition("@")[0], step) for step in RENDER if "uses" in step]
    return [step["with"] for name, step in used if name == action and "with" in step]


def test_its_commands_do_what_it_says(invoke: Callable[..., Result]) -> None:
    commands = [words[1:] for words in lines() if words[0] == "gradreel"]
    assert [name for name, *_ in commands] == ["list", "batch", "batch", "page"]
    Path(FOLDER, "unit").mkdir(parents=True)
    Path(FOLDER, "unit", "bowl.toml").write_text(f'chapters = ["title"]\n{CURVE}{OUTPUTS}')
    outputs = []
    for words in commands:
        small = ["l" if before == "-q" else word for before, word in pairwise(["", *words])]
        result = invoke(*small, executor=StandIn(grey))
        assert result.exit_code == 0, result.output
        outputs.append(result.stdout)
    listed, planned, made, _ = outputs
    assert "bowl" in listed
    assert planned.endswith("1 to make\n")
    assert made.endswith("1 made\n")
    assert Path(SITE, "unit/bowl/lesson.mp4").is_file()
    assert Path(SITE, "index.html").is_file()
    # What the cache is to keep, and what a later run takes from it.
    (path,) = {given["path"] for given in (*using("actions/cache/restore"), *kept())}
    assert list(Path(path).glob("artifact-*.npz"))


def test_a_faulty_file_stops_it_before_anything_is_rendered(invoke: Callable[..., Result]) -> None:
    Path(FOLDER).mkdir()
    Path(FOLDER, "torn.toml").write_text(CURVE[:70])
    first = next(words[1:] for words in lines() if words[0] == "gradreel")
    assert invoke(*first).exit_code == 2


def kept() -> list[dict[str, Any]]:
    return using("actions/cache/save")


def test_what_is_finished_is_kept_whatever_happens_and_found_by_the_next_run() -> None:
    (restored,), (saved,) = using("actions/cache/restore"), kept()
    assert saved["key"] == restored["key"]
    # A cache is never written twice, so that each run needs a key of its own.
    assert {"github.run_id", "github.run_attempt"} == set(re.findall(r"github\.\w+", saved["key"]))
    assert saved["key"].startswith(restored["restore-keys"])
    (save,) = (step for step in RENDER if step.get("uses", "").startswith("actions/cache/save"))
    assert save["if"] == "always()"


def test_it_sets_up_what_the_lock_files_hold() -> None:
    own, ours = (step for step in RENDER if step.get("uses", "").startswith("actions/checkout"))
    assert "with" not in own
    folder = ours["with"]["path"]
    assert folder.startswith(".")
    made = next(words for words in lines() if words[0] == "make")
    assert made == ["make", "-C", folder, "setup"]
    assert re.search(r"^setup:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    (python,) = using("actions/setup-python")
    _, _, pattern = python["cache-dependency-path"].partition(f"{folder}/")
    assert len(list(ROOT.glob(pattern))) >= 4
    assert f"Python {python['python-version']})" in (ROOT / "lock.sh").read_text()
    # The same address of torch for CPUs as in the image.
    assert WORKFLOW["env"]["PIP_EXTRA_INDEX_URL"] in (ROOT / "Dockerfile").read_text()


def test_only_what_is_on_main_is_published_by_a_job_with_the_right_to() -> None:
    publish = WORKFLOW["jobs"]["publish"]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in WORKFLOW["jobs"]["render"]
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert (publish["if"], publish["needs"]) == ("github.ref == 'refs/heads/main'", "render")
    # YAML takes a bare "on" for true.
    assert WORKFLOW[True]["push"] == {"branches": ["main"]}
    (uploaded,) = using("actions/upload-pages-artifact")
    assert uploaded["path"] == SITE


def test_the_page_about_it_names_what_is_in_it() -> None:
    text = json.dumps(WORKFLOW)
    named = re.findall(r"`([^`\n]+)`", PAGE)
    ours = [name for name in named if re.match(r"ref|-q m|--title|timeout|lessons$|publish$", name)]
    assert len(ours) >= 6
    assert not [name for name in ours if name.replace('"', '\\"').replace("ref: ", "") not in text]
    steps = {step["name"] for step in RENDER if "name" in step}
    assert set(re.findall(r"^\| ([A-Z]\w.*?) \|", PAGE, re.MULTILINE)) - {"Step"} == steps
