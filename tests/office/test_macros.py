"""The macros behind buttons, as text."""

import re
from importlib.util import find_spec

import pytest

from xlseg import addin
from xlseg.actions import ACTIONS
from xlseg.office import macros, runner, vba
from xlseg.office.addin import modules

needs_grammar = pytest.mark.skipif(find_spec("pyopenvba") is None, reason="not installed: pip install pyOpenVBA")
RUNNERS = (runner.addin_runner, runner.workbook_runner)
OURS = modules().keys() - {runner.MODULE, *runner.CLASSES}


def test_there_is_a_macro_for_every_action_and_it_calls_a_real_script():
    keys = re.findall(r'Public Sub xlseg_(\w+)\(\)\r\n    Perform "(\w+)"', macros.macros())
    assert [key for key, _ in keys] == [performed for _, performed in keys] == [action.key for action in ACTIONS]
    assert '"import xlseg.addin; xlseg.addin.call(\'" & key & "\')"' in macros.macros()
    assert callable(addin.call)


@needs_grammar
@pytest.mark.parametrize("name", sorted(OURS))
def test_every_module_of_ours_is_good_vba(name):
    from pyopenvba.interpreter import parse_module

    assert parse_module(modules()[name])


@needs_grammar
@pytest.mark.parametrize("wrong", ["If Then", "Dim x As", "x = (1", "Select Case 1", "x = Either(1,, )y"])
def test_bad_vba_is_told(wrong):
    from pyopenvba.interpreter import VBACompileError, parse_module

    with pytest.raises(VBACompileError):
        parse_module(f"{macros.macros()}\r\nPrivate Sub Wrong()\r\n    {wrong}\r\nEnd Sub\r\n")


def test_the_source_is_what_an_editor_of_any_windows_shows():
    text = macros.macros()
    assert text.isascii()
    assert "\n" not in text.replace("\r\n", "")
    assert text.startswith(f'Attribute VB_Name = "{macros.MODULE}"\r\nOption Explicit\r\n')
    assert max(map(len, text.splitlines())) < 1024


@pytest.mark.parametrize("text", ["", 'say "so"', "客户", "5 ≥ 4", "é", "😀", "线" * 900, "a" * 900])
def test_any_text_is_spelled_in_lines_an_editor_takes(text):
    lines = vba.spelled(text).split("\n")
    assert all(line.isascii() and len(line) < 1000 for line in lines)
    assert len(lines) <= 24  # VBA's limit


@pytest.mark.parametrize("read", RUNNERS)
def test_the_runner_is_that_of_the_installed_xlwings_under_our_name(read):
    text = read()
    assert 'Const PROJECT_NAME As String = "xlseg"' in text
    assert text.startswith(f'Attribute VB_Name = "{runner.MODULE}"\r\n')
    assert "Public Function RunPython(PythonCommand As String)" in text
    assert "Function XLPy()" in text
    text.encode("cp1252")


def test_an_addin_works_on_the_workbook_in_use_and_a_workbook_on_itself():
    named = '" --wb=" & """" & {}.Name'
    assert named.format("ActiveWorkbook") in runner.addin_runner()
    assert named.format("ThisWorkbook") in runner.workbook_runner()


@pytest.mark.parametrize("read", RUNNERS)
def test_no_workbook_chooses_what_is_run(read):
    """Neither by a sheet of its own, xlseg.conf or *.py, nor by what lies beside it: nothing but the user's file."""
    text = read()
    assert [
        line for line in text.splitlines() if re.search(r"GetConfigFromSheet|GetDirectoryConfigFilePath", line)
    ] == [
        "Function GetDirectoryConfigFilePath() As String",
        next(line for line in text.splitlines() if line.startswith("    GetDirectoryConfigFilePath = ")),
        "Function GetConfigFromSheet(wb As Workbook)",
        "    Set GetConfigFromSheet = d",
    ]
    assert not re.search("Workbook|[sS]heet|Directory", body(text, "GetConfig").partition("Dim configValue")[2])
    assert "GetConfigFromFile(GetConfigFilePath(), configKey, configValue)" in body(text, "GetConfig")
    for name in ("RunPython", "XLPyCommand"):
        assert "PYTHONPATH = " in body(text, name)
        assert not re.search(r"Workbook\.FullName|\.Worksheets|embedded_code\(", body(text, name))


@needs_grammar
@pytest.mark.parametrize("read", RUNNERS)
def test_the_runner_is_good_vba_still(read):
    from pyopenvba.interpreter import VBACompileError, parse_module

    text = re.sub(r"^( *#[^'\r]*?) *'.*?\r", r"\1\r", read(), flags=re.MULTILINE)  # comments that reader cannot read
    assert parse_module(text)
    with pytest.raises(VBACompileError):
        parse_module(text.replace("    ' User Config\r\n", "    End If\r\n"))


def body(text: str, name: str) -> str:
    (found,) = re.findall(rf"^(?:Public )?Function {name}\(.*?^End Function", text, re.DOTALL | re.MULTILINE)
    return found


@pytest.mark.parametrize("change", runner.CHANGES, ids=lambda change: change.what)
@pytest.mark.parametrize("read", RUNNERS)
def test_an_xlwings_in_which_that_cannot_be_changed_is_refused(read, change, monkeypatch):
    once, read_file = re.compile(change.pattern, re.DOTALL), runner._read
    monkeypatch.setattr(runner, "_read", lambda name: once.sub("", read_file(name)))
    with pytest.raises(ValueError, match=rf"this version of xlwings {change.what} elsewhere"):
        read()


def test_the_runner_asks_for_its_interpreter_where_we_say_it_does():
    """What `xlseg install` writes; see the docstring of xlseg.office.runner."""
    text = runner.addin_runner()
    assert 'Environ("USERPROFILE") & "\\." & PROJECT_NAME & "\\" & PROJECT_NAME & ".conf"' in text
    assert 'GetMacDir("$HOME", False) & "/" & PROJECT_NAME & ".conf"' in text
    assert 'GetConfig("INTERPRETER_MAC", "")' in text
    assert 'GetConfig("INTERPRETER_WIN", "")' in text
