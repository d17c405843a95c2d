"""What rule-like models have in common: the first rule that matches labels a customer and says why."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from xlseg.blocks import Block
from xlseg.columns import Column
from xlseg.rules import EVERYBODY, Book, Table, matches, worded
from xlseg.rules.table import type_of
from xlseg.segments import Segment, Segmentation
from xlseg.text import EMPTY, Text

UNMATCHED = Segment(
    "unmatched",
    Text("未匹配", "Unmatched"),
    rule=Text("不符合任何一条规则，或缺少数据", "meets no rule, or lacks data"),
    residual=True,
)

NO_PURCHASE = Segment(
    "no_purchase",
    Text("未购买客户", "No purchase yet"),
    Text("没有购买记录", "no orders on record"),
    residual=True,
)


def by_rules(
    customers: pd.DataFrame,
    book: Book,
    segments: tuple[Segment, ...],
    columns: tuple[Column, Column],
    evidence: tuple[Block, ...] = (),
    titles: Mapping[str, Text] | None = None,
    also: bool = False,
    doubts: tuple[Text, ...] = (),
) -> Segmentation:
    """Label each customer by the first rule that matches.

    segments: every segment a rule names, best to worst, and if need be a residual one for whom no rule matches (else
    UNMATCHED is added); one without a rule text of its own gets that of its rules. columns: the label column `segment`
    and the one that says which rule it was. titles: of columns that are not declared. also: say as well which other
    segment would have matched next.
    """
    rest = next((s for s in segments if s.residual), UNMATCHED)
    dates = [key for key in book.columns if type_of(customers[key]) == "date"]
    said = [worded(rule.when, titles, dates) for rule in book.rules]
    found, _, second = matches(book, Table(customers), len(customers))
    keys = np.array([*(rule.segment for rule in book.rules), rest.key], dtype=object)
    reasons = np.empty((len(said) + 1,) * 2, dtype=object)
    reasons[:] = [[text] for text in (*said, rest.rule)]  # the same whatever came second
    if also:
        titled = {s.key: s.title for s in segments}
        for one, other in np.argwhere(np.triu(keys[:-1, None] != keys[None, :-1], 1)):
            if book.rules[other].when != EVERYBODY:
                reasons[one, other] = ALSO.format(rule=said[one], other=titled[keys[other]])
    index = pd.Index(customers["customer_id"], name="customer_id")
    labels = pd.DataFrame(
        {columns[0].key: keys[found], columns[1].key: reasons[found, second if also else found]}, index, copy=False
    )
    every = segments if rest in segments else (*segments, rest)
    return Segmentation(labels, tuple(_told(s, book, said) for s in every), evidence, book, doubts)


def _told(segment: Segment, book: Book, said: list[Text]) -> Segment:
    if segment.rule != EMPTY or segment.residual:
        return segment
    own = [text for rule, text in zip(book.rules, said, strict=True) if rule.segment == segment.key]
    return replace(segment, rule=Text("；".join(t.zh for t in own), "; ".join(t.en for t in own)))


ALSO = Text("{rule}；也符合「{other}」", "{rule}; would also be '{other}'")
