"""What the stages rest on: how lost was judged, and the limits that the data propose."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import DAYS_SINCE_LAST, ORDERS, Column
from xlseg.models import rhythm
from xlseg.proposals import proposals
from xlseg.text import Text

if TYPE_CHECKING:
    from xlseg.models.lifecycle import Lifecycle


def blocks(model: "Lifecycle", customers: pd.DataFrame, start: Column | None) -> tuple[Block, ...]:
    """For the evidence page. start: the column that new is counted by, where there is one."""
    orders = rhythm.measured(customers, ORDERS)
    bought = orders > 0
    more = rhythm.proposed(rhythm.intervals(customers), model.lost_share)
    silent = proposals(rhythm.measured(customers, DAYS_SINCE_LAST)[bought], (model.lost_days,), more)
    first = Note(NO_START if start is None else START.format(start=start.title))
    found: list[Block] = [Heading(HOW), *map(Note, _said(model, customers)), first]
    found += [Heading(LOST_LIMIT), Note(LOST_HOW), *((Note(UNUSED),) if model.own else ()), silent]
    if start is not None:
        begun = rhythm.measured(customers, start)[bought]
        found += [Heading(NEW_LIMIT), Note(NEW_HOW), proposals(begun, (model.new_days,))]
    limits = tuple(sorted({model.new_orders + 1, model.loyal_orders}))
    return (*found, Heading(ORDER_LIMITS), Note(ORDER_HOW), proposals(orders[bought], limits))


def _said(model: "Lifecycle", customers: pd.DataFrame) -> tuple[Text, ...]:
    """How lost was judged, with its figures."""
    if not model.own:
        return (BY_DAYS.format(days=model.lost_days),)
    came = int(np.isfinite(rhythm.intervals(customers)).sum())
    own = int(np.isfinite(rhythm.intervals(customers, model.own_from)).sum())
    others = TOO_FEW if came < rhythm.FEWEST else BY_OTHERS
    span = f"{model.least_days}–{model.most_days}"
    return (
        BY_OWN.format(own=own, least=model.own_from, times=model.lost_times, span=span),
        others.format(days=model.common(customers), came=came, share=model.lost_share),
        COLUMNS,
    )


HOW = Text("生命周期怎么分", "How the stages came about")
BY_DAYS = Text(
    "流失：满 {days} 天未购买。要按每位客户自己的购买间隔算，把设置「流失怎么算」改成「客户自己的购买间隔」。",
    "Lost: no purchase for {days} days. To judge by each customer's own rhythm, set 'Lost is judged by' to "
    "'Their own purchase intervals'.",
)
BY_OWN = Text(
    "流失：{own:,} 位有至少 {least} 个购买日的客户，未购天数满自己平均间隔的 {times:g} 倍（限 {span} 天）。",
    "Lost: {own:,} customers with {least} purchase days or more, after {times:g} times their mean interval, within "
    "{span} days.",
)
BY_OTHERS = Text(
    "其余客户：满 {days:,.0f} 天；{came:,} 位回来过的客户，{share:.0%} 的平均间隔不超过它。",
    "The others: after {days:,.0f} days; of {came:,} customers who came back {share:.0%} have no longer mean interval.",
)
TOO_FEW = Text(
    "其余客户：满 {days:,.0f} 天；只有 {came:,} 位客户回来过，他们的间隔不足为凭。",
    "The others: after {days:,.0f} days; only {came:,} customers came back, too few to go by.",
)
COLUMNS = Text(
    "「生命周期：流失界限」是天数；「生命周期：流失进度」= 未购天数 ÷ 流失界限，到 1 为流失。",
    "'Lifecycle: limit' is in days; 'Lifecycle: ratio' = days since the last order / limit, lost from 1 on.",
)
START = Text(
    "新客户从「{start}」算起；只买过一单的都算新客户。", "New is counted by '{start}'; who bought once is new."
)
NO_START = Text(
    "数据里没有首单或注册的日期：只买过一单的算新客户。",
    "No date of the first order or of registration: who bought once is new.",
)
LOST_LIMIT = Text("流失界限的建议", "Proposed limits of lost")
LOST_HOW = Text(
    "买过的客户按未购天数分段，界限及以上为流失；要采用某一行，把设置「多少天未购买算流失」改成它的界限。",
    "Buyers by days since their last order, lost from the limit on. To take a row over, set 'Lost after days'.",
)
UNUSED = Text(
    "固定天数现在没有用到：设置「流失怎么算」是「客户自己的购买间隔」。",
    "Fixed days are not in use: the setting 'Lost is judged by' is 'Their own purchase intervals'.",
)
NEW_LIMIT = Text("新客户界限的建议", "Proposed limits of new")
NEW_HOW = Text(
    "买过的客户按上面的起算天数分段，不到界限为新客户；要采用某一行，改设置「首单多少天内算新客户」。",
    "Buyers by the days since they began; below the limit they are new. To take a row over, set "
    "'New within days of the first order'.",
)
ORDER_LIMITS = Text("订单数界限的建议", "Proposed limits of orders")
ORDER_HOW = Text(
    "买过的客户按订单数分段；最后一个界限是设置「忠实客户至少几单」，前一个减 1 是设置「新客户最多几单」。",
    "Buyers by orders; the last limit is the setting 'Loyal from orders', "
    "the one before, less 1, is 'New up to orders'.",
)
