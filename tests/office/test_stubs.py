"""The wrappers of the worksheet functions for Excel on Windows, against those xlwings itself would generate."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xlseg.office.stubs import DESCRIBE, MODULE, stubs
from xlseg.text import Text
from xlseg.worksheet import FUNCTIONS
from xlseg.worksheet.function import CATEGORY

THROUGH = Path(__file__).parents[1] / "worksheet" / "through_classic.py"
SOURCE = stubs()
LINES = SOURCE.split("\r\n")
LONGEST_LINE, MOST_CONTINUATIONS = 1023, 24  # of the editor of VBA


def procedures(source: str) -> dict[str, str]:
    """The text of each Sub and Function, by name."""
    found = re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)(.*?)^End (?:Sub|Function)", source, re.M | re.S)
    return dict(found)


@pytest.fixture(scope="module")
def xlwings_own() -> dict[str, str]:
    """What the import button of xlwings would write into an add-in, by xlwings' own code."""
    command = [sys.executable, str(THROUGH)]
    found = subprocess.run(command, input="[]", capture_output=True, text=True, encoding="utf-8", check=True)
    return procedures(json.loads(found.stdout)["vba"])


def body(text: str) -> list[str]:
    """What Excel on Windows runs of a wrapper: its arguments, the guard for the wizard, and the call."""
    arguments, _, rest = text.partition("\n")
    lines = [line.strip() for line in rest.splitlines()]
    wanted = ("If (Not Application.CommandBars", "If TypeOf Application.Caller", "failed:")
    calls = [line for line in lines if "XLPy.CallUDF(" in line and "Application.Caller" in line]
    return [arguments.strip(), *(line for line in lines if line.startswith(wanted)), *calls]


@pytest.mark.parametrize("name", [function.name for function in FUNCTIONS])
def test_a_wrapper_calls_python_as_xlwings_own_would(name, xlwings_own):
    assert body(procedures(SOURCE.replace("\r\n", "\n"))[name]) == body(xlwings_own[name])
    assert len(body(xlwings_own[name])) == 5


def test_every_range_is_cut_to_the_rows_filled_before_it_is_read():
    for function in FUNCTIONS:
        text = procedures(SOURCE.replace("\r\n", "\n"))[function.name]
        cut = re.findall(r"^ +If IsObject\((\w+)\) Then Set \1 = UsedRows\(\1, last\)$", text, re.M)
        assert cut == [argument.name for argument in function.arguments]
        assert text.rindex("UsedRows") < text.index("XLPy")


def test_no_function_is_missing_and_none_is_there_twice(xlwings_own):
    public = re.findall(r"^Public Function (\w+)", SOURCE, re.M)
    assert sorted(public) == sorted(xlwings_own) == sorted(function.name for function in FUNCTIONS)


def test_the_module_can_be_held_by_the_editor_of_any_windows():
    assert SOURCE.isascii()
    assert SOURCE.count("\n") == SOURCE.count("\r\n")
    assert LINES[:2] == [f'Attribute VB_Name = "{MODULE}"', "Option Explicit"]
    assert max(map(len, LINES)) <= LONGEST_LINE
    continued = max(len(run.splitlines()) for run in re.findall(r"(?:.* _\r\n)+", SOURCE))
    assert continued <= MOST_CONTINUATIONS
    assert len(MODULE) <= 31


def test_the_same_text_comes_out_every_time():
    assert stubs() == SOURCE


def test_blocks_are_closed_and_every_name_called_is_defined():
    assert SOURCE.count("#If ") == SOURCE.count("#End If")
    defined = procedures(SOURCE.replace("\r\n", "\n"))
    for name in (
        *(f"Describe_{f.name}" for f in FUNCTIONS),
        "Register",
        "UsedRows",
        "LastFilled",
        "OnlyWindows",
        "NotReached",
        "Either",
    ):
        assert name in defined
        assert SOURCE.count(name) > 1


def test_a_mac_never_reaches_what_it_lacks():
    """What stands between #Else and #End If, or within #If Not Mac, is all that names XLPy or MacroOptions."""
    mac = re.sub(r"#If Not Mac Then.*?#End If|#Else.*?#End If", "", SOURCE, flags=re.S)
    assert "OnlyWindows()" in mac
    assert not re.search("XLPy|MacroOptions|CommandBars", mac)


def spoken(expression: str) -> str:
    """What a chain of texts and Unicode("...") comes to."""
    pieces = re.findall(r'Unicode\("([0-9A-F]*)"\)|"((?:[^"]|"")*)"', expression)
    return "".join(bytes.fromhex(c).decode("utf-16-be") if c else text.replace('""', '"') for c, text in pieces)


def either(expression: str) -> Text:
    zh, en = re.split(r'(?<=[")]), (?=Unicode\(|")', expression)
    return Text(spoken(zh), spoken(en))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_excel_is_told_in_its_own_language_what_a_function_and_its_arguments_are(function):
    text = procedures(SOURCE.replace("\r\n", "\n"))[f"Describe_{function.name}"].replace(" & _\n        ", " & ")
    told = [either(found) for found in re.findall(r"^    help\(\d+\) = Either\((.*)\)$", text, re.M)]
    assert told == [argument.tip for argument in function.every]
    (own,) = re.findall(rf'^    Register "{function.name}", Either\((.*)\), help$', text, re.M)
    assert either(own) == function.tip
    assert f"Dim help(0 To {len(told) - 1}) As String" in text
    assert f"    Describe_{function.name}\r\n" in SOURCE[SOURCE.index(f"Sub {DESCRIBE}") :]


def test_the_category_is_named_in_both_languages():
    (said,) = re.findall(r"Category:=Either\((.*?)\), ArgumentDescriptions", SOURCE)
    assert either(said) == CATEGORY
