"""The wrappers run by a real LibreOffice, with a stand-in for XLPy that repeats what it is handed."""

from pathlib import Path

import pytest

from xlseg.office.stubs import DESCRIBE, MODULE, stubs
from xlseg.text import LANGS, Lang
from xlseg.worksheet import FUNCTIONS

basic = pytest.importorskip("basic", reason="needs the project writer of the add-in")
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(bool(basic.NO_BASIC), reason=basic.NO_BASIC)]

XLPY = """
Public ToldLanguage As Long
Public Told As String
Public Function XLPy()
    Dim made As New FakePython
    Set XLPy = made
End Function
"""
PYTHON = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "FakePython"
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit
Public Function CallUDF(module As String, name As String, args As Variant, book As Variant, caller As Variant)
    Dim n As Long
    CallUDF = module & "." & name
    For n = 0 To UBound(args)
        If IsMissing(args(n)) Then
            CallUDF = CallUDF & ", missing"
        ElseIf IsObject(args(n)) Then
            CallUDF = CallUDF & ", " & args(n).Address
        Else
            CallUDF = CallUDF & ", " & args(n)
        End If
    Next n
End Function
"""
LISTENING = {  # what Excel alone has, and what a macro that nobody watches cannot ask
    'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function': "",
    "If TypeOf Application.Caller Is Range Then": "",
    "ActiveWorkbook, Application.Caller": '"book", "caller"',
    "Application.LanguageSettings.LanguageID(2)": "ToldLanguage",
    'Application.MacroOptions Macro:="\'" & ThisWorkbook.Name & "\'!" & function_name, Description:=tip, _\r\n'
    "        Category:=": 'Told = Told & "|" & function_name & "|" & tip & "|" & Join(help, "|") & "|" & ',
    ", ArgumentDescriptions:=help": "",
    "If ThisWorkbook.IsAddin Then ThisWorkbook.Saved = True": "",
}
LANGUAGES = {"zh": 2052, "en": 1033}


def run(tmp_path: Path, **functions: str) -> list[str]:
    """What functions made of these lines return in a project with our wrappers."""
    text = stubs()
    for old, new in LISTENING.items():
        assert old in text
        text = text.replace(old, new)
    modules = {"xlwings": basic.source("xlwings", XLPY), "FakePython": PYTHON.replace("\n", "\r\n"), MODULE: text}
    book = basic.save_with(modules | {"Probe": basic.probe(**functions)}, tmp_path / "a.xlsm")
    return basic.called(book, [f"Probe.{name}" for name in functions], tmp_path / "profile")


def test_python_is_handed_values_ranges_and_what_is_missing(tmp_path):
    sheet = "ThisWorkbook.Sheets(1)"
    assert run(
        tmp_path,
        Values="Values = SEG_RFM_SCORE(1, 2, 3)",
        Left_out='Left_out = SEG_LABEL("d", "rfm", , , "en")',
        Ranged=f'Ranged = SEG_MASK({sheet}.Range("A2:A3"), "phone")',
        Whole=f'{sheet}.Range("B7").Value = 5\nWhole = SEG_LIFECYCLE({sheet}.Range("A:A"), {sheet}.Range("B:B"))',
    ) == [
        "xlseg.functions.SEG_RFM_SCORE, 1, 2, 3, missing, missing",
        "xlseg.functions.SEG_LABEL, d, rfm, missing, missing, en",
        "xlseg.functions.SEG_MASK, $A$2:$A$3, phone, missing",
        "xlseg.functions.SEG_LIFECYCLE, $A$1:$A$7, $B$1:$B$7, missing, missing, missing",
    ]


def test_whole_columns_are_cut_to_their_own_last_row_so_that_answers_below_make_them_no_longer(tmp_path):
    sheet = "ThisWorkbook.Sheets(1)"
    fill = f'{sheet}.Range("E7").Value = "x"\n{sheet}.Range("F3").Value = 1\n{sheet}.Range("G900").Value = "below"\n'
    hide = f"{sheet}.Rows(7).Hidden = True\n"
    assert run(
        tmp_path,
        Below=f'{fill}Below = SEG_CITY_TIER({sheet}.Range("E:E"))',
        Hidden=f'{fill}{hide}Hidden = SEG_CITY_TIER({sheet}.Range("E:E"))',
        Alike=f'{fill}Alike = SEG_LIFECYCLE({sheet}.Range("F:F"), {sheet}.Range("E:E"))',
        Several=f'{fill}Several = SEG_TIERS({sheet}.Range("E:F"))',
        Blank=f'{fill}Blank = SEG_CITY_TIER({sheet}.Range("D:D"))',
    ) == [
        "xlseg.functions.SEG_CITY_TIER, $E$1:$E$7, missing",
        "xlseg.functions.SEG_CITY_TIER, $E$1:$E$7, missing",
        "xlseg.functions.SEG_LIFECYCLE, $F$1:$F$7, $E$1:$E$7, missing, missing, missing",
        "xlseg.functions.SEG_TIERS, $E$1:$F$7, missing, missing, missing",
        "xlseg.functions.SEG_CITY_TIER, $D$1, missing",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_excel_is_told_every_function_and_argument_in_its_language(lang: Lang, tmp_path):
    (told,) = run(tmp_path, Tell=f"ToldLanguage = {LANGUAGES[lang]}\n{DESCRIBE}\nTell = Told")
    category = {"zh": "客户细分", "en": "Segmentation"}[lang]
    expected = (
        "|".join([f.name, f.tip.of(lang), *(argument.tip.of(lang) for argument in f.every), category])
        for f in FUNCTIONS
    )
    assert told == "|" + "|".join(expected)


def test_a_failure_of_the_bridge_is_a_sentence(tmp_path):
    broken = 'ToldLanguage = 2052\nFails = SEG_CITY_TIER("x")'
    failing = {**LISTENING, "XLPy.CallUDF(": "Nowhere.CallUDF("}
    text = stubs()
    for old, new in failing.items():
        text = text.replace(old, new)
    modules = {"xlwings": basic.source("xlwings", XLPY + "Public Nowhere As Object\n"), MODULE: text}
    book = basic.save_with(modules | {"Probe": basic.probe(Fails=broken)}, tmp_path / "b.xlsm")
    (said,) = basic.called(book, ["Probe.Fails"], tmp_path / "profile")
    assert said.startswith("#没有连上 Python，请运行 xlseg doctor：")
