"""TOML's own faults, told in a user's words: where, what is wrong, and what to write instead."""

# ruff: noqa: RUF001, E501

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import ScenarioError, load_scenario
from scenarios.toml_faults import document_of, fault_of

# A faulty text, the line and column of its fault, and what is said of it.
FAULTS = [
    ("lr = 0,02", "1:6", "decimals have a dot: write lr = 0.02"),
    ("lr = -1,5e3", "1:6", "decimals have a dot: write lr = -1.5e3"),
    (
        "steps = 1,000",
        "1:9",
        "the digits of a number stand together (with a dot before decimals): write steps = 1000",
    ),
    (
        "steps = 10 000",
        "1:9",
        "the digits of a number stand together (with a dot before decimals): write steps = 10000",
    ),
    (
        "steps = 10'000",
        "1:9",
        "the digits of a number stand together (with a dot before decimals): write steps = 10000",
    ),
    ('title = "abc', "1:9", 'a text ends with a quote on its line: write title = "abc"'),
    ("title = 'abc", "1:9", 'a text ends with a quote on its line: write title = "abc"'),
    ('title = abc"', "1:9", 'a text stands between two quotes alike: write title = "abc"'),
    ("title = \"abc'", "1:9", 'a text stands between two quotes alike: write title = "abc"'),
    (
        'title = "abc # a comment',
        "1:9",
        'a text ends with a quote on its line: write title = "abc" # a comment',
    ),
    ("title = “abc”", "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ("title = „abc“", "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ("title = «abc»", "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ("title = ‘abc’", "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ('title = “abc"', "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ("title = `abc`", "1:9", 'a text stands in straight quotes: write title = "abc"'),
    ("lesson = surface", "1:10", 'a text stands in quotes: write lesson = "surface"'),
    ("lesson = curve # one", "1:10", 'a text stands in quotes: write lesson = "curve" # one'),
    ("title = Two words", "1:9", 'a text stands in quotes: write title = "Two words"'),
    ("formula = x**2 + y**2", "1:11", 'a text stands in quotes: write formula = "x**2 + y**2"'),
    ("formula = 2*x", "1:11", 'a text stands in quotes: write formula = "2*x"'),
    ("optimizer = Adam", "1:13", 'a text stands in quotes: write optimizer = "Adam"'),
    ("file = data/d.csv", "1:8", 'a text stands in quotes: write file = "data/d.csv"'),
    (
        "title = 'it's'",
        "1:9",
        'a text with an apostrophe stands in double quotes: write title = "it\'s"',
    ),
    (
        'title = "a "b" c"',
        "1:9",
        'a quote inside of a text is written \\": write title = "a \\"b\\" c"',
    ),
    (
        'title = "C:\\Users\\me"',
        "1:9",
        "a text with \\ stands in single quotes: write title = 'C:\\Users\\me'",
    ),
    ("nesterov = True", "1:12", "a flag is true or false: write nesterov = true"),
    ("nesterov = yes", "1:12", "a flag is true or false: write nesterov = true"),
    ("nesterov = OFF", "1:12", "a flag is true or false: write nesterov = false"),
    ("name = None", "1:8", "what has no value is left out"),
    ("lr = NaN", "1:6", "a number is finite"),
    ("lr = ∞", "1:6", "a number is finite"),
    ("lr =", "1:5", "there is no value after the ="),
    ("lr = # later", "1:6", "there is no value after the ="),
    ("lr = .5", "1:6", "a digit stands before the dot: write lr = 0.5"),
    ("lr = 5.", "1:6", "a digit stands after the dot: write lr = 5.0"),
    ("lr = -.5", "1:6", "a digit stands before the dot: write lr = -0.5"),
    ("lr = 5.e3", "1:6", "a digit stands after the dot: write lr = 5.0e3"),
    ("steps = 007", "1:9", "a number has no 0 before it: write steps = 7"),
    ("lr = 00.5", "1:6", "a number has no 0 before it: write lr = 0.5"),
    ("lr = 10%", "1:6", "a number has no percent sign: write lr = 0.1"),
    ("lr = 2.5 %", "1:6", "a number has no percent sign: write lr = 0.025"),
    ("lr = 1/10", "1:6", "a value is not computed: write lr = 0.1"),
    ("lr = 10^-3", "1:6", "a value is not computed: write lr = 0.001"),
    ("lr = 1*10**-3", "1:6", "a value is not computed: write lr = 0.001"),
    ("lr = 10⁻³", "1:6", "a value is not computed: write lr = 0.001"),
    ("lr = 2*pi", "1:6", "a value is not computed: write lr = 6.283185307179586"),
    ("lr = sqrt(2)", "1:6", "a value is not computed: write lr = 1.4142135623730951"),
    ("lr = −0.5", "1:6", "a minus is the plain sign -: write lr = -0.5"),
    ("lr = 1e−3", "1:8", "a minus is the plain sign -: write lr = 1e-3"),
    ("lr = 0.1s", "1:6", "a number stands alone: write lr = 0.1"),
    ("steps = 100 steps", "1:9", "a number stands alone: write steps = 100"),
    ("lr = $0.1", "1:6", "a number stands alone: write lr = 0.1"),
    ("lr = ½", "1:6", "a value is a plain number: write lr = 0.5"),
    ("lr: 0.1", "1:3", "a key and its value have one = between them: write lr = 0.1"),
    ("lr := 0.1", "1:4", "a key and its value have one = between them: write lr = 0.1"),
    ("lr == 0.1", "1:4", "a key and its value have one = between them: write lr = 0.1"),
    ("lr => 0.1", "1:4", "a key and its value have one = between them: write lr = 0.1"),
    ("lr <- 0.1", "1:4", "a key and its value have one = between them: write lr = 0.1"),
    ("lr 0.1", "1:3", "a key and its value have one = between them: write lr = 0.1"),
    ('"lr": 0.1,', "1:5", 'a key and its value have one = between them: write "lr" = 0.1'),
    ("- lr = 0.1", "1:1", "a key has nothing before it: write lr = 0.1"),
    ("learning rate = 0.1", "1:1", "a key is one word: write lr = 0.1"),
    ("η = 0.1", "1:1", "a key is of the letters a to z: write eta = 0.1"),
    ("größe = 1", "1:1", "a key is of the letters a to z: write grosse = 1"),
    (
        "runs[0].lr = 0.1",
        "1:1",
        "a run is a table of its own, which begins with [[runs]]: write lr = 0.1",
    ),
    ("lr = 0.1;", "1:9", "a line ends without ;: write lr = 0.1"),
    ("lr = 0.1,", "1:9", "a line ends without a comma: write lr = 0.1"),
    (
        "lr = 0.1, steps = 3",
        "1:9",
        "each key has a line of its own: write lr = 0.1, and below it steps = 3",
    ),
    (
        "lr = 0.1 steps = 3",
        "1:9",
        "each key has a line of its own: write lr = 0.1, and below it steps = 3",
    ),
    (
        "lr = 0.1; steps = 3",
        "1:9",
        "each key has a line of its own: write lr = 0.1, and below it steps = 3",
    ),
    (
        "[start] x = 1",
        "1:8",
        "a table's first line has nothing else: write [start], and below it x = 1",
    ),
    ("// a comment", "1:1", "a comment begins with #: write # a comment"),
    ("-- a comment", "1:1", "a comment begins with #: write # a comment"),
    ("% a comment", "1:1", "a comment begins with #: write # a comment"),
    ("; a comment", "1:1", "a comment begins with #: write # a comment"),
    ("lr = 0.1 // slow", "1:10", "a comment begins with #: write lr = 0.1 # slow"),
    ("```toml", "1:1", "is no part of a scenario: leave it out"),
    ("---", "1:1", "is no part of a scenario: leave it out"),
    ("start:", "1:1", "a table begins with its name in brackets: write [start]"),
    ("[start", "1:1", "a table begins with its name in brackets: write [start]"),
    ("[start]]", "1:1", "a table begins with its name in brackets: write [start]"),
    ("[[runs]", "1:1", "a table begins with its name in brackets: write [[runs]]"),
    ("[[runs", "1:1", "a table begins with its name in brackets: write [[runs]]"),
    ("[ [runs] ]", "1:1", "a table begins with its name in brackets: write [[runs]]"),
    ("(start)", "1:1", "a table begins with its name in brackets: write [start]"),
    ("<start>", "1:1", "a table begins with its name in brackets: write [start]"),
    ("start", "1:1", "a table begins with its name in brackets: write [start]"),
    ("domain = (x, y)", "1:10", 'is not valid TOML: invalid value: "(x, y)"'),
    ("x = (-2, 2)", "1:5", "a list stands in square brackets: write x = [-2, 2]"),
    ("x = [-2, 2)", "1:5", "a list stands in square brackets: write x = [-2, 2]"),
    ("x = (-2, 2]", "1:5", "a list stands in square brackets: write x = [-2, 2]"),
    ("x = {-2, 2}", "1:5", "a list stands in square brackets: write x = [-2, 2]"),
    ("x = <-2, 2>", "1:5", "a list stands in square brackets: write x = [-2, 2]"),
    ("x = [-2; 2]", "1:8", "entries of a list have commas between them: write x = [-2, 2]"),
    ("x = [-2 2]", "1:8", "entries of a list have commas between them: write x = [-2, 2]"),
    ("x = [-2..2]", "1:5", "a range is a list: write x = [-2, 2]"),
    ("x = -2..2", "1:5", "a range is a list: write x = [-2, 2]"),
    ("x = -2 to 2", "1:5", "a range is a list: write x = [-2, 2]"),
    ("x = [−2, 2]", "1:6", "a minus is the plain sign -: write x = [-2, 2]"),
    ("x = [-2, 2", "1:5", 'the "[" here has no "]": write x = [-2, 2]'),
    ("x = [-2, 2]]", "1:12", "there is a bracket too many: write x = [-2, 2]"),
    (
        "domain = { x = [-2, 2], y = [-2, 2]",
        "1:10",
        'the "{" here has no "}": write domain = { x = [-2, 2], y = [-2, 2] }',
    ),
    (
        "domain = { x = (-2, 2), y = (-2, 2) }",
        "1:16",
        "a list stands in square brackets: write domain = { x = [-2, 2], y = [-2, 2] }",
    ),
    (
        "domain = { x: [-2, 2], y: [-2, 2] }",
        "1:13",
        "a key and its value have one = between them: write domain = { x = [-2, 2], y = [-2, 2] }",
    ),
    (
        "domain = { x = [-2, 2], }",
        "1:23",
        "a table ends without a comma: write domain = { x = [-2, 2] }",
    ),
    (
        "domain = { x = [-2, 2] y = [-2, 2] }",
        "1:23",
        "keys in { } have commas between them: write domain = { x = [-2, 2], y = [-2, 2] }",
    ),
    (
        "domain = { α = [-2, 2], β = [-2, 2] }",
        "1:12",
        "a key is of the letters a to z: write domain = { alpha = [-2, 2], beta = [-2, 2] }",
    ),
    (
        "domain = { x = [-2, 2],\n y = [-2, 2] }",
        "1:10",
        "a table in { } stands in one line: write domain = { x = [-2, 2], y = [-2, 2] }",
    ),
    (
        "domain = {\n x = [-2, 2],\n y = [-2, 2],\n}",
        "1:10",
        "a table in { } stands in one line: write domain = { x = [-2, 2], y = [-2, 2] }",
    ),
    (
        "domain = { x = [-2, 2]\n[start]\nx = 1",
        "1:10",
        'the "{" here has no "}": write domain = { x = [-2, 2] }',
    ),
    (
        "points = [[1, 2],\n[2, 3]\n[3, 4]]",
        "2:7",
        "entries of a list have commas between them: write [2, 3],",
    ),
    (
        "points = [\n[1, 2],\n[2, 3],\n\nlr = 1",
        "1:10",
        'the "[" here has no "]": add it before line 5',
    ),
    ("lr = 0.1\nlr = 0.2", "2:1", "lr is in line 1 already: keep one of the two"),
    ("[start]\nx = 1\n[start]\ny = 1", "3:1", "start is in line 1 already: keep one of the two"),
    (
        "[runs]\nlr = 1\n[runs]\nlr = 2",
        "3:1",
        "a run begins with two brackets: write [[runs]] above each of them",
    ),
    (
        "[runs]\nlr = 1\n[[runs]]\nlr = 2",
        "3:1",
        "a run begins with two brackets: write [[runs]] above each of them",
    ),
    (
        "[[runs]]\nlr = 1\n[runs]\nlr = 2",
        "3:1",
        "a run begins with two brackets: write [[runs]] above each of them",
    ),
    ("start = { x = 1, x = 2 }", "1:18", '"x" stands here twice: keep one of the two'),
    ("start = { x = 1 }\n[start]\ny = 1", "2:1", "start is in line 1 already: keep one of the two"),
    ("lr\xa0= 0.1", "1:3", "there is a blank here that is no ordinary space: write lr = 0.1"),
    ('title = "a\x1bb"', "1:11", 'there is an invisible sign here: write title = "ab"'),
    ("lr = 0.1\u200b", "1:9", "there is an invisible sign here: write lr = 0.1"),
    ("lr ＝ 0.1", "1:4", "a sign here is a wide one: write lr = 0.1"),
    ("<xml>", "1:1", "this is no TOML, in which a line is as lr = 0.1"),
    ('{"title": "x"}', "1:1", "this is no TOML, in which a line is as lr = 0.1"),
    ("lr = 1e-3x", "1:6", "a number stands alone: write lr = 1e-3"),
    ("lr = [0.1", "1:6", 'the "[" here has no "]": write lr = [0.1]'),
    (
        "hello world",
        "1:7",
        "is not valid TOML: expected '=' after a key in a key/value pair: \"world\"",
    ),
    ("!lr = 1", "1:1", 'is not valid TOML: invalid statement: "!lr = 1"'),
    ("x = y = 2", "1:5", 'is not valid TOML: invalid value: "y = 2"'),
    ("lr = 0.1 # ok\n[]", "2:1", "a table has its name in the brackets"),
    (
        '[objective].formula = "x"',
        "1:12",
        'is not valid TOML: expected newline or end of document after a statement: ".formula = "x""',
    ),
    ("stop = loss_below = 1", "1:8", 'is not valid TOML: invalid value: "loss_below = 1"'),
    (
        "lr = 0.1 .",
        "1:10",
        'is not valid TOML: expected newline or end of document after a statement: "."',
    ),
    ('title = """abc', "1:9", "the text that begins here has no end: add its quotes"),
    ('title = "a" + "b"', "1:9", 'texts are not added: write title = "ab"'),
    ("steps = 1e", "1:9", "a number stands alone: write steps = 1"),
    ("lr = 1_", "1:6", "this is no number"),
    ("lr = 0.1.2", "1:6", "this is no number"),
    ("lr = 1-2-3", "1:6", "a value is not computed: write lr = -4.0"),
]


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as raised:
        document_of(text, "f")
    return raised.value.problems


@pytest.mark.parametrize(("text", "place", "said"), FAULTS, ids=[text for text, _, _ in FAULTS])
def test_a_fault_is_told_with_its_place_and_what_to_write(text: str, place: str, said: str) -> None:
    assert faults(text) == (f"f:{place}: {said}",)
    # Lines before it move it, and no more.
    line, column = place.split(":")
    assert faults(f"# first\n{text}")[0].startswith(f"f:{int(line) + 1}:{column}: {said[:5]}")


@pytest.mark.parametrize(
    "text",
    [text for text, _, said in FAULTS if ": write " in said and "[[runs]] above" not in said],
)
def test_what_is_to_be_written_is_toml(text: str) -> None:
    with pytest.raises(ValueError, match="at") as raised:
        tomllib.loads(text)
    assert tomllib.loads(fault_of(text, str(raised.value)).mended) is not None


def test_all_faults_of_a_file_come_at_once() -> None:
    text = 'lr = 0,02\nsteps = 1.000.000\ntitle = x\ngood = 1\nlesson: "a"\n'
    assert [problem.split(": ")[0] for problem in faults(text)] == [
        "f:1:6",
        "f:2:9",
        "f:3:9",
        "f:5:7",
    ]


@pytest.mark.parametrize(
    "text",
    ['a = "x, y; (1, 2) // 0,5 %"', "lr = 1e-3", "a = [1,\n2,\n]", "x = 1979-05-27 07:32:00"],
)
def test_what_is_no_fault_is_none(text: str) -> None:
    assert document_of(text, "f") == tomllib.loads(text)


@given(st.text(alphabet="ab1 =[]{}()\"'#,.;:\n-", max_size=40))
def test_any_text_is_toml_or_has_a_fault_in_it(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError:
        for problem in faults(text):
            line, column = map(int, problem.split(": ")[0].split(":")[1:])
            assert 1 <= line <= text.count("\n") + 2
            assert column >= 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title = 'x'".encode("utf-16"), "is UTF-16 text, or none at all: save it as UTF-8"),
        ("title = 'x'".encode("utf-16-le"), "is UTF-16 text, or none at all: save it as UTF-8"),
        (b"a = 1\ntitle = '\xe9'", "f.toml:2: is not UTF-8 text (byte 15): save it as UTF-8"),
        (b"\x89PNG\r\n", "is not UTF-8 text"),
    ],
)
def test_a_file_in_another_encoding_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(path)
    assert said in str(raised.value)


def test_a_sign_that_windows_puts_before_a_text_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes(b"\xef\xbb\xbflr = 0,1\r\n")
    with pytest.raises(ScenarioError, match=r"f\.toml:1:6: decimals have a dot"):
        load_scenario(path)
