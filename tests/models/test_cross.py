"""Several dimensions crossed into one label."""

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg.errors import XlsegError
from xlseg.models import DEFAULTS
from xlseg.models.cross import Cross
from xlseg.models.cross.dimension import ColumnRow
from xlseg.models.matrix import Matrix
from xlseg.models.rfm import Rfm
from xlseg.models.rules import Rules
from xlseg.models.rules.rows import RuleRow
from xlseg.settings import General, Row, Settings, parse

SHOP = customers([1, 2, 3, 4, 5, 6], [1] * 6, [100, 200, 300, 400, 500, 600]).assign(
    complaints=[3, 0, 2, 0, 0, 1], city=["北京", "上海", "北京", None, "北京", "上海"]
)
NEAR_FAR = Rules(table=(RuleRow("近", "R≤3"), RuleRow("远", "R>3")))


def crossed(small: float = 0, *rows: ColumnRow, models=("rules",)) -> Cross:
    return Cross(models, rows, small).bound((NEAR_FAR, Matrix("own", "R", "M"), Rfm()))


def labels(model: Cross, table=SHOP) -> list[str]:
    found = model.segment(table)
    return found.labels["segment"].map({s.key: s.title.zh for s in found.segments}).tolist()


def test_a_model_and_a_column_by_hand():
    assert labels(crossed(0, ColumnRow("城市"))) == [
        *("近 × 北京", "近 × 上海", "近 × 北京"),
        *("远 × 未知", "远 × 北京", "远 × 上海"),
    ]


def test_a_column_is_cut_where_the_user_says():
    assert labels(crossed(0, ColumnRow("投诉次数", (1, 3)), models=())) == [
        *("投诉次数≥3", "投诉次数<1", "投诉次数1~3", "投诉次数<1", "投诉次数<1", "投诉次数1~3"),
    ]


def test_few_distinct_numbers_are_values_and_many_become_three_bands():
    assert labels(crossed(0, ColumnRow("complaints"), models=()))[:2] == ["投诉次数3", "投诉次数0"]
    assert len(set(labels(crossed(0, ColumnRow("M"), models=())))) == 3


def test_small_crossings_are_merged_within_the_first_value_and_then_at_all():
    assert labels(crossed(0.3, ColumnRow("城市"))) == [
        *("近 × 北京", "其他组合", "近 × 北京"),
        *("远 × 其他", "远 × 其他", "远 × 其他"),
    ]
    found = crossed(0.3, ColumnRow("城市")).segment(SHOP)
    assert found.labels["reason"].iloc[1].zh == "近 × 上海"
    table = found.evidence[-1].rows
    assert table[["title", "count"]].iloc[0].tolist() == [("近 × 北京", "近 × 北京"), 2]
    assert sum(table["count"]) == len(SHOP)


def test_models_are_crossed_with_their_thresholds_as_set():
    given = [Row("matrix.preset", value="own"), Row("matrix.first", value="R"), Row("matrix.second", value="M")]
    base = parse([*given, Row("cross.models", value="matrix, rules")], DEFAULTS)
    settings = Settings(General(models=("cross",)), base.models)
    (model,) = settings.chosen()
    assert model.parts[0] == Matrix("own", "R", "M")
    assert [part.key for part in model.parts] == ["matrix", "rules"]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (crossed(models=("rules", "magic")), "没有模型 magic"),
        (crossed(models=()), "没有可以交叉的维度"),
        (crossed(0, ColumnRow("甲")), "要交叉的列「甲」数据里没有"),
        (crossed(0, ColumnRow("城市", (1,))), "「城市」是文字"),
        (Cross(("matrix",)).bound((Matrix("own", "R", "甲"),)), "组合里的「矩阵」：第二列要用 甲"),
    ],
)
def test_what_cannot_be_crossed_is_refused(model, said):
    with pytest.raises(XlsegError) as caught:
        model.segment(SHOP)
    assert said in caught.value.say("zh")


def test_a_customer_without_a_value_is_unknown_and_not_lost():
    assert labels(crossed(0, ColumnRow("M", (300,)), models=()), SHOP.assign(revenue=np.inf))[0] == "未知"


def test_who_somebody_is_and_dates_make_no_groups():
    table = SHOP.assign(customer_name="甲", registered=pd.Timestamp(2026, 1, 1))
    for name in ("姓名", "注册时间", "客户ID"):
        with pytest.raises(XlsegError, match="makes no groups"):
            crossed(0, ColumnRow(name), models=()).segment(table)


def test_what_a_part_leaves_over_is_left_over_in_the_crossing():
    part = Rules(table=(RuleRow("近", "R≤3"), RuleRow("远", "R>4")))
    found = Cross(("rules",), (), 0).bound((part,)).segment(SHOP)
    assert {s.title.zh: s.residual for s in found.segments} == {"近": False, "远": False, "未匹配": True}
    assert found.unmatched == 1


def test_a_cut_that_is_no_number_is_refused():
    with pytest.raises(XlsegError, match=r"cross\.dimensions"):
        parse([Row("cross.dimensions", value="R = nan")], DEFAULTS)
