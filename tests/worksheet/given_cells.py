"""Cells as Excel hands them over: a table of orders, one of customers, and arguments for every function."""

import random

from xlseg.worksheet import FUNCTIONS

DRAWN = random.Random(7)
START = 45_000.0  # 2023-03-15 as Excel counts days
ORDERS = [
    ["客户ID", "下单日期", "金额"],
    *([f"C{DRAWN.randint(1, 40):02}", START + DRAWN.randint(0, 500), float(DRAWN.randint(5, 900))] for _ in range(240)),
]
CITIES = ["北京", "上海", "苏州", "绵阳", "昆明", "拉萨"]
PEOPLE = [
    [
        *("客户ID", "注册时间", "距上次购买天数", "订单数", "累计金额", "首单至今天数", "首末单间隔天数"),
        *("性别", "年龄", "城市", "偏好品类", "互动次数", "投诉次数", "转介绍人数", "累计利润", "合同终止日期"),
    ],
    *(
        [
            *(f"P{n:03}", START + n, float(DRAWN.randint(1, 400)), float(orders := DRAWN.randint(1, 12))),
            *(float(orders * DRAWN.randint(40, 400)), 420.0 + n, float(orders > 1) * DRAWN.randint(9, 300)),
            *(DRAWN.choice("男女"), float(DRAWN.randint(16, 80)), DRAWN.choice(CITIES), DRAWN.choice(["鞋", "帽"])),
            *(float(DRAWN.randint(0, 30)), float(DRAWN.randint(0, 2)), float(DRAWN.randint(0, 3)), float(n)),
            START + n + 365.0 * (n % 5) if n % 5 else None,
        ]
        for n in range(120)
    ),
]


def column(header: str, table: list[list[object]] = PEOPLE) -> list[list[object]]:
    """The cells below a header."""
    at = table[0].index(header)
    return [[row[at]] for row in table[1:]]


R, F, M = column("距上次购买天数"), column("订单数"), column("累计金额")
TENURE = column("首单至今天数")
ARGUMENTS: dict[str, list[object]] = {
    "SEG_RFM_SCORE": [R, F, M],
    "SEG_RFM_SEGMENT": [R, F, M, [["groups11"]]],
    "SEG_RULE": [PEOPLE, [["群体", "条件"], ["重要客户", "R≤90 且 F≥5"], ["其他", "R>0"]]],
    "SEG_VALUE": [F, M, column("互动次数")],
    "SEG_LIFECYCLE": [R, F, TENURE],
    "SEG_CITY_TIER": [column("城市")],
    "SEG_AGE_BAND": [column("年龄"), [["18-24, 25-34, 35+"]]],
    "SEG_CHURN_RISK": [R, F],
    "SEG_CLV": [F, M, TENURE, R],
    "SEG_CLUSTER": [PEOPLE, [[3.0]]],
    "SEG_MASK": [[["手机号"], ["13800138000"], ["010-62345678"]]],
    "SEG_PARSE_DATE": [[["2024年1月5日"], ["5 Jan 2024"], [45_000.0]]],
    "SEG_PARSE_AMOUNT": [[["¥1,234.50"], ["1.2万"], [3.0]]],
    "SEG_RESULT_TABLE": [ORDERS],
    "SEG_LABEL": [ORDERS, [["lifecycle"]]],
    "SEG_CONTRACT": [PEOPLE],
}
ARGUMENTS |= {function.name: [PEOPLE] for function in FUNCTIONS if function.name not in ARGUMENTS}
