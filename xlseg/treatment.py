"""What is done with what cleaning finds: the part of the settings that belongs to the data, not to a model."""

from dataclasses import dataclass

from xlseg.columns import CONTACT_COLUMNS
from xlseg.kinds import Choice, Keys, Number
from xlseg.text import EMPTY, Text
from xlseg.thresholds import check, setting
from xlseg.values import DayOrder

LEAVE_OUT = {"leave_out": Text("不计入", "leave out")}
LIST = {"list": Text("只列出", "list only")}
OFF = {"off": Text("不检查", "do not check")}
DEDUCT = {"deduct": Text("扣除", "deduct")}
MEDIAN = {"median": Text("中位数", "median")}


def _treat(default: str, title: Text, *options: dict[str, Text], note: Text = EMPTY) -> str:
    choices = {key: name for option in options for key, name in option.items()}
    return setting(default, title, Choice(choices), note)


@dataclass(frozen=True)
class Cleaning:
    """One field a step of cleaning, named by the step's code, and the limits the steps use."""

    date_order: DayOrder = _treat(  # type: ignore[assignment]
        "auto",
        Text("01-05-2024 这样的日期", "Days such as 01-05-2024"),
        {"auto": Text("由整列判断", "settled by the column")},
        {"dmy": Text("日在前", "day first"), "mdy": Text("月在前", "month first")},
    )
    unreadable_limit: float = setting(
        0.05,
        Text("一列里读不出的单元格最多占", "Most of a column that may be unreadable"),
        Number(0, 1),
        Text("超过就停下来，不猜", "more stops the run; nothing is guessed"),
    )
    total_row: str = _treat("leave_out", Text("合计行", "Total rows"), LEAVE_OUT, OFF)
    test_account: str = _treat("leave_out", Text("测试账号", "Test accounts"), LEAVE_OUT, LIST, OFF)
    duplicate_order: str = _treat("leave_out", Text("重复的订单行", "Duplicate order rows"), LEAVE_OUT, LIST, OFF)
    duplicate_customer: str = _treat(
        "merge",
        Text("同一客户ID有几行", "Several rows of one customer ID"),
        {"merge": Text("取第一行，空白由后面的行补", "the first row with its blanks filled from later ones")},
        {"first": Text("只取第一行", "the first row alone"), "last": Text("只取最后一行", "the last row alone")},
    )
    same_person: str = _treat(
        "merge",
        Text("同一个人有几个客户ID", "Several customer IDs of one person"),
        {"merge": Text("合并为一位客户", "merge into one customer")},
        LIST,
        OFF,
    )
    merge_by: tuple[str, ...] = setting(
        tuple(column.key for column in CONTACT_COLUMNS),
        Text("凭什么认出同一个人", "What tells one person"),
        Keys(tuple(column.key for column in CONTACT_COLUMNS)),
        Text("手机号 phone、邮箱 email、身份证号 id_number", "blank: nobody is merged"),
    )
    shared_limit: int = setting(
        5,
        Text("一个号码最多属于几个客户ID", "Most customer IDs one contact may belong to"),
        Number(2, 1000, whole=True),
        Text("超过就当作公用号码，不合并", "more is a shared contact and merges nobody"),
    )
    incomplete_customer: str = _treat(
        "leave_out", Text("除客户ID外全空的客户", "Customers with nothing but an ID"), LEAVE_OUT, LIST, OFF
    )
    unpaid: str = _treat("leave_out", Text("未付款或已取消的订单", "Unpaid or cancelled orders"), LEAVE_OUT, LIST, OFF)
    refunded: str = _treat("leave_out", Text("已全额退款的订单", "Orders refunded in full"), LEAVE_OUT, LIST, OFF)
    repeated_total: str = _treat(
        "once",
        Text("整单金额写在每一行明细上", "The order's total on each of its rows"),
        {"once": Text("每单只计一次", "counted once an order")},
        LIST,
        OFF,
    )
    partial_refund: str = _treat("deduct", Text("部分退款", "Partial refunds"), DEDUCT, LIST, OFF)
    negative_amount: str = _treat(
        "deduct",
        Text("负的金额", "Negative amounts"),
        {"deduct": Text("从累计金额中扣除，不算购买", "taken off the revenue and no purchase")},
        LEAVE_OUT,
    )
    zero_amount: str = _treat("list", Text("金额为零的订单", "Orders of zero"), LIST, LEAVE_OUT, OFF)
    outlier: str = _treat(
        "list",
        Text("异常金额", "Outlying amounts"),
        LIST,
        {"cap": Text("压到界限", "cap at the limit")},
        LEAVE_OUT,
        OFF,
        note=Text("由金额的对数判断", "judged by the logarithm of the amounts"),
    )
    outlier_method: str = _treat(
        "mad",
        Text("异常金额的判断方法", "How outlying amounts are found"),
        {"mad": Text("中位数与绝对中位差", "median and MAD"), "iqr": Text("四分位距", "interquartile range")},
    )
    outlier_limit: float | None = setting(
        None,
        Text("异常金额的界限倍数", "Limit for outlying amounts"),
        Number(1, 100, optional=True),
        Text(
            "留空：离中位数 3.5 个稳健标准差；四分位距法为四分位数外 3 倍",
            "blank: 3.5 robust deviations from the median, or 3 IQRs beyond the quartiles",
        ),
    )
    paid_before_ordered: str = _treat("list", Text("付款早于下单", "Paid before ordered"), LIST, LEAVE_OUT, OFF)
    future_date: str = _treat("leave_out", Text("晚于今天的订单", "Orders after today"), LEAVE_OUT, LIST)
    first_after_last: str = _treat("list", Text("首次购买晚于最近购买", "First order after the last"), LIST, OFF)
    impossible_age: str = _treat(
        "blank",
        Text("不在 0 到 120 岁之间的年龄", "Ages outside 0 to 120"),
        {"blank": Text("当作空白", "taken as blank")},
        LIST,
        OFF,
    )
    bad_phone: str = _treat("list", Text("不像号码的手机号", "Phones that are none"), LIST, OFF)
    bad_region: str = _treat("list", Text("认不出的地区", "Regions that are not known"), LIST, OFF)
    fill_customer: str = _treat(
        "none",
        Text("订单行的客户空白", "Blank customers of order rows"),
        {"none": Text("不补，不计入", "not filled but left out")},
        {"above": Text("取上一行（合并单元格）", "the row above (merged cells)")},
    )
    fill_amount: str = _treat(
        "none",
        Text("订单行的金额空白", "Blank amounts of order rows"),
        {"none": Text("不补，不计入", "not filled but left out")},
        {"customer_median": Text("该客户的中位数，没有则全体的", "the customer's median or else that of all")},
        MEDIAN,
    )
    fill_age: str = _treat(
        "none",
        Text("客户的年龄空白", "Blank ages of customers"),
        {"none": Text("不补", "not filled")},
        MEDIAN,
        {"mean": Text("平均数", "mean")},
    )
    fill_text: str = _treat(
        "none",
        Text("客户的性别、地区、行业等空白", "Blank gender, region, industry and so on"),
        {"none": Text("不补", "not filled")},
        {"unknown": Text("写「未知」", "the word unknown"), "mode": Text("最常见的值", "the most frequent value")},
    )

    key = "clean"
    title = Text("数据清洗", "Cleaning")

    def __post_init__(self) -> None:
        check(self)
