"""What the behaviour groups rest on: how visits were counted, which pages draw whom, limits the data propose."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import AVERAGE_ORDER, LAST_ACTIVITY, Column
from xlseg.models import rhythm
from xlseg.models.behaviour.groups import PAGE, SEGMENT, SEGMENTS, VISITS
from xlseg.proposals import proposals
from xlseg.text import Text

if TYPE_CHECKING:
    from xlseg.models.behaviour import Behaviour, Seen

PAGE_COLUMNS = (
    Column("page", Text("浏览最多的页面", "Favourite page"), "wide"),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("share", Text("占比", "Share"), "share"),
    Column("visits", Text("平均每月访问", "Mean visits a month"), "decimal"),
    *(Column(s.key, s.title, "share") for s in SEGMENTS),
)
MOST_PAGES = 20


def blocks(model: "Behaviour", customers: pd.DataFrame, seen: "Seen", labels: pd.DataFrame) -> tuple[Block, ...]:
    """For the evidence page."""
    now = (model.occasional_visits, model.active_visits)
    found: list[Block] = [Heading(HOW), *map(Note, _counted(model, seen)), Note(_basket(model, seen))]
    if LAST_ACTIVITY.key not in customers:
        found.append(Note(UNDATED))
    found += [Heading(VISIT_LIMITS), Note(VISITS_HOW), proposals(seen.visits, now, digits=1)]
    if seen.large is not None:
        baskets = proposals(rhythm.measured(customers, AVERAGE_ORDER), (seen.large,), digits=2)
        found += [Heading(BASKET_LIMIT), Note(BASKET_HOW), baskets]
    return (*found, *_pages(labels))


def _counted(model: "Behaviour", seen: "Seen") -> tuple[Text, ...]:
    """Over which time the visits were counted."""
    known = seen.span[np.isfinite(seen.span)]
    if not len(known):
        return (AS_A_MONTH,) if model.window_days is None else (AS_WINDOW.format(days=model.window_days),)
    if model.window_days is not None:
        return (BY_WINDOW.format(days=model.window_days),)
    without = int((np.isfinite(seen.visits) & ~np.isfinite(seen.span)).sum())
    said = (BY_SPAN.format(median=float(np.median(known))), COVERS)
    return said if not without else (*said, SOME.format(n=without))


def _basket(model: "Behaviour", seen: "Seen") -> Text:
    if seen.large is None:
        return NO_BASKET
    return (LIFTS if model.basket == "lifts" else SHOWN).format(large=seen.large)


def _pages(labels: pd.DataFrame) -> tuple[Block, ...]:
    """The page type each customer looks at most: how many, how often they come, and how active they are."""
    known = labels[labels[PAGE.key].notna()]
    if known.empty:
        return Heading(PAGES), Note(NO_PAGES)
    groups = known.groupby(PAGE.key)
    table = pd.DataFrame({"count": groups.size(), "visits": groups[VISITS.key].mean()})
    table["share"] = table["count"] / len(known)
    spread = pd.crosstab(known[PAGE.key], known[SEGMENT.key], normalize="index")
    table = table.join(spread.reindex(columns=[s.key for s in SEGMENTS], fill_value=0.0))
    table = table.rename_axis("page").reset_index().sort_values(["count", "page"], ascending=[False, True])
    found: list[Block] = [Heading(PAGES), Note(PAGES_HOW)]
    if len(table) > MOST_PAGES:
        found.append(Note(MORE_PAGES.format(shown=MOST_PAGES, all=len(table))))
    return (*found, Table(PAGE_COLUMNS, table.head(MOST_PAGES).reset_index(drop=True)))


HOW = Text("客户行为怎么分", "How the groups came about")
BY_SPAN = Text(
    "每月访问次数 = 互动次数 ÷ 注册（或首单）至今的月数；不满一个月按一个月，中位数 {median:,.0f} 天。",
    "Visits a month = activities / months since registration or first order, at least one; median {median:,.0f} days.",
)
COVERS = Text(
    "互动记录若只覆盖其中一段时间，请把天数填在设置「互动次数是多少天内的」。",
    "If the records cover less than that, give their days in the setting 'Activities cover days'.",
)
SOME = Text(
    "{n:,} 位客户没有这些日期，按一个月内的次数计。", "{n:,} customers without such a day: counted as of one month."
)
BY_WINDOW = Text(
    "每月访问次数 = 互动次数 ÷ {days} 天的月数（之后才注册的，从注册算起；至少一个月）。",
    "Visits a month = activities / the months of {days} days (since registration if later; at least one).",
)
AS_WINDOW = Text(
    "每月访问次数 = 互动次数 ÷ {days} 天的月数（至少一个月）。",
    "Visits a month = activities / the months of {days} days (at least one).",
)
AS_A_MONTH = Text(
    "注意：数据里没有注册或首单的日期，互动次数当作一个月内的次数；若不是，请把天数填在设置「互动次数是多少天内的」。",
    "Note: without a day of registration or first order, activities are taken for those of one month; if they are not, "
    "give their days in the setting 'Activities cover days'.",
)
LIFTS = Text(
    "购物篮大小用客单价；至少 {large:,.10g} 为大购物篮，偶尔来的也算活跃。",
    "Basket: average order; from {large:,.10g} it is large, and lifts who visits at times to active.",
)
SHOWN = Text(
    "购物篮大小用客单价；至少 {large:,.10g} 为大购物篮，只作一列，不影响分组。",
    "Basket: average order; from {large:,.10g} it is large; shown only, it does not change the group.",
)
NO_BASKET = Text(
    "客单价未知或没有高低之分，只按访问频率分。", "No average orders, or all alike: grouped by visits only."
)
UNDATED = Text(
    "数据里没有最近互动日期，很久没来的客户认不出来。",
    "No day of the last activity: who stayed away of late is not known.",
)
VISIT_LIMITS = Text("每月访问次数界限的建议", "Proposed limits of visits a month")
VISITS_HOW = Text(
    "按每月访问次数分段；要采用某一行，改设置「每月访问几次算偶尔」和「每月访问几次算活跃」。",
    "By visits a month. To take a row over, set 'Occasional from visits a month' and 'Active from visits a month'.",
)
BASKET_LIMIT = Text("大购物篮界限的建议", "Proposed limits of a large basket")
BASKET_HOW = Text(
    "买过的客户按客单价分段；要采用某一行，改设置「客单价多少算大购物篮」。",
    "Buyers by average order. To take a row over, set 'Large basket from average order'.",
)
PAGES = Text("按浏览页面类型的兴趣", "Interest by type of page")
PAGES_HOW = Text(
    "每位客户归入浏览最多的一类页面；后三列是其中活跃、偶尔、不活跃的比例。",
    "Each customer under the type of page they look at most; the last three columns are shares of these customers.",
)
MORE_PAGES = Text("共 {all:,} 类，列出人数最多的 {shown} 类。", "{all:,} types; the {shown} largest are shown.")
NO_PAGES = Text(
    "数据里没有页面类型；行为记录带有页面一列时，这里会列出。",
    "No types of page; records of activity with a column of pages supply them.",
)
