"""Rules in words that change with their limits: a text, or a formula that puts one together."""

from math import inf

from xlseg.cells import Formula
from xlseg.live.board import Cells
from xlseg.live.conditions import ends, quoted
from xlseg.rules import spelled
from xlseg.rules.condition import Box, Condition, Range, Test
from xlseg.rules.spelled import AND, EVERY, NOBODY, OR
from xlseg.text import LANGS, Text, same

Pieces = list[Text | tuple[str, str]]  # words; or the formula of a limit, and what it comes to


def sentence(condition: Condition, cells: Cells) -> Formula | Text:
    """As xlseg.rules.spelled says it, with the limits of now."""
    pieces: Pieces = [NOBODY] if not condition else []
    several = len(condition) > 1
    for number, box in enumerate(condition):
        pieces += [OR] if number else []
        bracketed = several and len(box) > 1
        pieces += [same("("), *_box(box, cells), same(")")] if bracketed else _box(box, cells)
    return put_together(pieces)


def put_together(pieces: Pieces) -> Formula | Text:
    shown = Text(*("".join(_value(piece, lang == "en") for piece in pieces) for lang in LANGS))
    if all(isinstance(piece, Text) for piece in pieces):
        return shown
    return Formula(Text(*("&".join(_part(piece, lang == "en") for piece in pieces) for lang in LANGS)), shown)


def _value(piece: Text | tuple[str, str], english: bool) -> str:
    return piece[english] if isinstance(piece, Text) else piece[1]


def _part(piece: Text | tuple[str, str], english: bool) -> str:
    return quoted(piece[english]) if isinstance(piece, Text) else piece[0]


def _box(box: Box, cells: Cells) -> Pieces:
    found: Pieces = [] if box else [EVERY]
    for number, test in enumerate(box):
        found += [AND] if number else []
        found += _test(test, cells)
    return found


def _test(test: Test, cells: Cells) -> Pieces:
    titles = {test.column: cells.title_of(test.column)}
    if not isinstance(test, Range) or test.low == -inf == -test.high:
        return [spelled(((test,),), titles)]
    title = titles[test.column]
    found: Pieces = []
    for number, (sign, limit) in enumerate(ends(test)):
        found += [AND] if number else []
        found += [Text(f"{title.zh} {sign} ", f"{title.en} {sign} "), cells.shown(test.column, limit)]
    return found
