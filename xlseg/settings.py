"""All thresholds: laid out as rows of a sheet, read back with every problem at once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from xlseg.columns import CUSTOMER_COLUMNS, EVENT_COLUMNS, LINE_COLUMNS, ORDER_COLUMNS
from xlseg.cutoff import Backtest
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.general import General
from xlseg.goals import BY_KEY, Goal
from xlseg.kinds import Kind
from xlseg.picked import every, keys_of, know, shown
from xlseg.text import EMPTY, Lang, Text, join, same
from xlseg.thresholds import REJECTED, aim, key_of, kind_of, thresholds
from xlseg.treatment import Cleaning

if TYPE_CHECKING:
    from xlseg.models import Model


class Mapped(NamedTuple):
    """What the user said of one column of one sheet: the header it stands under, or - for none."""

    sheet: str
    key: str
    header: str

    @property
    def name(self) -> str:
        return f"{self.sheet}!{self.key}"


@dataclass(frozen=True)
class Settings:
    """All thresholds. A model is its settings, so a changed threshold is another model instance.

    models: the models known here, with their thresholds. Those of them run that general.models picks, else those its
    goal proposes, else the usual ones, else all. columns: where the user overruled which column is which.
    """

    general: General = field(default_factory=General)
    models: "tuple[Model, ...]" = ()
    cleaning: Cleaning = field(default_factory=Cleaning)
    columns: tuple[Mapped, ...] = ()
    backtest: Backtest = field(default_factory=Backtest)
    usual: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        know((*self.general.models, *self.general.strategy), self.models)

    def chosen(self) -> "tuple[Model, ...]":
        """The models that run; one that is made of others gets these with their thresholds."""
        aimed = tuple(aim(model, self.goal) if self.goal else model for model in self.models)
        by_key, listed = {model.key: model for model in aimed}, self.general.models
        wanted = [key for key in by_key if key in listed] if listed else self._proposed()
        picked = [by_key[key] for key in wanted if key in by_key] or aimed
        return tuple(m.bound(aimed) if hasattr(m, "bound") else m for m in picked)

    @property
    def goal(self) -> Goal | None:
        return BY_KEY.get(self.general.goal)

    def _proposed(self) -> tuple[str, ...]:
        return self.goal.models if self.goal else self.usual

    @property
    def owners(self) -> tuple[Any, ...]:
        return (self.general, self.cleaning, self.backtest, *self.models)


class Row(NamedTuple):
    """One row of the settings sheet. where: its place, for the problem that may be found in it."""

    key: str
    name: Text = EMPTY
    value: object = None
    allowed: Text = EMPTY
    note: Text = EMPTY
    where: Text = EMPTY


def rows(settings: Settings, lang: Lang) -> list[Row]:
    """Every setting as rows; `parse(rows(s, lang), s') == s` for any s' with the same models."""
    found = [row for owner in settings.owners for f in thresholds(owner) for row in _field_rows(owner, f, lang)]
    found = [_picked(row, settings, lang) if row.key in PICKED else row for row in found]
    return [*found, *(Row(m.name, value=m.header) for m in settings.columns)]


def _picked(row: Row, settings: Settings, lang: Lang) -> Row:
    if row.key != "general.models":
        return row._replace(value=shown(settings.general.strategy, settings.models, lang))
    return row._replace(value=shown(settings.general.models, settings.models, lang), note=every(settings.models))


def assignment(text: str) -> Row:
    """'rfm.bins=4' as a row; the value may hold further equals signs."""
    key, _, value = text.partition("=")
    return Row(key.strip(), value=value, where=same(f"--set {text}"))


def parse(given: Sequence[Row], base: Settings) -> Settings:
    """Lay rows over `base`: blank rows mean blank, or the default where there is none; missing keys keep the base's.

    Raises XlsegError with every problem (unknown keys, unreadable and out-of-range values) and its place.
    """
    by_key: dict[str, list[Row]] = {}
    for row in given:
        by_key.setdefault(row.key, []).append(row)
    known = {key_of(owner, f): (owner, f) for owner in base.owners for f in thresholds(owner)}
    changes: dict[str, dict[str, Any]] = {owner.key: {} for owner in base.owners}
    problems, mapped = Problems(), {m.name: m for m in base.columns}
    for key, found in by_key.items():
        with problems.gathered():
            if MAPPING.fullmatch(key):
                mapped[key] = _mapped(key, found[-1])
                continue
            if key not in known:
                raise XlsegError(Problem(_unknown(key, known), found[0].where))
            owner, f = known[key]
            if key in PICKED:
                named = [row._replace(value=keys_of(row.value, base.models)) for row in found]
                changes[owner.key][f.name] = picked = _read(f, named, key)
                know(picked, base.models, found[0].where)
            else:
                changes[owner.key][f.name] = _read(f, found, key)
    problems.tell()
    base = replace(base, columns=tuple(m for m in mapped.values() if m.header))
    return _changed(base, changes, {key: found[0].where for key, found in by_key.items()})


def _changed(base: Settings, changes: Mapping[str, dict[str, Any]], places: Mapping[str, Text]) -> Settings:
    """`base` with changed fields; a conflict between fields is told at the row of the field it names."""
    problems = Problems()
    owners = list(base.owners)
    for position, owner in enumerate(owners):
        with problems.gathered():
            owners[position] = replace(owner, **changes[owner.key])
    result = base
    with problems.gathered():
        result = Settings(owners[0], tuple(owners[3:]), owners[1], base.columns, owners[2], base.usual)
    Problems(Problem(_named(p), places[p.where.en]) if p.where.en in places else p for p in problems).tell()
    return result


def _mapped(key: str, row: Row) -> Mapped:
    sheet, _, column = key.rpartition("!")
    if column not in MAPPABLE:
        raise XlsegError(Problem(UNKNOWN_COLUMN.format(key=column, known=join(sorted(MAPPABLE))), row.where))
    return Mapped(sheet, column, "" if _cell(row.value) is None else str(row.value).strip())


def _read(f: "Field[Any]", found: list[Row], key: str) -> object:
    """One value from the row of one key, or from its rows where every row is an item of its own.

    A blank cell, where a value is needed, means the value the product comes with.
    """
    kind = kind_of(f)
    if kind.many:
        problems, items = Problems(), []
        for row in found:
            with problems.gathered():
                items += [_read_cell(kind, row, key)] if _cell(row.value) is not None else []
        problems.tell()
        return tuple(items)
    if len({_cell(row.value) for row in found}) > 1:
        raise XlsegError(Problem(TWICE.format(key=key), found[-1].where))
    blank = _cell(found[-1].value) is None and not _may_be_blank(kind)
    return f.default if blank else _read_cell(kind, found[-1], key)


def _may_be_blank(kind: Kind) -> bool:
    try:
        return kind.allows(kind.read(None))
    except ValueError:
        return False


def _read_cell(kind: Kind, row: Row, key: str) -> object:
    try:
        value = kind.read(_cell(row.value))
    except ValueError:
        value = UNREAD
    except XlsegError as error:
        raise XlsegError(*(Problem(problem.message, row.where) for problem in error.problems)) from None
    if value is UNREAD or not kind.allows((value,) if kind.many else value):
        cells = row.value if isinstance(row.value, tuple) else (row.value,)
        shown = " | ".join(str(cell) for cell in cells if cell is not None)
        raise XlsegError(
            Problem(KEYED.format(key=key, message=REJECTED.format(value=shown, allowed=kind.allowed)), row.where)
        )
    return replace(value, where=row.where) if hasattr(value, "where") else value


def _cell(value: object) -> object:
    text = value.strip() if isinstance(value, str) else value
    return None if text == "" else text


def _field_rows(owner: Any, f: "Field[Any]", lang: Lang) -> Iterator[Row]:
    kind, value = kind_of(f), getattr(owner, f.name)
    shown: Iterable[object] = (
        (kind.show((v,), lang) for v in value or (None,)) if kind.many else (kind.show(value, lang),)
    )
    for cell in shown:
        yield Row(key_of(owner, f), f.metadata["title"], cell, kind.allowed, f.metadata["note"])


def _named(problem: Problem) -> Text:
    return problem.message if problem.where == EMPTY else KEYED.format(key=problem.where, message=problem.message)


def _unknown(key: str, known: Mapping[str, object]) -> Text:
    from difflib import get_close_matches

    close = get_close_matches(key, known, 3)
    return UNKNOWN.format(key=key) if not close else UNKNOWN_CLOSE.format(key=key, close=join(close))


PICKED = ("general.models", "general.strategy")  # settings that name models
MAPPING = re.compile(r".+!\w+")
MAPPABLE = {column.key for column in (*CUSTOMER_COLUMNS, *ORDER_COLUMNS, *LINE_COLUMNS, *EVENT_COLUMNS)} | {"kind"}
UNREAD = object()
UNKNOWN_COLUMN = Text("没有名为 {key} 的列；可用的是 {known}", "there is no column {key}; known are {known}")
TWICE = Text("「{key}」写了两次，值不同；请只留一行", "'{key}' is given twice with different values; keep one row")
KEYED = Text("{key}：{message}", "{key}: {message}")
UNKNOWN = Text(
    "没有名为「{key}」的设置；用 xlseg settings 查看全部",
    "there is no setting '{key}'; see them all with: xlseg settings",
)
UNKNOWN_CLOSE = Text(
    "没有名为「{key}」的设置；您是否想写 {close}？", "there is no setting '{key}'; did you mean {close}?"
)
