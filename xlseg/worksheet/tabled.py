"""Functions of a range with headers: orders or customers, one label a row, or the finished result table."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from xlseg.analysis import analyze
from xlseg.cells import Rows, result_of
from xlseg.columns import CUSTOMER_COLUMNS, CUSTOMER_ID, ORDER_DATE, PAID_AT, Column
from xlseg.errors import Problem, XlsegError
from xlseg.models import MODELS
from xlseg.picked import keys_of
from xlseg.recognise import Source, match, recognise_sheet
from xlseg.settings import Row, assignment
from xlseg.sheets.groups import groups_of
from xlseg.sheets.result import result_table
from xlseg.shown import cells
from xlseg.text import Lang, Text, join, keyed, same
from xlseg.values import days
from xlseg.worksheet.given import Given, blank, texts
from xlseg.worksheet.labelling import chosen, settings_for, shown
from xlseg.worksheet.ranges import RULES

Asked = Callable[[Given, Source], list[Row]]
USUAL = "rfm"


def options(given: Given, model: str) -> list[Row]:
    """Settings written as texts, key=value, or as a range of keys and values; the model's own need no prefix."""
    rows, where = given.cells.get("options", ()), same("options")
    if rows and len(rows[0]) > 1:
        pairs = [(str(row[0]).strip(), row[1]) for row in rows if not blank(row[0])]
    else:
        written = [assignment(part) for text in texts(rows) for part in re.split(r"[;；\n]", text) if part.strip()]
        pairs = [(row.key, row.value) for row in written]
    return [Row(key if "." in key else f"{model}.{key}", value=value, where=where) for key, value in pairs]


@dataclass(frozen=True)
class Tabled:
    """One label a row of a range, as the file door writes beside it. asked: the settings of the function."""

    model: str
    asked: Asked = lambda _given, _source: []

    def __call__(self, given: Given, lang: Lang) -> Rows:
        """As high as the range, the titles beside its headers; raises XlsegError where it is no known table."""
        rows = given.cells["data"]
        source = source_of(rows)
        settings = settings_for(self.model, [*options(given, self.model), *self.asked(given, source)])
        wanted = chosen(settings.chosen()[0].columns, given, "segment")
        try:
            analysis = analyze(source, settings=settings)
        except XlsegError as error:
            if self.model == "rules" and RULES not in given.cells:
                raise XlsegError(Problem(BUILT_IN, same(RULES)), *error.problems) from None
            raise
        labels, titles = shown(analysis, wanted, lang)
        ids = analysis.whose(source).reindex(pd.RangeIndex(source.header + 1, len(rows) + 1))
        beside = labels.reindex(ids).astype(object)
        above: list[list[object]] = [[None] * len(wanted)] * (source.header - 1)
        return [*above, titles, *beside.where(beside.notna(), None).to_numpy().tolist()]


def label(given: Given, lang: Lang) -> Rows:
    """Labels of whichever model is named."""
    return Tabled(model_of(given))(given, lang)


def result(given: Given, lang: Lang) -> Rows:
    """The result table of the customers, with headers and total."""
    key = model_of(given)
    analysis = analyze(source_of(given.cells["data"]), settings=settings_for(key, options(given, key)))
    table = result_table(key, groups_of(analysis)[key])
    columns = [
        [_figure(result_of(cell), column) for cell in cells(table.rows[column.key], lang)] for column in table.columns
    ]
    return [[column.title.of(lang) for column in table.columns], *map(list, zip(*columns, strict=True))]


def _figure(cell: object, column: Column) -> object:
    """A share in percent, as the header says: a cell that a function spills into has no format of its own."""
    return round(cell * 100, 1) if column.format == "share" and isinstance(cell, float) else cell


def model_of(given: Given) -> str:
    """The model the argument names, by key or title; RFM without it. Raises XlsegError listing what there is."""
    said = given.one("model")
    key = USUAL if said is None else keys_of(str(said).casefold() if str(said).isascii() else said, MODELS)
    if key not in {model.key for model in MODELS}:
        known = keyed((model.key, model.title) for model in MODELS)
        raise XlsegError(Problem(NO_MODEL.format(said=said, known=known), same("model")))
    return key


def source_of(rows: Rows) -> Source:
    """The table a range holds; without a column of customers each row is one. Raises XlsegError where it is none."""
    rows = [list(row) for row in rows]
    found = recognise_sheet("", rows)
    source = found if found is not None and found.kind in ("orders", "customers") else _unknown(rows)
    return replace(source, own_frame=_with_dates(source.own_frame))


def _with_dates(own: pd.DataFrame) -> pd.DataFrame:
    """Office.js hands dates over as numbers, so that of the user's own columns only the header tells them apart."""
    read = {name: days(own[name]) for name in own if DATE.search(str(name))}
    return own.assign(**{str(name): found.values for name, found in read.items() if not found.bad.any()})


def _unknown(rows: Rows) -> Source:
    """A table whose headers alone do not say what it is."""
    header = [str(cell).strip() if isinstance(cell, str) else "" for cell in rows[0]]
    if len(rows) < 2 or not all(header):
        raise XlsegError(Problem(NO_HEADER, same("data")))
    columns = match(header, CUSTOMER_COLUMNS)
    if CUSTOMER_ID.key not in columns and match(header, (ORDER_DATE, PAID_AT)):
        raise XlsegError(Problem(NO_CUSTOMER.format(found=join(header)), same("data")))
    return _plain(rows, header, columns)


def _plain(rows: Rows, header: list[str], columns: dict[str, int]) -> Source:
    """A table of customers by its headers, known or not."""
    body = pd.DataFrame(rows[1:], pd.RangeIndex(2, len(rows) + 1), dtype=object)
    body = body[~body.map(blank).all(axis=1)]
    known = {key: body[at - 1] for key, at in columns.items()}
    own = {name: at for at, name in enumerate(header, 1) if at not in columns.values()}
    who_ = known.pop(CUSTOMER_ID.key, pd.Series([f"{n:07}" for n in body.index], body.index, dtype=object))
    frame = pd.DataFrame({CUSTOMER_ID.key: who_, **known}, body.index)
    places = {CUSTOMER_ID.key: 0, **columns}
    own_frame = pd.DataFrame({name: body[at - 1] for name, at in own.items()}, body.index)
    return Source("customers", "", 1, places, frame, own=own, own_frame=own_frame)


BUILT_IN = Text(
    "没有给规则，用的是自带的规则，它们要用到数据里没有的列；请在第二个参数里选自己的规则，或补上这些列",
    "no rules are given, so the built-in ones are used, which need columns the data lack; give rules of your own, or "
    "add these columns",
)
NO_MODEL = Text("没有模型「{said}」；可以写 {known}", "there is no model '{said}'; there are {known}")
DATE = re.compile(r"日期|时间|日$|\bdate|\btime|date$", re.IGNORECASE)
NO_HEADER = Text(
    "没有认出表头；请选带表头的整张表，如 客户ID、下单日期、金额",
    "no headers were recognised; select the table with its headers, such as customer ID, order date, amount",
)
NO_CUSTOMER = Text(
    "订单表里没有客户ID；表头是 {found}", "the orders lack a column of customer IDs; the headers are {found}"
)
