"""Step by step: which order rows do not count, which count otherwise, and which people should look at."""

import pandas as pd

from xlseg.cleaning.finders import (
    REFUNDED,
    UNPAID,
    above,
    continued,
    customer_median,
    duplicated,
    late,
    less_refund,
    matches,
    median,
    paid_before,
    repeated_total,
    zero,
)
from xlseg.cleaning.outliers import capped, outlying
from xlseg.cleaning.step import Step
from xlseg.columns import (
    AFTER_SALES,
    AMOUNT,
    CUSTOMER_ID,
    ORDER_DATE,
    ORDER_ID,
    PAID_AT,
    REFUND,
    STATUS,
)
from xlseg.text import Text

TOTAL_ROW = Step("total_row", Text("合计行", "Total rows"), CUSTOMER_ID.key, lambda rows, _: rows["total"])
NO_CUSTOMER = Step(
    "no_customer",
    Text("没有客户", "No customer"),
    CUSTOMER_ID.key,
    lambda rows, _: rows[CUSTOMER_ID.key].isna(),
    Text(
        "补上客户；若是合并单元格，在《设置》里把「订单行的客户空白」改成「取上一行」",
        "Enter the customer; for merged cells set 'Blank customers of order rows' to 'the row above'",
    ),
    fixed="leave_out",
    fault=True,
)
TEST_ACCOUNT = Step(
    "test_account",
    Text("测试账号", "Test accounts"),
    CUSTOMER_ID.key,
    lambda rows, _: rows["test"],
    Text(
        "若是真客户，请改名，或把设置「测试账号」改成「只列出」",
        "If it is a real customer, set 'Test accounts' to 'list only'",
    ),
)
ORDER_STEPS = (
    TOTAL_ROW,
    Step(
        "order_line",
        Text("同一订单的明细行，没有自己的金额", "Further rows of an order, without an amount of their own"),
        ORDER_ID.key,
        continued,
        fixed="leave_out",
        compares=True,
    ),
    Step(
        "fill_customer",
        Text("客户空白，取上一行", "Blank customers, taken from the row above"),
        CUSTOMER_ID.key,
        lambda rows, _: rows[CUSTOMER_ID.key].isna() & rows[AMOUNT.key].notna(),
        changes={"above": (CUSTOMER_ID.key, above)},
        fault=True,
    ),
    NO_CUSTOMER,
    TEST_ACCOUNT,
    Step("unpaid", Text("未付款或已取消", "Unpaid or cancelled"), STATUS.key, matches(UNPAID, STATUS.key)),
    Step("refunded", Text("已退款", "Refunded"), STATUS.key, matches(REFUNDED, STATUS.key)),
    Step("refunded", Text("已退款", "Refunded"), AFTER_SALES.key, matches(REFUNDED, AFTER_SALES.key)),
    Step(
        "no_date",
        Text("没有日期", "No date"),
        ORDER_DATE.key,
        lambda rows, _: rows[ORDER_DATE.key].isna(),
        Text("补上日期", "Enter the date"),
        fixed="leave_out",
        fault=True,
    ),
    Step(
        "duplicate_order",
        Text("重复的订单行", "Duplicate order rows"),
        ORDER_ID.key,
        duplicated,
        Text("核对后删去重复的行", "Check, and delete the copies"),
        fault=True,
        compares=True,
    ),
    Step(
        "fill_amount",
        Text("金额空白，按规则补", "Blank amounts, filled by the rule"),
        AMOUNT.key,
        lambda rows, _: rows[AMOUNT.key].isna(),
        changes={"median": (AMOUNT.key, median), "customer_median": (AMOUNT.key, customer_median)},
        fault=True,
    ),
    Step(
        "no_amount",
        Text("没有金额", "No amount"),
        AMOUNT.key,
        lambda rows, _: rows[AMOUNT.key].isna(),
        Text(
            "补上金额，或在设置「订单行的金额空白」里选怎样补",
            "Enter the amount, or choose a rule with the setting 'Blank amounts of order rows'",
        ),
        fixed="leave_out",
        fault=True,
    ),
    Step(
        "repeated_total",
        Text("整单金额写在每一行明细上", "The order's total stands on each of its rows"),
        AMOUNT.key,
        repeated_total,
        changes={"once": (AMOUNT.key, lambda hit, _rows, _: pd.Series(0.0, hit.index))},
        compares=True,
    ),
    Step(
        "fully_refunded",
        Text("退款金额不小于订单金额", "The refund is all of the amount"),
        REFUND.key,
        lambda rows, _: (rows[REFUND.key] > 0) & (rows[REFUND.key] >= rows[AMOUNT.key]) & (rows[AMOUNT.key] > 0),
        setting="refunded",
    ),
    Step(
        "partial_refund",
        Text("部分退款", "Partial refunds"),
        REFUND.key,
        lambda rows, _: (rows[REFUND.key] > 0) & (rows[REFUND.key] < rows[AMOUNT.key]),
        changes={"deduct": (AMOUNT.key, less_refund)},
    ),
    Step(
        "negative_amount",
        Text("金额为负（退款）", "Negative amounts (refunds)"),
        AMOUNT.key,
        lambda r, _: r[AMOUNT.key] < 0,
    ),
    Step(
        "zero_amount",
        Text("金额为零", "Amounts of zero"),
        AMOUNT.key,
        zero,
        Text(
            "赠品或补发不该算一次购买时，把设置「金额为零的订单」改成「不计入」",
            "If gifts are no purchases, set 'Orders of zero' to leave out",
        ),
    ),
    Step(
        "outlier",
        Text("异常金额", "Outlying amounts"),
        AMOUNT.key,
        lambda rows, context: outlying(rows, context.rules),
        Text(
            "核对是否多打、少打了零或错了单位；确认后在设置「异常金额」里选保留、压到界限或不计入",
            "Look for a zero or a unit too many; then choose with the setting 'Outlying amounts'",
        ),
        changes={"cap": (AMOUNT.key, lambda hit, rows, c: capped(hit[AMOUNT.key], rows[AMOUNT.key], c.rules))},
        compares=True,
    ),
    Step(
        "paid_before_ordered",
        Text("付款早于下单", "Paid before ordered"),
        PAID_AT.key,
        paid_before,
        Text("核对两个时间", "Check both times"),
        fault=True,
    ),
    Step(
        "future_date",
        Text("日期晚于今天", "Days after today"),
        ORDER_DATE.key,
        late,
        Text("核对年份和月日的顺序", "Check the year, and the order of day and month"),
        fault=True,
    ),
)
