"""Labels as formulas: IronCalc and LibreOffice come to Python's labels, now and after settings were changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import ironcalc
import pandas as pd
import pytest
from computed import FUNCTIONS, by_libreoffice, called, plain, rows_of
from hypothesis import strategies as st
from libreoffice import MISSING
from openpyxl import load_workbook

from xlseg.actions import ACTIONS, Request
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.kinds import Cuts, Number
from xlseg.live.followed import WAYS
from xlseg.settings import Row
from xlseg.thresholds import kind_of, thresholds

HEADERS = ["客户ID", "姓名", "距上次购买天数", "订单数", "累计金额", "首单至今天数", "年龄", "性别", "所在城市"]
HEADERS += ["会员等级", "投诉次数", "互动次数", "客单价", "最近互动日期", "转介绍人数", "平均购买间隔天数", "购买天数"]
HEADERS += ["备注等级"]
AGAIN = "#请重新运行 xlseg"
DAY = datetime(2026, 6, 30)
LIVE = next(action for action in ACTIONS if action.key == "live").run


def row():
    """A customer, with values on and beside the limits the models come with."""
    days = st.none() | st.sampled_from([0, 29, 30, 89, 90, 91, 179, 180, 181, 182, 183, 184, 400]) | st.integers(0, 800)
    orders = st.none() | st.sampled_from([0, 1, 2, 3, 4, 5, 6]) | st.integers(0, 30)
    money = st.none() | st.sampled_from([0, 500, 500.01, 2000, 1999.99]) | st.floats(0, 9000).map(lambda x: round(x, 2))
    times = st.none() | st.integers(0, 12)
    text = st.none() | st.sampled_from(["Gold", "GOLD", "gold", "银卡", 'a"b', "金卡", "普通"])
    return st.tuples(
        *(days, orders, money, days),
        st.none() | st.sampled_from([0, 17, 35, 36, 37, 59, 60, 61, 120]) | st.integers(1, 110),
        st.none() | st.sampled_from(["男", "女", "Male", "female", "未知"]),
        st.none() | st.sampled_from(["北京", "苏州", "上海市", "合肥", "洛阳", "三亚", "哈尔滨", "不知道", "绵阳"]),
        text,
        *(times, times.map(lambda n: n and n * 7), money),
        st.none() | st.integers(0, 120).map(lambda days: DAY - timedelta(days)),
        *(times, st.none() | st.sampled_from([10, 30, 45.5]), times, text),
    )


MANY, SOME, FEW = 1_000, 500, 200  # customers, none like another


@cache
def everybody() -> list[tuple[object, ...]]:
    return [(f"C{n:05}", f"客户{n}", *cells) for n, cells in enumerate(rows_of(row(), 5_000))]


def customers(count: int) -> list[tuple[object, ...]]:
    return everybody()[:count]


RULES = [
    ("Gold", "备注等级 = gold 且 R <= 180"),
    ("quoted", '备注等级 包含 a"'),
    ("silent", "R > 180 或 备注等级 为空"),
    ("recent", "最近互动日期 >= 2026-05-01"),
    ("rest", "F 1-4 且 会员等级 <> 银卡"),
]
VARIANTS = {
    "rfm": [
        *({}, {"scheme": "groups11"}, {"binning": "equal_count"}, {"high_of": "values"}),
        {"high": "limit", "high_of": "values", "r_high": "90", "f_high": "3", "m_high": "1000"},
        {"binning": "custom", "r_cuts": "30, 90, 180", "f_cuts": "2,3,5", "m_cuts": "500，1000 2000"},
        {"binning": "custom", "r_cuts": "30, 90", "f_cuts": "2", "m_cuts": "500; 1500.5", "high_of": "values"},
    ],
    "rules": [{}, {"table": RULES}],
    "value": [{}, {"by": "limits"}],
    "tiers": [{}, {"by": "limits", "limits": "500, 2000"}, {"by": "limits", "limits": "500, 2000", "top_orders": "2"}],
    "behaviour": [{}, {"large_basket": "500"}, {"basket": "shown"}],
    "demographics": [{}, {"by": "性别"}, {"by": "年龄, 性别"}, {"age_limits": "20, 30, 40"}],
    "geography": [{}, {"by": "province"}, {"by": "north_south"}, {"lower": "apart"}],
    "lifecycle": [{}, {"limits": "own_intervals"}, {"new_orders": "1"}],
    "churn": [{}],
    "loyalty": [{}, {"loyal_days": "365", "levels": "gold"}],
    "matrix": [{}, {"first_limit": "1000", "second_limit": "2"}],
}
REMADE = {("lifecycle", 2): {"new_orders"}}  # from 1 on, rules are made otherwise: labels ask for a run
CASES = [(key, n) for key, found in VARIANTS.items() for n in range(len(found))]


def written(key: str, changes: dict[str, object], count: int, path: Path):
    """A workbook with live labels of one model, and the analysis behind it."""
    given = [Row("general.models", value=key)]
    for name, value in changes.items():
        items = [(None, *rule, None, None) for rule in value] if isinstance(value, list) else [value]
        given += [Row(f"{key}.{name}", value=item) for item in items]
    host = FileHost(rows={"客户": [HEADERS, *map(list, customers(count))]})
    report = LIVE(host, Request(tuple(given)))
    host.save(path, "zh")
    return report


def expected(model, customers) -> dict[str, list[object]]:
    """What the label columns show, but the reasons, which live labels word otherwise."""
    found = model.segment(customers)
    labels = found.labels.assign(segment=found.labels["segment"].map(found.titles()))
    columns = [c for c in model.columns if c.key != "reason"]
    return {c.title.zh: [_shown(v) for v in labels[c.key]] for c in columns}


def _shown(value: object) -> object:
    value = value.zh if hasattr(value, "zh") else value
    return None if value is None or pd.isna(value) else plain(value)


class Computed:
    """A workbook in IronCalc, which takes a blank cell with a look for 0: these are emptied."""

    def __init__(self, path: Path) -> None:
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.names = [sheet["name"] for sheet in self.model.get_worksheets_properties()]
        self.book = load_workbook(path)
        for sheet in self.book:
            blank = (cell for row in sheet.iter_rows() for cell in row if cell.value is None and cell.has_style)
            for cell in blank:
                self.model.clear_cell_contents(self.names.index(sheet.title), cell.row, cell.column)
        self.model.evaluate()

    def place_of(self, key: str) -> tuple[int, int]:
        return next((cell.row, 3) for (cell,) in self.book["设置"].iter_rows(max_col=1) if cell.value == key)

    def alive(self) -> set[object]:
        """The headers of columns of formulas."""
        sheet = self.book["客户"]
        return {cell.value for cell in sheet[1] if sheet.cell(2, cell.column).data_type == "f"}

    def put(self, sheet: str, place: tuple[int, int], value: object) -> None:
        at = (self.names.index(sheet), *place)
        if value is None:
            self.model.clear_cell_contents(*at)
        elif isinstance(value, str):
            self.model.update_cell_with_text(*at, value)
        else:
            self.model.update_cell_with_number(*at, float(value))
        self.model.evaluate()

    def labels(self, titles) -> dict[str, list[object]]:
        sheet = self.names.index("客户")
        _, bottom, _, right = self.model.get_sheet_dimensions(sheet)
        heads = {self.model.get_cell_value(sheet, 1, column): column for column in range(1, right + 1)}
        rows = range(2, bottom + 1)
        return {title: [plain(self.model.get_cell_value(sheet, row, heads[title])) for row in rows] for title in titles}


def alike(one: object, other: object) -> bool:
    both = isinstance(one, float) and isinstance(other, float)
    return abs(one - other) < 1e-9 * max(1, abs(one)) if both else one == other


def differing(found, wanted) -> list[str]:
    told = []
    for title in wanted:
        rows = zip(customers(len(wanted[title])), found[title], wanted[title], strict=True)
        told += [f"{title} {row}: {one!r}, not {other!r}" for row, one, other in rows if not alike(one, other)]
    return told


@pytest.mark.parametrize(("key", "variant"), CASES)
def test_formulas_come_to_the_labels_of_every_customer(key, variant, tmp_path):
    count = SOME if variant else MANY
    report = written(key, VARIANTS[key][variant], count, tmp_path / "live.xlsx")
    wanted = expected(report.analysis.model(key), report.analysis.customers)
    computed = Computed(tmp_path / "live.xlsx")
    assert differing(computed.labels(wanted), wanted) == []
    sheets = [computed.book[name] for name in ("客户", "实时公式")]
    texts = [cell.value for sheet in sheets for line in sheet for cell in line if cell.data_type == "f"]
    assert len(texts) > 2 * count >= 2 * SOME
    assert {name for text in set(texts) for name in called(text)} <= FUNCTIONS
    assert max(map(len, texts)) <= 8192


def changes(model):
    """Each numeric setting with values it may have, besides its own."""
    for f in thresholds(model):
        value, kind = getattr(model, f.name), kind_of(f)
        if isinstance(kind, Number) and value is not None:
            tries = [value + 1, value * 2, max(value - 1, kind.low), kind.low, value / 2]
            tries = [round(one) if kind.whole else one for one in tries]
        elif isinstance(kind, Cuts) and value:
            tries = [tuple(v * 2 for v in value), tuple(v + 1 for v in value), (*value[:-1], value[-1] * 3)]
        else:
            continue
        for one in dict.fromkeys(tries):
            if one != value:
                try:
                    yield f.name, one, replace(model, **{f.name: one})
                except XlsegError:
                    yield f.name, one, None


@pytest.mark.parametrize(("key", "variant"), CASES)
def test_after_a_setting_is_changed_in_excel_labels_are_python_s_or_ask_for_a_run(key, variant, tmp_path):
    path = tmp_path / "live.xlsx"
    report = written(key, VARIANTS[key][variant], FEW, path)
    model, table = report.analysis.model(key), report.analysis.customers
    computed, followed = Computed(path), set()
    before = expected(model, table)
    alive = [title for title in before if title in computed.alive()]
    for name, value, changed in changes(model):
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        place = computed.place_of(f"{key}.{name}")
        computed.put("设置", place, shown)
        found = computed.labels(alive)
        if all(label == AGAIN for labels in found.values() for label in labels):
            pass
        else:
            assert changed is not None, f"{name} = {value} is refused by xlseg, and labels do not tell"
            wanted = {title: labels for title, labels in expected(changed, table).items() if title in alive}
            assert differing(found, wanted) == [], f"{name} = {value}"
            followed.add(name)
        computed.put("设置", place, computed.book["设置"].cell(*place).value)
    assert alive
    meant = {name for name in WAYS[key].follows(model) if getattr(model, name) not in (None, ())}
    assert followed >= meant - REMADE.get((key, variant), set())
    assert differing(computed.labels(before), before) == []


def test_a_choice_that_formulas_cannot_follow_is_told_instead_of_wrong_labels(tmp_path):
    path = tmp_path / "live.xlsx"
    report = written("lifecycle", {}, FEW, path)
    computed = Computed(path)
    computed.put("设置", computed.place_of("lifecycle.limits"), "客户自己的购买间隔")
    assert set(computed.labels(["生命周期阶段"])["生命周期阶段"]) == {AGAIN}
    computed.put("设置", computed.place_of("lifecycle.limits"), "固定天数")
    wanted = expected(report.analysis.model("lifecycle"), report.analysis.customers)
    assert differing(computed.labels(wanted), wanted) == []


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_libreoffice_comes_to_the_labels_of_all_models_too(tmp_path):
    path = tmp_path / "live.xlsx"
    report = written(", ".join(WAYS), {}, MANY, path)
    rows = by_libreoffice(path, tmp_path / "read")["客户"]
    for key in WAYS:
        wanted = expected(report.analysis.model(key), report.analysis.customers)
        found = {title: [plain(line[rows[0].index(title)]) for line in rows[1:]] for title in wanted}
        assert differing(found, wanted) == []


@pytest.mark.parametrize("typed", [None, "abc", 100_000])
def test_a_cut_that_is_no_number_or_out_of_order_asks_for_a_run(typed, tmp_path):
    path = tmp_path / "live.xlsx"
    written("rfm", {}, 60, path)
    computed = Computed(path)
    row = next(cells[2].row for cells in computed.book["实时公式"].iter_rows() if cells[2].value == "R 的分界点 1")
    computed.put("实时公式", (row, 5), typed)
    assert set(computed.labels(["RFM客户类型"])["RFM客户类型"]) == {AGAIN}


def test_a_word_in_place_of_a_number_asks_for_a_run(tmp_path):
    path = tmp_path / "live.xlsx"
    written("lifecycle", {}, 60, path)
    computed = Computed(path)
    computed.put("设置", computed.place_of("lifecycle.lost_days"), "abc")
    assert set(computed.labels(["生命周期阶段"])["生命周期阶段"]) == {AGAIN}
