"""设置: what the segmentation is for, and every threshold as a row of a sheet that people edit."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Choices, Heading, Legend, Note, Table
from xlseg.cells import Marked, Rows, cell, letter
from xlseg.columns import Column
from xlseg.fittings import MOST_LISTED
from xlseg.kinds import BLANK, Choice, Kind
from xlseg.page import Page
from xlseg.picked import EVERYTHING
from xlseg.recognise import KINDS, Source
from xlseg.settings import Row, Settings, rows
from xlseg.sheets.goals import goal_blocks, other_blocks
from xlseg.sheets.listed import listings
from xlseg.sheets.typed import typed
from xlseg.text import LANGS, Lang, Text, join, same
from xlseg.thresholds import changed, key_of, kind_of, thresholds

TITLE = Text("设置", "Settings")
COLUMNS = (
    Column("key", Text("键", "Key"), "text"),
    Column("name", Text("设置", "Setting"), "wide"),
    Column("value", Text("当前值", "Value"), "number"),
    Column("allowed", Text("允许的值", "Allowed"), "wide"),
    Column("note", Text("说明", "Note"), "wide"),
)
FIRST = ("general.goal", "general.models", "general.strategy", "general.as_of", "general.recent_days")  # language last


def settings_page(settings: Settings, lang: Lang, analysis: Analysis | None = None) -> Page:
    """The sheet `read_rows` reads back: the thresholds, and which column of which sheet was taken for what.

    Models that do not run are left out as long as their thresholds are as they come, and listed in the last table.
    """
    shown = running(settings, analysis)
    first = _table(_rows(settings, settings.general, lang), settings)
    blocks: list[Block] = [Note(HOW), LEGEND, first, *goal_blocks(settings, analysis)]
    by_key = {model.key: model for model in settings.models}
    for key in shown:
        blocks += _section(settings, by_key[key], lang)
    sources = analysis.sources if analysis else ()
    mapping = _mapping(settings, sources)
    if mapping:
        blocks += [Heading(MAPPING), Note(OVERRULE), _mapping_table(mapping, sources)]
    for owner in (settings.cleaning, settings.backtest):
        blocks += _section(settings, owner, lang)
    blocks += other_blocks(settings, shown, analysis)
    return Page("settings", TITLE, tuple(blocks), frozen=True)


def running(settings: Settings, analysis: Analysis | None) -> tuple[str, ...]:
    """Models whose thresholds are shown: those that run or ran, what they are made of, and those the user changed."""
    chosen = (*settings.chosen(), *(analysis.settings.chosen() if analysis else ()))
    parts = (part for model in chosen for part in getattr(model, "parts", ()))
    touched = (model for model in settings.models if any(changed(model, f) for f in thresholds(model)))
    known = {model.key for model in settings.models}
    return tuple(dict.fromkeys(m.key for m in (*chosen, *parts, *touched) if m.key in known))


def _section(settings: Settings, owner: Any, lang: Lang) -> Iterator[Block]:
    for title, found in _parts(owner, _rows(settings, owner, lang)):
        yield from (Heading(title), _table(found, settings))


def _parts(owner: Any, found: Sequence[Row]) -> Iterator[tuple[Text, list[Row]]]:
    """The rows of an owner under its title, or in the parts it is divided into."""
    title, part = owner.title, list[Row]()
    for row in found:
        if row.key in PARTS and part:
            yield title, part
            part = []
        title = PARTS.get(row.key, title)
        part.append(row)
    if part:
        yield title, part


def _rows(settings: Settings, owner: Any, lang: Lang) -> list[Row]:
    """The rows of an owner that stand on this sheet, in the order people change them."""
    elsewhere = {listing.key for listing in listings(settings)}
    found = [row for row in rows(settings, lang) if row.key.startswith(f"{owner.key}.") and row.key not in elsewhere]
    found = [row._replace(allowed=NAMED, note=PICK) if row.key == "general.models" else row for row in found]
    found = [row._replace(allowed=NAMED) if row.key == "general.strategy" else row for row in found]
    return sorted(found, key=lambda row: FIRST.index(row.key) if row.key in FIRST else len(FIRST))


def _table(found: Sequence[Row], settings: Settings) -> Table:
    kinds = {key_of(owner, f): kind_of(f) for owner in settings.owners for f in thresholds(owner)}
    offered = dict.fromkeys(("general.models", "general.strategy"), _models(settings))
    told = [(*row[:3], _allowed(row, kinds[row.key]), row.note) for row in found]
    rules = tuple(typed(kinds[row.key], offered.get(row.key, ())) for row in found)
    cells = pd.DataFrame(told, columns=[c.key for c in COLUMNS], dtype=object)
    return Table(COLUMNS, cells, inputs=("value",), allowed={"value": rules}, name=f"settings.{found[0].key}")


def _mapping_table(found: Sequence[Row], sources: Sequence[Source]) -> Table:
    """Each value is best one of the headers of its sheet."""
    headers = {source.sheet: [*source.names.values(), *source.own, NO_COLUMN] for source in sources}
    offered = ((same(h) for h in headers.get(row.key.rpartition("!")[0], ()) if "\n" not in h) for row in found)
    rules = tuple(Choices(tuple(listed), strict=False, note=ANY_HEADER) for listed in offered)
    cells = pd.DataFrame([row[:5] for row in found], columns=[c.key for c in COLUMNS], dtype=object)
    return Table(COLUMNS, cells, inputs=("value",), allowed={"value": rules})


def _allowed(row: Row, kind: Kind) -> Text:
    """A list needs no keys where people can choose."""
    if not isinstance(kind, Choice):
        return row.allowed
    return join([*kind.options.values(), *([BLANK] if kind.optional else [])], Text(" | ", " | "))


def _models(settings: Settings) -> tuple[Text, ...]:
    """What the list of models offers: their titles, in a language where Excel cannot hold these their keys."""
    titles = [EVERYTHING, *(model.title for model in settings.models)]
    keys = [EVERYTHING, *(same(model.key) for model in settings.models)]
    by = {lang: titles if len(",".join(t.of(lang) for t in titles)) <= MOST_LISTED else keys for lang in LANGS}
    return tuple(Text(*said) for said in zip(*([text.of(lang) for text in by[lang]] for lang in LANGS), strict=True))


def _mapping(settings: Settings, sources: Sequence[Source]) -> list[Row]:
    """A row for each column that was taken, blank unless the user overruled it; and for those the user speaks of."""
    said = {mapped.name: mapped for mapped in settings.columns}
    found: dict[str, Row] = {}
    for source in sources:
        titles = {column.key: column.title for column in KINDS[source.kind].columns}
        doubts = {guess.key: guess for guess in source.guesses}
        names = [key for key in source.names if key in titles and key != source.stand_in]
        for key in names if source.sheet else ():
            taken = TAKEN.format(name=source.names[key], column=letter(source.columns[key]))
            note = UNSURE.format(taken=taken, why=doubts[key].why) if key in doubts else taken
            name = ON_SHEET.format(sheet=source.sheet, title=titles[key])
            value = said[f"{source.sheet}!{key}"].header if f"{source.sheet}!{key}" in said else None
            found[f"{source.sheet}!{key}"] = Row(f"{source.sheet}!{key}", name, value, ANY_HEADER, note)
    others = [Row(key, same(key), mapped.header, ANY_HEADER) for key, mapped in said.items() if key not in found]
    return [*found.values(), *others]


def read_rows(old: Rows, found: Marked) -> list[Row]:
    """The rows of a settings sheet: a key in the first column of where it stands, the value two columns on."""
    rows = ((number, cell(old, number, found.area.left)) for number in range(found.area.top, len(old) + 1))
    return [
        Row(
            key.strip(),
            value=cell(old, number, found.area.left + 2),
            where=PLACE.format(sheet=found.sheet, row=number),
        )
        for number, key in rows
        if isinstance(key, str) and _is_key(key)
    ]


def settings_area(old: Rows, found: Marked) -> Marked:
    """Where the sheet stands with the rows the user added below it, which are ours to write again."""
    bottom = found.area.bottom
    while _is_key(cell(old, bottom + 1, found.area.left)):
        bottom += 1
    return found._replace(area=found.area._replace(bottom=bottom))


def _is_key(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\s*[A-Za-z_]+\.\w+\s*|.+!\w+\s*", value) is not None


NO_COLUMN = "-"
MAPPING = Text("字段映射", "Column mapping")
OVERRULE = Text(
    "每一列是按表头认出来的。认错了就在「当前值」写上正确的表头（或列号，如 C；没有这一列写 -），再运行一次。",
    "Columns are known by their headers. Where one is wrong, write the right header under Value (or a column such as "
    "C, or - for none) and run again.",
)
TAKEN = Text("现在取自「{name}」（{column} 列）", "taken from '{name}' (column {column})")
UNSURE = Text("请核对：{taken}，{why}", "please check: {taken}; {why}")
ON_SHEET = Text("{sheet} · {title}", "{sheet} · {title}")
ANY_HEADER = Text("表头原文、列号或 -；留空：自动", "a header, a column or -; blank: automatic")
HOW = Text(
    "先选「目标」，再按需要修改「当前值」一列的黄色格子，然后再运行一次细分即可生效"
    "（标签是实时公式时，《实时公式》列出的数改了标签马上变）。颜色的意思：",
    "Choose a goal, change the yellow cells under Value where you need to, and segment again (live labels follow the "
    "numbers listed on Live formulas at once). What the colours mean:",
)
LEGEND = Legend(
    (
        ("header", Text("列标题", "Column title")),
        ("input", Text("黄色：您可以修改", "Yellow: yours to change")),
        ("total", Text("合计", "Total")),
        ("label_header", Text("您的表里由 xlseg 写的标签列", "Label columns xlseg writes beside your data")),
        ("text", Text("白色：由 xlseg 填写，再次运行时更新", "White: written by xlseg, renewed with each run")),
    )
)
NAMED = Text("模型的名称或键；可留空", "names or keys of models; may be blank")
PICK = Text(
    "留空：按目标，没有选目标就用 RFM；几个模型用逗号分隔；写「全部」就全部运行",
    "blank: by the goal, RFM without one; several separated by commas; 'all' runs all of them",
)
PARTS = {
    "clean.date_order": Text("数据清洗：读取与去重", "Cleaning: reading and duplicates"),
    "clean.duplicate_customer": Text("数据清洗：客户", "Cleaning: customers"),
    "clean.unpaid": Text("数据清洗：订单和金额", "Cleaning: orders and amounts"),
    "clean.paid_before_ordered": Text("数据清洗：逻辑检查", "Cleaning: logic checks"),
    "clean.fill_customer": Text("数据清洗：空白怎样填", "Cleaning: how blanks are filled"),
}
PLACE = Text("工作表「{sheet}」第 {row} 行", "Sheet '{sheet}', row {row}")
