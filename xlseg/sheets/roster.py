"""A page of one row a customer that people go on working in: 客户分层管理表, 客户分类管理表."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Note, Table
from xlseg.columns import CUSTOMER_ID, CUSTOMER_NAME, EMAIL, OWNER, PHONE, Column, also
from xlseg.entries import MARK, Entered, Laid, laid
from xlseg.page import Page, free_name
from xlseg.privacy import mask
from xlseg.recognise import STAND_INS
from xlseg.segments import Segmentation
from xlseg.text import Lang, Text, join, same

UNKNOWN = "–"
GIVEN = also("*某")[0]  # how privacy.mask writes a Chinese name
DOUBLE = also(
    "欧阳|上官|司马|司徒|诸葛|皇甫|尉迟|夏侯|令狐|慕容|公孙|东方|独孤|南宫|西门|端木|轩辕|长孙|宇文|闻人|呼延|申屠"
)
SURNAME = rf"(?s)^\s*((?:{'|'.join(DOUBLE)})(?=.)|.)"
SPARE = 20  # rows to type into, where nothing is known yet
SELLER = replace(OWNER, sensitive=False, masked_as="")  # who looks after a customer has to be seen


def roster(
    analysis: Analysis, key: str, title: Text, columns: Sequence[Column], computed: pd.DataFrame, said: Text
) -> Page:
    """The page: who, what we know of them, what the user keeps there, and three lines above, always as many.

    columns: all that are shown; those not in `computed` are the user's. computed: by customer, texts in the language
    of the settings, missing where nothing is known; personal ones in full. said: where the columns come from.
    """
    keep = tuple(column.key for column in columns if column.key not in computed)
    shown = {column.key: computed[column.key] for column in columns if column.mask and column.key in computed}
    masked = analysis.settings.general.personal == "masked"
    if masked:
        hidden = {column.key: _masked(shown[column.key], column.mask) for column in columns if column.key in shown}
        computed = computed.assign(**hidden)
    texts = computed.columns.drop([CUSTOMER_ID.key, SELLER.key])
    named = any(cells.notna().any() for cells in shown.values())
    told = [MASKED if masked else SHOWN] if named else []
    filled = computed.assign(**{name: computed[name].astype(object).fillna(UNKNOWN) for name in texts})
    found = laid(filled, analysis.entered.get(key), keep, shown)
    spare = pd.DataFrame(None, index=range(SPARE), columns=found.rows.columns, dtype=object)
    own = own_columns(analysis.entered.get(key), columns, analysis.settings.general.lang)
    table = Table(
        (*columns, *own, MARK),
        found.rows if len(found.rows) else spare,
        keep=keep,
        inputs=(SELLER.key, *(column.key for column in own)),
        name=key,
        filtered=True,
    )
    return Page(key, title, (Note(_summary(analysis, found, told)), Note(said), Note(HOW), table), frozen=True)


def classes(found: Segmentation, customers: pd.DataFrame, lang: Lang) -> "pd.Series[Any]":
    """The group of each customer by its name."""
    labels = found.labels["segment"].reindex(customers[CUSTOMER_ID.key]).set_axis(customers.index)
    return labels.map({key: title.of(lang) for key, title in found.titles().items()}).astype(object)


def _masked(texts: "pd.Series[Any]", kind: str) -> "pd.Series[Any]":
    """Where a phone belongs, an e-mail may stand."""
    mail = texts.astype("str").str.contains("@", na=False) & (kind == PHONE.key)
    masked = mask(texts.to_frame("text"), {"text": kind})["text"].astype(object)
    if kind == CUSTOMER_NAME.key:
        masked = masked.where(masked != GIVEN, surnames(texts))
    return masked.where(~mail, mask(texts[mail].to_frame("text"), {"text": EMAIL.key})["text"].reindex(texts.index))


def surnames(names: "pd.Series[Any]") -> "pd.Series[Any]":
    """Chinese names by surname, the rest masked: 王**, 欧阳**; however long the given name is. Of a mask, the mask."""
    found = names.astype("str").str.extract(SURNAME)[0].astype(object)
    return (found + "**").where(found != "*", GIVEN)


def own_columns(entered: Entered | None, columns: Sequence[Column], lang: Lang) -> tuple[Column, ...]:
    """The user's columns, each under a header of its own."""
    taken, own = [column.title.of(lang) for column in (*columns, MARK)], []
    for column in entered.own if entered else ():
        taken.append(free_name(column.title.of(lang) or COLUMN.of(lang), taken))
        own.append(replace(column, title=same(taken[-1])))
    return tuple(own)


def _summary(analysis: Analysis, found: Laid, told: Sequence[Text]) -> Text:
    """told: what is to be known of names and contacts."""
    if analysis.customers.empty:
        return EMPTY_PAGE
    stand_in = next((source.stand_in for source in analysis.sources if source.stand_in), "")
    named = [NAMED_BY.format(column=next(c.title for c in STAND_INS if c.key == stand_in))] if stand_in else []
    typed = [THEIRS.format(count=found.theirs)] if found.theirs else []
    others = [OTHERS.format(count=found.others)] if found.others else []
    counts = {"as_of": analysis.as_of_day or UNKNOWN, "count": len(analysis.customers)}
    return join((SUMMARY.format(**counts), *told, *named, *typed, *others), NEXT)


NEXT = Text("；", "; ")
COLUMN = Text("列", "Column")
EMPTY_PAGE = Text(
    "还没有数据：可以先手工填；放进订单或客户表再运行，空着的格子会自动填上。",
    "No data yet: fill it in by hand, or add orders or customers and run again, and blank cells are filled.",
)
SUMMARY = Text("分析日期 {as_of}，{count:,} 位客户", "As of {as_of}, {count:,} customers")
MASKED = Text(
    "姓名和联系方式已遮盖，可用设置「管理表里的姓名和电话」改",
    "names and contacts are masked (see the setting 'Names and phones on management sheets')",
)
SHOWN = Text("姓名和联系方式完整显示，请注意保管", "names and contacts are shown in full: keep this file safe")
NAMED_BY = Text(
    "数据里没有客户ID，以{column}代替，没有遮盖", "no customer ID in the data: {column} stands for it, unmasked"
)
THEIRS = Text("{count:,} 格以您改的为准", "{count:,} cells as you changed them")
OTHERS = Text("{count:,} 行不在本次数据里，原样保留", "{count:,} rows not in the data are kept as they are")
HOW = Text(
    "黄色列由您填。其他格子也可以改，下面可以加行，右边可以加列：重新运行都会保留。",
    "The yellow columns are yours. Other cells may be changed too, and rows and columns added: a rerun keeps all.",
)
