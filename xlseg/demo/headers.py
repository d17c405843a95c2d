"""The sheets of the invented shop and their headers, as a shop system would export them."""

from collections.abc import Mapping

from xlseg.text import Text

CUSTOMERS, ORDERS, LINES = Text("客户", "Customers"), Text("订单", "Orders"), Text("订单明细", "Order lines")
VISITS, SERVICES = Text("登录与浏览", "Visits"), Text("服务记录", "Service records")
COMPLAINTS, REFERRALS = Text("投诉记录", "Complaints"), Text("转介绍记录", "Referrals")
CUSTOMER_ID = Text("客户ID", "Customer ID")
HEADERS: Mapping[Text, Mapping[str, Text]] = {
    CUSTOMERS: {
        "customer": CUSTOMER_ID,
        "name": Text("姓名", "Name"),
        "phone": Text("手机号", "Phone"),
        "email": Text("电子邮箱", "E-mail"),
        "gender": Text("性别", "Gender"),
        "age": Text("年龄", "Age"),
        "job": Text("职业", "Occupation"),
        "city": Text("所在城市", "City"),
        "level": Text("会员等级", "Member level"),
        "registered": Text("注册时间", "Registered"),
        "source": Text("来源渠道", "Source"),
    },
    ORDERS: {
        "number": Text("订单号", "Order ID"),
        "customer": CUSTOMER_ID,
        "at": Text("下单时间", "Order date"),
        "amount": Text("实付金额", "Amount"),
        "refund": Text("退款金额", "Refund"),
        "cost": Text("成本", "Cost"),
        "channel": Text("下单渠道", "Channel"),
        "payment": Text("支付方式", "Payment method"),
        "status": Text("订单状态", "Order status"),
    },
    LINES: {
        "number": Text("订单号", "Order ID"),
        "category": Text("品类", "Category"),
        "product": Text("商品名称", "Product"),
        "quantity": Text("数量", "Quantity"),
        "price": Text("单价", "Unit price"),
        "amount": Text("金额", "Amount"),
        "cost": Text("成本", "Cost"),
    },
    VISITS: {
        "customer": CUSTOMER_ID,
        "at": Text("访问时间", "Visit date"),
        "action": Text("行为类型", "Activity"),
        "page": Text("浏览页面", "Page"),
        "seconds": Text("停留时长(秒)", "Duration (seconds)"),
    },
    SERVICES: {
        "customer": CUSTOMER_ID,
        "number": Text("订单号", "Order ID"),
        "at": Text("服务时间", "Service date"),
        "service": Text("服务内容", "Service"),
        "handled": Text("处理状态", "Status"),
    },
    COMPLAINTS: {
        "customer": CUSTOMER_ID,
        "number": Text("订单号", "Order ID"),
        "at": Text("投诉时间", "Complaint date"),
        "complaint": Text("投诉内容", "Complaint"),
        "handled": Text("处理状态", "Status"),
    },
    REFERRALS: {
        "referrer": Text("推荐人ID", "Referrer ID"),
        "referred": Text("被推荐人ID", "Referred ID"),
        "at": Text("推荐日期", "Referral date"),
    },
}
