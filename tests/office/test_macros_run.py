"""Our macros and the ribbon's callbacks, compiled and run by a real LibreOffice with a runner that only listens."""

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
CLICK = "xlseg_segment\nClick = Heard"
MANUAL, AUTOMATIC = "-4135", "-4105"  # XlCalculation
FAILING = RUNNER.replace(
    "Heard = PythonCommand",
    'Application.ScreenUpdating = False\nApplication.StatusBar = "at work"\n'
    f'Application.Calculation = {MANUAL}\nErr.Raise 1000, , "no Python"',
)
CONTROL = source("FakeControl", "Public ID As String\n").replace(
    "Option", "Attribute VB_PredeclaredId = False\r\nAttribute VB_Exposed = False\r\nOption"
)


def run(tmp_path, functions: dict[str, str], changes: dict[str, str], python: str = RUNNER, name="a.xlsm") -> list[str]:
    """What the functions return, in a project with our modules in which some expressions are changed."""
    modules = ours() | {macros.MODULE: listening(macros.macros())}
    for old, new in changes.items():
        modules = {module: text.replace(old, new) for module, text in modules.items()}
    modules |= {"xlwings": source("xlwings", python), "Probe": probe(**functions)}
    modules["FakeControl"] = "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n" + CONTROL
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


def test_a_workbook_that_xlwings_would_not_find_by_its_name_is_named(tmp_path):
    function = f"ToldLanguage = {EXCELS['zh']}\n{CLICK}"
    assert run(tmp_path, {"Click": function}, TOLD, name="a=b.xlsm") == [macros.EQUALS.zh]


def test_when_python_cannot_be_started_it_is_said_and_excel_gets_its_state_back(tmp_path):
    state = "State = Application.ScreenUpdating & Application.Calculation & Application.StatusBar"
    heard, after = run(tmp_path, {"Click": CLICK, "State": state}, {}, FAILING)
    assert "no Python" in heard
    assert "at work" not in after
    assert after.startswith(f"True{AUTOMATIC}")
