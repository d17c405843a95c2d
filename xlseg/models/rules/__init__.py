"""Rules: groups by conditions a user writes down, on any column of the customer table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pandas as pd

from xlseg.blocks import Note
from xlseg.columns import Column
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.fields import title_of
from xlseg.kinds import Choice
from xlseg.models.ruled import by_rules
from xlseg.models.rules.packs import DORMANT, INSTEAD, pack
from xlseg.models.rules.rows import RuleRow, RuleRows
from xlseg.rules import Book, Condition, Rule, Table, holds
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
        Text("文档的规则", "The documents' rules"),
        Choice(PACKS),
        Text("《规则表》改过以后以《规则表》为准", "the Rules sheet goes before them once it is changed"),
    )
    dormant: Literal["template", "guide"] = setting(
        "template",
        Text("沉睡流失的定义", "Dormant means"),
        Choice(DORMANTS),
        Text("文档自相矛盾，两个都可以选", "the documents contradict themselves: choose either"),
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
    needs: ClassVar[tuple[Column, ...]] = ()
    columns: ClassVar[tuple[Column, Column]] = (SEGMENT, REASON)

    def __post_init__(self) -> None:
        check(self)

    def proposed(self, _name: str, lang: Lang) -> tuple[RuleRow, ...]:
        """What the sheet of rules shows where the user wrote none: the documents' rules."""
        return _rows(self.pack, self.dormant, lang)

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
        bound = zip(rows, _bound(rows, types), strict=True)
        book = Book(tuple(Rule(names[row.name], when) for row, when in bound))
        said = {row.name: row for row in reversed(rows)}
        segments = (
            Segment(key, same(name), features=same(said[name].features), action=same(said[name].action))
            for name, key in names.items()
        )
        return by_rules(customers, book, tuple(segments), self.columns, also=True)

    def _by_pack(self, customers: pd.DataFrame, types: Mapping[str, ColumnType]) -> Segmentation:
        rules, (swapped, notes) = pack(self.pack, self.dormant), _instead(types)
        rows = tuple(_swapped(rule.row(n, "zh"), swapped) for n, rule in enumerate(rules, 1))
        book = Book(tuple(Rule(rule.key, when) for rule, when in zip(rules, _bound(rows, types), strict=True)))
        segments = tuple(Segment(r.key, r.title, features=r.features, action=r.action) for r in rules)
        doubts = (_contradiction(customers, types, swapped, DORMANTS[self.dormant]),)
        return by_rules(customers, book, segments, self.columns, tuple(notes), also=True, doubts=doubts)


def _rows(name: str, dormant: str, lang: Lang) -> tuple[RuleRow, ...]:
    return tuple(rule.row(n, lang) for n, rule in enumerate(pack(name, dormant), 1))


def _bound(rows: tuple[RuleRow, ...], types: Mapping[str, ColumnType]) -> tuple[Condition, ...]:
    """The conditions of the rows, with the problems of all of them at once, each with its place."""
    problems, found = Problems(), []
    for number, row in enumerate(rows, 1):
        try:
            found.append(bind(parse(row.condition), types))
        except XlsegError as error:
            place = join([t for t in (row.where, RULE.format(number=number, name=row.name)) if any(t)], same(" "))
            problems += [Problem(IN_RULE.format(rule=place, message=p.message)) for p in error.problems]
    problems.tell()
    return tuple(found)


def _instead(types: Mapping[str, ColumnType]) -> tuple[dict[str, str], list[Note]]:
    """Titles to put in place of columns that are not there, and what is said of it."""
    gone = {key: other for key, other in INSTEAD.items() if key not in types and other in types}
    notes = [Note(SWAPPED.format(column=title_of(key), instead=title_of(other))) for key, other in gone.items()]
    return {title_of(key).zh: title_of(other).zh for key, other in gone.items()}, notes


def _swapped(row: RuleRow, swapped: Mapping[str, str]) -> RuleRow:
    for title, other in swapped.items():
        row = replace(row, condition=row.condition.replace(title, other))
    return row


def _contradiction(
    customers: pd.DataFrame, types: Mapping[str, ColumnType], swapped: Mapping[str, str], now: Text
) -> Text:
    """How many customers the documents' two definitions of dormant tell apart."""
    rows = tuple(_swapped(rule.row(1, "zh"), swapped) for rule in DORMANT.values())
    one, other = (holds(when, Table(customers), len(customers)) for when in _bound(rows, types))
    counts = {"template": int(one.sum()), "guide": int(other.sum()), "apart": int((one != other).sum())}
    return CONTRADICTION.format(now=now, **counts)


RULE = Text("第 {number} 条规则「{name}」", "rule {number} '{name}'")
IN_RULE = Text("{rule}：{message}", "{rule}: {message}")
SWAPPED = Text(
    "数据里没有「{column}」，规则改用「{instead}」。", "The data do not hold '{column}'; the rules go by '{instead}'."
)
CONTRADICTION = Text(
    "文档对「沉睡流失」有两个定义：模板（R≥90 且 F≤1）符合 {template:,} 人，正文（R≥180 且 F=1）符合 {guide:,} 人，"
    "{apart:,} 人只符合其中一个。现在用的是 {now}；用 rules.dormant 改。",
    "The documents define dormant twice: {template:,} customers meet the template's (R>=90 and F<=1), {guide:,} the "
    "text's (R>=180 and F=1), {apart:,} only one of them. In use: {now}; rules.dormant changes it.",
)
