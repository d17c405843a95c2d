"""The templates that come with xlseg: empty, filled in by hand, and run."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlseg import files
from xlseg.actions import ACTIONS
from xlseg.cells import Formula
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.models import DEFAULTS
from xlseg.recognise import recognise_sheet
from xlseg.sheets import SIGNATURES
from xlseg.sheets.guide import DATA as OF_PAGES
from xlseg.sheets.guide_words import DESCRIBED
from xlseg.sheets.hand import OURS
from xlseg.sheets.listed import listings
from xlseg.sheets.pages import PAGES
from xlseg.sheets.result import COLUMNS, TOTAL
from xlseg.templates import TEMPLATES, build, parts, write
from xlseg.templates.example import GROUPS
from xlseg.templates.inputs import DATA, SHEETS, inputs
from xlseg.text import LANGS, Text

COMMITTED = Path(__file__).parents[1] / "workbook_templates"
EVERY = [(template, lang) for template in TEMPLATES for lang in LANGS]
SEGMENT, CHECK, COLLECT = (next(a for a in ACTIONS if a.key == key) for key in ("segment", "check", "collect"))
COMPLETE = next(template for template in TEMPLATES if template.whole)
RESULT = next(template for template in TEMPLATES if template.file.en == "segmentation-result.xlsx")


def look(path: Path) -> list[object]:
    """Cells and their looks, widths, what may be typed, and what the file declares of itself."""
    book = load_workbook(path)
    return [
        *(
            (sheet.title, cell.coordinate, cell.value, cell.number_format, cell.fill.fgColor.rgb, cell.font.b)
            for sheet in book
            for row in sheet
            for cell in row
        ),
        *((sheet.title, sheet.freeze_panes, sorted(sheet.tables)) for sheet in book),
        *((sheet.title, key, column.width) for sheet in book for key, column in sheet.column_dimensions.items()),
        *(
            (str(v.sqref), v.type, v.formula1, v.prompt)
            for sheet in book
            for v in sheet.data_validations.dataValidation
        ),
        *((name, found.attr_text) for name, found in book.defined_names.items()),
    ]


@pytest.mark.parametrize(("template", "lang"), EVERY, ids=lambda value: str(getattr(value, "file", (value,))[0]))
def test_those_in_the_repository_are_those_xlseg_writes_today(template, lang, tmp_path, request):
    fresh, committed = tmp_path / "fresh.xlsx", COMMITTED / template.file.of(lang)
    fresh.write_bytes(build(template, lang, tmp_path))
    if request.config.getoption("--update-golden"):
        committed.write_bytes(fresh.read_bytes())
    assert look(committed) == look(fresh)


def test_there_is_no_other_workbook_among_them():
    names = {template.file.of(lang) for template, lang in EVERY}
    assert {path.name for path in COMMITTED.glob("*.xlsx")} == names


@pytest.mark.parametrize(("template", "lang"), EVERY, ids=lambda value: str(getattr(value, "file", (value,))[0]))
def test_building_twice_gives_the_same_bytes(template, lang, tmp_path):
    assert build(template, lang, tmp_path) == build(template, lang, tmp_path)


def test_they_are_written_again_but_never_over_one_that_was_filled_in(tmp_path):
    first = write(tmp_path / "new", LANGS)
    assert write(tmp_path / "new", LANGS) == first
    first[-1].write_bytes(b"filled in")
    first[0].unlink()
    with pytest.raises(XlsegError, match="holds something else"):
        write(tmp_path / "new", LANGS)
    assert not first[0].exists()
    assert first[-1].read_bytes() == b"filled in"


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(XlsegError, match="cannot be written"):
        write(tmp_path / "file" / "x", ("en",))


@pytest.mark.parametrize(("template", "lang"), EVERY, ids=lambda value: str(getattr(value, "file", (value,))[0]))
def test_each_begins_with_a_guide_that_names_every_other_sheet(template, lang):
    first, *others = parts(template, lang)
    assert list(first.marks) == ["page.guide"]
    told = {row[0] for fill in first.fills for row in fill.values}
    assert {part.sheet for part in others} <= told


def test_the_guide_describes_every_page_there_is():
    keys = {sheet.key for sheet in PAGES} | {known.key for known in SIGNATURES} | {p.page for p in listings(DEFAULTS)}
    assert keys - {"guide", "backup"} <= set(DESCRIBED)  # the backup is hidden
    assert {OF_PAGES.get(kind, kind) for kind in SHEETS} <= set(DESCRIBED)


@pytest.mark.parametrize("lang", LANGS)
def test_every_column_of_every_sheet_to_fill_in_is_known_by_its_header(lang):
    pages, placed = inputs(), [part for part in parts(COMPLETE, lang) if not part.marks]
    for page, part in zip(pages, placed, strict=True):
        header = next(fill for fill in reversed(part.fills) if all(fill.values[0]))
        rows = [*[[]] * (header.top - 1), *map(list, header.values)]
        source = recognise_sheet(part.sheet, rows)
        assert DATA + source.kind == page.key
        assert set(source.columns) == {column.key for column in page.blocks[-1].columns}
        assert source.own == {}


def test_the_example_is_that_of_the_documents():
    assert sum(group[4] for group in GROUPS) == 8_000
    (part,) = (p for p in parts(EXAMPLE, "zh") if "page.result" in p.marks)
    rows = [row for fill in part.fills for row in fill.values if str(row[0]).startswith("A0")]
    assert [(row[0], row[4], row[5].value) for row in rows] == [
        ("A001", 1200, 0.15),
        ("A002", 2000, 0.25),
        ("A003", 3000, 0.375),
        ("A004", 1800, 0.225),
    ]


EXAMPLE = next(template for template in TEMPLATES if template.file.en == "example.xlsx")


@pytest.fixture(params=LANGS)
def lang(request):
    return request.param


@pytest.fixture
def filled(tmp_path, lang):
    """Fills cells of a template, by sheet and address, as a person would, and saves it."""

    def fill(template, cells):
        path = tmp_path / template.file.of(lang)
        path.write_bytes(build(template, lang, tmp_path))
        book = load_workbook(path)
        for (sheet, address), value in cells.items():
            book[sheet.of(lang)][address] = value
        book.save(path)
        return path

    return fill


ORDERS, CUSTOMERS = Text("订单", "Orders"), Text("客户", "Customers")
GROUPS_SHEET = Text("客户细分结果表", "Segmentation result")
BOUGHT = {
    (ORDERS, f"{column}{4 + n}"): value
    for n in range(80)
    for column, value in zip(
        "ABCD", (f"N{n}", f"C{n % 16:02}", datetime(2026, 1, 1) + timedelta(days=n), 100.0 + n), strict=True
    )
}  # more rows than the template has ready
TYPED = {
    **{(GROUPS_SHEET, f"{c}4"): v for c, v in zip("ABDEGH", ("A001", "老客户", "常来", 30, "关怀", "王"), strict=True)},
    **{(GROUPS_SHEET, f"{c}5"): v for c, v in zip("ABE", ("A002", "新客户们", 10), strict=True)},
    (GROUPS_SHEET, "I3"): "预算",
    (GROUPS_SHEET, "I4"): 5000,
    (GROUPS_SHEET, "A17"): "A003",  # below the total of the template
    (GROUPS_SHEET, "B17"): "其他",
    (GROUPS_SHEET, "E17"): 10,
}


@pytest.mark.parametrize("action", [SEGMENT, CHECK], ids=lambda action: action.key)
def test_the_empty_workbook_says_what_to_fill_in_and_nothing_is_written(action, filled, lang):
    path = filled(COMPLETE, {})
    before = sorted(os.listdir(path.parent))
    with pytest.raises(XlsegError) as error:
        files.run(action, path)
    said = error.value.say(lang)
    assert all(sheet.of(lang) in said for sheet in (CUSTOMERS, ORDERS))
    assert "\n" not in said
    assert sorted(os.listdir(path.parent)) == before


def test_of_the_empty_workbook_every_field_is_still_to_be_collected(filled):
    report = files.run(COLLECT, filled(COMPLETE, {})).report
    assert report.sentences[0].en.startswith("18 of 18 fields need work")


def test_orders_alone_are_enough_and_the_sheets_left_blank_are_no_obstacle(filled, lang):
    path = filled(COMPLETE, {**BOUGHT, (ORDERS, "N3"): "店员", (ORDERS, "N4"): "小李"})
    outcome = files.run(SEGMENT, path, in_place=True)
    assert [source.sheet for source in outcome.report.analysis.sources] == [ORDERS.of(lang)]
    assert len(outcome.report.analysis.customers) == 16
    assert outcome.report.analysis.unused == ()
    book = load_workbook(path)
    assert book[ORDERS.of(lang)]["N4"].value == "小李"
    assert [c.value for c in book[ORDERS.of(lang)][83]][:4] == ["N79", "C15", datetime(2026, 3, 21), 179]
    assert [c.value for c in book[CUSTOMERS.of(lang)][4]] == [None] * 14
    result = book[GROUPS_SHEET.of(lang)]
    assert result["A1"].value == GROUPS_SHEET.of(lang)
    assert book.sheetnames.count(GROUPS_SHEET.of(lang)) == 1, "filled in where it stood"


def test_customers_alone_get_their_labels_beside_them(filled, lang):
    people = {
        (CUSTOMERS, f"{column}{4 + n}"): value
        for n in range(20)
        for column, value in zip("AEF", (f"C{n:02}", "男" if n % 2 else "女", 20 + 2 * n), strict=True)
    }
    path = filled(COMPLETE, people)
    outcome = files.run(SEGMENT, path, in_place=True)
    assert list(outcome.report.analysis.segmentations) == ["demographics"]
    header = [cell.value for cell in load_workbook(path)[CUSTOMERS.of(lang)][3]]
    assert len(header) > 14


def hand(path: Path, lang) -> list[list[object]]:
    """The table of groups typed by hand, header first, as far as it goes."""
    rows = FileHost(path).typed(GROUPS_SHEET.of(lang))
    start = max(n for n, row in enumerate(rows) if row[0] in COLUMNS[0].title)
    return [[cell or None for cell in row] for row in rows[start:] if row[1]]


def test_groups_typed_by_hand_stay_below_those_of_the_models_run_after_run(filled, lang):
    path = filled(COMPLETE, BOUGHT | TYPED)
    for _ in range(3):
        files.run(SEGMENT, path, in_place=True)
        header, *rows = hand(path, lang)
        assert header == [*(column.title.of(lang) for column in COLUMNS), "预算"]
        assert [row[:5] + row[6:] for row in rows] == [
            ["A001", "老客户", None, "常来", 30, "关怀", "王", 5000],
            ["A002", "新客户们", None, None, 10, None, None, None],
            ["A003", "其他", None, None, 10, None, None, None],
        ]
        assert [row[5].value for row in rows] == [0.6, 0.2, 0.2]
        assert all(isinstance(row[5], Formula) for row in rows)
        above = [row for row in FileHost(path).read(GROUPS_SHEET.of(lang)) if str(row[0])[:4] in OURS]
        assert len(above) > 8
        assert sum(row[0] == "A001" for row in FileHost(path).read(GROUPS_SHEET.of(lang))) == 1


def test_the_result_template_filled_in_and_put_with_data_keeps_its_groups(filled, lang, tmp_path):
    path = filled(RESULT, TYPED)
    book = load_workbook(path)
    sheet = book.create_sheet("我的订单")
    for row in (["客户ID", "日期", "金额"], *([f"C{n % 9}", datetime(2026, 1, 1 + n % 28), 50 + n] for n in range(60))):
        sheet.append(row)
    book.save(path)
    files.run(SEGMENT, path, in_place=True)
    assert [row[0] for row in hand(path, lang)[1:]] == ["A001", "A002", "A003"]


STRATEGY = Text("客户细分策略表", "Strategy")
PLANNED = {
    (STRATEGY, "B6"): 1000,  # the limit of the budget
    **{
        (STRATEGY, f"{column}12"): value
        for column, value in zip("ABCDGHJK", ("A001", "老客户", "常来", "深耕", "回访", "王", 600, 3), strict=True)
    },
    **{(STRATEGY, f"{column}13"): value for column, value in zip("BDJ", ("新客户们", "转化", 700), strict=True)},
}


def test_measures_typed_by_hand_stay_and_count_against_the_budget(filled, lang):
    path = filled(COMPLETE, BOUGHT | PLANNED)
    for _ in range(3):
        files.run(SEGMENT, path, in_place=True)
        rows = [[cell or None for cell in row] for row in FileHost(path).read(STRATEGY.of(lang))]
        assert [row[:12] for row in rows if row[1] in ("老客户", "新客户们")] == [
            ["A001", "老客户", "常来", "深耕", None, None, "回访", "王", None, 600, 3, None],
            [None, "新客户们", None, "转化", None, None, None, None, None, 700, None, None],
        ]
        (budget,) = (row for row in rows if row[1] == 1000)
        assert budget[2:4] == [1300, -300]
        assert "300" in budget[4]


def test_a_group_of_the_models_named_without_its_id_is_that_group(filled, lang):
    name = Text("重要价值客户", "Important: valued").of(lang)
    typed = {(STRATEGY, f"{column}12"): value for column, value in zip("BHJ", (name, "王", 600), strict=True)}
    path = filled(COMPLETE, BOUGHT | typed)
    contents = []
    for _ in range(3):
        files.run(SEGMENT, path, in_place=True)
        contents.append([*FileHost(path).read(STRATEGY.of(lang))])
        (row,) = (row for row in contents[-1] if row[1] == name)
        assert {str(row[0])[:4], "王", 600} <= {"RFM-", *row}
    assert contents[1] == contents[2]


def test_a_third_run_with_measures_typed_by_hand_is_as_the_second(filled, lang):
    path = filled(COMPLETE, BOUGHT | PLANNED)
    contents = []
    for _ in range(3):
        files.run(SEGMENT, path, in_place=True)
        contents.append([*FileHost(path).read(STRATEGY.of(lang))])
    assert contents[0] == contents[1] == contents[2]
    assert len([row for row in contents[0] if row[0] in Text("可用资源", "What there is to spend")]) == 1


TIERING = Text("客户分层管理表", "Customer tiering")


def test_customers_typed_by_hand_into_the_tiering_table_stay(filled, lang):
    typed = {(TIERING, f"{column}6"): value for column, value in zip("ABCH", ("X1", "张三", "高", "王"), strict=True)}
    path = filled(COMPLETE, BOUGHT | typed)
    for _ in range(2):
        files.run(SEGMENT, path, in_place=True)
        rows = FileHost(path).read(TIERING.of(lang))
        (row,) = (row for row in rows if row[0] == "X1")
        assert (row[1], row[2], row[7]) == ("张三", "高", "王")
        assert sum(str(row[0]).startswith("C") and len(str(row[0])) == 3 for row in rows) == 16


def test_a_total_of_ours_and_headings_are_no_groups_typed_by_hand(filled, lang):
    path = filled(COMPLETE, BOUGHT)
    for _ in range(2):
        files.run(SEGMENT, path, in_place=True)
    rows = FileHost(path).read(GROUPS_SHEET.of(lang))
    assert [
        row for row in rows if row[0] and str(row[0])[:4] not in OURS and row[1] and row[0] not in COLUMNS[0].title
    ] == []
    assert sum(row[0] in TOTAL for row in rows) == sum(row[0] in COLUMNS[0].title for row in rows)
