"""The tables of a workbook for other people: recognised columns and our labels as plain values, masked or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from xlseg import personal
from xlseg.cells import Placed, Rows
from xlseg.cleaning import is_total
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.hosts.file import FileHost
from xlseg.page import free_name, place
from xlseg.personal import Field, Table, telling
from xlseg.privacy import HIDDEN, mask, pseudonyms
from xlseg.recognise import recognise
from xlseg.sheets.outside import outside_page
from xlseg.sheets.plain import dress
from xlseg.standing import Standing, read_data
from xlseg.text import Lang, Text, join


class Exported(NamedTuple):
    """sheets: rows by name, headers first; placed: their looks, and the result page where there is one."""

    sentences: tuple[Text, ...]
    sheets: dict[str, Rows]
    placed: tuple[Placed, ...]


@dataclass(frozen=True)
class Shared:
    """A table as it leaves. fields: columns that go; hidden: how many cells named somebody and became ***."""

    table: Table
    fields: list[Field]
    frame: pd.DataFrame
    hidden: int = 0


def export(host: FileHost, lang: Lang, key: bytes | None = None, keep: Sequence[str] = ()) -> Exported:
    """Every recognised table of a sheet people see, and the tables of the result; totals and unknown columns stay.

    key: given, everything personal is masked, and IDs become pseudonyms made with it. keep: headers of unknown
    columns that go along as they are. Errors: no table on a visible sheet; a header that is not there; formulas
    without results.
    """
    standing, secluded = Standing(host, host.marks()), host.hidden()
    tables = [personal.table(source, host.read(source.sheet)) for source in recognise(read_data(standing, ()))]
    seen = [one for one in tables if one.source.sheet not in secluded]
    if not seen:
        raise XlsegError(Problem(ALL_HIDDEN.format(sheets=join(sorted(secluded)))))
    going = [(one, _going(one, standing, keep)) for one in seen]
    problems = Problems(personal.unknown(seen, keep, "--keep"))
    for one, fields in going:
        problems += personal.uncomputed(one.cells(fields))
    problems.tell()
    names = telling(tables)
    shared = [_shared(one, fields, key, names) for one, fields in going]
    sheets: dict[str, Rows] = {}
    for leaving in shared:
        sheets[_name(leaving.table.source.sheet, names if key else frozenset(), lang, sheets)] = _rows(leaving)
    page, withheld = _result(standing, secluded, lang, key is not None, names, sheets)
    looks = tuple(dress(name, rows) for name, rows in sheets.items())
    sentences = [sentence for leaving in shared for sentence in _sentences(leaving, key is not None, keep)]
    if page:
        sentences.append(RESULT.format(sheet=page[0].sheet))
    sentences += [WITHHELD.format(count=withheld)] if withheld else []
    sentences += [SECLUDED.format(sheets=join(s for s in host.sheets() if s in secluded))] if secluded else []
    return Exported(tuple(sentences), sheets, (*looks, *page))


def _going(one: Table, standing: Standing, keep: Sequence[str]) -> list[Field]:
    """The columns that leave: those known, our labels, and what the user asked for."""
    labels = {
        found.area.left
        for mark, found in standing.marks.items()
        if mark.startswith("label.") and found.sheet == one.source.sheet
    }
    asked = one.find(keep)
    return [field for field in one.fields if field.column or field.position in labels or field in asked]


def _shared(one: Table, fields: list[Field], key: bytes | None, names: frozenset[object]) -> Shared:
    frame = one.body.loc[one.source.frame.index[~is_total(one.source.frame)], [f.position for f in fields]]
    if key is None:
        return Shared(one, fields, frame)
    frame.columns = [str(position) for position in frame.columns]
    masks = {str(f.position): f.column.mask for f in fields if _masked(f) and f.column}
    ids = [str(f.position) for f in fields if _named(f)]
    plain = [str(name) for name in frame if name not in masks and name not in ids]
    found = frame[plain].isin(list(names))
    frame[plain] = frame[plain].mask(found, HIDDEN)
    frame = mask(frame, masks).astype(object).assign(**{name: pseudonyms(frame[name], key) for name in ids})
    return Shared(one, fields, frame.astype(object), int(found.to_numpy().sum()))


def _named(field: Field) -> bool:
    return field.column is not None and field.column.identifies


def _masked(field: Field) -> bool:
    return field.column is not None and bool(field.column.mask) and not _named(field)


def _rows(one: Shared) -> Rows:
    body = one.frame.astype(object).where(one.frame.notna(), None)
    return [[field.header for field in one.fields], *body.map(personal.as_day).to_numpy(object).tolist()]


def _name(sheet: str, names: frozenset[object], lang: Lang, taken: dict[str, Rows]) -> str:
    """A sheet may be called after somebody."""
    told = any(isinstance(name, str) and name in sheet for name in names)
    return free_name(TABLE.of(lang), taken) if told else sheet


def _result(
    standing: Standing, secluded: set[str], lang: Lang, masked: bool, names: frozenset[object], taken: dict[str, Rows]
) -> tuple[tuple[Placed, ...], int]:
    found = standing.find("page.result")
    if found is None or found.sheet in secluded:
        return (), 0
    outside = outside_page(standing.host.read(found.sheet), found.area, masked, names)
    if not outside.page.blocks:
        return (), 0
    return (place(outside.page, lang, taken=taken),), outside.withheld


def _sentences(one: Shared, masked: bool, keep: Sequence[str]) -> list[Text]:
    sheet, fields = one.table.source.sheet, one.fields
    hides, names = [f.header for f in fields if _masked(f)], [f.header for f in fields if _named(f)]
    left = [field.header for field in one.table.fields if field not in fields]
    asked = [field.header for field in one.table.find(keep) if not field.column]
    said = [SHEET.format(sheet=sheet, rows=len(one.frame), columns=len(fields))]
    if masked:
        said += [MASKED.format(columns=join(hides))] if hides else []
        said += [PSEUDONYMS.format(columns=join(names))] if names else []
        said += [REPEATED.format(count=one.hidden)] if one.hidden else []
        said += [AS_ASKED.format(columns=join(asked))] if asked else []
    elif hides:
        said += [PLAIN.format(count=len(hides), columns=join(hides))]
    return [*said, LEFT.format(columns=join(left))] if left else said


TABLE = Text("表", "Table")
SHEET = Text("工作表「{sheet}」：{rows:,} 行，{columns} 列。", "Sheet '{sheet}': {rows:,} rows, {columns} columns.")
MASKED = Text("遮盖了：{columns}。", "Masked: {columns}.")
PSEUDONYMS = Text("换成了化名：{columns}。", "Made pseudonyms: {columns}.")
REPEATED = Text(
    "其余列里另有 {count:,} 个单元格写着姓名、电话等，写成了 ***。",
    "{count:,} cells of other columns held names, phones and the like, and became ***.",
)
AS_ASKED = Text(
    "按您的要求原样带出：{columns}；请确认里面没有个人信息。",
    "As you asked, these go as they are: {columns}; make sure that nothing in them is personal.",
)
PLAIN = Text(
    "注意：其中 {count} 列是个人信息，没有遮盖：{columns}。要交给别人，请加 --masked。",
    "Note: {count} columns are personal and not masked: {columns}. To hand it to others, add --masked.",
)
LEFT = Text(
    "没有带出的列（不知道里面是什么）：{columns}；要带出请用 --keep 表头。",
    "Columns left out, as nobody knows what is in them: {columns}; take them along with --keep HEADER.",
)
SECLUDED = Text("隐藏的工作表没有带出：{sheets}。", "Hidden sheets were left out: {sheets}.")
RESULT = Text("结果表：工作表「{sheet}」。", "Result: sheet '{sheet}'.")
WITHHELD = Text(
    "其中 {count} 个群体不显示人数：不到 5 人，或会让人算出不到 5 人的群体。",
    "{count} groups are shown without figures: they have fewer than 5 customers, or would tell a group that has.",
)
ALL_HIDDEN = Text(
    "数据都在隐藏的工作表上（{sheets}），隐藏的不会带出；请先取消隐藏",
    "the data are on hidden sheets ({sheets}), which never leave; unhide them first",
)
