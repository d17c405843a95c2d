"""The settings of rules and clusters as arguments: a table of rules, the columns and the number of clusters."""

import re

from xlseg.cells import Rows
from xlseg.columns import CUSTOMER_ID, EVERY
from xlseg.errors import Problem, XlsegError
from xlseg.models.clusters import Clusters
from xlseg.models.rules import PACKS
from xlseg.models.rules.rows import COLUMNS
from xlseg.recognise import Source, match
from xlseg.settings import Row
from xlseg.text import Text, same
from xlseg.values import numbers
from xlseg.worksheet.given import Given, blank, texts

RULES = "rules"


def rule_rows(given: Given, _: Source) -> list[Row]:
    """A pack by its name, rules as texts, or a range with a group and a condition a row; Raises XlsegError."""
    rows = given.cells.get(RULES)
    if rows is None:
        return []
    if len(rows[0]) == 1:
        said = [part.strip() for text in texts(rows) for part in re.split(r"[;；\n]", text) if part.strip()]
        pack = [key for key, title in PACKS.items() if said and said[0].casefold() in {key, *title}]
        return [_row("pack", pack[0])] if pack else [_row("table", text) for text in said]
    return [_row("table", cells) for cells in _cells(rows)]


def _row(setting: str, value: object) -> Row:
    return Row(f"rules.{setting}", value=value, where=same(RULES))


def _cells(rows: Rows) -> list[tuple[object, ...]]:
    """Each rule as priority, group, condition, features, action."""
    keys = [column.key for column in COLUMNS]
    places = match([str(cell) for cell in rows[0]], COLUMNS)
    if not {"group", "condition"} <= places.keys():
        wide = len(rows[0]) > 2 and all(blank(row[0]) or isinstance(row[0], int | float) for row in rows)
        places = {key: at for at, key in enumerate(keys if wide else keys[1:], 1) if at <= len(rows[0])}
    else:
        rows = rows[1:]
    if "condition" not in places:
        raise XlsegError(Problem(NO_RULES, same(RULES)))
    filled = [row for row in rows if not all(map(blank, row))]
    return [tuple(row[places[key] - 1] if key in places else None for key in keys) for row in filled]


def cluster_rows(given: Given, source: Source) -> list[Row]:
    """The number of clusters, and the numbers of the range where the usual columns are not among them."""
    rows = [Row("clusters.k", value=given.one("k"), where=same("k"))] if "k" in given.cells else []
    if source.kind == "orders" or {column.key for column in Clusters().needs} <= set(source.frame):
        return rows
    known = [str(key) for key in source.frame if key != CUSTOMER_ID.key and _numeric(source.frame[key])]
    own = [str(name) for name in source.own_frame if _numeric(source.own_frame[name])]
    basis = [*(EVERY[key].title.en for key in known), *own]
    return [*rows, Row("clusters.basis", value=", ".join(basis), where=same("data"))] if basis else rows


def _numeric(cells: object) -> bool:
    read = numbers(cells)  # type: ignore[arg-type]
    return bool(read.values.notna().sum() > read.bad.sum())


NO_RULES = Text(
    "规则表要有「群体」和「条件」两列，如 重要客户 | R≤30 且 F≥5",
    "the table of rules needs a group and a condition a row, such as VIP | R<=30 and F>=5",
)
