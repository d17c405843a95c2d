"""销售洞察: what sells, who buys it, through what, when, and what comes next; each with a sentence that sums it up."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note
from xlseg.columns import CATEGORY, CHANNEL, PAYMENT, PRODUCT, PRODUCT_ID, Column
from xlseg.insight import Ledger, Sold, ledger, refund_shares, sold
from xlseg.page import Page
from xlseg.sheets.insight_channels import channels
from xlseg.sheets.insight_goods import crossed, sales
from xlseg.sheets.insight_next import again
from xlseg.sheets.insight_time import seasons
from xlseg.text import Text

TITLE = Text("销售洞察", "Sales insight")


def insight_page(analysis: Analysis) -> Page:
    """The parts that the data supply; of the others, which column would."""
    book = ledger(analysis.orders)
    every = sold(book)
    if book is None or every is None:
        return Page("insight", TITLE, (Note(NO_ORDERS),))
    goods = sold(book, analysis.lines, CATEGORY.key)
    blocks = [_summary(analysis, every), *_cut(analysis), *_goods(analysis, book, goods), *_by_channel(analysis, book)]
    blocks += seasons(every, *_groups(analysis, every))
    blocks += again(goods or every, CATEGORY.title if goods else ALL, analysis.as_of)
    blocks += _missing(analysis)
    return Page("insight", TITLE, tuple(blocks))


def _goods(analysis: Analysis, book: Ledger, goods: Sold | None) -> Iterator[Block]:
    """Categories, products, and what each group buys of the categories."""
    parts = (sold(book, analysis.lines, column.key) for column in (PRODUCT, PRODUCT_ID))
    products = next((part for part in parts if part), None)
    for found, key, title in ((goods, CATEGORY.key, CATEGORY.title), (products, PRODUCT.key, GOODS)):
        if found:
            yield from sales(found, key, title, drawn=found is goods or not goods)
    if goods:
        yield from crossed(goods, CATEGORY.title, *_groups(analysis, goods))


def _by_channel(analysis: Analysis, book: Ledger) -> Iterator[Block]:
    parts = ((column, sold(book, None, column.key)) for column in (CHANNEL, PAYMENT))
    for number, (column, found) in enumerate((column, found) for column, found in parts if found):
        refunds = refund_shares(analysis, column.key)
        yield from channels(found, column.key, column.title, refunds, explained=number == 0)


def _missing(analysis: Analysis) -> Iterator[Block]:
    """Which columns would show more."""
    wanted = {NO_CATEGORY: (CATEGORY,), NO_PRODUCT: (PRODUCT, PRODUCT_ID), NO_CHANNEL: (CHANNEL,)}
    notes = [Note(said) for said, columns in wanted.items() if not any(_filled(analysis, c) for c in columns)]
    if notes:
        yield Heading(MISSING_TITLE)
        yield from notes


def _filled(analysis: Analysis, column: Column) -> bool:
    lines = None if column is CHANNEL else analysis.lines
    return any(
        rows is not None and column.key in rows and rows[column.key].notna().any() for rows in (analysis.orders, lines)
    )


def _groups(analysis: Analysis, found: Sold) -> tuple[np.ndarray, dict[str, Text], Text]:
    """Of the first model: the place of each customer code, the groups that bought, and the model's title."""
    if not analysis.segmentations:
        return np.zeros(len(found.customers), dtype=np.int64), {"all": EVERYBODY}, EVERYBODY
    key, segmentation = next(iter(analysis.segmentations.items()))
    labels = segmentation.labels["segment"].reindex(found.customers)
    most = set(labels.value_counts().index[:MOST_GROUPS])
    titles = {group: title for group, title in segmentation.titles().items() if group in most}
    place = pd.Series(range(len(titles)), index=list(titles))
    codes = labels.map(place).fillna(-1).to_numpy(dtype=np.int64)
    return codes, titles, analysis.model(key).title


def _cut(analysis: Analysis) -> Iterator[Note]:
    """That a model has more groups than stand beside each other."""
    for key, segmentation in list(analysis.segmentations.items())[:1]:
        if segmentation.labels["segment"].nunique() > MOST_GROUPS:
            yield Note(LARGEST.format(model=analysis.model(key).title, n=MOST_GROUPS))


def _summary(analysis: Analysis, every: Sold) -> Note:
    first, last = (pd.Timestamp(every.rows["day"].agg(end), unit="D").date() for end in ("min", "max"))
    who = len(every.customers)
    return Note(SUMMARY.format(first=first, last=last, orders=analysis.order_count, customers=who))


GOODS = Text("商品", "Product")
MOST_GROUPS = 12  # of a model, those with most customers: more columns nobody reads
ALL = Text("范围", "Scope")
EVERYBODY = Text("全部客户", "All customers")
SUMMARY = Text(
    "{first} 至 {last}，{customers:,} 位客户、{orders:,} 笔订单；销售额已减去退款。",
    "{first} to {last}: {customers:,} customers, {orders:,} orders; revenue is after refunds.",
)
NO_ORDERS = Text(
    "没有订单，所以没有销售洞察：请提供一张订单表（客户、日期、金额，最好还有品类、商品、渠道）。",
    "Without orders there is no sales insight: give a table of orders (customer, date, amount; better with category, "
    "product and channel).",
)
LARGEST = Text(
    "「{model}」的群体太多，下面只列人数最多的 {n} 个。",
    "'{model}' has too many groups: only the {n} largest stand below.",
)
MISSING_TITLE = Text("还缺什么", "What is missing")
NO_CATEGORY = Text(
    "订单和明细里没有品类：加上「品类」一列，就有品类排名、各群体买什么、按品类的复购和备货预计。",
    "The orders name no category: a column 'Category' would give their ranking, what each group buys, and repurchase "
    "and expected sales by category.",
)
NO_PRODUCT = Text(
    "订单和明细里没有商品：加上「商品名称」一列，就有商品排名和 ABC 分类。",
    "The orders name no product: a column 'Product' would give their ranking and ABC classes.",
)
NO_CHANNEL = Text(
    "订单里没有渠道：加上「渠道」一列，就能比较各渠道带来的客户、复购和退款。",
    "The orders name no channel: a column 'Channel' would compare the customers, repurchase and refunds of each.",
)
