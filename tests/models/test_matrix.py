"""A matrix of two columns, each high or low."""

import numpy as np
import pytest
from conftest import customers

from xlseg.errors import XlsegError
from xlseg.models.matrix import Matrix

SHOP = customers([1, 2, 3, 4], [1, 2, 3, 4], [100, 200, 300, 400]).assign(
    complaints=[3, 0, 2, 0], activities=[9, 8, 1, 0], 投诉等级=["A", "B", "A", None]
)


def labels(model: Matrix, table=SHOP) -> list[str]:
    found = model.segment(table)
    return found.labels["segment"].map({s.key: s.title.zh for s in found.segments}).tolist()


def test_value_and_need_by_hand():
    assert labels(Matrix()) == ["低价值需求迫切", "低价值需求一般", "高价值需求迫切", "高价值需求一般"]


def test_lifetime_value_and_activity_by_hand():
    assert labels(Matrix("ltv_activity")) == ["低价值高活跃", "低价值高活跃", "高价值低活跃", "高价值低活跃"]


def test_any_two_columns_and_their_limits():
    model = Matrix("own", "R", "F", first_limit=2, second_limit=4, first_high="less")
    assert labels(model) == [
        *["距上次购买天数高订单数低"] * 2,
        "距上次购买天数低订单数低",
        "距上次购买天数低订单数高",
    ]
    assert model.segment(SHOP).labels["reason"].iloc[3].zh == "距上次购买天数 > 2 且 订单数 ≥ 4"


def test_the_median_of_mostly_equal_values_still_tells_some_apart():
    table = SHOP.assign(complaints=[0, 0, 0, 5])
    assert labels(Matrix(), table) == ["低价值需求一般", "低价值需求一般", "高价值需求一般", "高价值需求迫切"]


@pytest.mark.parametrize(
    ("model", "table", "said"),
    [
        (Matrix(), SHOP.drop(columns=["complaints"]), "第二列要用 投诉次数、服务次数，数据里没有"),
        (Matrix("own", "R", "甲"), SHOP, "第二列要用 甲，数据里没有"),
        (Matrix("own", "R"), SHOP, "第二列要用 ，数据里没有"),
        (Matrix("own", "R", "R"), SHOP, "两列都是「距上次购买天数」"),
        (Matrix("own", "R", "投诉等级"), SHOP, "「投诉等级」是文字"),
        (Matrix(), SHOP.assign(complaints=1), "「投诉次数」都是 1"),
        (Matrix(), SHOP.assign(revenue=np.inf), "「累计金额」没有一个数"),
    ],
)
def test_what_cannot_be_a_matrix_is_refused(model, table, said):
    with pytest.raises(XlsegError) as caught:
        model.segment(table)
    assert said in caught.value.say("zh")


def test_an_unknown_value_is_no_side_of_the_matrix():
    assert labels(Matrix(), SHOP.assign(complaints=[3, np.nan, 2, 0]))[1] == "未匹配"
