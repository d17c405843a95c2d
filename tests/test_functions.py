"""The worksheet functions as cells call them: through xlwings' own code for Office.js and for Excel on Windows."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from given_cells import ARGUMENTS, PEOPLE, R

from xlseg import functions
from xlseg.text import LANGS, Text
from xlseg.worksheet import FUNCTIONS
from xlseg.worksheet.function import LONGEST_TIP

HERE = Path(__file__).parent / "worksheet"
README = Path(__file__).parents[1] / "README.md"
NAMES = [function.name for function in FUNCTIONS]
MISSING = {"missing": True}  # an argument left out, as VBA hands it over
HEADERLESS = [[1.0], [2.0]]


def through(script: str, calls: list[tuple[str, list[object]]], **variables: str) -> dict:
    """What a process of its own answers, or a skip where xlwings lacks what it needs."""
    told = json.dumps([{"func_name": name, "args": arguments} for name, arguments in calls])
    command, env = [sys.executable, str(HERE / script)], {**os.environ, **variables}
    found = subprocess.run(command, input=told, capture_output=True, text=True, encoding="utf-8", env=env, check=False)
    if "LicenseError" in found.stderr:
        pytest.skip("this xlwings has no engine for Office.js")
    assert found.returncode == 0, found.stderr[-2000:]
    return json.loads(found.stdout)


ERRORS_JS = {"type": "Error", "errorType": "NotAvailable", "basicValue": "#N/A", "basicType": "Error"}
OFFICE_CALLS = [
    *((name, ARGUMENTS[name]) for name in NAMES),
    ("SEG_PARSE_AMOUNT", [[["1.2万"], [ERRORS_JS], [""], [None]]]),
    ("SEG_LIFECYCLE", [[[10.0]], [[3.0]], None, None, [["en"]]]),
    ("SEG_PARSE_AMOUNT", [[[""]]]),
    ("SEG_LABEL", [HEADERLESS]),
]
COM_CALLS = [
    *((name, [*ARGUMENTS[name], *[MISSING] * (9 - len(ARGUMENTS[name]))]) for name in NAMES),
    ("SEG_PARSE_AMOUNT", [[["1.2万"], [-2146826246], [-2146826243], [None]], MISSING]),
    ("SEG_LIFECYCLE", [[[10.0]], [[3.0]], MISSING, MISSING, "en"]),
    ("SEG_PARSE_AMOUNT", [[[None]], MISSING]),
    ("SEG_LABEL", [HEADERLESS, MISSING, MISSING, MISSING, MISSING]),
    ("SEG_PARSE_DATE", [[[{"date": "2024-01-05T00:00:00"}], ["2024/1/6"]], MISSING, MISSING]),
]


@pytest.fixture(scope="session")
def office() -> dict:
    return through("through_officejs.py", OFFICE_CALLS)


@pytest.fixture(scope="session")
def windows() -> dict:
    """Each call with as many arguments as its wrapper hands over."""
    most = {function.name: len(function.every) for function in FUNCTIONS}
    return through("through_classic.py", [(name, args[: most[name]]) for name, args in COM_CALLS])


def rows(answer: object) -> list[list[object]]:
    return answer if isinstance(answer, list) else [[answer]]


def dated(cell: object) -> object:
    """A date as either engine writes it."""
    if isinstance(cell, dict):
        serial = timedelta(days=cell["basicValue"]) if "basicValue" in cell else timedelta()
        return datetime.fromisoformat(cell["date"]) if "date" in cell else datetime(1899, 12, 30) + serial
    return cell


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("engine", ["office", "windows"])
def test_a_cell_gets_through_xlwings_what_the_function_answers(name, engine, request):
    answer = request.getfixturevalue(engine)["answers"][NAMES.index(name)]
    direct = rows(getattr(functions, name)(*ARGUMENTS[name]))
    assert [[dated(cell) for cell in row] for row in answer] == direct
    assert len(direct) > 1
    assert not str(direct[0][0]).startswith("#")


def test_an_error_in_a_cell_is_told_in_its_row_whichever_way_excel_hands_it_over(office, windows):
    said = "#金额 是错误值 "
    assert office["answers"][len(NAMES)] == [[12000.0], [f"{said}#N/A"], [""], [""]]
    assert windows["answers"][len(NAMES)] == [[12000.0], [f"{said}#N/A"], [f"{said}#SPILL!"], [""]]


def test_arguments_left_out_and_blank_cells_are_no_values(office, windows):
    for engine in (office, windows):
        assert engine["answers"][len(NAMES) + 1] == [["Mature"]]
        assert engine["answers"][len(NAMES) + 2] == [[""]]


def test_what_cannot_be_computed_is_one_sentence_in_the_cell(office, windows):
    sentence = functions.SEG_LABEL(HEADERLESS)
    assert sentence == "#data：没有认出表头；请选带表头的整张表，如 客户ID、下单日期、金额"
    assert office["answers"][len(NAMES) + 3] == windows["answers"][len(NAMES) + 3] == [[sentence]]


def test_windows_hands_dates_over_as_dates(windows):
    assert windows["answers"][-1] == [[{"date": "2024-01-05T00:00:00"}], [{"date": "2024-01-06T00:00:00"}]]


def test_excel_is_told_every_function_with_help_in_both_languages(office, windows):
    told = {function["name"]: function for function in office["meta"]["functions"]}
    assert sorted(told) == sorted(NAMES) == sorted(windows["functions"])
    for function in FUNCTIONS:
        listed, classic = told[function.name], windows["functions"][function.name]
        assert listed["description"] == classic["doc"] == f"{function.tip.zh} · {function.tip.en}"
        assert [p["name"] for p in listed["parameters"]] == [a.name for a in function.every] == classic["args"]
        helps = [f"{argument.tip.zh} · {argument.tip.en}" for argument in function.every]
        assert [p["description"] for p in listed["parameters"]] == helps == classic["docs"]
        assert [p.get("optional", False) for p in listed["parameters"]] == [a.optional for a in function.every]
        assert classic["category"] == "客户细分 · Segmentation"


def test_help_fits_where_excel_shows_it():
    tips = [function.tip for function in FUNCTIONS] + [a.tip for function in FUNCTIONS for a in function.every]
    assert max(len(tip.of(lang)) for tip in tips for lang in LANGS) <= LONGEST_TIP
    assert all(isinstance(tip, Text) and all(tip) for tip in tips)


@pytest.mark.parametrize("lang", LANGS)
def test_the_readme_tells_every_function_with_its_example(lang):
    readme = README.read_text("utf-8")
    for function in FUNCTIONS:
        tip = function.tip.of(lang).replace("*", r"\*")
        assert f"| `{function.name}` | {tip} | `={function.name}({function.example})` |\n" in readme


def test_names_are_no_cells_and_optional_arguments_come_last():
    for function in FUNCTIONS:
        assert re.fullmatch(r"SEG_[A-Z_]+", function.name)
        assert [a.optional for a in function.every] == sorted(a.optional for a in function.every)
        assert len({a.name for a in function.every}) == len(function.every)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_no_argument_makes_a_function_raise(function):
    """Any cell in any argument: an answer or a sentence, in the language asked for."""
    for cell in (
        None,
        "",
        "x",
        -1.0,
        True,
        [["#REF!"]],
        [[None, None], [None, None]],
        [["客户ID", "年龄"]],
        PEOPLE[:2],
    ):
        for lang in LANGS:
            answer = getattr(functions, function.name)(*[cell] * len(function.arguments), lang)
            texts = [text for row in rows(answer) for text in row if isinstance(text, str)]
            assert not [t for t in texts if t in ("#VALUE!", "#REF!") or "Error" in t or "Traceback" in t], texts
            if isinstance(answer, str) and answer.startswith("#") and lang == "en":
                assert not re.search("[，。；：]", answer), answer


def test_an_unexpected_failure_is_a_sentence_too(monkeypatch):
    def failing(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(functions, "answer", failing)
    said = functions.SEG_VALUE([[1.0], [2.0]], [[3.0], [4.0]], None, None, "en")
    assert said == "#SEG_VALUE failed (ZeroDivisionError: by zero). Please send us this sentence and the formula"


def test_a_language_there_is_none_of_is_refused_in_a_sentence():
    assert functions.SEG_PARSE_AMOUNT("3", "fr") == "#lang：语言只能是 zh 或 en，这里是「fr」"


def test_several_problems_are_told_in_one_sentence():
    said = functions.SEG_RFM_SEGMENT([["a", "b"], ["c", "d"]], R, [["a", "b"], ["c", "d"]], None, None, "en")
    assert said == "#recency: one column is wanted here, not 2; monetary: one column is wanted here, not 2"


def test_nothing_that_a_browser_lacks_is_imported():
    """xlwings Lite runs in one: pure Python, and the libraries Pyodide has."""
    absent = "{'typer', 'rich', 'cryptography', 'duckdb', 'click', 'openpyxl', 'python_calamine'}"
    code = "import sys, xlwings; before = {*sys.modules}; import xlseg.functions; "
    code += f"print(sorted({absent} & ({{*sys.modules}} - before)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_star_import_brings_the_functions_and_nothing_else():
    names: dict[str, object] = {}
    exec("from xlseg.functions import *", names)
    assert sorted(set(names) - {"__builtins__"}) == sorted(NAMES)
