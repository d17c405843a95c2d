"""Looks for a table that comes without any, such as a CSV file made into a sheet."""

from datetime import datetime

from xlseg import theme
from xlseg.cells import Area, Paint, Placed, Printed, Rows
from xlseg.columns import Format


def dress(sheet: str, rows: Rows) -> Placed:
    """A header that stays in view, columns wide enough, days shown as days; no cell is written."""
    bottom, right = len(rows), len(rows[0])
    paints, widths = [Paint(Area(1, 1, 1, right), "header")], {}
    for position in range(1, right + 1):
        sample = [row[position - 1] for row in rows[1 : theme.SAMPLE + 1] if row[position - 1] is not None]
        look = _format(sample)
        style = "label_number" if theme.body_style(look) == "number" else "label"
        paints.append(Paint(Area(2, position, max(bottom, 2), position), style, theme.NUMBER_FORMATS[look]))
        texts = sample if look in ("text", "number") else []
        widths[position] = theme.width(look, str(rows[0][position - 1] or ""), [str(text) for text in texts])
    return Placed(sheet, paints=tuple(paints), widths=widths, freeze=(1, 1), printed=Printed((1, 1)))


def _format(sample: list[object]) -> Format:
    if sample and all(isinstance(value, datetime) for value in sample):
        return "date"
    if sample and all(isinstance(value, int | float) for value in sample):
        return "money" if any(value != int(value) for value in sample if isinstance(value, float)) else "number"
    return "text"
