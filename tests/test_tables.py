"""How tables are written: what is recognised, and what is named where there are two readings."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case
from click.testing import Result
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gradreel.scenarios import Fit, load_scenario
from gradreel.scenarios.data_files import DataError
from gradreel.scenarios.file_form import CsvFile
from gradreel.scenarios.tables import read_columns

A = [(1.5, 2.0), (3.0, 4.25)]


def read(text: str, **keys: object) -> list[tuple[float, ...]]:
    table = CsvFile.model_validate({"file": "d.csv", "x": "x", "y": "y"} | keys)
    return [tuple(row) for row in read_columns(text, table).numbers.tolist()]


def fault(text: str, **keys: object) -> str:
    with pytest.raises(DataError) as caught:
        read(text, **keys)
    return str(caught.value)


def outcome(text: str, keys: dict[str, object]) -> list[tuple[float, ...]] | str:
    try:
        return read(text, **keys)
    except DataError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    [
        # what separates cells
        "x,y\n1.5,2\n3,4.25\n",
        "x;y\n1.5;2\n3;4.25\n",
        "x\ty\n1.5\t2\n3\t4.25\n",
        "x|y\n1.5|2\n3|4.25\n",
        "x y\n1.5 2\n3 4.25\n",
        "  x    y\n1.5    2 \n3   4.25  \n",
        "x, y\n1.5, 2\n3, 4.25\n",
        "x ; y\n 1.5 ; 2\n3 ; 4.25 \n",
        "sep=;\nx;y\n1.5;2\n3;4.25\n",
        'sep=\t\r\n"x"\t"y"\r\n1.5\t2\r\n3\t4.25\r\n',
        # how numbers are written
        "x;y\n1,5;2\n3;4,25\n",
        "x\ty\n1,5\t2\n3\t4,25\n",
        "x y\n1,5 2\n3 4,25\n",
        '"x","y"\n"1.5","2"\n"3","4.25"\n',
        '"x","y"\n"1,5","2"\n"3","4,25"\n',
        'x, "y"\n"1.5", "2"\n3, "4.25"\n',
        "x,y\n+1.5,2.\n3e0,.425E1\n",
        "x;y\n15,0e-1;2,\n3;+0,425e1\n",
        "x,y\n 1.5 ,\u00a02\n3,4.25\u2009\n",
        # ends of lines and files
        "x,y\r\n1.5,2\r\n3,4.25\r\n",
        "x,y\r1.5,2\r3,4.25\r",
        "x,y\n1.5,2\n3,4.25",
        "\n\nx,y\n\n1.5,2\n  \n3,4.25\n\n\n",
        "x,y\n1.5,2\n,\n3,4.25\n,,\n",
        "x,y,\n1.5,2,\n3,4.25,\n",
        "x,y\n1.5,2,\n3,4.25,,\n",
        "x,y,,\n1.5,2\n3,4.25\n",
        # comments
        "# measured in May, by us\nx,y\n1.5,2\n# a pause\n3,4.25\n",
        "#x,y\n1.5,2\n3,4.25\n",
        "# x y\n1.5 2\n3 4.25\n",
        "# a, b\n# x, y\n1.5, 2\n3, 4.25\n",
        # names and other columns
        "X,Y\n1.5,2\n3,4.25\n",
        " x , y \n1.5,2\n3,4.25\n",
        "\uff58,y\n1.5,2\n3,4.25\n",
        "y,x\n2,1.5\n4.25,3\n",
        "name,x,y\nmine,1.5,2\nyours,3,4.25\n",
        'name,x,y\n"Mine, and yours",1.5,2\n"two\nlines",3,4.25\n',
        'name;x;y\n"a;b";1,5;2\n"say ""hi""";3;4,25\n',
        ",x,y\n0,1.5,2\n1,3,4.25\n",
        "when,x,y\n2020-01-05,1.5,2\n2020-01-06,3,4.25\n",
        "x,X,y\n1.5,9,2\n3,9,4.25\n",
    ],
)
def test_a_table_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == A


@pytest.mark.parametrize(
    ("text", "keys", "numbers"),
    [
        # grouped digits
        ('x,y\n"1,234.5",2\n', {}, [(1234.5, 2)]),
        ('x,y\n"1,234,567",2\n', {}, [(1234567, 2)]),
        ("x;y\n1.234,5;2\n", {}, [(1234.5, 2)]),
        ("x;y\n1.234.567;2\n", {}, [(1234567, 2)]),
        ("x,y\n1.234.567,2\n", {}, [(1234567, 2)]),
        ("x;y\n1 234,5;2\n", {}, [(1234.5, 2)]),
        ("x;y\n1\u202f234\u202f567,5;2\n", {}, [(1234567.5, 2)]),
        ("x;y\n1'234.5;2\n", {}, [(1234.5, 2)]),
        ("x;y\n1\u2019234.5;2\n", {}, [(1234.5, 2)]),
        ("x,y\n\u22121.5,2\n", {}, [(-1.5, 2)]),
        # the rest of the numbers decides
        ("x;y\n1.234;2,5\n", {}, [(1234, 2.5)]),
        ("x;y\n1,234;2.5\n", {}, [(1234, 2.5)]),
        ("x;y\n1.234;2\n0.5;3\n", {}, [(1.234, 2), (0.5, 3)]),
        ("x;y\n1,234;2\n0,123;3\n", {}, [(1.234, 2), (0.123, 3)]),
        ("x;y\n1.234;2\n1.2345;3\n", {}, [(1.234, 2), (1.2345, 3)]),
        ("x,y\n1.234,2.345\n3.456,4.567\n", {}, [(1.234, 2.345), (3.456, 4.567)]),
        # a key decides
        ("x;y\n1.234;2\n", {"decimal": "."}, [(1.234, 2)]),
        ("x;y\n1.234;2\n", {"decimal": ","}, [(1234, 2)]),
        ('x,y\n"1,234",2\n', {"decimal": ","}, [(1.234, 2)]),
        ("x,y\n1,2\n", {"decimal": ","}, [(1, 2)]),
        ("x,y\n\u20131.5,\u20102\n", {}, [(-1.5, -2)]),
        ("1 500,2 500\n", {"x": "0", "y": "1", "separator": ","}, [(1500, 2500)]),
        ("1,2\n3,4\n", {"names": ["x", "y"]}, [(1, 2), (3, 4)]),
        ("1,2,9\n3,4,9\n", {"names": ["Y", "X"]}, [(2, 1), (4, 3)]),
        ("1,2\n3,4\n", {"x": "1", "y": "2", "names": ["1", "2"]}, [(3, 4)]),
        # no names
        ("1,2\n3,4\n", {"x": "0", "y": "1"}, [(1, 2), (3, 4)]),
        ("5,2\n3,4\n", {"x": "1", "y": "2"}, [(5, 2), (3, 4)]),
        ("5,2\n3,4\n", {"x": "2", "y": "1"}, [(2, 5), (4, 3)]),
        ("5;2,5\n3;4\n", {"x": "0", "y": "1"}, [(5, 2.5), (3, 4)]),
        ("5 2\n3 4\n", {"x": "0", "y": "1"}, [(5, 2), (3, 4)]),
        ("a,5,2\nb,3,4\n", {"x": "1", "y": "2"}, [(5, 2), (3, 4)]),
        ("1,2,3\n4,5,6\n", {"x": ["0", "1"], "y": "2"}, [(1, 2, 3), (4, 5, 6)]),
        # names that are numbers
        ("2019,2020\n3,4\n", {"x": "2019", "y": "2020"}, [(3, 4)]),
        # missing values
        ("x,y\n1,2\n,3\n4,\n5,NA\n9,9\n", {"missing": "drop"}, [(1, 2), (9, 9)]),
        ("x,y\nnan,6\n-,7\n#N/A,8\n9,9\n", {"missing": "drop"}, [(9, 9)]),
        ("x,y,z\n1,2,\n3,4,\n", {}, [(1, 2), (3, 4)]),
        ("x,y\n<NA>,6\nmissing,7\n9,9\n", {"missing": "drop"}, [(9, 9)]),
        ("x;y\n1,5;n/a\n2,5;3\n", {"missing": "drop"}, [(2.5, 3)]),
        # percent
        ("x,y\n10%,2\n12.5 %,3\n", {}, [(10, 2), (12.5, 3)]),
        ("x;y\n10,5 %;2\n;3\n", {"missing": "drop"}, [(10.5, 2)]),
    ],
)  # fmt: skip
def test_the_one_way_of_reading_is_found(
    text: str, keys: dict[str, object], numbers: list[tuple[float, ...]]
) -> None:
    assert read(text, **keys) == numbers


@pytest.mark.parametrize(
    ("text", "keys", "told"),
    [
        # two readings
        ("x;y\n1.234;2\n", {}, 'line 2: "1.234" in column "x" may be 1.234 or 1234: say which by'),
        ("x;y\n5;2,345\n", {}, '"2,345" in column "y" may be 2345 or 2.345'),
        ('x,y\n"1,234",2\n', {}, 'decimal = "." or decimal = ","'),
        ("x\ty\n1.234\t5.678\n2.345\t6.789\n", {}, "may be 1.234 or 1234"),
        ("1 500,2 500\n", {"x": "0", "y": "1"}, "may be separated by commas or by spaces"),
        ("7,8,9\n4,5,6\n", {"x": "1", "y": "2"}, "may be counted from 0 or from 1"),
        ("1,2\n3,4\n", {"x": "1", "y": "2"}, "its first line may have names, or numbers already"),
        ("0,1\n5,6\n", {"x": "0", "y": "1"}, 'as in names = ["0", "1"]'),
        # no reading
        ("", {}, "d.csv is empty"),
        ("x,y\n", {}, "d.csv has no points: add lines with x and y"),
        ("x,y\n1,2\n3\n", {}, "d.csv line 3: has 1 cell, the first line 2"),
        ("x,y\n1,2,3\n", {}, "d.csv line 2: has 3 cells, the first line 2"),
        ("x;y\n1;2\n3;4;5\n", {}, "d.csv line 3: has 3 cells"),
        ("x,y\n1,5,2,5\n", {}, "has 4 cells, the first line 2: if these are decimal commas"),
        ('x,y\n1,"2\n', {}, "is not valid CSV"),
        ("x,y\n1.5,2\n3,abc\n", {}, 'd.csv line 3: "abc" in column "y" is not a number'),
        ("x,y\n1,12 kg\n", {}, '"12 kg" in column "y" is not a number: leave out "kg"'),
        ("x,y\n1,\u20ac 5\n", {}, 'is not a number: leave out "\u20ac"'),
        ("x,y\n1,$5\n", {}, 'leave out "$"'),
        ("x,y\n1,2020-01-05\n", {}, '"2020-01-05" in column "y" is not a number'),
        ("x (m),y [kg]\n150,52\n", {}, 'has no column "y": did you mean "y [kg]"?'),
        # what cannot be left out of a number
        ("x,y\n1,5k\n", {}, '"5k" in column "y" is not a number: write out what "k" stands for'),
        ("x,y\n1,2.5 Mio.\n", {}, 'write out what "Mio." stands for'),
        ("x,y\n1,5 m\n", {}, 'leave out "m"'),
        ("x,y\n1,20 \u00b0C\n", {}, 'leave out "\u00b0C"'),
        ("x,y\n1,52;\n", {}, 'leave out ";"'),
        # names elsewhere
        ("Weights\nx,y\n1,2\n", {}, "line 1: its columns have their names in line 2"),
        ("\nExport, 2024\n\nx;y\n1,5;2\n", {}, "line 2: its columns have their names in line 4"),
        ("x,y\n1,2\n", {"separator": ";"}, "its names have commas between them: leave separator"),
        ("'x','y'\n'1','2'\n", {}, "its cells are in single quotes"),
        ("1,5;2\n1,6;3\n", {}, "its first line has numbers, not names"),
        ("x,y\n1,2\n", {"names": ["x", "y", "z"]}, "names has 3, but its first line has 2 cells"),
        ("1,2\n3,4\n", {"names": ["x", "y", "z"]}, "names has 3, but its first line has 2 cells"),
        ("1,2\n3,4\n", {"names": ["x"]}, 'd.csv: names has no column "y"'),
        ("1,2\n3,4\n", {"names": ["x", "x"]}, 'd.csv: names has 2 columns "x": rename one'),
        # two decimal signs
        ("x;y\n1.5;52,5\n1.6;53,5\n", {}, '"52,5" in column "y" has another decimal sign'),
        ("x;y\n1.5;52,5\n", {}, 'line 2: "52,5" in column "y" has another decimal sign'),
        ("x,y\n1.5,2\n", {"decimal": ","}, "not written with the decimal sign that decimal says"),
        ("x,y\n1,1_000\n", {}, '"1_000" in column "y" is not a number'),
        ("x,y\n1,\uff11\n", {}, "is not a number"),
        ("x;y\n1,23,456;2\n", {}, '"1,23,456" in column "x" is not a number'),
        ("x;y\n1.5;2\n2,5;3\n", {}, '"2,5" in column "x" has another decimal sign'),
        ("x,y\n10%,2\n12,3\n", {}, '"12" in column "x" has no % sign, unlike others'),
        ("x,y\n10,2\n12%,3\n", {}, '"12%" in column "x" has a % sign, unlike others'),
        ("x,y\n10 kg %,2\n", {}, '"10 kg %" in column "x" is not a number'),
        ("x;y\n1.234;NA\n1.234;5\n", {"missing": "drop"}, "may be 1.234 or 1234"),
        ("x,y\n1,NA\n", {}, 'leave such rows out with missing = "drop"'),
        ("x,y\n,1\n", {}, 'd.csv line 2: "" in column "x" is not a number: leave such rows out'),
        ("x,y\n,1\n,2\n", {"missing": "drop"}, "a value is missing in each of its rows"),
        ("x,y\n1,#DIV/0!\n", {"missing": "drop"}, '"#DIV/0!" in column "y" is not a number'),
        ("1,2,3\n4,5,6\n", {}, 'its first line has numbers, not names: say what its columns are'),
        ("1,2,3\n4,5,6\n", {}, 'choose from the columns "0", "1", "2"'),
        ("1,2;3,4\n1,2;3,4\n", {"x": "0", "y": "2"}, 'line 1: "2;3" may be two cells'),
        ("x,y\n1,2\n", {"names": ["a", "b"]}, 'has no column "x"'),
        ("x,y\n1,2\n", {"x": "0", "y": "1"}, 'its first line has names: choose from "x", "y"'),
        # hints
        ("height,mass\n1,2\n", {"x": "height", "y": "weight"}, 'choose from "mass"'),
        ("Height,Weight\n1,2\n", {"x": "hight", "y": "weight"}, 'did you mean "Height"?'),
        ("Height,Weight\n1,2\n", {"x": "length", "y": "weigth"}, 'did you mean "Weight"?'),
        ("height (cm),w\n1,2\n", {"x": "height", "y": "w"}, 'did you mean "height (cm)"?'),
        ("x1,x2,w\n1,2,3\n", {"x": "x3", "y": "w"}, 'choose from "x1", "x2"'),
        ("HEIGHT,Height,w\n1,2,3\n", {"x": "height", "y": "w"}, "has 2 columns like"),
        ("x,y,y\n1,2,3\n", {}, 'd.csv line 1: has 2 columns "y": rename one'),
        ("root:x:0:0\ndaemon:x:1\n", {}, "does not look like names"),
        ("TOKEN=abc,PASSWORD=def\n1,2\n", {}, "does not look like names"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_sure_is_named(
    text: str, keys: dict[str, object], told: str
) -> None:
    assert told in fault(text, **keys)


@pytest.mark.parametrize(
    "cell", ["2024-01-05", "1 1/2", "12:30", "1.5-", "<1.5", "~1.5", "5%%", "1.5 \u00b1 0.1"]
)
def test_no_part_of_a_number_is_taken_for_its_unit(cell: str) -> None:
    assert fault(f"x,y\n1,{cell}\n").endswith(f'"{cell}" in column "y" is not a number')


@pytest.mark.parametrize("text", ["root:x:0:0\nd:x:1\n", "TOKEN=abc,KEY=def\n1,2\n"])
def test_what_is_no_table_is_not_shown(text: str) -> None:
    told = fault(text)
    assert not any(word in told for word in ("root", "TOKEN", "abc", "KEY"))


def test_a_hint_never_names_a_column_that_is_taken() -> None:
    text = "height,Weight,age\n1,2,3\n"
    assert '"height"' not in fault(text, x="height", y="wright")
    assert "did you mean" not in fault("weight,age\n1,2\n", x="height", y="age")


# Any table in any dialect


@st.composite
def _written(draw: st.DrawFn) -> tuple[list[tuple[float, float]], str]:
    """Numbers, and a table of them in some dialect."""
    decimal = draw(st.sampled_from(".,"))
    separator = draw(st.sampled_from([",", ";", "\t", "|", " "]))
    group = draw(st.sampled_from(["", "", {".": ",", ",": "."}[decimal], " ", "'", "\u202f"]))
    quoted = draw(st.booleans()) and separator != " "
    assume(quoted or separator not in (decimal, group) or separator == " " != group)
    assume(separator != " " or group != "\u202f")
    places = draw(st.integers(0, 4))
    numbers = st.floats(-1e7, 1e7, allow_nan=False).map(lambda v: round(v, places) + 0.0)
    rows = draw(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6))

    def cell(value: float) -> str:
        text = f"{value:,.{places}f}".replace(",", "G").replace(".", decimal).replace("G", group)
        return f'"{text}"' if quoted else text

    header = draw(st.sampled_from(["x,y", "X,Y", ""])).replace(",", separator)
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lines = [separator.join(map(cell, row)) for row in rows]
    return rows, end.join([header, *lines] if header else lines) + end


@given(_written())
@example(([(1234.0, 5678.0)], "1,234 5,678\n"))
def test_a_table_in_any_dialect_reads_back_or_is_named(
    written: tuple[list[tuple[float, float]], str],
) -> None:
    rows, text = written
    named = {} if text[0] in "xX" else {"x": "0", "y": "1"}
    found = outcome(text, named)
    named_so = ("may be", "may have", "has 3 cells", "has 4 cells")
    assert found == rows or any(word in str(found) for word in named_so), found


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda v: abs(v) <= 1e30))
def test_every_number_that_python_writes_reads_back_equal(value: float) -> None:
    ((x, _),) = read(f"x,y\n{value!r},1\n")
    assert x == value
    assert math.copysign(1.0, x) == math.copysign(1.0, value)


# As users meet it


@pytest.mark.parametrize("name", ["semicolons", "decimal-commas", "column-case"])
def test_the_same_people_are_read_from_each_file(name: str) -> None:
    fit = load_scenario(case(name)).objective
    assert isinstance(fit, Fit)
    assert (fit.data.input_names, fit.data.output_name) == (("height",), "weight")
    assert (fit.data.inputs[0], fit.data.outputs[0]) == ((186.2,), 69.8)
    assert len(fit.data.outputs) == 30


def test_columns_without_names_are_called_as_points_are() -> None:
    fit = load_scenario(case("no-header")).objective
    assert isinstance(fit, Fit)
    assert (fit.data.input_names, fit.data.output_name) == (("x",), "y")
    assert (fit.data.inputs[0], fit.data.outputs[0]) == ((32.50234527,), 31.70700585)


def test_rows_that_are_left_out_are_counted(invoke: Callable[..., Result]) -> None:
    text = case("no-header").read_text()
    Path("d.csv").write_text("x;y\n1,5;2\n2;NA\n;3\n4;5\n")
    Path("it.toml").write_text(
        text.replace('"no-header.csv", x = "0", y = "1"', '"d.csv", x = "x", y = "y"')
    )
    assert 'missing = "drop"' in invoke("validate", "it.toml").output
    Path("it.toml").write_text(
        Path("it.toml").read_text().replace('y = "y"', 'y = "y", missing = "drop"')
    )
    told = invoke("validate", "it.toml")
    assert told.exit_code == 0, told.output
    assert "it: note: 2 rows with a missing value were left out, 2 are used" in told.output


def test_a_column_in_percent_is_called_so() -> None:
    table = CsvFile.model_validate({"file": "d.csv", "x": "x", "y": "y"})
    assert read_columns("x,y\n1,10%\n2,20%\n", table).percent == (False, True)


@pytest.mark.parametrize(
    "name", ["a" * 41, "two\nlines", "tab\tinside", "\x1b[31mred", " ", "\u2028"]
)
def test_a_column_s_name_is_one_line_of_at_most_40_characters(
    name: str, invoke: Callable[..., Result]
) -> None:
    escaped = "".join(f"\\u{ord(char):04x}" for char in name)
    text = case("semicolons").read_text().replace('x = "height"', f'x = "{escaped}"')
    Path("it.toml").write_text(text)
    told = invoke("validate", "it.toml")
    assert told.exit_code == 2
    assert "objective.csv.x[0]: must be" in told.output or "must not be empty" in told.output
    assert "\x1b" not in told.output


def test_a_hostile_column_s_name_is_refused_in_a_visible_way(
    invoke: Callable[..., Result],
) -> None:
    told = invoke("validate", str(case("hostile/escape-column")))
    assert told.exit_code == 2
    assert "must be one line without control characters" in told.output
    assert "\x1b" not in told.output
    assert len(told.output.splitlines()) == 1


def test_a_list_of_names_without_end_is_refused_at_once(invoke: Callable[..., Result]) -> None:
    names = ", ".join(["1"] * 100_000)
    text = case("semicolons").read_text().replace("csv = {", f"csv = {{ names = [{names}],")
    Path("it.toml").write_text(text)
    told = invoke("validate", "it.toml")
    assert told.exit_code == 2
    assert "names: has 100000 entries, where at most 1000 are allowed" in told.output


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("cell", ["1", "x", '""'])
def test_a_line_of_cells_without_end_is_refused_and_not_taken_apart(
    separator: str, cell: str
) -> None:
    tracemalloc.start()
    text = f"x{separator}y\n" + f"{cell}{separator}" * 1_000_000
    told = fault(text, separator=separator)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == "d.csv line 2: has more than 1000 cells"
    assert most < 30_000_000
