"""The data in every workbook of the corpus: twelve customers of a small shop and what they ordered."""

import random
from datetime import datetime, timedelta

from xlseg.text import Lang

ORDERS = {"zh": "订单", "en": "Orders"}
CUSTOMERS = {"zh": "客户", "en": "Customers"}
ORDER_TITLES = {
    "zh": ["订单号", "客户ID", "下单日期", "金额", "品类"],
    "en": ["Order ID", "Customer ID", "Order date", "Amount", "Category"],
}
CUSTOMER_TITLES = {"zh": ["客户ID", "姓名", "所在城市"], "en": ["Customer ID", "Name", "City"]}
GOODS = {"zh": ["食品", "衣服", "家电"], "en": ["Food", "Clothes", "Appliances"]}
CITIES = {"zh": ["北京", "苏州", "广州"], "en": ["Leeds", "Bath", "York"]}
PEOPLE = [f"C{number:03}" for number in range(1, 13)]


def orders(lang: Lang = "zh") -> list[list[object]]:
    """The orders, without titles."""
    draw = random.Random(7)
    found: list[list[object]] = []
    for place, customer in enumerate(PEOPLE):
        for _ in range(1 + place % 4):
            day = datetime(2026, 6, 30) - timedelta(draw.randrange(360))
            amount = round(draw.lognormvariate(5, 0.8), 2)
            found.append([f"N{len(found) + 1:04}", customer, day, amount, draw.choice(GOODS[lang])])
    return found


def customers(lang: Lang = "zh") -> list[list[object]]:
    """The customers, without titles."""
    given = {"zh": "客户", "en": "Customer "}[lang]
    return [[who, f"{given}{who}", CITIES[lang][place % 3]] for place, who in enumerate(PEOPLE)]


LAST = len(orders()) + 1  # the last row of the orders, which begin with their titles in row 1
