"""What Excel on the desktop is set to, left as it was found whatever happens in between."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

OURS = "xlseg"  # how everything in the status bar begins that says we are at work
Restore = Callable[[], object]
WAIT = 2  # xlWait, the pointer while somebody has to


@contextmanager
def as_found(book: Any) -> Iterator[None]:
    """Calculate by hand and draw nothing while cells are written; afterwards calculation, screen, alerts, pointer and
    status bar are as they were, and after an error the sheet and the selection too.

    book: xlwings' book of a desktop Excel. What this Excel does not tell is left alone.
    """
    app = book.app
    undo = [_kept(app, name) for name in ("display_alerts", "screen_updating", "calculation")]
    pointer, place = _pointer(app), _place(book)
    try:
        with suppress(Exception):
            app.screen_updating = False
        with suppress(Exception):
            app.calculation = "manual"
        with suppress(Exception):
            app.status_bar = f"{OURS}…"
        yield
    except BaseException:
        _all([place])
        raise
    finally:
        _all([*reversed(undo), pointer, lambda: setattr(app, "status_bar", False)])


def runs_beside_excel(app: Any) -> bool:
    """Whether another run of ours is at work in this Excel, on a Mac, where Excel does not wait for Python."""
    try:
        return sys.platform == "darwin" and str(app.status_bar).startswith(OURS)
    except Exception:
        return False


def _kept(app: Any, name: str) -> Restore:
    """Set back what the property was; nothing, where it cannot be read."""
    try:
        value = getattr(app, name)
    except Exception:
        return _nothing
    return lambda: setattr(app, name, value)


def _pointer(app: Any) -> Restore:
    """Only Windows offers it; xlwings has no word for it."""
    if sys.platform == "darwin":
        return _nothing
    try:
        before, app.api.Cursor = app.api.Cursor, WAIT
    except Exception:
        return _nothing
    return lambda: setattr(app.api, "Cursor", before)


def _place(book: Any) -> Restore:
    """The sheet people look at, a chart too, and what is selected there, which may be several areas."""
    try:
        sheet, selected = book.sheets.active, book.selection
    except Exception:
        return _nothing

    def back() -> None:
        sheet.activate()
        if selected is not None:
            selected.select()

    return back


def _all(steps: list[Restore]) -> None:
    """Each step, whatever became of the one before."""
    for step in steps:
        with suppress(Exception):
            step()


def _nothing() -> None:
    return None
