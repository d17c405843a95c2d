"""销售洞察: what a reader is told, and that no data make it fail."""

import warnings

import pandas as pd
import pytest
from perfumery import shop

from xlseg import General, Rfm, Settings, analyze, demo
from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.models.geography import Geography
from xlseg.page import place
from xlseg.recognise import recognise
from xlseg.sheets.insight import insight_page
from xlseg.text import LANGS


def told(orders, *more, lang="zh"):
    """The page of these orders, made without a warning."""
    analysis = analyze(orders, *more, settings=Settings(General(lang), (Rfm(),)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = insight_page(analysis)
        place(page, lang)
    return page


def notes(page, lang="zh"):
    return [block.text.of(lang) for block in page.blocks if isinstance(block, Note)]


def tables(page):
    return {block.name: block for block in page.blocks if isinstance(block, Table)}


def test_every_total_is_that_of_the_analysis():
    analysis = analyze(shop(), settings=Settings(models=(Rfm(),)))
    found = tables(insight_page(analysis))
    for name in ("category", "product", "channel", "payment"):
        rows = found[f"insight.{name}"].rows
        assert rows["revenue"].iloc[-1] == pytest.approx(analysis.after.revenue)
        assert rows["revenue"].iloc[:-1].sum() == pytest.approx(analysis.after.revenue)
        assert rows["share"].iloc[:-1].sum() == pytest.approx(1)
        assert rows["orders"].iloc[-1] == analysis.order_count
        assert rows["customers"].iloc[-1] == len(analysis.customers)
    groups = found["insight.groups"]
    shares = groups.rows[[column.key for column in groups.columns[1:]]]
    assert shares.sum().tolist() == pytest.approx([1] * len(groups.columns[1:]))


def test_refunds_that_cleaning_left_out_count_as_refunds_of_their_channel():
    orders = shop()
    rows = tables(told(orders))["insight.channel"].rows.set_index("title")
    for channel in ("线上", "门店"):
        of = orders[orders["渠道"] == channel]
        assert rows.loc[channel, "refunds"] == pytest.approx((of["订单状态"] == "退款成功").mean())
    assert rows["refunds"].iloc[-1] == pytest.approx((orders["订单状态"] == "退款成功").mean())


def test_without_orders_it_says_so():
    people = pd.DataFrame({"客户ID": ["A", "B"], "R": [3, 40], "F": [2, 1], "M": [300.0, 40.0]})
    analysis = analyze(people, settings=Settings(models=(Rfm(),)))
    (sentence,) = notes(insight_page(analysis))
    assert sentence.startswith("没有订单")


def test_without_categories_products_or_channels_it_says_which_column_would_help():
    said = notes(told(demo.orders()))
    assert [s[:12] for s in said[-3:]] == [
        "订单和明细里没有品类：加",
        "订单和明细里没有商品：加",
        "订单里没有渠道：加上「渠",
    ]
    assert {"insight.months", "insight.season", "insight.repeats", "insight.due", "insight.expected"} == set(
        tables(told(demo.orders()))
    )


def test_charts_are_of_tables_that_hold_something():
    page = told(shop())
    drawn = [before for before, block in zip(page.blocks, page.blocks[1:], strict=False) if isinstance(block, Chart)]
    assert len(drawn) == 4
    assert all(isinstance(table, Table) and len(table.rows) > 1 for table in drawn)


def orders(*rows):
    return pd.DataFrame(list(rows), columns=["客户ID", "订单号", "下单日期", "金额", "品类", "商品名称", "渠道"])


DAY = pd.Timestamp("2026-01-05")
ODD = {
    "one order": orders(("A", "1", DAY, 10.0, "茶", "红茶", "线上")),
    "one customer": orders(*(("A", n, DAY + pd.Timedelta(days=n), 10.0, "茶", "红茶", "线上") for n in range(90))),
    "one month": orders(*((f"C{n}", n, DAY + pd.Timedelta(days=n % 20), 1.0, "茶", "红茶", None) for n in range(60))),
    "nothing filled": orders(*((f"C{n}", n, DAY, 1.0, None, " ", None) for n in range(9))),
    "mostly blank": orders(*((f"C{n}", n, DAY, 1.0, "茶" if n == 3 else None, None, None) for n in range(9))),
    "refunds alone": orders(("A", "1", DAY, 10.0, "茶", "红茶", "线上"), ("A", "2", DAY, -30.0, "茶", "红茶", "线上")),
    "nothing paid": orders(*((f"C{n}", n, DAY + pd.Timedelta(days=9 * n), 0.0, "茶", "红", "线上") for n in range(9))),
    "no amounts": orders(*((f"C{n}", n, DAY, None if n else 5.0, "茶", "红", "线上") for n in range(25))),
    "years apart": orders(*(("A", n, DAY - pd.Timedelta(days=900 * n), 7.0, "茶", "红", "线上") for n in range(4))),
    "many products": orders(
        *((f"C{n % 70}", n, DAY + pd.Timedelta(days=n % 500), 1.0 + n, "茶", f"商品{n}", "线上") for n in range(5000))
    ),
    "odd names": orders(*(("A", n, DAY, 3.0, f"={n}{{}}", "{0}", "%s") for n in range(3))),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("lang", LANGS)
def test_no_data_make_it_fail(name, lang):
    page = told(ODD[name], lang=lang)
    said = notes(page, lang)
    assert said
    assert not [sentence for sentence in said if "nan" in sentence or "inf" in sentence.lower().split()]
    assert all(len(sentence) < 200 for sentence in said)


def test_products_come_from_the_lines_of_orders():
    head = [["订单号", "客户ID", "下单日期", "金额"], ["1", "A", DAY, 90.0], ["2", "B", DAY, 10.0]]
    lines = [
        ["订单号", "商品名称", "数量", "金额"],
        ["1", "红茶", 1, 80.0],
        ["1", "茶杯", 2, 20.0],
        ["2", "红茶", 1, 10.0],
    ]
    page = told(*recognise({"订单": head, "订单明细": lines}))
    rows = tables(page)["insight.product"].rows
    assert rows["title"].tolist()[:2] == ["红茶", "茶杯"]
    assert rows["revenue"].tolist() == pytest.approx([82, 18, 100])
    assert any(sentence.startswith("每笔订单的金额按明细行") for sentence in notes(page))


def test_what_stands_out_is_said_and_what_is_chance_is_not():
    said = " ".join(notes(told(shop())))
    assert "花在「香水」上" in said
    assert "两年都如此、又超出偶然波动的：" in said
    assert "11 月" in said
    assert "复购率的差别还看不出来" in said


def test_headings_are_in_the_order_of_the_documents():
    headings = [block.title.zh for block in told(shop()).blocks if isinstance(block, Heading)]
    assert headings == [
        "品类销售",
        "商品销售",
        "RFM 客户分群：各群体买什么品类",
        "渠道效果",
        "支付方式效果",
        "季节性",
        "回头客",
        "下次购买：谁快到期",
        "下次购买：预计的回购",
    ]


def test_of_very_many_groups_the_largest_stand_and_it_says_so():
    orders = shop()
    cities = [
        "北京",
        "天津",
        "石家庄",
        "太原",
        "呼和浩特",
        "沈阳",
        "长春",
        "哈尔滨",
        "上海",
        "南京",
        "杭州",
        "合肥",
        "福州",
        "南昌",
    ]
    people = pd.DataFrame({"客户ID": [f"U{n:02}" for n in range(80)], "城市": [cities[n % 14] for n in range(80)]})
    analysis = analyze(orders, people, settings=Settings(models=(Geography(by="province", most=34),)))
    assert len(tables(insight_page(analysis))["insight.groups"].columns) == 2 + 12
    assert any("只列人数最多的 12 个" in sentence for sentence in notes(insight_page(analysis)))


def test_bars_start_at_nought_and_shares_end_at_all():
    orders = pd.DataFrame(
        {
            "客户ID": [f"C{n}" for n in range(44)] * 2,
            "下单日期": pd.date_range("2026-01-01", periods=88),
            "金额": 1000.0,
            "品类": ["茶叶"] * 22 + ["零食"] * 24 + ["茶具"] * 21 + ["礼盒"] * 21,
        }
    )
    graph = place(told(orders), "zh").charts[0]
    assert graph.kind == "column"
    assert (graph.y_axis.low, graph.second.low, graph.second.high) == (0.0, 0.0, 1.0)


def test_growth_from_few_orders_and_noughts_are_not_told():
    orders = pd.DataFrame(
        {
            "客户ID": ["A", "A", "B", "C", "D", *[f"E{n}" for n in range(40)]],
            "下单日期": [*pd.date_range("2026-01-01", periods=5), *pd.date_range("2026-03-01", periods=40)],
            "金额": 100.0,
            "品类": ["茶叶", "茶具"] * 22 + ["茶叶"],
        }
    )
    page = told(orders)
    said = " ".join(notes(page))
    assert "太少，不比较增减" in said
    assert "growth" not in [column.key for column in tables(page)["insight.category"].columns]
    assert " 0 人次" not in said
    assert "回购 0 次" not in said
