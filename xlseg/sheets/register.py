"""客户分类管理表: one row a customer, with contact, place, trade, purchases, service and class."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import CUSTOMER_ID, CUSTOMER_NAME, INDUSTRY, NOTE, OWNER, PHONE, REGION, Column
from xlseg.page import Page
from xlseg.sheets import facts
from xlseg.sheets.roster import SELLER, classes, roster
from xlseg.text import Text

TITLE = Text("客户分类管理表", "Customer register")
COLUMNS = (
    CUSTOMER_ID,
    CUSTOMER_NAME,
    Column("contact", Text("联系方式", "Contact"), sensitive=True, masked_as=PHONE.key),
    REGION,
    INDUSTRY,
    Column("purchases", Text("购买记录", "Purchases"), "wide"),
    Column("services", Text("服务记录", "Service")),
    Column("class", Text("客户分类", "Class")),
    SELLER,
    NOTE,
)


def register_page(analysis: Analysis) -> Page:
    """One row a customer; the class is the label of the first model that ran."""
    customers, lang = analysis.customers, analysis.settings.general.lang
    first = next(iter(analysis.segmentations), "")
    found = analysis.segmentations.get(first)
    computed = pd.DataFrame(
        {
            CUSTOMER_ID.key: customers[CUSTOMER_ID.key],
            CUSTOMER_NAME.key: facts.said(customers, CUSTOMER_NAME),
            "contact": facts.contact(customers),
            REGION.key: facts.place(customers),
            INDUSTRY.key: facts.said(customers, INDUSTRY),
            "purchases": facts.purchases(customers, lang),
            "services": facts.services(customers, lang),
            "class": classes(found, customers, lang) if found else facts.blank(customers),
            OWNER.key: facts.said(customers, OWNER),
        },
        customers.index,
    )
    said = FROM.format(model=analysis.model(first).title) if found else BEFORE
    return roster(analysis, "register", TITLE, COLUMNS, computed, said)


FROM = Text(
    "客户分类取自「{model}」；其余取自客户表、订单、服务和投诉记录，{unknown} 表示没有数据。",
    "The class is from '{model}'; the rest from customers, orders, service and complaints; {unknown}: no data.",
).format(model="{model}", unknown="–")
BEFORE = Text(
    "运行后，客户分类由模型填写，其余取自客户表、订单、服务和投诉记录。",
    "A run fills the class from a model, the rest from customers, orders, service and complaints.",
)
