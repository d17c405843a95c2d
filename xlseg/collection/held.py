"""What the workbook holds: every column of every sheet read, how much of it is blank, and how new its table is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from xlseg import cleaning
from xlseg.analysis import Analysis
from xlseg.cells import Rows, cell, letter
from xlseg.collection.wanted import KNOWN, answers
from xlseg.columns import COMPLAINTS as COMPLAINT_COUNT
from xlseg.columns import CUSTOMER_ID, EVENT_MEASURES, MEASURE_COLUMNS, REFERRALS, SERVICES, Column
from xlseg.identifiers import BLANKS
from xlseg.recognise import Source, match, simple
from xlseg.text import Text, join
from xlseg.values import days

HEADER_ROWS = 50
SUMMED_FROM: dict[str, str] = {
    **{column.key: "orders" for column in MEASURE_COLUMNS},
    **{column.key: "activity" for column in EVENT_MEASURES},
    SERVICES.key: "service",
    COMPLAINT_COUNT.key: "complaints",
    REFERRALS.key: "referrals",
}  # measures of a customer, and the kind of sheet they are counted from


@dataclass(frozen=True)
class Held:
    """A field as it is there. blank: the share of its cells, None for a figure computed by us."""

    where: Text
    blank: float | None
    latest: pd.Timestamp | None


@dataclass(frozen=True)
class Sheet:
    """A sheet that was read. columns: by key; titles: by simple header; cells: by position, the counting rows alone."""

    kind: str
    name: str
    header: int
    columns: Mapping[str, int]
    titles: Mapping[str, int]
    cells: pd.DataFrame
    latest: pd.Timestamp | None


@dataclass(frozen=True)
class Holdings:
    """All there is to find a field in."""

    sheets: tuple[Sheet, ...]
    summed: frozenset[str] = frozenset()

    def find(self, field: Text) -> list[Held]:
        """Every place a field stands in, tables of one kind as one; none where it is missing.

        A header that equals the field goes before a column that means the same; what is counted from orders and
        other records is there with them; last come sheets nobody recognised, with a header that means the same.
        """
        wanted = answers(field)
        equal = _titled(self.sheets, field)
        known = ([(sheet, sheet.columns[c.key]) for sheet in self.sheets if c.key in sheet.columns] for c in wanted)
        found = [*_by_kind(equal or next(filter(None, known), [])), *self._summed(wanted)]
        others = [sheet for sheet in self.sheets if not sheet.columns]
        alike = (_titled(others, (*column.title, *column.aliases)) for column in wanted)
        return found or _by_kind(next(filter(None, alike), []))

    def _summed(self, wanted: Sequence[Column]) -> list[Held]:
        for column in wanted:
            sheets = [sheet for sheet in self.sheets if sheet.kind == SUMMED_FROM.get(column.key)]
            if sheets and column.key in self.summed:
                where = SUMMED.format(sheets=join(sheet.name or RECORDS for sheet in sheets))
                return [Held(where, None, _newest(sheet.latest for sheet in sheets))]
        return []


def holdings(analysis: Analysis, sheets: Mapping[str, Rows], today: date | None) -> Holdings:
    """From what was recognised, and from the cells of all sheets read; of days, those after `today` do not count."""
    known = {source.sheet: source for source in analysis.sources}
    found = [_recognised(source, sheets.get(source.sheet, ()), today) for source in analysis.sources]
    found += [_other(name, rows, today) for name, rows in sheets.items() if name not in known and any(map(any, rows))]
    filled = analysis.customers.columns[analysis.customers.notna().any()] if len(analysis.customers) else ()
    return Holdings(tuple(found), frozenset(filled))


def _recognised(source: Source, rows: Rows, today: date | None) -> Sheet:
    """Without the column that stands in for an ID: it is none."""
    columns = {key: at for key, at in source.columns.items() if not (source.stand_in and key == CUSTOMER_ID.key)}
    counted = source.frame[~cleaning.is_total(source.frame)]
    by_position = counted[list(columns)].rename(columns=columns)
    cells = _body(rows, source.header).reindex(counted.index) if rows else by_position
    latest = _latest(cells, columns, today)
    return Sheet(source.kind, source.sheet, source.header, columns, _titles(rows, source.header), cells, latest)


def _other(name: str, rows: Rows, today: date | None) -> Sheet:
    """A sheet nobody recognised: its header is its first row with two texts."""
    texts = (n for n, row in enumerate(rows[:HEADER_ROWS], 1) if sum(isinstance(v, str) and v != "" for v in row) > 1)
    header = next(texts, 1)
    cells = _body(rows, header).dropna(how="all")
    return Sheet(
        name, name, header, {}, _titles(rows, header), cells, _latest(cells, match(rows[header - 1], KNOWN), today)
    )


def _body(rows: Rows, header: int) -> pd.DataFrame:
    """All cells under the header, by row of the sheet and position."""
    body = pd.DataFrame([list(row) for row in rows[header:]], dtype=object)
    body.index = pd.RangeIndex(header + 1, header + 1 + len(body))
    body.columns = pd.RangeIndex(1, 1 + len(body.columns))
    return body.mask(body.isin(["", None]), None)


def _titles(rows: Rows, header: int) -> dict[str, int]:
    """Simple header -> position, the first of equal ones."""
    width = len(rows[header - 1]) if rows else 0
    titles = {at: cell(rows, header, at) for at in range(width, 0, -1)}
    return {simple(title): at for at, title in titles.items() if isinstance(title, str) and title.strip()}


def _latest(cells: pd.DataFrame, columns: Mapping[str, int], today: date | None) -> pd.Timestamp | None:
    """The newest day in columns of days that are about what happened, not about who a person is."""
    dated = [columns[c.key] for c in KNOWN if c.format == "date" and not c.sensitive and columns.get(c.key) in cells]
    found = [days(cells[at]).values.dt.floor("D") for at in dated]
    return _newest(day.where(day <= pd.Timestamp(today)).max() if today else day.max() for day in found)


def _newest(found: Iterable[pd.Timestamp | None]) -> pd.Timestamp | None:
    known = [day for day in found if day is not None and pd.notna(day)]
    return max(known) if known else None


def _titled(sheets: Iterable[Sheet], names: Iterable[str]) -> list[tuple[Sheet, int]]:
    """Where the first of these names is a header."""
    wanted = list(map(simple, names))
    found = ((sheet, next((sheet.titles[n] for n in wanted if n in sheet.titles), 0)) for sheet in sheets)
    return [(sheet, position) for sheet, position in found if position]


def _by_kind(places: Iterable[tuple[Sheet, int]]) -> list[Held]:
    kinds: dict[str, list[tuple[Sheet, int]]] = {}
    for sheet, position in places:
        kinds.setdefault(sheet.kind, []).append((sheet, position))
    return [_together(found) for found in kinds.values()]


def _together(places: Sequence[tuple[Sheet, int]]) -> Held:
    cells = pd.concat([sheet.cells[at] for sheet, at in places if at in sheet.cells] or [pd.Series(dtype=object)])
    where = join(_address(sheet, at) for sheet, at in places)
    return Held(where, _blank(cells), _newest(sheet.latest for sheet, _ in places))


def _address(sheet: Sheet, at: int) -> Text | str:
    return f"{sheet.name}!{letter(at)}{sheet.header}" if sheet.name else UNNAMED


def _blank(cells: pd.Series) -> float:
    text = cells.astype(object).where(cells.notna(), "").astype(str).str.strip().str.casefold()
    return float(text.isin(BLANKS).mean()) if len(text) else 1.0


SUMMED = Text("由 {sheets} 算出", "computed from {sheets}")
RECORDS = Text("记录", "the records")
UNNAMED = Text("有", "there")
