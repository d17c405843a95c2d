"""Worksheet functions: every one there is, what it takes and what it gives. Pure; xlseg/functions.py is the door.

Two kinds. Those of columns take a column for each measure, in the order people know (R, F, M), and give a column as
high. Those of a range take a table with its headers, orders or customers under any known name, and give one label a
row. Both analyze the cells as the file door would, so that the same data get the same labels. A model without a
function of its own has one of a range, SEG_ and its key.
"""

import pandas as pd

from xlseg import columns as c
from xlseg.models import MODELS, Model
from xlseg.text import Text
from xlseg.worksheet import arguments as a
from xlseg.worksheet.ages import by_ages
from xlseg.worksheet.function import Argument as Argument
from xlseg.worksheet.function import Function as Function
from xlseg.worksheet.function import answer as answer
from xlseg.worksheet.function import language_of as language_of
from xlseg.worksheet.masked import mask
from xlseg.worksheet.measured import Measured, either, setting
from xlseg.worksheet.ranges import cluster_rows, rule_rows
from xlseg.worksheet.read import city_tier, parse_amount, parse_date
from xlseg.worksheet.rfm import by_bins, by_limits
from xlseg.worksheet.tabled import Tabled, label, result

_RFM = {"recency": c.DAYS_SINCE_LAST, "frequency": c.ORDERS, "monetary": c.REVENUE}
_LAST = {"recency": c.LAST_ORDER}


def _active(frame: pd.DataFrame) -> pd.DataFrame:
    """Of days since the first and the last order follow the days between."""
    if not {c.TENURE_DAYS.key, c.DAYS_SINCE_LAST.key} <= set(frame):
        return frame
    return frame.assign(**{c.ACTIVE_DAYS.key: frame[c.TENURE_DAYS.key] - frame[c.DAYS_SINCE_LAST.key]})


OWN = (
    Function(
        "SEG_RFM_SCORE",
        Text(
            "RFM 得分，如 545：每列和自己比，分成 1 到 5 分，5 分最好",
            "RFM score such as 545: each column against itself, from 1 to 5, 5 is best",
        ),
        (a.RECENCY, a.FREQUENCY, a.MONETARY, a.BINS),
        Measured("rfm", _RFM, _LAST, ("rfm",), by_bins, compares=True, unless="bins"),
        "B2:B101, C2:C101, D2:D101",
    ),
    Function(
        "SEG_RFM_SEGMENT",
        Text("RFM 客户类型，如 重要价值客户", "RFM segment, such as Important: valued"),
        (a.RECENCY, a.FREQUENCY, a.MONETARY, a.SCHEME, a.LIMITS),
        Measured(
            "rfm",
            _RFM,
            _LAST,
            options=either(setting("scheme", "rfm.scheme"), by_limits),
            compares=True,
            unless="limits",
        ),
        "B2:B101, C2:C101, D2:D101",
        "rfm",
    ),
    Function(
        "SEG_RULE",
        Text("按规则分群：先符合的规则为准", "Group by rules: the first that matches counts"),
        (a.DATA, a.TABLE, a.SHOW),
        Tabled("rules", rule_rows),
        "A1:F101, H2:I6",
        "rules",
    ),
    Function(
        "SEG_VALUE",
        Text("客户价值评分，0 到 100 分", "Value score, from 0 to 100"),
        (a.FREQUENCY, a.MONETARY, a.ACTIVITY, a.SHOW),
        Measured(
            "value",
            {"frequency": c.ORDERS, "monetary": c.REVENUE, "activities": c.ACTIVITIES},
            show=("score",),
            compares=True,
        ),
        "C2:C101, D2:D101",
        "value",
    ),
    Function(
        "SEG_LIFECYCLE",
        Text("客户生命周期：潜在、新、成熟、忠实、流失", "Lifecycle: prospect, new, mature, loyal or lost"),
        (a.RECENCY, a.FREQUENCY, a.TENURE, a.SHOW),
        Measured(
            "lifecycle",
            {"recency": c.DAYS_SINCE_LAST, "frequency": c.ORDERS, "tenure": c.TENURE_DAYS},
            {**_LAST, "tenure": c.FIRST_ORDER},
        ),
        "B2:B101, C2:C101",
        "lifecycle",
    ),
    Function(
        "SEG_CITY_TIER", Text("城市级别：一线、新一线、二线等", "Tier of a city"), (a.PLACE,), city_tier, "E2:E101"
    ),
    Function(
        "SEG_AGE_BAND",
        Text("年龄段：年轻、中年、老年，或自己的年龄段", "Band of age: young, middle-aged, old, or your own"),
        (a.AGES, a.BANDS),
        Measured("demographics", {"age": c.AGE}, options=by_ages),
        'F2:F101, "18-24, 25-34, 35+"',
    ),
    Function(
        "SEG_CHURN_RISK",
        Text("流失风险：高、中、低", "Churn risk: high, middle or low"),
        (a.RECENCY, a.FREQUENCY, a.INTERVAL, a.COMPLAINED, a.SHOW),
        Measured(
            "churn",
            {
                "recency": c.DAYS_SINCE_LAST,
                "frequency": c.ORDERS,
                "interval": c.ORDER_INTERVAL,
                "complaints": c.COMPLAINTS,
            },
            _LAST,
        ),
        "B2:B101, C2:C101",
        "churn",
    ),
    Function(
        "SEG_CLV",
        Text("客户终身价值（金额）", "Customer lifetime value, an amount"),
        (a.FREQUENCY, a.MONETARY, a.FIRST, a.LAST, a.METHOD, a.SHOW),
        Measured(
            "clv",
            {
                "frequency": c.ORDERS,
                "monetary": c.REVENUE,
                "first_order": c.TENURE_DAYS,
                "last_order": c.DAYS_SINCE_LAST,
            },
            {"first_order": c.FIRST_ORDER, "last_order": c.LAST_ORDER},
            ("value", "historic"),
            setting("method", "clv.method"),
            compares=True,
            unless="method",
            completed=_active,
        ),
        "C2:C101, D2:D101, G2:G101, H2:H101",
        "clv",
    ),
    Function(
        "SEG_CLUSTER",
        Text("K-Means 聚类，按画像命名", "K-Means clusters, named from their profiles"),
        (a.DATA, a.GROUPS, a.SHOW),
        Tabled("clusters", cluster_rows),
        "A1:D101, 4",
        "clusters",
    ),
    Function(
        "SEG_MASK",
        Text("遮盖个人信息，如 138****5678", "Masks personal values, as in 138****5678"),
        (a.PERSONAL, a.KIND),
        mask,
        'B2:B101, "phone"',
    ),
    Function(
        "SEG_PARSE_DATE",
        Text("把任意写法的日期变成 Excel 日期", "Turns dates however they are written into Excel's"),
        (a.DATED, a.ORDER),
        parse_date,
        "B2:B101",
    ),
    Function(
        "SEG_PARSE_AMOUNT",
        Text("把任意写法的金额变成数字", "Turns amounts however they are written into numbers"),
        (a.PAID,),
        parse_amount,
        "C2:C101",
    ),
    Function(
        "SEG_RESULT_TABLE",
        Text("客户细分结果表，带表头和合计", "The segmentation result table, with headers and total"),
        (a.DATA, a.MODEL, a.OPTIONS),
        result,
        'A1:D501, "rfm"',
    ),
    Function(
        "SEG_LABEL",
        Text("任意模型的标签，一行一个", "Labels of any model, one a row"),
        (a.DATA, a.MODEL, a.SHOW, a.OPTIONS),
        label,
        'A1:D501, "lifecycle"',
    ),
)


def _of(model: Model) -> Function:
    """The function of a model that has none of its own."""
    name = f"SEG_{model.key.upper()}"
    return Function(name, model.tip, (a.DATA, a.SHOW, a.OPTIONS), Tabled(model.key), "A1:H101", model.key)


FUNCTIONS = (*OWN, *(_of(model) for model in MODELS if model.key not in {own.model for own in OWN}))
