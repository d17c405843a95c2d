"""Pages as text, against the ones last approved; `pytest --update-golden` writes them anew."""

from pathlib import Path

from xlseg.cells import Formula
from xlseg.page import place

GOLDEN = Path(__file__).parent / "sheets" / "golden"


def dump(placed) -> str:
    """Rows of cells, then where looks stand."""
    rows = [" | ".join("" if v is None else said(v) for v in row).rstrip(" |") for row in cells(placed)]
    looks = [f"{paint.style} {paint.area.a1} {paint.format}" for paint in placed.paints]
    drawn = [line for graph in placed.charts for line in ("", *told(graph))]
    return "\n".join([f"# {placed.sheet} {placed.area.a1} freeze={placed.freeze}", *rows, "", *looks, *drawn, ""])


def said(value):
    """A cell; a formula with what it comes to."""
    return f"={value.text} -> {value.value}" if isinstance(value, Formula) else str(value)


def told(graph) -> list[str]:
    """A chart in words."""
    axes = [f"axis: {axis.title} {axis.format}" for axis in (graph.x_axis, graph.y_axis, graph.second) if axis]
    curves = [f"y {c.values.a1} named by {c.head.a1}{' at the right' * c.second}" for c in graph.curves]
    return [
        f"{graph.kind} {graph.name} over {graph.area.a1}: {graph.title}",
        f"x {graph.x.a1}",
        *curves,
        *axes,
        graph.alt,
    ]


def approved(page, name, lang, request, where=None):
    """where: the tables of other pages its formulas speak of."""
    text, golden = dump(place(page, lang, where=where)), GOLDEN / f"{name}.{lang}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def cells(placed):
    """All rows from the page's corner on."""
    area = placed.area
    rows = [[None] * (area.right - area.left + 1) for _ in range(area.top, area.bottom + 1)]
    for fill in placed.fills:
        for number, row in enumerate(fill.values, fill.top - area.top):
            rows[number][fill.left - area.left : fill.left - area.left + len(row)] = row
    return rows
