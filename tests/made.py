"""Workbooks of ours as people have them, for tests that look at the files: the demo, and a small shop with everything.

`made(name, folder)` makes one; NAMES: demo and shop, in both languages.
"""

import io
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.hosts import results
from xlseg.hosts.file import FileHost
from xlseg.models import MODELS
from xlseg.settings import Row
from xlseg.sheets.pages import ASKED
from xlseg.sheets.plain import dress
from xlseg.text import LANGS, Lang

TEMPLATES = Path(__file__).parents[1] / "workbook_templates"
CITIES = ["北京", "上海", "苏州", "合肥", "洛阳", "三亚", "哈尔滨", "广州", "绵阳"]
ALL = {"zh": "全部", "en": "all"}
Cells = list[list[object]]


def shop(people: int = 120) -> dict[str, Cells]:
    """Customers, orders, log-ins and complaints of a small shop, such that every model has what it needs."""
    draw = np.random.default_rng(5)
    ids = [f"C{n:03}" for n in range(people)]
    weight = draw.exponential(3, people).round().astype(int)
    first = datetime(2025, 1, 1)

    def one_of(*words: str | None) -> str | None:
        return words[draw.integers(len(words))]

    customers: Cells = [["客户ID", "姓名", "性别", "年龄", "所在城市", "会员等级", "注册时间", "合同终止日期"]]
    orders: Cells = [["订单号", "客户ID", "下单日期", "金额", "品类", "渠道", "支付方式"]]
    logins: Cells = [["客户ID", "登录时间", "浏览页面"]]
    complaints: Cells = [["客户ID", "投诉日期", "投诉内容"]]
    for customer, times in zip(ids, weight, strict=True):
        since = datetime(2023, 1, 1) + timedelta(int(draw.integers(700)))
        facts = [one_of("男", "女"), int(draw.integers(18, 75)), one_of(*CITIES), one_of("普通", "银卡", "金卡")]
        customers.append([customer, f"客户{customer}", *facts, since, one_of(None, "2026-03-31")])
        for _ in range(times):
            amount = round(float(draw.lognormal(5.5, 0.8)), 2)
            goods = [one_of("食品", "衣服", "家电"), one_of("线上", "线下"), one_of("支付宝", "微信", "银行卡")]
            orders.append([f"NO{len(orders)}", customer, first + timedelta(int(draw.integers(540))), amount, *goods])
        for _ in range(int(draw.integers(6))):
            moment = datetime(2026, 1, 1) + timedelta(int(draw.integers(170)))
            logins.append([customer, moment, one_of("首页", "商品页", "活动页")])
            if draw.random() < 0.1:
                complaints.append([customer, moment, one_of("物流慢", "质量问题")])
    return {"客户": customers, "订单": orders, "登录记录": logins, "投诉记录": complaints}


def _demo(lang: Lang, folder: Path) -> Path:
    return files.demo(folder, lang).output


def _everything(lang: Lang, folder: Path) -> Path:
    """Every model and every page, then the other actions on the same file, and segmented again."""
    path = shop_file(folder / f"shop-{lang}.xlsx")
    spoken = Row("general.lang", value=lang)
    models = {model.key for model in MODELS}
    files.run(BY_KEY["segment"], path, (spoken, Row("general.models", value=ALL[lang])), in_place=True)
    others = (key for key in BY_KEY if key not in models and key not in SAME)
    for key in (*(sheet.key for sheet in ASKED), *others, "segment"):
        files.run(BY_KEY[key], path, (spoken,), in_place=True)
    return path


MAKERS: dict[str, Callable[[Lang, Path], Path]] = {"demo": _demo, "shop": _everything}
NAMES = [f"{name}-{lang}" for name in MAKERS for lang in LANGS]


SAME = ("undo", "result", "strategy", "dashboard")  # files have .bak instead; the others write what segment writes


def made(name: str, folder: Path) -> Path:
    kind, lang = name.split("-")
    return MAKERS[kind](lang, folder)  # type: ignore[arg-type]


def shop_file(path: Path, people: int = 120) -> Path:
    """The shop's data as a workbook people would open, without a sheet of ours."""
    sheets = shop(people)
    host = FileHost(rows=sheets)
    for sheet, rows in sheets.items():
        host.write(dress(sheet, rows))
    host.save(path)
    return path


def compute(path: Path, sheets: Collection[str], read: Callable[[str], object]) -> None:
    """Give the formulas of a workbook results, as Excel would."""
    path.write_bytes(results.keep(io.BytesIO(path.read_bytes()), sheets, read).getvalue())  # type: ignore[arg-type]
