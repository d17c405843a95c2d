"""Functions of columns: as high as what came in, and labelled as the whole pipeline labels the same customers."""

import time
from datetime import datetime

import pandas as pd
import pytest
from given_cells import PEOPLE, TENURE, F, M, R, column

from xlseg import functions as x
from xlseg.analysis import analyze
from xlseg.models import DEFAULTS
from xlseg.settings import Row, parse
from xlseg.sheets.labels import labelled

USED = {
    "rfm": ("距上次购买天数", "订单数", "累计金额"),
    "value": ("订单数", "累计金额", "互动次数"),
    "lifecycle": ("距上次购买天数", "订单数", "首单至今天数"),
    "churn": ("距上次购买天数", "订单数", "投诉次数"),
    "demographics": ("年龄",),
    "clv": ("订单数", "累计金额", "首单至今天数", "距上次购买天数"),
}


def labels(model: str, *settings: Row, more: dict[str, list[float]] | None = None) -> pd.DataFrame:
    """What the pipeline finds of the same columns, in Chinese, one row a customer in their order."""
    frame = pd.DataFrame({h: [c[0] for c in column(h)] for h in ("客户ID", *USED[model])}).assign(**more or {})
    analysis = analyze(frame, settings=parse([Row("general.models", value=model), *settings], DEFAULTS))
    found = labelled(analysis.model(model), analysis.segmentations[model]).reindex(frame["客户ID"])
    return found.map(lambda cell: cell.zh if hasattr(cell, "zh") else cell)


def flat(answer: list[list[object]]) -> list[object]:
    return [row[0] for row in answer]


def test_scores_and_segments_are_those_of_the_model():
    found = labels("rfm")
    assert flat(x.SEG_RFM_SCORE(R, F, M)) == found["rfm"].tolist()
    assert flat(x.SEG_RFM_SEGMENT(R, F, M)) == found["segment"].tolist()
    assert found["segment"].nunique() > 4


@pytest.mark.parametrize("scheme", ["groups11", "r10", "十一组", "R's 10 segments"])
def test_a_scheme_is_named_by_key_or_title(scheme):
    found = labels("rfm", Row("rfm.scheme", value=scheme))
    assert flat(x.SEG_RFM_SEGMENT(R, F, M, scheme)) == found["segment"].tolist()


def test_a_number_of_scores_is_the_models():
    assert flat(x.SEG_RFM_SCORE(R, F, M, 3.0)) == labels("rfm", Row("rfm.bins", value=3))["rfm"].tolist()


def test_value_lifecycle_and_churn_are_those_of_their_models():
    assert flat(x.SEG_VALUE(F, M, column("互动次数"))) == labels("value")["score"].tolist()
    assert flat(x.SEG_VALUE(F, M, column("互动次数"), "segment")) == labels("value")["segment"].tolist()
    assert flat(x.SEG_LIFECYCLE(R, F, TENURE)) == labels("lifecycle")["segment"].tolist()
    assert flat(x.SEG_CHURN_RISK(R, F, None, column("投诉次数"))) == labels("churn")["segment"].tolist()


def test_age_bands_are_those_of_the_demographics():
    age = column("年龄")
    assert flat(x.SEG_AGE_BAND(age)) == labels("demographics")["segment"].tolist()
    bands = Row("demographics.age_bands", value="18-24, 25-34, 35+")
    assert flat(x.SEG_AGE_BAND(age, "18-24, 25-34, 35+")) == labels("demographics", bands)["segment"].tolist()
    limits = Row("demographics.age_limits", value="30, 50")
    assert flat(x.SEG_AGE_BAND(age, [[30.0], [50.0]])) == labels("demographics", limits)["segment"].tolist()


def test_lifetime_value_is_that_of_the_model():
    active = [tenure - silent for (tenure,), (silent,) in zip(TENURE, R, strict=True)]
    found = labels("clv", more={"首末单间隔天数": active})
    assert flat(x.SEG_CLV(F, M, TENURE, R)) == pytest.approx(found["value"].tolist(), rel=1e-6)
    formula = labels("clv", Row("clv.method", value="formula"), more={"首末单间隔天数": active})
    assert flat(x.SEG_CLV(F, M, TENURE, R, "formula")) == pytest.approx(formula["value"].tolist())


def test_show_gives_every_column_or_those_that_are_named():
    found = labels("churn")
    every = x.SEG_CHURN_RISK(R, F, None, column("投诉次数"), "全部")
    assert every == found[["segment", "score", "reason"]].to_numpy().tolist()
    assert x.SEG_CHURN_RISK(R, F, None, column("投诉次数"), "流失风险分，依据") == (
        "#show：没有「依据」这一列；可以写 segment（流失风险）、score（流失风险分）、"
        "reason（流失风险依据），或 all 全部显示"
    )


def test_a_header_is_answered_with_a_header_and_a_blank_row_with_nothing():
    answer = x.SEG_LIFECYCLE([["未购天数"], [10.0], [None], [400.0]], [["次数"], [6.0], [""], [2.0]])
    assert answer == [["生命周期阶段"], ["忠实客户"], [""], ["流失客户"]]
    assert x.SEG_LIFECYCLE([["Days"], [10.0]], [["Orders"], [6.0]], None, None, "en") == [
        ["Lifecycle stage"],
        ["Loyal"],
    ]


def test_a_row_that_cannot_be_read_says_so_and_the_others_are_labelled():
    answer = x.SEG_RFM_SCORE(
        [[1.0], ["很久"], [30.0], [9.0]], [[5.0], ["#N/A"], [1.0], [2.0]], [[9.0], [1.0], [2.0], [3.0]]
    )
    assert answer[1] == ["#距上次购买天数 读不懂：很久；订单数 是错误值 #N/A"]
    three = x.SEG_RFM_SCORE([[1.0], [30.0], [9.0]], [[5.0], [1.0], [2.0]], [[9.0], [2.0], [3.0]])
    assert [answer[0], answer[2], answer[3]] == three


def test_one_cell_gives_one_value_and_a_single_value_goes_for_every_row():
    assert x.SEG_LIFECYCLE(10.0, 6.0) == "忠实客户"
    assert x.SEG_LIFECYCLE([[10.0], [400.0]], 6.0) == [["忠实客户"], ["流失客户"]]
    assert x.SEG_LIFECYCLE(None, None) == ""


def test_one_customer_alone_needs_limits():
    said = x.SEG_RFM_SCORE(10.0, 3.0, 500.0)
    assert said.startswith("#这个函数把客户互相比较，只给一位算不出来；请选整列，或在 bins 里写分界点")
    assert x.SEG_RFM_SCORE(10.0, 3.0, 500.0, 5) == said
    assert x.SEG_RFM_SCORE(10.0, 3.0, 500.0, "30,90,180;2,4,8;500,1000,2000") == "422"
    assert x.SEG_RFM_SCORE(10.0, 3.0, 500.0, [[30.0, 90.0], [2.0, 4.0], [100.0, 900.0]]) == "322"
    assert x.SEG_RFM_SEGMENT(10.0, 3.0, 500.0, None, "30;3;500") == "重要价值客户"
    assert x.SEG_RFM_SEGMENT(31.0, 3.0, 500.0, None, [[30.0], [3.0], [500.0]]) == "重要保持客户"
    assert x.SEG_VALUE(3.0, 500.0).startswith("#这个函数把客户互相比较")


def test_limits_of_ones_own_are_the_models():
    cuts = "30,60,90,180;2,3,5,8;200,500,1000,2000"
    parts = zip("rfm", cuts.split(";"), strict=True)
    settings = [Row("rfm.binning", value="custom"), *(Row(f"rfm.{m}_cuts", value=part) for m, part in parts)]
    found = labels("rfm", *settings, Row("rfm.scheme", value="groups11"))
    assert flat(x.SEG_RFM_SEGMENT(R, F, M, "groups11", cuts)) == found["segment"].tolist()
    assert flat(x.SEG_RFM_SCORE(R, F, M, cuts)) == found["rfm"].tolist()


def test_dates_of_the_last_order_count_to_the_day_after_the_last_of_them():
    dates = [[datetime(2024, 1, 5)], [datetime(2023, 1, 5)], [datetime(2024, 5, 5)]]
    serials = [[45296.0], [44931.0], [45417.0]]
    days = [[122.0], [487.0], [1.0]]
    orders = [[3.0], [4.0], [9.0]]
    assert x.SEG_LIFECYCLE(dates, orders) == x.SEG_LIFECYCLE(serials, orders) == x.SEG_LIFECYCLE(days, orders)
    assert x.SEG_LIFECYCLE(dates[0][0], 3.0) == (
        "#recency：只给一个日期，不知道算到哪一天；请写天数，如 TODAY()-B2，或选整列"
    )
    assert x.SEG_LIFECYCLE(dates, orders, [[1.0], [2.0], [3.0]]) == "#recency、tenure 要么都是日期，要么都是天数"


def test_ranges_in_a_row_are_answered_in_a_row():
    assert x.SEG_LIFECYCLE([[10.0, 400.0]], [[6.0, 2.0]]) == [["忠实客户", "流失客户"]]


def test_columns_of_different_heights_are_refused_with_their_heights():
    assert x.SEG_RFM_SCORE([[1.0], [2.0]], [[1.0]] * 3, [[1.0]] * 4) == (
        "#各列的行数不一样：recency 2 行、frequency 3 行、monetary 4 行；请选一样高的范围"
    )


def test_columns_that_begin_in_different_rows_are_refused():
    assert x.SEG_LIFECYCLE([["天数"], [10.0]], [[6.0], [2.0]]) == (
        "#recency 的第一格是表头，frequency 的第一格是数据；请从同一行开始选"
    )
    assert x.SEG_LIFECYCLE([["天数"], [10.0]], 6.0) == [["生命周期阶段"], ["忠实客户"]]


def test_a_setting_that_is_not_allowed_names_its_argument():
    assert x.SEG_RFM_SCORE(R, F, M, 99.0) == "#bins：不能是「99.0」；允许：2 到 10 的整数"
    assert x.SEG_RFM_SCORE(R, F, M, "1,2;3").startswith("#bins：要给 R、F、M 三组界限")


def test_a_whole_column_is_cut_to_the_rows_in_use():
    whole = [[["x"], *cells, *[[None]] * (1_048_575 - len(cells))] for cells in (R, F, M)]
    answer = x.SEG_RFM_SCORE(*whole)
    assert len(answer) == len(PEOPLE)
    assert answer[1:] == x.SEG_RFM_SCORE(R, F, M)


def test_a_hundred_thousand_rows_take_seconds_at_most():
    many = [cells * 834 for cells in (R, F, M)]
    start = time.perf_counter()
    answer = x.SEG_RFM_SEGMENT(*many)
    assert len(answer) > 100_000
    assert time.perf_counter() - start < 10  # 0.6 s on an idle machine of two cores
