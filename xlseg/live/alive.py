"""Segmentations that follow rules become formulas: what every label column of every customer computes itself from."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from xlseg.cells import Formula
from xlseg.formulas import CELLS
from xlseg.live.board import Cells
from xlseg.live.conditions import chosen, depth, formula
from xlseg.live.followed import WAYS, Made
from xlseg.live.rows import Board, Input, Line, Setting
from xlseg.live.sentences import sentence
from xlseg.rules import Book, Range, Rule, Table, matches
from xlseg.rules.condition import Test
from xlseg.segments import Segmentation
from xlseg.text import EMPTY, Text, same
from xlseg.thresholds import key_of, thresholds

ROWS = ("followed", "limits", "days", "lines", "checks", "states", "inputs")
MOST_NESTED, MOST_CHARACTERS = 60, 8192  # Excel's are 64 and 8192
HERE = re.compile(r"\{live\.[^}]*\}")  # a cell of the page a rule in words stands on itself
ADDRESS, BESIDE = "'Live formulas'!$AA$100", "$AA10000"


class Labels(NamedTuple):
    """Of one model: the formula of each label column that has one, and what its cells show, by customer_id."""

    formulas: Mapping[str, Text | str]
    shown: pd.DataFrame


class Live(NamedTuple):
    """ran: all models. everybody: the customers. models: by key, those that are alive; refused: why others are not."""

    ran: Sequence[Any]
    everybody: pd.Index
    models: Mapping[str, Labels]
    refused: Mapping[str, Text]
    board: Board

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(self.board.inputs.values())


def alive(
    models: Sequence[Any],
    segmentations: Mapping[str, Segmentation],
    customers: pd.DataFrame,
    settings: Mapping[str, Sequence[Setting]],
    kept: Mapping[str, Any],
    owners: Sequence[Any] = (),
) -> Live:
    """models: as they ran. settings: the cells they stand in; kept: the models as these cells say. owners: settings
    besides the models' own that decide what they are computed from."""
    board, found, refused = Board(settings, kept), dict[str, Labels](), dict[str, Text]()
    _watch(board, customers, owners)
    for model in models:
        before = {name: len(getattr(board, name)) for name in ROWS}
        made = _labels(model, segmentations[model.key], customers, board)
        if isinstance(made, Text):
            refused[model.key] = made
            _forget(board, before)
        else:
            found[model.key] = made
    return Live(models, pd.Index(customers["customer_id"]), found, refused, board)


def _watch(board: Board, customers: pd.DataFrame, owners: Sequence[Any]) -> None:
    """Checks all models share: of how data are read and cleaned, and to which day they are counted."""
    cells = Cells(board, "", ALL_MODELS, customers, {})
    for owner in owners:
        for f in thresholds(owner):
            key = key_of(owner, f)
            found = board.settings.get(key, ()) if key in GENERAL or owner.key != "general" else ()
            for cell in found if len(found) == 1 else ():
                cells.watch(f.metadata["title"], cell)
    board.shared = len(board.checks)


def _labels(model: Any, found: Segmentation, customers: pd.DataFrame, board: Board) -> Labels | Text:
    way = WAYS.get(model.key)
    if way is None:
        return NO_RULES
    frame = customers.set_index("customer_id")
    frame = frame.assign(**{c.key: found.labels[c.key] for c in model.columns if c.key not in ("segment", "reason")})
    labels = {c.key: c for c in model.columns if c.key not in ("segment", "reason")}
    cells = Cells(board, model.key, model.title, frame, labels)
    traced = cells.follow(model, way.follows(model))
    made: Made | None = way.make(traced, customers, found, cells)
    if made is None:
        return NO_RULES
    rest = made.rest or next((s.key for s in found.segments if s.residual), "")
    keys = [*(rule.segment for rule in made.book.rules), rest]
    which = matches(_plain(made.book), Table(frame.reset_index()), len(frame)).first
    if pd.Series(keys).iloc[which].tolist() != found.labels["segment"].tolist():
        return NOT_BY_CELLS
    return _written(model, found, made, cells, keys, which)


def _written(model: Any, found: Segmentation, made: Made, cells: Cells, keys: list[str], which: Any) -> Labels | Text:
    """The rows of the rules, and the formulas over them."""
    segments, lines = {segment.key: segment for segment in found.segments}, cells.board.lines
    conditions = [formula(rule.when, cells) for rule in made.book.rules]
    for rule in made.book.rules:
        cells.used(segments[rule.segment].title, rule.when)
    said: list[Formula | Text] = [
        segments[rule.segment].rule if made.told else sentence(rule.when, cells) for rule in made.book.rules
    ]
    said.append(segments[keys[-1]].rule if keys[-1] else EMPTY)
    start = len(lines) + 1
    for key, text in zip(keys, said, strict=True):
        lines.append(Line(model.title, segments[key].title if key else EMPTY, text))
    names = range(start, len(lines) + 1)
    texts: dict[str, Text | str] = {
        "segment": chosen(conditions, [f"{{live.rules!group:{n}}}" for n in names]),
        "reason": chosen(conditions, [f"{{live.rules!when:{n}}}" for n in names]),
        **made.columns,
    }
    if made.reason:
        texts["reason"] = f'IF({made.reason}<>"",{made.reason},{texts["reason"]})'
    row = cells.state()
    texts = {key: _guarded(text, row) for key, text in texts.items()}
    written = [*map(_text, texts.values()), *(HERE.sub("{row}", _text(line.when)) for line in lines[start - 1 :])]
    if any(_length(t) > MOST_CHARACTERS or depth(t) > MOST_NESTED for t in written):
        return TOO_LONG.format(count=len(conditions))
    values = pd.Series([text.value if isinstance(text, Formula) else text for text in said], dtype=object)
    reasons = values.iloc[which].to_numpy()
    if made.reasons is not None:
        reasons = made.reasons.astype(object).where(made.reasons.notna(), reasons).to_numpy()
    titles = found.labels["segment"].map(found.titles())
    return Labels(texts, found.labels.assign(segment=titles, reason=reasons))


def _length(text: str) -> int:
    """About as long as the formula becomes, once its cells have addresses."""
    return len(CELLS.sub(lambda found: BESIDE if "row" in (found[2], found[3]) else ADDRESS, text))


def _text(value: object) -> str:
    """The longer wording of a formula."""
    text = value.text if isinstance(value, Formula) else value
    return max(text, key=len) if isinstance(text, Text) else str(text)


def _guarded(text: Text | str, row: str) -> Text:
    """The formula's answer while all it rests on is as it was, else what is to be done."""
    state, both = f"{{live.models!state:{row}}}", text if isinstance(text, Text) else same(text)
    alive = (f'IF({state}="{word}",{own},{state})' for word, own in zip(ALIVE, both, strict=True))
    return Text(*alive)


def _plain(book: Book) -> Book:
    """With plain numbers, that nothing is recorded while it is tried."""
    return Book(
        tuple(Rule(rule.segment, tuple(tuple(map(_untraced, box)) for box in rule.when)) for rule in book.rules)
    )


def _untraced(test: Test) -> Test:
    return test._replace(low=float(test.low), high=float(test.high)) if isinstance(test, Range) else test


def _forget(board: Board, before: Mapping[str, int]) -> None:
    """Without the rows of a model that is not alive after all."""
    for name, count in before.items():
        rows = getattr(board, name)
        if isinstance(rows, list):
            del rows[count:]
        else:
            for key in list(rows)[count:]:
                del rows[key]


GENERAL = ("general.as_of", "general.recent_days")  # of the settings of all, those that measures go by
ALL_MODELS = Text("所有模型", "All models")
ALIVE = Text("有效", "alive")  # what a state says while labels are theirs
NO_RULES = Text("不按固定的规则分群", "does not go by fixed rules")
NOT_BY_CELLS = Text("所依据的数据经过整理，单元格里没有", "rests on prepared data that stand in no cells")
TOO_LONG = Text("{count} 条规则太长，一个 Excel 公式写不下", "its {count} rules are too long for one formula of Excel")
