"""Our macros and the ribbon's callbacks, compiled and run by a real LibreOffice with a runner that only listens."""

import re
from itertools import product

import pytest
from basic import NO_BASIC, RUNNER, called, probe, save_with, source

from xlseg.actions import ACTIONS
from xlseg.office import addin, macros, ribbon, runner
from xlseg.text import LANGS

pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(bool(NO_BASIC), reason=NO_BASIC)]

EXCELS = {"zh": 2052, "en": 1033}  # what Excel answers when asked for its language: LANGID of [MS-LCID]
TOLD = {"Application.LanguageSettings.LanguageID(2)": "ToldLanguage", "Application.International(1)": "ToldCountry"}
STARTED = "import xlseg.addin; xlseg.addin.call('{}')"
ASKED = 'Asked = GetConfig("INTERPRETER_WIN", "", "")'  # LibreOffice knows no defaults of arguments
CLICK = "xlseg_segment\nClick = Heard"
MANUAL, AUTOMATIC = "-4135", "-4105"  # XlCalculation
FAILING = RUNNER.replace(
    "Heard = PythonCommand",
    'Application.ScreenUpdating = False\nApplication.StatusBar = "at work"\n'
    f'Application.Calculation = {MANUAL}\nErr.Raise 1000, , "no Python"',
)


def class_module(name: str, text: str) -> str:
    """A class by hand, as an export of it would be."""
    attributes = "Attribute VB_PredeclaredId = False\r\nAttribute VB_Exposed = False\r\nOption"
    begin = "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
    return begin + source(name, text).replace("Option", attributes, 1)


def run(tmp_path, functions: dict[str, str], changes: dict[str, str], python: str = RUNNER, name="a.xlsm") -> list[str]:
    """What the functions return, in a project with our modules in which some expressions are changed."""
    modules = ours() | {macros.MODULE: listening(macros.macros())}
    for old, new in changes.items():
        modules = {module: text.replace(old, new) for module, text in modules.items()}
    modules |= {"xlwings": source("xlwings", python), "Probe": probe(**functions)}
    modules["FakeControl"] = class_module("FakeControl", "Public ID As String\n")
    book = save_with(modules, tmp_path / name)
    return called(book, [f"Probe.{function}" for function in functions], tmp_path.parent / "libreoffice")


def ours() -> dict[str, str]:
    """Every module of the add-in that is not xlwings'."""
    return {name: text for name, text in addin.modules().items() if name not in {"xlwings", *runner.CLASSES}}


def listening(text: str) -> str:
    """Heard instead of shown, as nobody is there to close a box. LibreOffice has no WScript.Shell, like macOS."""
    shown = 'MsgBox sentence, vbExclamation, "xlseg"'
    assert text.count(shown) == 1
    return text.replace(shown, "Heard = sentence")


def test_every_macro_starts_its_action(tmp_path):
    functions = {f"Click_{a.key}": f"xlseg_{a.key}\nClick_{a.key} = Heard" for a in ACTIONS}
    assert run(tmp_path, functions, {}) == [STARTED.format(a.key) for a in ACTIONS]


def test_every_button_of_the_ribbon_starts_its_action(tmp_path):
    body = 'Dim pressed As New FakeControl\npressed.ID = "xlseg_{0}"\nRibbonPressed pressed\nPress_{0} = Heard'
    functions = {f"Press_{action.key}": body.format(action.key) for action in ACTIONS}
    assert run(tmp_path, functions, {}) == [STARTED.format(a.key) for a in ACTIONS]


def test_every_button_is_named_and_explained_in_the_language_of_excel(tmp_path):
    ask = 'Dim asked As New FakeControl\nDim answer As Variant\nasked.ID = "xlseg_{key}"\nRibbon{word} asked, answer'
    body = ask + "\n{word}_{lang}_{key} = answer"
    functions, expected = {}, []
    for lang, action in product(LANGS, ACTIONS):
        for word, text in (("Label", action.title), ("Screentip", action.title), ("Supertip", action.tip)):
            asked = body.format(word=word, key=action.key, lang=lang)
            functions[f"{word}_{lang}_{action.key}"] = f"ToldLanguage = {EXCELS[lang]}\n{asked}"
            expected.append(text.of(lang))
    assert run(tmp_path, functions, TOLD) == expected


def test_the_language_is_that_of_excel_or_of_its_country(tmp_path):
    """All Chinese ones of [MS-LCID]: of China, Taiwan, Hong Kong, Singapore, Macau; 0: an Excel that does not say."""
    cases = [(language, 1, "zh") for language in (2052, 1028, 3076, 4100, 5124)]
    cases += [(language, 86, "en") for language in (1033, 2057, 1041)]
    cases += [(0, country, "zh") for country in (86, 886, 852)] + [(0, 1, "en")]
    ask = 'Dim asked As New FakeControl\nDim answer As Variant\nasked.ID = "xlseg_tab"\nRibbonLabel asked, answer'
    functions = {
        f"L{told}_{country}": f"ToldLanguage = {told}\nToldCountry = {country}\n{ask}\nL{told}_{country} = answer"
        for told, country, _ in cases
    }
    assert run(tmp_path, functions, TOLD) == [ribbon.TAB_TITLE.of(lang) for _, _, lang in cases]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Application.Ready": "False"}, macros.BUSY),
        (
            {"ActiveWorkbook Is Nothing": "True", "Application.ActiveProtectedViewWindow": "ActiveSheet"},
            macros.PROTECTED_VIEW,
        ),
        ({"ActiveWorkbook Is Nothing": "True"}, macros.NO_WORKBOOK),
        ({"TypeName(ActiveSheet)": '"Chart"'}, macros.CHART),
    ],
)
def test_what_is_in_the_way_is_said_and_nothing_is_started(changes, said, tmp_path):
    functions = {
        f"Click_{lang}": f"ToldLanguage = {EXCELS[lang]}\nxlseg_segment\nClick_{lang} = Heard" for lang in LANGS
    }
    assert run(tmp_path, functions, TOLD | changes) == [said.of(lang) for lang in LANGS]


@pytest.mark.parametrize(
    ("system", "name", "sign"),
    [
        ("Windows", "a=b.xlsm", "="),
        ("Windows", "up 5% in June%CMDCMDLINE%.xlsm", "%"),
        ("Macintosh", "a=b.xlsm", "="),
        ("Macintosh", "report $(touch x).xlsm", "$"),
        ("Macintosh", "report `touch x`.xlsm", "`"),
        ("Macintosh", 'say "so".xlsm', '"'),
        ("Macintosh", "a|b.xlsm", "|"),
        ("Macintosh", "a\\b.xlsm", "\\"),
        ("Macintosh", "a\nb.xlsm", "\n"),
    ],
)
def test_a_workbook_whose_name_a_shell_would_run_or_xlwings_would_cut_is_named(system, name, sign, tmp_path):
    functions = {
        f"Click_{lang}": f"ToldLanguage = {EXCELS[lang]}\nxlseg_segment\nClick_{lang} = Heard" for lang in LANGS
    }
    title = " & ".join(f"Chr({ord(letter)})" for letter in name)  # no file of LibreOffice's is called so
    changes = TOLD | {"Application.OperatingSystem": f'"{system}"', "ActiveWorkbook.Name": title}
    assert run(tmp_path, functions, changes) == [
        macros.UNUSABLE_NAME.of(lang).replace(macros.SIGN, sign) for lang in LANGS
    ]


@pytest.mark.parametrize("system", ["Windows", "Macintosh"])
def test_other_signs_in_the_name_of_a_workbook_are_no_obstacle(system, tmp_path):
    changes = {"Application.OperatingSystem": f'"{system}"'}
    assert run(tmp_path, {"Click": CLICK}, changes, name="R&D; Li's [1] (新)^!.xlsm") == [STARTED.format("segment")]


@pytest.mark.parametrize(("system", "name"), [("Macintosh", "up 5%.xlsm"), ("Windows", "$100.xlsm")])
def test_nor_one_that_means_something_to_the_other_system_alone(system, name, tmp_path):
    changes = {"Application.OperatingSystem": f'"{system}"'}
    assert run(tmp_path, {"Click": CLICK}, changes, name=name) == [STARTED.format("segment")]


def test_when_python_cannot_be_started_it_is_said_and_excel_gets_its_state_back(tmp_path):
    state = "State = Application.ScreenUpdating & Application.Calculation & Application.StatusBar"
    heard, after = run(tmp_path, {"Click": CLICK, "State": state}, {}, FAILING)
    assert "no Python" in heard
    assert "at work" not in after
    assert after.startswith(f"True{AUTOMATIC}")


# In the place of a Scripting.Dictionary of what a sheet holds, which there is on Windows only.
SHEET = class_module(
    "FakeSheet",
    """
Public Function Exists(key As String) As Boolean
    Exists = True
End Function
Public Function Item(key As String) As String
    Item = "of a sheet"
End Function
""",
)
AROUND = """
Public Const PROJECT_NAME As String = "xlseg"
Function GetConfigFilePath() As String
    GetConfigFilePath = "of the user"
End Function
Function GetDirectoryConfigFilePath() As String
    GetDirectoryConfigFilePath = "of a file beside"
End Function
Function GetFullName(wb As Object) As String
    GetFullName = "of a file beside"
End Function
Function SheetExists(wb As Object, sheetName As String) As Boolean
    SheetExists = {sheet}
End Function
Function GetConfigFromSheet(wb As Object) As Object
    Dim found As New FakeSheet
    Set GetConfigFromSheet = found
End Function
Function FileExists(FileSpec As String) As Boolean
    FileExists = True
End Function
Function GetConfigFromFile(sFile As String, sName As String, sValue As String) As Boolean
    sValue = sFile
    GetConfigFromFile = True
End Function
Function ExpandEnvironmentStrings(s As String) As String
    ExpandEnvironmentStrings = s
End Function
"""


def configuration(text: str) -> str:
    """What looks for the configuration, without directives, which LibreOffice has not: the branches of Excel."""
    found = re.search(r"^Function GetConfig\(.*?^End Function\r\n", text, re.DOTALL | re.MULTILINE)[0]
    excel = re.sub(r" *#If App = .*?\n(.*?)( *#Else\r\n.*?)? *#End If\r\n", r"\1", found, flags=re.DOTALL)
    return excel.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("read", "sheet", "told"),
    [
        (runner._read, True, "of a sheet"),  # xlwings' own: so the test would tell
        (runner._read, False, "of a file beside"),
        (lambda name: runner._of_project(runner._read(name)), True, "of the user"),
        (lambda name: runner._of_project(runner._read(name)), False, "of the user"),
    ],
)
@pytest.mark.parametrize("name", ["xlwings_custom_addin.bas", "xlwings.bas"])
def test_the_interpreter_is_the_user_s_whatever_a_workbook_says(name, read, sheet, told, tmp_path):
    text = configuration(read(name)) + AROUND.format(sheet=sheet)
    modules = {"xlwings": source("xlwings", text), "Probe": probe(Asked=ASKED), "FakeSheet": SHEET}
    assert called(save_with(modules, tmp_path / "a.xlsm"), ["Probe.Asked"], tmp_path.parent / "libreoffice") == [told]
