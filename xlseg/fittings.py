"""What the tables of a page are fitted with in Excel besides cells: lists, bars, colours, filters, print titles."""

from collections.abc import Iterator

from xlseg.blocks import Allowed, Choices
from xlseg.cells import Area, Listed, Printed, Shade, Valid
from xlseg.draft import Draft
from xlseg.formulas import Where, addressed
from xlseg.paper import breaks
from xlseg.text import Lang, plain

MOST_LISTED = 255  # characters a list may have in a cell's validation, and an input message


def valid(draft: Draft) -> Iterator[Valid]:
    """What may be typed into the cells of the page."""
    for table, at in draft.tables:
        for key, allowed in table.allowed.items():
            body = at.body(key)._replace(bottom=max(at.bottom, at.header + table.filtered))
            if not isinstance(allowed, tuple):
                yield from _valid(body, allowed, draft.lang) if body.bottom >= body.top else ()
                continue
            for row, one in enumerate(allowed, body.top):
                if one is not None:
                    yield from _valid(body._replace(top=row, bottom=row), one, draft.lang)


def _valid(area: Area, allowed: Allowed, lang: Lang) -> Iterator[Valid]:
    """A list Excel cannot hold is only told of."""
    note = allowed.note.of(lang)[:MOST_LISTED]
    if isinstance(allowed, Choices):
        options = tuple(option.of(lang) for option in allowed.options)
        fits = len(",".join(options)) <= MOST_LISTED and not any("," in option for option in options)
        if fits or note:
            yield Valid(area, "list", options if fits else (), strict=allowed.strict and fits, note=note)
        return
    kind = "date" if allowed.days else "whole" if allowed.whole else "decimal"
    yield Valid(area, kind, low=allowed.low, high=allowed.high, note=note)  # type: ignore[arg-type]


def shades(draft: Draft, where: Where) -> Iterator[Shade]:
    """Looks that follow the values. An alarm covers the total too."""
    for table, at in draft.tables:
        if at.bottom <= at.header:
            continue
        yield from (Shade(at.body(key), "bar") for key in table.bars)
        if table.scales:
            columns = sorted(at.columns[key] for key in table.scales)
            yield Shade(Area(at.header + 1, columns[0], at.bottom, columns[-1]), "scale")
        for key, formula in table.alarms.items():
            text = addressed(str(plain(formula, draft.lang)), at, at.header + 1, where)
            area = at.body(key)
            yield Shade(area._replace(bottom=area.bottom + table.total), "alarm", text)


def listed(draft: Draft, page: str) -> Iterator[Listed]:
    """The Excel Tables of the page, each with a name of its own in the workbook."""
    for number, (table, at) in enumerate(draft.tables):
        if table.filtered:
            columns = sorted(at.columns.values())
            area = Area(at.header, columns[0], max(at.bottom, at.header + 1), columns[-1])
            yield Listed(_name(page, table.name or f"{page}_{number}"), area)


def _name(page: str, table: str) -> str:
    short = table.removeprefix(f"{page}.")
    return f"xlseg_{page}" if short == page else f"xlseg_{page}_{short}".replace(".", "_")


def printed(draft: Draft, screen: bool, heights: dict[int, float], charts: list[Area]) -> Printed:
    """The only table's header on every page, several tables with breaks between them; a screen on one page, without
    what stands below it."""
    if screen:
        return Printed(area=Area(draft.top, draft.left, draft.screen or draft.bottom, draft.right), tall=1)
    tables = [stood for stood in draft.tables if len(stood.table.rows)]
    only = tables[0].at.header if len(tables) == 1 else 0
    turned = () if only and not charts else breaks(draft, heights, charts)
    return Printed((only, only) if only else None, breaks=turned)
