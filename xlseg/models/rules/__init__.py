"""Rules: groups by conditions a user writes down, on any column of the customer table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from xlseg.blocks import Note
from xlseg.columns import Column
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.fields import TITLES, resolve, title_of
from xlseg.kinds import Choice
from xlseg.models.ruled import by_rules
from xlseg.models.rules.packs import DORMANT, INSTEAD, pack
from xlseg.models.rules.rows import RuleRow, RuleRows
from xlseg.rules import Book, Condition, Rule, Table, holds, used
from xlseg.rules.bind import bind
from xlseg.rules.phrase import parse
from xlseg.rules.table import ColumnType, type_of
from xlseg.segments import Segment, Segmentation
from xlseg.text import LANGS, Lang, Text, join, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("规则分群", "Rule segment"))
REASON = Column("reason", Text("规则原因", "Rule reason"), "wide")
PACKS = {
    "template": Text("模板四群", "the template's four groups"),
    "guide": Text("正文五群", "the text's five groups"),
}
DORMANTS = {
    "template": Text("模板：R≥90 且 F≤1", "template: R>=90 and F<=1"),
    "guide": Text("正文：R≥180 且 F=1", "text: R>=180 and F=1"),
}


@dataclass(frozen=True)
class Rules:
    """The first rule that matches labels a customer. Without a table of the user's own, the documents' rules."""

    pack: Literal["template", "guide"] = setting(
        "template",
        Text("现成的规则", "Ready-made rules"),
        Choice(PACKS),
        Text("《规则表》改过以后以《规则表》为准", "the Rules sheet goes before them once it is changed"),
    )
    dormant: Literal["template", "guide"] = setting(
        "template",
        Text("沉睡流失的定义", "Dormant means"),
        Choice(DORMANTS),
        Text("资料里有两个定义，选一个", "two definitions are in use: choose either"),
    )
    table: tuple[RuleRow, ...] = setting(
        (),
        Text("规则表", "Rules"),
        RuleRows(),
        Text(
            "条件如 R≤30，F 2-4，城市 属于 (北京、上海)，可用 且、或、括号；优先级小的先试，先符合的为准。",
            "Conditions are such as R<=30, F 2-4, City in (Paris, Rome), Note is blank, joined by and, or, brackets; "
            "the rule with the smallest priority is tried first, and the first that matches counts.",
        ),
    )

    key: ClassVar[str] = "rules"
    title: ClassVar[Text] = Text("规则分群", "Rules")
    tip: ClassVar[Text] = Text(
        "按您在《规则表》里写的条件分群，任何一列都行",
        "Groups customers by the conditions you write on the sheet of rules, on any column",
    )
    needs: ClassVar[tuple[Column, ...]] = ()
    columns: ClassVar[tuple[Column, Column]] = (SEGMENT, REASON)

    def __post_init__(self) -> None:
        check(self)

    def listed(self, _name: str, lang: Lang) -> tuple[RuleRow, ...]:
        """What the sheet of rules shows: the user's own, else the documents' of the chosen pack."""
        return self.table if self.own else _rows(self.pack, self.dormant, lang)

    @property
    def own(self) -> tuple[RuleRow, ...]:
        """The user's rules in the order they are tried; none where the sheet shows a pack just as it was written."""
        packs = [_rows(p, d, lang) for p in PACKS for d in DORMANTS for lang in LANGS]
        if not self.table or self.table in packs:
            return ()
        order = [n if row.priority is None else row.priority for n, row in enumerate(self.table, 1)]
        return tuple(row for _, _, row in sorted(zip(order, range(len(order)), self.table, strict=True)))

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; who meets no rule is `unmatched`.

        Raises XlsegError with every column that is not there and every comparison that makes no sense, by rule.
        """
        types = {str(key): type_of(customers[key]) for key in customers if key != "customer_id"}
        rows = self.own
        if not rows:
            return self._by_pack(customers, types)
        names = {name: f"group_{n}" for n, name in enumerate(dict.fromkeys(row.name for row in rows), 1)}
        bound, notes = _bound(rows, types)
        book = Book(tuple(Rule(names[row.name], when) for row, when in zip(rows, bound, strict=True)))
        said = {row.name: row for row in reversed(rows)}
        segments = (
            Segment(key, same(name), features=same(said[name].features), action=same(said[name].action))
            for name, key in names.items()
        )
        return by_rules(customers, book, tuple(segments), self.columns, notes, also=True)

    def lacking(self, customers: pd.DataFrame) -> tuple[Text, ...]:
        """Columns the conditions speak of that are not there, nor what the documents' rules go by instead."""
        rows, known = self.own or _rows(self.pack, self.dormant, "zh"), [*map(str, customers)]
        known += [key for key, other in INSTEAD.items() if other in known]
        names = dict.fromkeys(test.name for row in rows for box in parse(row.condition) for test in box)
        return tuple(dict.fromkeys(title_of(resolve(n, TITLES) or n) for n in names if resolve(n, known) is None))

    def _by_pack(self, customers: pd.DataFrame, types: Mapping[str, ColumnType]) -> Segmentation:
        rules = pack(self.pack, self.dormant)
        bound, notes = _bound(_rows(self.pack, self.dormant, "zh"), types)
        book = Book(tuple(Rule(rule.key, when) for rule, when in zip(rules, bound, strict=True)))
        segments = tuple(Segment(r.key, r.title, features=r.features, action=r.action) for r in rules)
        doubts = (_contradiction(customers, types, DORMANTS[self.dormant]),)
        return by_rules(customers, book, segments, self.columns, notes, also=True, doubts=doubts)


def _rows(name: str, dormant: str, lang: Lang) -> tuple[RuleRow, ...]:
    return tuple(rule.row(n, lang) for n, rule in enumerate(pack(name, dormant), 1))


def _bound(
    rows: tuple[RuleRow, ...], types: Mapping[str, ColumnType]
) -> tuple[tuple[Condition, ...], tuple[Note, ...]]:
    """The conditions of the rows, with the problems of all of them at once, each with its place.

    A column that is not there but has a stand-in gives way to it, which is said.
    """
    gone = {key: other for key, other in INSTEAD.items() if key not in types and other in types}
    problems, found = Problems(), []
    for number, row in enumerate(rows, 1):
        try:
            found.append(bind(parse(row.condition), {**types, **{key: types[other] for key, other in gone.items()}}))
        except XlsegError as error:
            place = join([t for t in (row.where, RULE.format(number=number, name=row.name)) if any(t)], same(" "))
            problems += [Problem(IN_RULE.format(rule=place, message=p.message)) for p in error.problems]
    problems.tell()
    asked = [key for key in used(found) if key in gone]
    notes = (Note(SWAPPED.format(column=title_of(key), instead=title_of(gone[key]))) for key in asked)
    return tuple(_renamed(condition, gone) for condition in found), tuple(notes)


def _renamed(condition: Condition, gone: Mapping[str, str]) -> Condition:
    return tuple(tuple(test._replace(column=gone.get(test.column, test.column)) for test in box) for box in condition)


def _contradiction(customers: pd.DataFrame, types: Mapping[str, ColumnType], now: Text) -> Text:
    """How many customers the documents' two definitions of dormant tell apart."""
    bound, _ = _bound(tuple(rule.row(1, "zh") for rule in DORMANT.values()), types)
    one, other = (holds(when, Table(customers), len(customers)) for when in bound)
    counts = {"template": int(one.sum()), "guide": int(other.sum()), "apart": int((one != other).sum())}
    return CONTRADICTION.format(now=now, **counts)


RULE = Text("第 {number} 条规则「{name}」", "rule {number} '{name}'")
IN_RULE = Text("{rule}：{message}", "{rule}: {message}")
SWAPPED = Text(
    "数据里没有「{column}」，规则改用「{instead}」。", "The data do not hold '{column}'; the rules go by '{instead}'."
)
CONTRADICTION = Text(
    "资料里对「沉睡流失」有两个定义：模板（R≥90 且 F≤1）符合 {template:,} 人，正文（R≥180 且 F=1）符合 {guide:,} 人，"
    "{apart:,} 人只符合其中一个。现在用的是 {now}；在设置「沉睡流失的定义」里可以换。",
    "Two definitions of dormant are in use: {template:,} customers meet the template's (R>=90 and F<=1), {guide:,} the "
    "text's (R>=180 and F=1), {apart:,} only one of them. In use: {now}; the setting 'Dormant means' changes it.",
)
