"""Whatever Excel and others put into a workbook is in it after a run, byte for byte, but for what the run writes.

Over every workbook of the corpus: segmented into a copy, and that copy once more in place.
"""

import csv
import io
import re
import resource
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

import package_lint
import pytest
from corpus import KINDS, Kind, differences
from corpus.taken_apart import Opened
from libreoffice import MISSING
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from python_calamine import CalamineWorkbook, SheetTypeEnum
from validators import NO_PORT, NO_SDK, disallowed, told_by_port, told_by_sdk

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.settings import Row

ONLY_RFM = (Row("general.models", value="rfm"),)
KINDS_OF_ALL_SORTS = (
    "a_slicer_of_a_pivot_table",
    "orders_in_a_table_with_totals",
    "views_people_set",
    "a_prefix_on_every_element",
    "a_workbook_with_macros",
)


Values = dict[str, dict[tuple[int, int], object]]


class Ran:
    """A workbook of the corpus before a run, after it, and after another."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        self.kind = kind
        folder.mkdir()
        self.before = folder / f"before{kind.suffix}"
        self.before.write_bytes(kind.make())
        self.after = folder / f"after{kind.suffix}"

    @cached_property
    def opened(self) -> tuple[Opened, Opened]:
        run(self.kind, self.before, self.after)
        return Opened(self.before), Opened(self.after)

    @cached_property
    def again(self) -> tuple[Opened, Opened]:
        second = self.after.with_stem("again")
        first = self.opened[1]
        shutil.copyfile(self.after, second)
        run(self.kind, second)
        return first, Opened(second)


def run(kind: Kind, path: Path, output: Path | None = None) -> None:
    """Segment by the public door; a kind that may end the whole process, in one of its own."""
    if kind.apart:
        command = [sys.executable, "-c", APART, str(path), str(output or "")]
        limited = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_limit, timeout=120)
        assert limited.returncode == 0, limited.stderr[:500]
    else:
        files.run(BY_KEY["segment"], path, ONLY_RFM, output=output, in_place=output is None)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))


APART = """
import sys
from pathlib import Path
from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.settings import Row
path, output = Path(sys.argv[1]), sys.argv[2]
only = (Row("general.models", value="rfm"),)
files.run(BY_KEY["segment"], path, only, output=Path(output) if output else None, in_place=not output)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def ran_once(folder: Path) -> Callable[[str], Ran]:
    """Each workbook, made once and run when somebody looks."""
    return cache(lambda name: Ran(KINDS[name], folder / name))


@pytest.fixture(scope="module", params=[pytest.param(kind, id=kind.name, marks=kind.marks) for kind in KINDS.values()])
def ran(request: pytest.FixtureRequest, ran_once: Callable[[str], Ran]) -> Ran:
    return ran_once(request.param.name)


def test_the_workbook_is_what_its_name_says(ran):
    opened = Opened(ran.before)
    content = b"\n".join(name.encode() + b"\n" + part for name, part in opened.parts.items())
    assert [text for text in ran.kind.holds if text.encode() not in content] == []


def test_labels_go_beside_the_data_of_every_one(ran):
    assert differences.touched(*ran.opened)


@pytest.mark.parametrize("told", differences.EVERYTHING, ids=lambda told: told.__name__)
def test_nothing_is_lost_or_changed(ran, told):
    assert told(*ran.opened) == []


def test_a_second_run_changes_no_byte(ran):
    assert differences.between_runs(*ran.again) == []


def test_calamine_reads_the_same_values(ran):
    before, after = ran.opened
    if ran.kind.apart:
        pytest.skip("calamine takes room for all cells there could be")
    try:
        old = calamine(before.path)
    except Exception:
        pytest.skip("calamine does not read the workbook it was")
    assert theirs(old, after) == theirs(calamine(after.path), after, only=old)


def test_openpyxl_reads_the_same_values(ran):
    before, after = ran.opened
    if ran.kind.unread:
        pytest.skip(ran.kind.unread)
    try:
        old = openpyxl(before.path)
    except Exception:
        pytest.skip("openpyxl does not read the workbook it was")
    assert theirs(old, after) == theirs(openpyxl(after.path), after, only=old)


@pytest.mark.parametrize("name", KINDS_OF_ALL_SORTS)
def test_in_place_the_rest_of_a_workbook_stays_as_it_was(name, tmp_path):
    kind = KINDS[name]
    path = tmp_path / f"shop{kind.suffix}"
    content = kind.make()
    path.write_bytes(content)
    files.run(BY_KEY["segment"], path, ONLY_RFM, in_place=True)
    backup = path.with_name(f"{path.name}.bak")
    assert backup.read_bytes() == content
    before, after = Opened(backup), Opened(path)
    assert differences.in_other_parts(before, after, strict=True) == []
    assert [line for told in differences.EVERYTHING for line in told(before, after)] == []


@pytest.mark.parametrize("name", ["a_slicer_of_a_table", "form_controls", "sparklines", "rich_texts"])
def test_what_another_library_loses_is_told(name, tmp_path):
    """The same comparisons over a workbook that openpyxl read and saved."""
    path, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    path.write_bytes(KINDS[name].make())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_workbook(path).save(after)
    assert differences.in_other_parts(Opened(path), Opened(after))
    assert differences.in_styles(Opened(path), Opened(after))
    assert differences.in_book(Opened(path), Opened(after))


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
def test_libreoffice_shows_the_same(ran, shown):
    after = ran.opened[1]
    if ran.kind.name not in shown:
        pytest.skip("LibreOffice does not open the workbook it was")
    old, new = shown[ran.kind.name]
    assert theirs(old, after) == theirs(new, after, only=old)


SDK = pytest.param(told_by_sdk, marks=pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK), id="sdk")
PORT = pytest.param(told_by_port, marks=pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT), id="port")


@pytest.mark.validators
@pytest.mark.parametrize("told", [SDK, PORT])
def test_it_is_valid_but_where_it_was_odd_on_purpose(ran, told):
    """So the workbook it was is, too: whatever is wrong with one of its parts is wrong with it still."""
    if ran.kind.unjudged and told is told_by_port:
        pytest.skip(ran.kind.unjudged)
    found = disallowed(told(ran.opened[1].path))
    assert [line for line in found if not any(re.search(flaw, line) for flaw in ran.kind.flaws)] == []


def test_nothing_is_left_for_excel_to_repair(ran):
    before, after = ran.opened
    if ran.kind.apart:
        pytest.skip("its cells are too many to be looked at one by one")
    old, new = ([re.sub(r"[A-Z]+\d+", "", line) for line in package_lint.lint(one.path)] for one in (before, after))
    assert [line for line in new if line not in old] == []


@pytest.fixture(scope="module")
def shown(folder: Path, ran_once: Callable[[str], Ran]) -> dict[str, tuple[Values, Values]]:
    """What LibreOffice shows of every workbook before and after, as text, by one start of it."""
    given, out = folder / "given", folder / "shown"
    given.mkdir()
    for kind in (kind for kind in KINDS.values() if not kind.apart):
        with suppress(Exception):  # the other tests tell
            for opened in ran_once(kind.name).opened:
                shutil.copyfile(opened.path, given / f"{kind.name}-{opened.path.stem}{kind.suffix}")
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    command += ["--convert-to", EVERY_SHEET, "--outdir", str(out), *map(str, sorted(given.iterdir()))]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    found: dict[str, Values] = {}
    for path in out.iterdir():
        name, when, sheet = path.stem.split("-", 2)
        with path.open(encoding="utf-8", newline="") as file:
            found.setdefault(f"{name}-{when}", {})[sheet] = addressed(list(csv.reader(file)))
    names = (name for name in KINDS if f"{name}-before" in found)
    return {name: (found[f"{name}-before"], found.get(f"{name}-after", {})) for name in names}


EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def calamine(path: Path) -> Values:
    """Values by sheet and address."""
    with CalamineWorkbook.from_path(str(path)) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    return {name: addressed(found) for name, found in rows.items()}


def openpyxl(path: Path) -> Values:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(path.read_bytes()), rich_text=True)  # it leaves a file open that it cannot read
    return {
        sheet.title: {place: said(cell.value) for place, cell in sheet._cells.items() if cell.value is not None}
        for sheet in book.worksheets
    }


def said(value: object) -> str:
    """Formulas of arrays and what-if tables are objects to openpyxl, each like no other."""
    return str(vars(value) if isinstance(value, ArrayFormula | DataTableFormula) else value)


def addressed(rows: list[list[object]]) -> dict[tuple[int, int], object]:
    numbered = ((r, c, v) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1))
    return {(r, c): value for r, c, value in numbered if value not in ("", None)}


def theirs(values: Values, after: Opened, only: Values | None = None) -> Values:
    """Without the cells of our labels; only: the sheets these have."""
    areas = differences.labels(after)
    return {
        sheet: {
            (r, c): value
            for (r, c), value in found.items()
            if not any(a.top <= r <= a.bottom and a.left <= c <= a.right for a in areas.get(sheet, ()))
        }
        for sheet, found in values.items()
        if only is None or sheet in only
    }
