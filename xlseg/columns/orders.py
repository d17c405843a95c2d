"""What was bought: columns of orders and of order lines."""

from dataclasses import replace

from xlseg.columns.column import Column, also
from xlseg.columns.people import (
    ADDRESS,
    BUYER_ID,
    CHANNEL,
    CITY,
    CUSTOMER_NAME,
    EMAIL,
    ID_NUMBER,
    NOTE,
    OWNER,
    PHONE,
    PROVINCE,
    RECORD_ID,
    REGION,
)
from xlseg.text import Text

ORDER_ID = Column(
    "order_id",
    Text("订单号", "Order ID"),
    aliases=also(
        "订单编号|订单ID|主订单编号|主订单号|销售订单编号|交易单号|交易编号|单号|交易号|order|order no|order number|"
        "invoice|invoice no|invoice number|so number|transaction id"
    ),
    identifies=True,
)
SALE_ID = replace(ORDER_ID, aliases=(*ORDER_ID.aliases, "name"))  # where nothing else has that name
ORDER_DATE = Column(
    "order_date",
    Text("下单日期", "Order date"),
    "date",
    aliases=also(
        "下单时间|订单日期|订单时间|订单创建时间|订单创建日期|订单提交时间|订单成交时间|成交时间|成交日期|拼单成功时间|"
        "拍下时间|购买日期|购买时间|消费日期|消费时间|付款时间|订单付款时间|买家付款时间|支付时间|支付完成时间|"
        "付款日期|交易日期|交易时间|交易创建时间|销售日期|开单日期|签约日期|预计成交日期|日期|时间|date|order time|"
        "ordered at|purchase date|transaction date|invoice date|sale date|date created|closing date|created at|paid at|"
        "创建时间|created time"
    ),
)
PAID_AT = Column(
    "paid_at",
    Text("付款时间", "Paid at"),
    "date",
    aliases=also(
        "订单付款时间|买家付款时间|支付时间|支付完成时间|付款日期|付款确认时间|支付日期|date paid|payment date|"
        "payment time"
    ),
)
AMOUNT = Column(
    "amount",
    Text("金额", "Amount"),
    "money",
    aliases=also(
        "实付金额|实付款|买家实际支付金额|买家实付金额|用户实付金额|用户实付|订单实付金额|订单实付|实收金额|"
        "订单实收金额|商家实收金额|商品实际成交金额|实收|实际支付金额|支付金额|付款金额|金额|成交金额|消费金额|"
        "交易金额|应付金额|订单应付金额|结算金额|订单金额|销售订单金额|订单总金额|订单总额|买家应付货款|销售额|"
        "销售金额|总金额|总价|商品总价|合同金额|总计|小计|revenue|sales|grand total|total|order total|"
        "order total amount|order amount|order value|monetary|paid amount|payment|net amount"
    ),
)
REFUND = Column(
    "refund",
    Text("退款金额", "Refund"),
    "money",
    aliases=also(
        "已退款金额|订单已退款金额|商品已退款金额|买家退款金额|退商品金额|退货单金额|退款|refund amount|"
        "refunded amount|amount refunded|order refund amount"
    ),
)
QUANTITY = Column(
    "quantity",
    Text("数量", "Quantity"),
    "count",
    aliases=also("件数|商品数量|购买数量|订购数量|宝贝总数量|宝贝数量|lineitem quantity|qty|units"),
)
UNIT_PRICE = Column(
    "unit_price",
    Text("单价", "Unit price"),
    "money",
    aliases=also("商品单价|销售单价|京东价|商品价格|价格|lineitem price|item price|item cost|price"),
)
PRODUCT = Column(
    "product",
    Text("商品名称", "Product"),
    aliases=also(
        "商品|商品标题|宝贝标题|宝贝名称|产品名称|产品|品名|选购商品|全部商品名称|货品名称|标题|lineitem name|"
        "line items|product name|item name|name|item"
    ),
)
PRODUCT_ID = Column(
    "product_id",
    Text("商品编码", "Product ID"),
    aliases=also("商品ID|商品编号|商家编码|产品编号|产品编码|货号|sku|lineitem sku|product code|stock code|item id"),
)
CATEGORY = Column(
    "category",
    Text("品类", "Category"),
    aliases=also(
        "商品品类|订单商品品类|类目|商品类目|商品类别|商品分类|商品目录|产品分类|产品类别|类别|分类|category name|"
        "product category|product type|department"
    ),
)
PAYMENT = Column(
    "payment",
    Text("支付方式", "Payment method"),
    aliases=also("付款方式|支付渠道|结算方式|payment method title|payment type|pay method"),
)
STATUS = Column(
    "status",
    Text("订单状态", "Order status"),
    aliases=also(
        "订单商品状态|状态|交易状态|支付状态|订单关闭状态|阶段|financial status|stage|order state|payment status"
    ),
)
AFTER_SALES = Column(
    "after_sales",
    Text("售后状态", "After-sales status"),
    aliases=also("退款状态|售后/退款状态|退货状态|退款退货状态|refund status|return status"),
)
COST = Column(
    "cost", Text("成本", "Cost"), "money", aliases=also("成本价|商品成本|商品成本价|订单成本|cogs|cost of goods")
)
PROFIT = Column(
    "profit", Text("利润", "Profit"), "money", aliases=also("毛利|利润贡献|利润额|订单利润|margin|gross profit")
)

LINE_COLUMNS = (
    *(ORDER_ID, PRODUCT, PRODUCT_ID, CATEGORY, QUANTITY, UNIT_PRICE, AMOUNT, REFUND, COST, PROFIT, STATUS),
    *(ORDER_DATE, PAID_AT, OWNER, NOTE),
)
ORDER_COLUMNS = (
    *(BUYER_ID, CUSTOMER_NAME, PHONE, EMAIL, ID_NUMBER, PRODUCT, SALE_ID, RECORD_ID, ORDER_DATE, PAID_AT, AMOUNT),
    *(REFUND, QUANTITY, UNIT_PRICE, PRODUCT_ID, CATEGORY, CHANNEL, PAYMENT, STATUS, AFTER_SALES, COST, PROFIT),
    *(ADDRESS, PROVINCE, CITY, REGION, OWNER, NOTE),
)
