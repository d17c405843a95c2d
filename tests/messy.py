"""A messy workbook of a Chinese shop, and the truth about it: made from a seed, so that findings can be measured.

`messy(...)` gives the cells of every sheet and the truth: code, sheet, row, column of each trouble. Everything else
is clean, whatever its clothes: a date may be a datetime, a serial number or 2024年1月5日, an amount ¥1,234.50 or
1.2万. The truth says what a sensible person expects, not what xlseg happens to find:

- Of two copies the later one is the copy, in the same sheet or in the next.
- One person under several IDs: every row but the first is told, by the contact that ties it.
- A contact of many, or of people with different ID numbers, is told on each of their rows.
- All rows of a test account are told, in every sheet.
- Of a total row, or a row without a customer, nothing else is told. A row with a formula error is told once.
- An amount is a typing error only if it is three times the biggest true order of the shop, or more.
- A year typed wrong makes a day after today, and, if only the order day is wrong, a payment before the order.
- Goods of an order that was cancelled are no orphans: their order is there.

Not made, because two sensible people would differ: an amount three times as high as usual, two numbers in one phone
cell, an address abroad, the same goods twice in one order, two like purchases without a number within one minute.

    python tests/messy.py [FILE]    writes the workbook and prints what xlseg finds in it, in Markdown
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

Cells = list[list[object]]
Generator = np.random.Generator
TODAY = date(2026, 7, 1)
DAYS_BACK = 730
RATE = 0.004  # of the rows of a sheet, for each kind of trouble
BEYOND = 3  # an amount this many times the biggest true one is a typing error
EPOCH = datetime(1899, 12, 30)
ADDRESS = ["code", "sheet", "row"]

CUSTOMERS, FIRST, SECOND = "客户", "订单", "订单（续）"
LINES, LOGINS, SERVICES, COMPLAINTS, REFERRALS = "订单明细", "登录记录", "服务记录", "投诉记录", "推荐记录"


class Messy(NamedTuple):
    """sheets: their cells. truth: code, sheet, row, column of each trouble. rows: sheet and row of every row made."""

    sheets: dict[str, Cells]
    truth: pd.DataFrame
    rows: pd.DataFrame
    today: date


# ---------------------------------------------------------------------------------------------------------- clothes

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def serial(moment: datetime) -> float:
    return round((moment - EPOCH) / timedelta(days=1), 9)


def midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


TO_THE_SECOND: Sequence[Callable[[datetime], object]] = (
    lambda d: d,
    serial,
    lambda d: f"{d:%Y-%m-%d %H:%M:%S}",
    lambda d: f"{d.year}/{d.month}/{d.day} {d:%H:%M:%S}",
    lambda d: f"{d.year}年{d.month}月{d.day}日 {d:%H:%M:%S}",
    lambda d: f"{d:%Y-%m-%dT%H:%M:%S}",
)
TO_THE_MINUTE: Sequence[Callable[[datetime], object]] = (
    lambda d: f"{d.year}/{d.month}/{d.day} {d.hour}:{d:%M}",
    lambda d: f"{d.year}年{d.month}月{d.day}日 {d.hour}时{d:%M}分",
)
TO_THE_DAY: Sequence[Callable[[datetime], object]] = (
    midnight,
    lambda d: int(serial(midnight(d))),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y-%m-%d}".translate(FULL_WIDTH),
)
DATES = (*TO_THE_SECOND * 2, *TO_THE_MINUTE, *TO_THE_DAY)


def ten_thousands(amount: float) -> object:
    return f"{amount / 10_000:g}万" if amount >= 10_000 and amount % 100 == 0 else amount


AMOUNTS: Sequence[Callable[[float], object]] = (
    *[lambda a: a] * 6,
    lambda a: int(a) if a == int(a) else a,
    lambda a: f"¥{a:,.2f}",
    lambda a: f"￥{a:.2f}",
    lambda a: f"{a:,.2f}",
    lambda a: f"{a:.2f}元",
    lambda a: f"{a:,.2f} 元",
    lambda a: f"{a:.2f}".translate(FULL_WIDTH),
    lambda a: f"￥{a:,.2f}".translate(FULL_WIDTH),
    lambda a: f"CNY {a:,.2f}",
    lambda a: f" {a:.2f} ",
    ten_thousands,
    ten_thousands,
)
NEGATIVES: Sequence[Callable[[float], object]] = (
    lambda a: a,
    lambda a: f"-¥{-a:,.2f}",
    lambda a: f"({-a:,.2f})",
    lambda a: f"（{-a:.2f}）",
    lambda a: f"{a:.2f}",
)
COUNTS: Sequence[Callable[[int], object]] = (
    *[lambda n: n] * 4,
    float,
    str,
    lambda n: str(n).translate(FULL_WIDTH),
)
PHONES: Sequence[Callable[[str], object]] = (
    *[lambda p: p] * 3,
    int,
    float,
    lambda p: f"+86 {p}",
    lambda p: f"+86-{p[:3]}-{p[3:7]}-{p[7:]}",
    lambda p: f"{p[:3]} {p[3:7]} {p[7:]}",
    lambda p: f"{p[:3]}-{p[3:7]}-{p[7:]}",
    lambda p: f"86{p}",
    lambda p: f"0086 {p}",
    lambda p: f"(+86){p}",
    lambda p: f" {p}",
    lambda p: f"'{p}",
    lambda p: p.translate(FULL_WIDTH),
)
IDS: Sequence[Callable[[str], object]] = (
    *[lambda i: i] * 4,
    lambda i: int(i) if i.isdigit() else i,
    lambda i: float(i) if i.isdigit() else i,
    lambda i: f'="{i}"',
    lambda i: f" {i} ",
)
NUMBERS: Sequence[Callable[[str], object]] = (*[lambda i: i] * 5, lambda i: f"{i} ", lambda i: f"'{i}")
EMAILS: Sequence[Callable[[str], object]] = (*[lambda e: e] * 4, str.upper, lambda e: f" {e} ")
ID_NUMBERS: Sequence[Callable[[str], object]] = (*[lambda i: i] * 3, str.lower, lambda i: f"{i} ")
PLACES: Mapping[str, Sequence[tuple[str, str, str, str, str]]] = {
    "one": (  # short province, province, short city, city, district
        ("广东", "广东省", "深圳", "深圳市", "南山区"),
        ("广东", "广东省", "广州", "广州市", "天河区"),
        ("广东", "广东省", "佛山", "佛山市", "顺德区"),
        ("浙江", "浙江省", "杭州", "杭州市", "西湖区"),
        ("浙江", "浙江省", "宁波", "宁波市", "鄞州区"),
        ("浙江", "浙江省", "温州", "温州市", "瑞安市"),
        ("江苏", "江苏省", "南京", "南京市", "玄武区"),
        ("江苏", "江苏省", "苏州", "苏州市", "昆山市"),
        ("四川", "四川省", "成都", "成都市", "武侯区"),
        ("四川", "四川省", "绵阳", "绵阳市", "涪城区"),
        ("湖北", "湖北省", "武汉", "武汉市", "洪山区"),
        ("湖南", "湖南省", "长沙", "长沙市", "岳麓区"),
        ("河南", "河南省", "郑州", "郑州市", "金水区"),
        ("山东", "山东省", "青岛", "青岛市", "崂山区"),
        ("山东", "山东省", "济南", "济南市", "历下区"),
        ("福建", "福建省", "厦门", "厦门市", "思明区"),
        ("陕西", "陕西省", "西安", "西安市", "雁塔区"),
        ("辽宁", "辽宁省", "大连", "大连市", "沙河口区"),
        ("黑龙江", "黑龙江省", "哈尔滨", "哈尔滨市", "南岗区"),
        ("云南", "云南省", "昆明", "昆明市", "五华区"),
        ("云南", "云南省", "大理", "大理白族自治州", "大理市"),
        ("内蒙古", "内蒙古自治区", "呼和浩特", "呼和浩特市", "赛罕区"),
        ("新疆", "新疆维吾尔自治区", "乌鲁木齐", "乌鲁木齐市", "天山区"),
        ("广西", "广西壮族自治区", "南宁", "南宁市", "青秀区"),
        ("吉林", "吉林省", "延边", "延边朝鲜族自治州", "延吉市"),
    ),
    "own": (  # cities that are their own province
        ("北京", "北京市", "北京", "北京市", "朝阳区"),
        ("北京", "北京市", "北京", "北京市", "海淀区"),
        ("上海", "上海市", "上海", "上海市", "浦东新区"),
        ("天津", "天津市", "天津", "天津市", "河西区"),
        ("重庆", "重庆市", "重庆", "重庆市", "渝北区"),
    ),
}
EVERYWHERE = (*PLACES["one"], *PLACES["own"])
REGIONS: Sequence[Callable[[tuple[str, ...]], object]] = (
    lambda p: p[3] if p[1] == p[3] else p[1] + p[3],
    lambda p: p[2],
    lambda p: p[3],
    lambda p: f"{p[0]} {p[3]}{p[4]}",
    lambda p: f"{p[0]}-{p[2]}",
    lambda p: f"{p[1]}/{p[3]}/{p[4]}",
    lambda p: f"{p[1]} {p[3]} {p[4]}",
    lambda p: f"{p[3] if p[1] == p[3] else p[1] + p[3]}{p[4]}人民路12号",
    lambda p: f"中国{p[0]}{p[2]}",
    lambda p: p[1],
)


def dressed(values: pd.Series, clothes: Sequence[Callable], rng: Generator) -> pd.Series:
    """Each value in clothes picked at random; missing ones stay missing."""
    picked = rng.integers(len(clothes), size=len(values)).tolist()
    cells = [None if _missing(v) else clothes[p](v) for v, p in zip(_plain(values), picked, strict=True)]
    return pd.Series(cells, values.index, dtype=object)


def _plain(values: pd.Series) -> list[object]:
    if values.dtype.kind == "M":
        return list(values.dt.to_pydatetime()) if values.notna().all() else [_moment(v) for v in values]
    return values.tolist()


def _moment(value: pd.Timestamp) -> datetime | None:
    return None if pd.isna(value) else value.to_pydatetime()


def _missing(value: object) -> bool:
    return value is None or value != value  # noqa: PLR0124  # NaN


def money(values: pd.Series, rng: Generator) -> pd.Series:
    found = dressed(values, AMOUNTS, rng)
    below = values < 0
    found[below] = dressed(values[below], NEGATIVES, rng)
    return found


def phones(values: pd.Series, rng: Generator) -> pd.Series:
    """Mobiles in any clothes; landlines and masked numbers as they are."""
    found = values.astype(object).copy()
    mobile = values.astype("str").str.fullmatch(r"1\d{10}").fillna(False)
    found[mobile] = dressed(values[mobile], PHONES, rng)
    return found


def spaced(values: pd.Series, rng: Generator) -> pd.Series:
    """Texts, some of them with a blank that nobody sees."""
    return dressed(values, (*[lambda v: v] * 19, lambda v: f"{v} "), rng)


def in_clothes(clothes: Sequence[Callable]) -> Callable[[pd.Series, Generator], pd.Series]:
    return lambda values, rng: dressed(values, clothes, rng)


DRESS: Mapping[str, Callable[[pd.Series, Generator], pd.Series]] = {
    **dict.fromkeys(("customer_id", "referrer_id", "referred_id"), in_clothes(IDS)),
    **dict.fromkeys(("order_date", "paid_at", "registered", "first_order", "last_order", "day"), in_clothes(DATES)),
    **dict.fromkeys(("amount", "refund", "unit_price"), money),
    **dict.fromkeys(("quantity", "age"), in_clothes(COUNTS)),
    "order_id": in_clothes(NUMBERS),
    "product": spaced,
    "phone": phones,
    "email": in_clothes(EMAILS),
    "id_number": in_clothes(ID_NUMBERS),
    "region": in_clothes(REGIONS),
}


# ------------------------------------------------------------------------------------------------- a table being made


class Draft:
    """A table being made: plain values, then cells in their clothes, and what was done to which of its rows.

    Rows keep their number while others are added; `place` orders them, and becomes their row when all is done.
    """

    def __init__(self, plain: pd.DataFrame, rng: Generator) -> None:
        self.plain, self.rng, self.made = plain, rng, len(plain)
        self.place = pd.Series(plain.index.astype(float), plain.index)
        self.free = pd.Series(True, plain.index)
        self.cells = pd.DataFrame()
        self.told: list[tuple[str, str, pd.Index]] = []

    def count(self, rate: float = RATE) -> int:
        return max(3, round(rate * len(self.plain)))

    def take(self, count: int, among: pd.Series | None = None) -> pd.Index:
        """Rows nothing was done to yet, in their order; they are no longer free."""
        free = self.free if among is None else self.free & among.reindex(self.free.index, fill_value=False)
        pool = self.plain.index[free]
        rows = pd.Index(np.sort(self.rng.choice(pool, min(count, len(pool)), replace=False)))
        self.free[rows] = False
        return rows

    def tell(self, code: str, column: str, rows: pd.Index) -> pd.Index:
        self.told.append((code, column, rows))
        return rows

    def add(self, plain: pd.DataFrame, place: pd.Series) -> pd.Index:
        """Further rows, at a place; nothing else is done to them."""
        rows = pd.RangeIndex(len(self.plain), len(self.plain) + len(plain))
        self.plain = pd.concat([self.plain, plain.set_axis(rows)])
        self.place = pd.concat([self.place, place.set_axis(rows)])
        self.free = pd.concat([self.free, pd.Series(False, rows)])
        return rows

    def dress(self) -> None:
        columns = {key: self._dressed(key) for key in self.plain}
        self.cells = pd.DataFrame(columns, index=self.plain.index)

    def _dressed(self, key: str) -> pd.Series:
        values = self.plain[key]
        dress = DRESS.get(key)
        return dress(values, self.rng) if dress else values.astype(object)

    def put(self, key: str, rows: pd.Index, cells: Sequence[object]) -> pd.Index:
        """Cells picked from some, in turn so that none is left out."""
        self.cells[key] = self.cells[key].astype(object)
        self.cells.loc[rows, key] = pd.Series([cells[n % len(cells)] for n in range(len(rows))], rows, dtype=object)
        return rows

    def insert(self, cells: pd.DataFrame, place: Sequence[float]) -> pd.Index:
        """Rows that were never plain, such as totals."""
        rows = pd.RangeIndex(len(self.cells), len(self.cells) + len(cells))
        self.cells = pd.concat([self.cells, cells.set_axis(rows).astype(object)])
        self.place = pd.concat([self.place, pd.Series(list(place), rows, dtype=float)])
        return rows


class Laid(NamedTuple):
    """A sheet as it stands, and the row of each row of the draft."""

    cells: Cells
    row: pd.Series


def lay_out(draft: Draft, rows: pd.Index, tops: Cells, header: Mapping[str, str | None], blanks: float = 0.001) -> Laid:
    """The rows in their order under titles and header, with blank rows between them; a header of None: no such column.

    Names of columns that are not of the draft stand for blank columns.
    """
    rng = draft.rng
    ordered = draft.place[rows].sort_values(kind="stable").index
    keys = [key for key in header if key in draft.cells]
    body = draft.cells.loc[ordered, keys].astype(object)
    for at, key in enumerate(header):
        if key not in draft.cells:
            body.insert(at, key, [None] * len(body))
    body = body.astype(object).where(body.notna(), None)
    gaps = rng.random(len(ordered)) < blanks
    row = len(tops) + 1 + np.arange(1, len(ordered) + 1) + np.cumsum(gaps)
    cells: Cells = [*tops, list(header.values())]
    for values, gap in zip(body.to_numpy(dtype=object).tolist(), gaps.tolist(), strict=True):
        if gap:
            cells.append([None] * len(header))
        cells.append(values)
    return Laid(cells, pd.Series(row, ordered))


def told(sheet: str, draft: Draft, laid: Laid) -> pd.DataFrame:
    """What was done to the rows of a sheet, by address."""
    frames = []
    for code, column, rows in draft.told:
        here = rows[rows.isin(laid.row.index)]
        frames.append(pd.DataFrame({"code": code, "sheet": sheet, "row": laid.row[here].to_numpy(), "column": column}))
    return pd.concat(frames) if frames else pd.DataFrame(columns=[*ADDRESS, "column"])


# -------------------------------------------------------------------------------------------------------- customers

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红玲建国文斌宇浩凯欣怡婷雪晨佳琪梓涵"
TRADES = ("商贸", "贸易", "百货", "供应链管理", "电子商务", "建材", "日用品", "食品")
TESTERS_BY_TRADE = "精密测试仪器"  # firms that make gauges are no test accounts
MAILS = ("qq.com", "163.com", "126.com", "gmail.com", "sina.com", "foxmail.com", "contest.cn")
AREAS = ("0755", "020", "010", "021", "0571", "028")
BAD_DATES = ("2024-13-45", "去年双十一", "待定", "2024年", "0000-00-00 00:00:00", "2025-02-30", "1900/1/0", "昨天")
BAD_AMOUNTS = ("面议", "12O.5", "约500", "1.2.3", "赠品", "三百元", "见备注", "1,2345")
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?")
TEST_NAMES = ("测试", "测试用户3", "test01", "Test Account", "内部账号", "试用账户", "demo", "张三（测试）")


def people(count: int, today: date, rng: Generator) -> pd.DataFrame:
    """Customers as they are, each with contacts of their own; a few buy wholesale."""
    number = 10_000_000 + rng.permutation(count * 3)[:count]
    wholesale = rng.random(count) < 0.01
    gauges = wholesale & (np.cumsum(wholesale) % 20 == 1)
    age = np.clip(rng.normal(34, 11, count), 16, 85).round().astype(int)
    back = (DAYS_BACK * 1.2 * rng.random(count) ** 0.8 * 86_400).astype(int)
    back[: max(3, count // 500)] = -3600 * rng.integers(1, 15, max(3, count // 500))  # they registered today
    given = rng.integers(len(GIVEN), size=(count, 2))
    surname = rng.integers(len(SURNAMES), size=count)
    where = rng.choice(len(EVERYWHERE), count)
    trade = rng.integers(len(TRADES), size=count)
    names = [
        f"{EVERYWHERE[where[n]][2]}{GIVEN[given[n, 0]]}{GIVEN[given[n, 1]]}"
        f"{TESTERS_BY_TRADE if gauges[n] else TRADES[trade[n]]}有限公司"
        if wholesale[n]
        else SURNAMES[surname[n]] + GIVEN[given[n, 0]] + (GIVEN[given[n, 1]] if given[n, 1] % 3 else "")
        for n in range(count)
    ]
    shuffled = rng.permutation(count)
    return pd.DataFrame(
        {
            "customer_id": number.astype(str),
            "customer_name": names,
            "phone": _missing_some(pd.Series(_numbers(count, rng)), 0.04, rng),
            "email": _missing_some(pd.Series([_mail(int(n), rng) for n in shuffled]), 0.3, rng),
            "id_number": _missing_some(pd.Series(_id_numbers(age, today, rng)), 0.6, rng),
            "gender": rng.choice(np.array(["男", "女", "M", "F", "", "未知"], dtype=object), count),
            "age": _missing_some(pd.Series(age).astype(object), 0.05, rng),
            "region": _missing_some(pd.Series([EVERYWHERE[n] for n in where]), 0.03, rng),
            "registered": pd.Timestamp(today) - pd.to_timedelta(back, unit="s"),
            "note": rng.choice(np.array([None, None, None, "老客户", "VIP", "爱退货", "喜欢测试新品"], object), count),
            "wholesale": wholesale,
        }
    )


def _missing_some(values: pd.Series, share: float, rng: Generator) -> pd.Series:
    return values.astype(object).where(rng.random(len(values)) >= share, None)


def _numbers(count: int, rng: Generator) -> list[object]:
    """Mobiles of their own; some landlines, hot lines and masked numbers."""
    heads = rng.choice(["13", "15", "17", "18", "19"], count)
    tails = 123_456_789 + rng.permutation(count) * 41_017 % 800_000_000
    found: list[object] = []
    for n, kind in enumerate(rng.random(count).tolist()):
        mobile = f"{heads[n]}{tails[n]:09d}"
        area, line = AREAS[n % len(AREAS)], f"{82_000_000 + n % 900_000:08d}"
        if kind < 0.94:
            found.append(mobile)
        elif kind < 0.96:
            found.append(f"{mobile[:3]}****{mobile[7:]}")
        else:
            forms = (f"{area}-{line}", f"({area}){line}", f"{area} {line}转{n % 900}", f"400-820-{n % 9000 + 1000}")
            found.append(forms[n % len(forms)])
    return found


def _mail(number: int, rng: Generator) -> str:
    host = MAILS[int(rng.integers(len(MAILS)))]
    return f"{300_000_000 + number * 17}@qq.com" if number % 3 else f"li.{number}@{host}"


def _id_numbers(age: np.ndarray, today: date, rng: Generator) -> list[str]:
    """18 digits: area, birthday, serial, and the check digit of GB 11643."""
    areas = rng.choice(["440305", "110101", "310115", "330106", "510107"], len(age))
    days = rng.integers(1, 360, len(age))
    found = []
    for n, years in enumerate(age.tolist()):
        born = date(today.year - years, 1, 1) - timedelta(days=int(days[n]))
        body = f"{areas[n]}{born:%Y%m%d}{n % 1000:03d}"
        sums = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(body))
        found.append(body + "10X98765432"[sums % 11])
    return found


def trouble_customers(draft: Draft) -> None:
    """What may be wrong with customers: first what is wrong in its meaning, then in its cells."""
    plain, count = draft.plain, draft.count()
    draft.free &= ~plain["customer_name"].str.contains(TESTERS_BY_TRADE)  # nothing is wrong with them
    mobile = plain["phone"].astype("str").str.fullmatch(r"1\d{10}").fillna(False)
    testers = draft.tell("test_account", "customer_id", draft.take(count // 2))
    _testers(draft, testers)
    _same_persons(draft, mobile, count)
    _shared(draft, mobile, count)

    apart = (plain["last_order"] - plain["first_order"]).dt.days > 2
    rows = draft.tell("first_after_last", "first_order", draft.take(count, apart))
    plain.loc[rows, ["first_order", "last_order"]] = plain.loc[rows, ["last_order", "first_order"]].to_numpy()
    for key, years in (("registered", 36), ("last_order", 1)):
        rows = draft.tell("future_date", key, draft.take(count // 2, plain[key].notna()))
        plain.loc[rows, key] = plain.loc[rows, key] + pd.DateOffset(years=years + 2)
    rows = draft.tell("impossible_age", "age", draft.take(count))
    plain.loc[rows, "age"] = pd.Series([[150, 999, -1, 1990, 200][n % 5] for n in range(len(rows))], rows, dtype=object)

    copied = draft.take(count)
    end = float(len(plain))
    place = pd.Series([at + 0.5 if n % 2 else end + n for n, at in enumerate(copied)])
    draft.tell("duplicate_customer", "customer_id", draft.add(plain.loc[copied], place))
    draft.dress()
    _cells_of_customers(draft, count)


def _testers(draft: Draft, rows: pd.Index) -> None:
    """Known by their name, their ID or their e-mail."""
    for n, row in enumerate(rows):
        if n % 4 == 1:
            draft.plain.loc[row, "customer_id"] = f"TEST{n:03d}"
        elif n % 4 == 2:
            draft.plain.loc[row, "email"] = f"test{n}@shop.cn" if n % 8 == 2 else f"qa+{n}@shop.cn"
        else:
            draft.plain.loc[row, "customer_name"] = TEST_NAMES[n // 2 % len(TEST_NAMES)]


def _same_persons(draft: Draft, mobile: pd.Series, count: int) -> None:
    """Pairs by each contact, and chains: the first by phone to the second, that by e-mail to the third, and so on."""
    plain = draft.plain
    told = mobile & plain["email"].notna() & plain["id_number"].notna()
    for key in ("phone", "email", "id_number"):
        rows = draft.take(2 * (count // 2), told)
        first, again = rows[::2], rows[1::2][: len(rows[::2])]
        first = first[: len(again)]
        plain.loc[again, "id_number"] = None
        plain.loc[again, [key, "customer_name"]] = plain.loc[first, [key, "customer_name"]].to_numpy()
        draft.tell("same_person", key, again)
    for _ in range(max(1, count // 8)):
        chain = draft.take(4, told)
        if len(chain) < 4:
            return
        plain.loc[chain[1:], "id_number"] = None
        plain.loc[chain[3], "id_number"] = plain.loc[chain[0], "id_number"]  # back to the first
        plain.loc[chain[1], "phone"] = plain.loc[chain[0], "phone"]
        plain.loc[chain[2], "email"] = plain.loc[chain[1], "email"]
        for key, row in zip(("phone", "email", "id_number"), chain[1:], strict=True):
            draft.tell("same_person", key, pd.Index([row]))


def _shared(draft: Draft, mobile: pd.Series, count: int) -> None:
    """A number of the shop's own, placeholders, a mailbox of a firm; and couples with one phone and two ID numbers."""
    plain = draft.plain
    size = max(6, count // 3)
    for key, contact in (
        ("phone", "18688886123"),
        ("phone", "13800138000"),
        ("phone", "13800000000"),
        ("email", "info@yidafu.com.cn"),
    ):
        rows = draft.tell("shared_contact", key, draft.take(size, mobile))
        plain.loc[rows, key] = contact
    told = mobile & plain["id_number"].notna()
    rows = draft.take(2 * max(1, count // 8), told)
    rows = draft.tell("shared_contact", "phone", rows[: len(rows) // 2 * 2])
    plain.loc[rows[1::2], "phone"] = plain.loc[rows[::2], "phone"].to_numpy()


def _cells_of_customers(draft: Draft, count: int) -> None:
    """Cells that hold what cannot be, or nothing."""
    cells = draft.cells
    told = [key for key in cells if key not in ("customer_id", "note", "wholesale")]
    bare = draft.tell("incomplete_customer", "customer_id", draft.take(count))
    for key in told:
        draft.put(key, bare, [None])
    for key in told:  # some are filled with strokes
        draft.put(key, bare[::3], ["-", "无", "/"])
    draft.tell("no_customer", "customer_id", draft.put("customer_id", draft.take(count), [None, "-", " "]))
    phones = ("12345", "不详", "1381234567", "138123456789", "11111111111", "00000000000", "没有手机", "同上", "1")
    draft.tell("bad_phone", "phone", draft.put("phone", draft.take(count * 2), phones))
    regions = ("火星", "不详", "同上", "广东省杭州市", "老地方", "xx", "未填写")
    draft.tell("bad_region", "region", draft.put("region", draft.take(count), regions))
    for key in ("registered", "first_order", "last_order"):
        draft.tell("bad_date", key, draft.put(key, draft.take(count // 2), BAD_DATES))
    draft.tell("bad_number", "age", draft.put("age", draft.take(count // 2), ("三十五", "80后", "中年", "2x")))
    for key in ("customer_id", "customer_name", "phone", "email", "age", "region", "registered", "last_order"):
        draft.tell("formula_error", key, draft.put(key, draft.take(max(1, count // 6)), ERRORS))
    some = draft.take(count * 2)
    draft.put("region", some[::2], ["-", "无", ""])  # blanks in their clothes: nothing is wrong
    draft.put("phone", some[1::2], ["-", "无", "N/A"])
    draft.free[some] = True


# ----------------------------------------------------------------------------------------------------------- orders

KINDS_OF_GOODS = {  # category: usual price, how prices vary, nouns
    "食品饮料": (28, 0.5, ("坚果礼盒", "挂耳咖啡", "绿茶", "曲奇", "蜂蜜", "牛肉干")),
    "美妆个护": (118, 0.6, ("面霜", "洁面乳", "防晒霜", "香水", "电动牙刷", "洗发水")),
    "服饰鞋包": (189, 0.5, ("T恤", "羽绒服", "运动鞋", "双肩包", "牛仔裤", "围巾")),
    "家居日用": (59, 0.7, ("收纳箱", "四件套", "保温杯", "台灯", "晾衣架", "毛巾")),
    "数码电器": (399, 0.9, ("耳机", "充电宝", "空气炸锅", "扫地机器人", "机械键盘", "测试仪")),
    "母婴玩具": (99, 0.6, ("纸尿裤", "积木", "奶瓶", "绘本", "安全座椅", "爬行垫")),
}
GOOD_STATES = (
    "交易成功",
    "已完成",
    "已发货",
    "买家已付款，等待卖家发货",
    "卖家已发货，等待买家确认",
    "已签收",
    "待评价",
)
UNPAID_STATES = ("已取消", "交易关闭", "待付款", "等待买家付款", "未付款", "超时未支付，订单关闭")
REFUNDED_STATES = ("已退款", "退款成功", "全额退款", "退货退款")


def price_list() -> pd.DataFrame:
    """Goods with their price: 9.9 to some thousands."""
    rng = np.random.default_rng(7)  # the same shop, whatever the seed
    rows = []
    for category, (usual, vary, nouns) in KINDS_OF_GOODS.items():
        for noun in nouns:
            for spec in ("标准款", "升级款", "家庭装", "2件装", "限定款", "迷你"):
                price = max(9.9, round(float(usual * np.exp(rng.normal(0, vary)))) - 0.1)
                rows.append((f"{noun} {spec}", category, round(price, 2)))
    return pd.DataFrame(rows, columns=["product", "category", "price"])


def sales(count: int, who: pd.DataFrame, today: date, rng: Generator) -> pd.DataFrame:
    """So many rows of orders in the order of time; an order may have several rows, each with its own amount."""
    goods = price_list()
    lines = rng.choice([1, 1, 1, 1, 1, 1, 2, 3], count)
    order = np.repeat(np.arange(count), lines)[:count]
    line = np.arange(count) - np.searchsorted(order, order)
    weight = rng.gamma(0.6, 1, len(who)) + 0.01
    weight[who["wholesale"].to_numpy()] *= 2
    buyer = rng.choice(len(who), count, p=weight / weight.sum())[order]
    wholesale = who["wholesale"].to_numpy()[buyer]
    seconds = DAYS_BACK * 86_400 * rng.random(count) ** 0.8 + 10 * 3600
    start = np.sort(-seconds)[order]
    ordered = (pd.Timestamp(today) + pd.to_timedelta(start, unit="s")).floor("s")
    ordered = pd.Series(np.where(order >= order[-1] - count // 200, ordered + pd.Timedelta(hours=20), ordered))
    delay = pd.Series(pd.to_timedelta(np.exp(rng.normal(4.2, 1.2, count))[order] + 3, unit="s")).dt.floor("s")
    delay = delay.clip(upper=pd.Timedelta(hours=3))
    number = (rng.zipf(1.4, count)[order] * 7 + 31 * line + 5 * order) % len(goods)
    price = goods["price"].to_numpy()[number]
    quantity = rng.choice([1, 1, 1, 1, 1, 2, 2, 3, 4, 6], count)
    bulk = np.clip(np.exp(rng.normal(8.6, 0.8, count)) / price, 10, 500).round().astype(int)
    quantity = np.where(wholesale, bulk, quantity)
    rebate = np.where(wholesale, rng.choice([0.7, 0.75, 0.8], count), rng.choice([1, 1, 1, 0.9, 0.85], count))
    amount = (price * quantity * rebate).round(2)
    amount = np.where(wholesale & (rng.random(count) < 0.5), (amount / 100).round() * 100, amount)
    none = np.full(count, None, dtype=object)
    return pd.DataFrame(
        {
            "order_id": [f"{moment:%Y%m%d}{n:08d}" for moment, n in zip(ordered.dt.date, order.tolist(), strict=True)],
            "customer_id": who["customer_id"].to_numpy()[buyer],
            "order_date": ordered,
            "paid_at": (ordered + delay).where(rng.random(count) > 0.01),
            "amount": amount,
            "refund": np.where(rng.random(count) < 0.3, 0.0, np.nan),
            "product": goods["product"].to_numpy(dtype=object)[number],
            "quantity": quantity,
            "category": goods["category"].to_numpy(dtype=object)[number],
            "payment": rng.choice(np.array(["微信支付", "支付宝", "银行卡", "货到付款", None], dtype=object), count),
            "status": rng.choice(np.array(GOOD_STATES, dtype=object), count),
            "note": none,
            "buyer": buyer,
            "line": line,
            "lines": pd.Series(order).map(pd.Series(order).value_counts()),
        }
    )


def trouble_orders(draft: Draft, testers: Sequence[str], sound: pd.Index) -> None:
    """What may be wrong with orders: first what is wrong in its meaning, then in its cells.

    sound: customers nothing is wrong with, nor with their orders.
    """
    plain, count = draft.plain, draft.count()
    draft.free &= ~plain["buyer"].isin(sound)
    mine = plain["customer_id"].isin(testers)
    draft.tell("test_account", "customer_id", draft.take(len(plain), mine))
    single = plain["lines"] == 1
    timed = plain["paid_at"].notna()
    gifts = draft.take(count, (plain["line"] > 0))  # a gift among the goods of an order: nothing is wrong
    plain.loc[gifts, "amount"] = 0.0
    _without_number(draft, single, count)
    _states(draft, single, count)
    _amounts(draft, single, count)
    _moments(draft, single & timed, count)
    further = _further_lines(draft, single, count)
    copies = _copies(draft, count)
    draft.dress()
    for key in ("amount", "refund"):
        draft.put(key, further, [None])
    draft.put("customer_id", further[1::2], [None])
    draft.put("order_date", further[1::2], [None])
    draft.put("order_id", further[1::2], [None])
    for key in ("paid_at", "payment", "status"):
        draft.put(key, further[1::2], [None])
    _exactly(draft, copies)
    _cells_of_orders(draft, single, count)


def _without_number(draft: Draft, single: pd.Series, count: int) -> None:
    """Sales over the counter, without a number; two alike on one day are two sales."""
    plain = draft.plain
    rows = draft.take(count * 2, single & (plain["quantity"] < 10))
    twins = draft.add(plain.loc[rows[::4]], pd.Series(rows[::4] + 0.25))
    plain = draft.plain
    counter = rows.append(twins)
    plain.loc[counter, ["order_date", "paid_at"]] = plain.loc[counter, ["order_date", "paid_at"]].apply(
        lambda moments: moments.dt.floor("D")
    )
    plain.loc[counter, "order_id"] = None


def _states(draft: Draft, single: pd.Series, count: int) -> None:
    plain = draft.plain
    rows = draft.tell("unpaid", "status", draft.take(count * 3, single))
    plain.loc[rows, "status"] = np.resize(np.array(UNPAID_STATES, dtype=object), len(rows))
    plain.loc[rows, "paid_at"] = pd.NaT
    rows = draft.tell("refunded", "status", draft.take(count * 2, single))
    plain.loc[rows, "status"] = np.resize(np.array(REFUNDED_STATES, dtype=object), len(rows))
    plain.loc[rows[::2], "refund"] = plain.loc[rows[::2], "amount"]


def _amounts(draft: Draft, single: pd.Series, count: int) -> None:
    plain = draft.plain
    largest = float(plain["amount"].max())
    rows = draft.tell("fully_refunded", "refund", draft.take(count, single & (plain["amount"] > 1)))
    plain.loc[rows, "refund"] = plain.loc[rows, "amount"]
    rows = draft.tell("fully_refunded", "refund", draft.take(count // 2, single & plain["amount"].ge(10_000)))
    plain.loc[rows, "refund"] = plain.loc[rows, "amount"]
    rows = draft.tell("partial_refund", "refund", draft.take(count * 2, single & (plain["amount"] > 20)))
    plain.loc[rows, "refund"] = (plain.loc[rows, "amount"] * 0.3).round(2)
    plain.loc[rows[::3], "status"] = "部分退款"
    rows = draft.tell("negative_amount", "amount", draft.take(count, single))
    plain.loc[rows, "amount"] = -plain.loc[rows, "amount"]
    rows = draft.tell("zero_amount", "amount", draft.take(count, single))
    plain.loc[rows, "amount"] = 0.0
    for factor in (100, 1000, 10_000):
        wrong = plain["amount"] * factor >= BEYOND * largest
        rows = draft.tell("outlier", "amount", draft.take(count // 3, single & wrong & (plain["quantity"] < 10)))
        plain.loc[rows, "amount"] = (plain.loc[rows, "amount"] * factor).round(2)


def _moments(draft: Draft, among: pd.Series, count: int) -> None:
    plain, rng = draft.plain, draft.rng
    rows = draft.tell("paid_before_ordered", "paid_at", draft.take(count, among))
    earlier = pd.to_timedelta(rng.integers(2, 400, len(rows)), unit="D")
    plain.loc[rows, "paid_at"] = plain.loc[rows, "order_date"] - earlier
    rows = draft.tell("future_date", "order_date", draft.take(count, among))
    ahead = pd.to_timedelta(DAYS_BACK + rng.integers(30, 5000, len(rows)), unit="D")
    plain.loc[rows, "order_date"] = plain.loc[rows, "order_date"] + ahead
    both = rows[::2]
    plain.loc[both, "paid_at"] = plain.loc[both, "order_date"] + pd.Timedelta(minutes=5)
    draft.tell("paid_before_ordered", "paid_at", rows[1::2])


def _further_lines(draft: Draft, single: pd.Series, count: int) -> pd.Index:
    """Goods of the order above without an amount: with its number, or as merged cells leave them."""
    plain = draft.plain
    rows = draft.take(count, single & (plain["quantity"] < 10) & plain["order_id"].notna())
    further = plain.loc[rows]
    goods = price_list().sample(len(rows), replace=True, random_state=draft.rng)
    further = further.assign(product=goods["product"].to_numpy(), category=goods["category"].to_numpy(), quantity=1)
    return draft.tell("order_line", "order_id", draft.add(further, pd.Series(rows + 0.5)))


def _copies(draft: Draft, count: int) -> tuple[pd.Index, pd.Index]:
    """Rows copied below, by hand or by an import that ran twice; the copies and what they are copied from."""
    plain = draft.plain
    rows = draft.take(count, plain["amount"] > 0)
    end = float(len(plain))
    place = pd.Series([at + 0.5 if n % 2 else end + n for n, at in enumerate(rows)])
    copies = draft.add(plain.loc[rows], place)
    return draft.tell("duplicate_order", "order_id", copies), rows


def _exactly(draft: Draft, copies: tuple[pd.Index, pd.Index]) -> None:
    """Every other copy is one to the letter; the rest came out of another export, in other clothes.

    Without a number only rows of the same second are copies.
    """
    for copy, row in zip(*copies, strict=True):
        if copy % 2:
            draft.cells.loc[copy] = draft.cells.loc[row]
    quarter = list(zip(*copies, strict=True))[::4]
    to_the_second = pd.Index([row for pair in quarter for row in pair])
    draft.cells.loc[to_the_second, "order_date"] = dressed(
        draft.plain.loc[to_the_second, "order_date"], TO_THE_SECOND, draft.rng
    )
    draft.put("order_id", to_the_second, [None])


def _cells_of_orders(draft: Draft, single: pd.Series, count: int) -> None:
    draft.tell("no_customer", "customer_id", draft.put("customer_id", draft.take(count, single), [None, "", "-"]))
    draft.tell("no_date", "order_date", draft.put("order_date", draft.take(count, single), [None, "", "-"]))
    draft.tell("no_amount", "amount", draft.put("amount", draft.take(count, single), [None, "", "-"]))
    draft.tell("bad_date", "order_date", draft.put("order_date", draft.take(count, single), BAD_DATES))
    draft.tell("bad_date", "paid_at", draft.put("paid_at", draft.take(count // 2, single), BAD_DATES))
    draft.tell("bad_number", "amount", draft.put("amount", draft.take(count, single), BAD_AMOUNTS))
    draft.tell("bad_number", "quantity", draft.put("quantity", draft.take(count // 2, single), ("两三", "若干", "x")))
    for key in ("amount", "order_date", "customer_id", "category", "product", "status", "paid_at", "order_id"):
        draft.tell("formula_error", key, draft.put(key, draft.take(max(1, count // 6), single), ERRORS))


def overlap(draft: Draft, cut: float) -> pd.Index:
    """The first rows of the second export once more, as they stood at the end of the first."""
    ready = draft.free.index[draft.free & (draft.place < cut)]
    rows = pd.Index(ready[draft.place[ready].sort_values().index.get_indexer(ready) >= len(ready) - draft.count()])
    draft.free[rows] = False
    plain = draft.plain.loc[rows]
    copies = draft.add(plain, pd.Series(np.linspace(cut + 0.01, cut + 0.4, len(rows))))
    cells = plain.set_axis(copies)
    fresh = pd.DataFrame({key: DRESS[key](cells[key], draft.rng) if key in DRESS else cells[key] for key in cells})
    draft.cells = pd.concat([draft.cells, fresh.astype(object)])
    return draft.tell("duplicate_order", "order_id", copies)


def subtotals(draft: Draft, rows: pd.Index, words: Sequence[str], today: date) -> pd.Index:
    """After every month, and one below all; words may name the month, and may stand in another column."""
    plain = draft.plain.loc[rows[rows.isin(draft.plain.index)]]
    in_time = plain[(plain["order_date"] < pd.Timestamp(today)) & (plain.index < draft.made)]
    months = in_time["order_date"].dt.to_period("M")
    last = months.drop_duplicates(keep="last")
    sums = in_time.groupby(months)["amount"].sum()
    made = [
        {
            "order_id" if n % 3 else "paid_at": words[n % len(words)].format(month=f"{month.year}年{month.month}月"),
            "amount": round(float(sums.get(month, 0)), 2),
        }
        for n, month in enumerate(last)
    ]
    made.append({"order_id": "总 计：", "amount": round(float(plain["amount"].sum()), 2)})
    places = [*(draft.place[last.index] + 0.3), draft.place[rows].max() + 1]
    frame = pd.DataFrame(made, columns=list(draft.cells.columns))
    return draft.tell("total_row", "customer_id", draft.insert(frame, places))


# ---------------------------------------------------------------------------------------------------------- records


class Known(NamedTuple):
    """IDs of customers that are what they seem, and of test accounts."""

    sound: Sequence[str]
    testers: Sequence[str]
    today: date


def records(people: "Known", what: Sequence[str], count: int, rng: Generator) -> Draft:
    """Rows of customer, day and text, with what may be wrong with them."""
    back = pd.to_timedelta(rng.integers(0, 360 * 86_400, count), unit="s")
    plain = pd.DataFrame(
        {
            "customer_id": rng.choice(np.array(people.sound, dtype=object), count),
            "day": pd.Series(pd.Timestamp(people.today) - back),
            "what": rng.choice(np.array(what, dtype=object), count),
            "duration": rng.integers(1, 90, count),
        }
    )
    draft = Draft(plain, rng)
    some = draft.tell("test_account", "customer_id", draft.take(3))
    draft.plain.loc[some, "customer_id"] = np.resize(np.array(people.testers, dtype=object), len(some))
    draft.dress()
    few = draft.count(0.01)
    draft.tell("no_customer", "customer_id", draft.put("customer_id", draft.take(few), [None, "-"]))
    draft.tell("bad_date", "day", draft.put("day", draft.take(few), BAD_DATES))
    draft.tell("formula_error", "what", draft.put("what", draft.take(few), ERRORS))
    draft.tell("bad_number", "duration", draft.put("duration", draft.take(few), ("很久", "?")))
    total = pd.DataFrame([{"customer_id": "合计"}], columns=list(draft.cells.columns))
    draft.tell("total_row", "customer_id", draft.insert(total, [count + 1.0]))
    return draft


def referrals(people: "Known", count: int, rng: Generator) -> Draft:
    made = rng.choice(np.array(people.sound, dtype=object), (count, 2))
    back = pd.to_timedelta(rng.integers(0, 360, count), unit="D")
    plain = pd.DataFrame({"referrer_id": made[:, 0], "referred_id": made[:, 1]})
    draft = Draft(plain.assign(day=pd.Timestamp(people.today) - back), rng)
    some = draft.tell("test_account", "referrer_id", draft.take(3))
    draft.plain.loc[some, "referrer_id"] = np.resize(np.array(people.testers, dtype=object), len(some))
    draft.dress()
    draft.tell("no_customer", "referrer_id", draft.put("referrer_id", draft.take(3), [None]))
    draft.tell("formula_error", "referred_id", draft.put("referred_id", draft.take(3), ERRORS))
    return draft


def order_lines(count: int, orders: pd.DataFrame, rng: Generator) -> Draft:
    """Goods of some orders, whatever became of those; a few of orders that are nowhere."""
    some = orders[orders["order_id"].notna()].sample(count, random_state=rng).sort_index()
    price = (some["amount"].abs() / some["quantity"]).round(2)
    plain = some[["order_id", "product", "category", "quantity"]].assign(unit_price=price).reset_index(drop=True)
    draft = Draft(plain, rng)
    draft.dress()
    few = draft.count(0.01)
    lost = draft.take(few)
    draft.tell("orphan_line", "order_id", draft.put("order_id", lost, [f"99{n:014d}" for n in range(len(lost))]))
    draft.tell("bad_number", "unit_price", draft.put("unit_price", draft.take(few), BAD_AMOUNTS))
    draft.tell("formula_error", "category", draft.put("category", draft.take(few), ERRORS))
    total = pd.DataFrame([{"order_id": "合计", "quantity": int(plain["quantity"].sum())}], columns=list(plain.columns))
    draft.tell("total_row", "order_id", draft.insert(total, [count + 1.0]))
    return draft


# --------------------------------------------------------------------------------------------------------- workbook

CUSTOMER_HEADER = {
    "blank": None,
    "customer_id": "会员编号",
    "customer_name": "姓名",
    "phone": "手机号",
    "email": "邮箱",
    "id_number": "身份证号",
    "gender": "性别",
    "age": "年龄",
    "region": "所在地区",
    "registered": "注册时间",
    "first_order": "首次购买日期",
    "last_order": "最近购买日期",
    "note": "备注",
}
ORDER_HEADER = {
    "order_id": "订单编号",
    "customer_id": "会员编号",
    "order_date": "下单时间",
    "paid_at": "付款时间",
    "amount": "实付金额",
    "refund": "退款金额",
    "blank": None,
    "product": "商品名称",
    "quantity": "数量",
    "category": "品类",
    "payment": "支付方式",
    "status": "订单状态",
}
SECOND_HEADER = {  # the second export has its columns in another order
    key: ORDER_HEADER[key]
    for key in ("customer_id", "order_id", "amount", "order_date", "paid_at", "status", "refund", "quantity")
} | {key: ORDER_HEADER[key] for key in ("product", "category", "payment")}
SMALL = (  # sheet, header, what stands in it
    (
        LOGINS,
        {"customer_id": "会员编号", "day": "登录时间", "what": "行为类型", "duration": "停留时长"},
        ("登录", "浏览", "收藏", "加购"),
    ),
    (SERVICES, {"customer_id": "会员编号", "day": "服务日期", "what": "服务内容"}, ("安装", "维修", "咨询", "回访")),
    (
        COMPLAINTS,
        {"customer_id": "会员编号", "day": "投诉日期", "what": "投诉内容"},
        ("物流慢", "质量问题", "客服态度", "少发"),
    ),
)
NAMES = {  # what the columns of small sheets are called there
    LOGINS: {"day": "activity_date", "what": "activity"},
    SERVICES: {"day": "service_date", "what": "service"},
    COMPLAINTS: {"day": "complaint_date", "what": "complaint"},
    REFERRALS: {"day": "referral_date"},
}


def messy(customers: int = 20_000, orders: int = 120_000, seed: int = 20_260_701, today: date = TODAY) -> Messy:
    """The workbook and the truth about it, the same for the same arguments."""
    rng = np.random.default_rng(seed)
    who = people(customers, today, rng)
    bought = sales(orders, who, today, rng)
    times = bought.groupby("buyer")["order_date"].agg(["min", "max"]).reindex(who.index)
    draft = Draft(who.assign(first_order=times["min"], last_order=times["max"]), rng)
    trouble_customers(draft)
    bought["customer_id"] = draft.plain.loc[bought["buyer"], "customer_id"].to_numpy()
    testers = _told_rows(draft, "test_account")
    known = Known(draft.plain.loc[draft.plain.index[draft.free], "customer_id"].tolist(), testers, today)
    sold = Draft(bought, rng)
    trouble_orders(sold, testers, who.index[who["customer_name"].str.contains(TESTERS_BY_TRADE)])

    book = _Book()
    total = pd.DataFrame([{"customer_id": "合计", "note": f"共 {customers:,} 人"}], columns=list(draft.cells.columns))
    draft.tell("total_row", "customer_id", draft.insert(total, [draft.place.max() + 1]))
    tops: Cells = [[None, "会员资料表"], [None, "基本资料", *[None] * 7, "消费情况"]]
    book.add(CUSTOMERS, draft, draft.cells.index, tops, CUSTOMER_HEADER)
    _add_orders(book, sold, today)
    size = max(200, orders // 60)
    for sheet, header, what in SMALL:
        made = records(known, what, size, rng)
        made.told = [each for each in made.told if each[1] in header]
        book.add(sheet, made, made.cells.index, [[f"{sheet}（导出）"], []], header)
    made = referrals(known, size, rng)
    book.add(
        REFERRALS, made, made.cells.index, [], {"referrer_id": "推荐人", "referred_id": "被推荐人", "day": "推荐日期"}
    )
    numbered = sold.cells["order_id"].notna() & ~sold.cells["order_id"].isin(ERRORS)
    made = order_lines(size, sold.plain[numbered.reindex(sold.plain.index)][: len(bought)], rng)
    header = {
        "order_id": "订单编号",
        "product": "商品名称",
        "category": "品类",
        "quantity": "数量",
        "unit_price": "单价",
    }
    book.add(LINES, made, made.cells.index, [["订单商品明细"]], header)
    return book.finished(today)


def _told_rows(draft: Draft, code: str) -> list[str]:
    rows = [row for told, _, index in draft.told if told == code for row in index]
    return draft.plain.loc[rows, "customer_id"].tolist()


def _add_orders(book: "_Book", sold: Draft, today: date) -> None:
    """Two exports whose time overlaps."""
    cut = len(sold.plain) * 6 // 10 + 0.0
    first = sold.place.index[sold.place < cut]
    overlap(sold, cut)
    second = sold.place.index.difference(first)
    more = subtotals(sold, first, ("小计", "{month}小计", "合计"), today)
    other = subtotals(sold, second, ("{month}合计", "小计："), today)
    tops: Cells = [["甲乙丙旗舰店订单导出"], []]
    book.add(FIRST, sold, first.append(more), tops, ORDER_HEADER)
    book.add(SECOND, sold, second.append(other), [["甲乙丙旗舰店订单导出（续）"], [], []], SECOND_HEADER)


class _Book:
    def __init__(self) -> None:
        self.sheets: dict[str, Cells] = {}
        self.truth: list[pd.DataFrame] = []
        self.rows: list[pd.DataFrame] = []

    def add(self, sheet: str, draft: Draft, rows: pd.Index, tops: Cells, header: Mapping[str, str | None]) -> None:
        laid = lay_out(draft, rows, tops, header)
        self.sheets[sheet] = laid.cells
        self.truth.append(told(sheet, draft, laid).replace({"column": NAMES.get(sheet, {})}))
        self.rows.append(pd.DataFrame({"sheet": sheet, "row": laid.row.to_numpy()}))

    def finished(self, today: date) -> Messy:
        truth = pd.concat(self.truth, ignore_index=True).sort_values(ADDRESS, ignore_index=True)
        return Messy(self.sheets, truth, pd.concat(self.rows, ignore_index=True), today)


# ---------------------------------------------------------------------------------------------------------- measure


def measured(made: Messy, issues: pd.DataFrame) -> pd.DataFrame:
    """One row a kind: injected, found, missed, false, precision, recall; false alarms as a share of clean rows."""
    true, said = (
        frame[ADDRESS].drop_duplicates().assign(row=lambda f: f["row"].astype(int)) for frame in (made.truth, issues)
    )
    both = true.merge(said, how="outer", on=ADDRESS, indicator="where")
    counts = both.groupby("code")["where"].value_counts().unstack(fill_value=0)
    table = pd.DataFrame(
        {
            "injected": counts["both"] + counts["left_only"],
            "found": counts["both"],
            "missed": counts["left_only"],
            "false": counts["right_only"],
        }
    ).astype(int)
    clean = len(made.rows) - len(made.truth.drop_duplicates(["sheet", "row"]))
    table["precision"] = table["found"] / (table["found"] + table["false"]).where(lambda n: n > 0)
    table["recall"] = table["found"] / table["injected"].where(table["injected"] > 0)
    table["of clean rows"] = table["false"] / clean
    return table


def differing(made: Messy, issues: pd.DataFrame) -> pd.DataFrame:
    """Where the truth and what was found differ: where = left_only is missed, right_only a false alarm."""
    true = made.truth[ADDRESS].drop_duplicates()
    said = issues[ADDRESS].drop_duplicates().assign(row=lambda f: f["row"].astype(int))
    both = true.merge(said, how="outer", on=ADDRESS, indicator="where")
    return both[both["where"] != "both"].reset_index(drop=True)


def markdown(table: pd.DataFrame) -> str:
    lines = [
        "| 发现 kind | 放入 injected | 查出 found | 误报 false | 精确率 precision | 召回率 recall |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for code, row in table.iterrows():
        lines.append(
            f"| `{code}` | {row['injected']:,.0f} | {row['found']:,.0f} | {row['false']:,.0f} "
            f"| {row['precision']:.2%} | {row['recall']:.2%} |"
        )
    return "\n".join(lines)


def write(made: Messy, path: Path) -> None:
    """As a workbook, with titles over merged cells; what begins with = is text here, not a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    def texts(sheet: object, row: Sequence[object]) -> list[object]:
        cells = list(row)
        for at, value in enumerate(cells):
            if isinstance(value, str) and value.startswith("="):
                cells[at] = WriteOnlyCell(sheet, value)
                cells[at].data_type = "s"
        return cells

    book = Workbook(write_only=True)
    for name, rows in made.sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(texts(sheet, row))
        if len(rows[0]) in (1, 2):
            sheet.merged_cells.add(f"{'AB'[len(rows[0]) - 1]}1:G1")
    book.save(path)


def main(arguments: Sequence[str]) -> None:
    from xlseg.analysis import inspect
    from xlseg.recognise import recognise

    made = messy()
    if arguments:
        write(made, Path(arguments[0]))
    found = inspect(*recognise(made.sheets), today=made.today)
    print(markdown(measured(made, found.issues)))


if __name__ == "__main__":
    main(sys.argv[1:])
