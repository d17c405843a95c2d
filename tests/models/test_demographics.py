"""Who customers are, worked by hand."""

from math import inf

import numpy as np
import pandas as pd
import pytest

from xlseg import General, Settings, XlsegError, analyze
from xlseg.audit import audit
from xlseg.blocks import Note, Table
from xlseg.models.demographics import Demographics
from xlseg.models.demographics.ages import Band, Bands
from xlseg.models.dimensions.numbers import thirds
from xlseg.models.dimensions.texts import simple
from xlseg.rules import Table as Cells
from xlseg.rules import matches
from xlseg.rules.domain import domain
from xlseg.settings import parse, rows
from xlseg.text import LANGS, Text


def table(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"C{n}" for n in range(count)], **columns})


def found(model, customers):
    """The group of each customer, in Chinese."""
    result = model.segment(customers)
    return [result.titles()[key].zh for key in result.labels["segment"]]


def evidence(result, title):
    """The table below a heading or note of that Chinese title."""
    titles = [getattr(block, "title", EMPTY).zh for block in result.evidence]
    after = result.evidence[titles.index(title) :]
    return next(block for block in after if isinstance(block, Table)).rows


EMPTY = Text("", "")
OUTSIDE = ("unknown", "others")


def test_ages_are_young_middle_aged_and_old_and_a_limit_belongs_above():
    ages = [0.0, 35.0, 36.0, 59.9, 60.0, 120.0]
    assert found(Demographics(), table(age=ages)) == [
        "年轻客户",
        "年轻客户",
        "中年客户",
        "中年客户",
        "老年客户",
        "老年客户",
    ]


@pytest.mark.parametrize("age", [np.nan, -1.0, 121.0, inf])
def test_an_age_nobody_has_is_unknown(age):
    assert found(Demographics(), table(age=[age, 40.0])) == ["未知", "中年客户"]


def test_other_limits_make_bands_named_by_their_years():
    model = Demographics(age_limits=(18, 30, 50))
    names = ["18岁以下", "18岁至不满30岁", "30岁至不满50岁", "50岁及以上"]
    assert found(model, table(age=[17.0, 18.0, 30.0, 50.0])) == names


def test_own_bands_have_names_and_leave_over_whom_they_do_not_hold():
    model = Demographics(age_bands=Bands().read("学生 18-24, 25-34岁, 60岁以上"))
    assert found(model, table(age=[17.0, 18.0, 24.9, 25.0, 35.0, 60.0])) == [
        *("其他", "学生", "学生", "25–34岁", "其他", "60岁及以上")
    ]


@pytest.mark.parametrize(
    ("cell", "bands"),
    [
        ("18-24, 25-34, 35+", (Band(18, 25), Band(25, 35), Band(35, 121))),
        ("<18、18至24岁；25岁及以上", (Band(0, 18), Band(18, 25), Band(25, 121))),
        ("年轻: 0-35，中年 36~59", (Band(0, 36, "年轻"), Band(36, 60, "中年"))),
        ("students 18 to 24, 25 and over", (Band(18, 25, "students"), Band(25, 121))),
        (None, ()),
    ],
)
def test_bands_are_read_as_people_write_them_and_shown_so_that_they_are_read_back(cell, bands):
    assert Bands().read(cell) == bands
    assert Bands().read(Bands().show(bands, "zh")) == bands


@pytest.mark.parametrize("cell", ["young", "18-", "18-24 25-34", "abc, 18-24"])
def test_what_is_no_band_is_not_read(cell):
    with pytest.raises(ValueError, match=r"\w"):
        Bands().read(cell)


@pytest.mark.parametrize("bands", [((18, 25), (24, 30)), ((30, 40), (18, 25)), ((25, 25),), ((0, 300),)])
def test_bands_that_overlap_fall_or_are_empty_are_refused(bands):
    with pytest.raises(XlsegError, match=r"demographics\.age_bands"):
        Demographics(age_bands=tuple(Band(*band) for band in bands))


def test_gender_is_one_however_it_is_written():
    customers = table(gender=["男", "M", "female", "Ｆ", " 女士 ", "保密", None, "X"])
    expected = ["男性客户", "男性客户", "女性客户", "女性客户", "女性客户", "未知", "未知", "X"]
    assert found(Demographics(by=("性别",)), customers) == expected


def test_the_rule_names_the_spellings_there_are():
    result = Demographics(by=("gender",)).segment(table(gender=["男", "男", "M", "女"]))
    rules = {segment.key: segment.rule.zh for segment in result.segments}
    assert rules["male"] == "性别 属于 (男、M)"
    assert rules["female"] == "性别 = 女"


def test_texts_differ_by_more_than_case_width_and_blanks():
    assert simple(" ＩＴ  工程师 ") == simple("it 工程师")
    assert simple("C++") != simple("C")


def test_the_frequent_values_stand_by_size_then_name_and_the_rest_goes_together():
    jobs = ["医生"] * 4 + ["教师"] * 4 + ["司机"] * 2 + ["画家", "诗人"]
    model = Demographics(by=("职业",), most=2)
    result = model.segment(table(occupation=jobs))
    assert [(s.key, s.title.zh) for s in result.segments][:3] == [
        *(("group_1", "医生"), ("group_2", "教师"), ("other", "其他职业"))
    ]
    assert result.labels["segment"].value_counts().to_dict() == {"group_1": 4, "group_2": 4, "other": 4}
    assert evidence(result, "职业的取值")["group"].map(lambda t: t.zh).tolist() == ["医生", "教师", *["其他职业"] * 3]


def test_a_value_below_the_stated_share_goes_with_the_rest():
    jobs = ["教师"] * 97 + ["医生"] * 2 + ["司机"]
    result = Demographics(by=("职业",), least=0.02).segment(table(occupation=jobs))
    assert result.labels["segment"].value_counts().to_dict() == {"group_1": 97, "group_2": 2, "other": 1}


def test_other_in_the_data_is_no_group_of_its_own():
    assert found(Demographics(by=("职业",)), table(occupation=["教师", "其他"])) == ["教师", "其他职业"]


def test_office_and_manual_workers_get_the_advice_of_the_documents():
    result = Demographics(by=("职业",)).segment(table(occupation=["白领", "蓝领工人", "教师"]))
    actions = {s.title.zh: s.action.zh for s in result.segments}
    assert (actions["白领"], actions["蓝领工人"], actions["教师"]) == ("办公用品、职业装", "工具、工作服", "")


def test_income_is_parted_into_thirds_of_the_customers_unless_limits_are_given():
    incomes = [1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0]
    low, middle, high = "低收入客户", "中等收入客户", "高收入客户"
    assert found(Demographics(by=("income",)), table(income=incomes)) == [low, low, middle, middle, high, high]
    model = Demographics(by=("income",), income_limits=(2000, 6000))
    assert found(model, table(income=incomes)) == [low, middle, middle, middle, middle, high]


def test_thirds_are_rounded_and_never_leave_a_band_empty():
    assert thirds(np.array([1234.0, 2344.0, 3456.0, 4567.0])) == (2340.0, 3460.0)
    assert thirds(np.array([5.0, 5.0, 5.0])) == ()
    assert thirds(np.array([1.0, 9.0, 9.0])) == (6.33,)
    assert thirds(np.array([np.nan])) == ()


def test_incomes_that_are_all_alike_make_one_group():
    assert found(Demographics(by=("income",)), table(income=[5000.0, 5000.0, np.nan])) == ["收入 5000"] * 2 + ["未知"]


def test_limits_in_use_stand_beside_those_the_data_propose():
    result = Demographics(by=("income",), income_limits=(2000, 6000)).segment(table(income=[1000.0, 3000.0, 9000.0]))
    proposed = evidence(result, "收入的界限")
    assert proposed["method"].map(lambda t: t.zh).tolist() == ["现在的界限", "等分位", "平均值", "中位数", "自然断点"]
    assert proposed["counts"].iloc[0] == "1 / 1 / 1"
    notes = [block.text.zh for block in result.evidence if isinstance(block, Note)]
    assert "demographics.income_limits" in notes[0]


def test_columns_are_crossed_and_a_customer_of_whom_one_is_unknown_is_unknown():
    customers = table(age=[20.0, 20.0, 40.0, np.nan], gender=["男", "女", "男", "男"])
    assert found(Demographics(by=("age", "gender")), customers) == ["年轻 · 男", "年轻 · 女", "中年 · 男", "未知"]


def test_a_crossing_carries_what_is_said_of_each_of_its_parts():
    result = Demographics(by=("income", "age"), income_limits=(10, 20)).segment(table(age=[70.0], income=[99.0]))
    first = result.segments[0]
    assert first.key == "high_old"
    assert first.features.zh == "可能更倾向于购买高端产品和服务；可能更关注健康和保健产品"
    assert first.action.zh == "高端商品、专属服务、健康与保健产品、电话和到店服务"


def test_crossings_too_small_or_too_many_go_together():
    customers = table(age=[20.0] * 50 + [40.0] * 30 + [70.0] * 20, gender=["男"] * 49 + ["女"] * 51)
    few = Demographics(by=("age", "gender"), smallest=0.05).segment(customers)
    assert few.labels["segment"].value_counts().to_dict() == {
        "young_male": 49,
        "middle_aged_female": 30,
        "old_female": 20,
        "others": 1,
    }
    two = Demographics(by=("age", "gender"), groups=2).segment(customers)
    assert two.labels["segment"].value_counts().to_dict() == {"young_male": 49, "middle_aged_female": 30, "others": 21}
    notes = [block.text.zh for block in few.evidence if isinstance(block, Note)]
    assert notes[0] == "各列交叉成组：客户占比不到 5% 的组合，以及最大的 20 个组合以外的，都归入「其他组合」。"


def test_more_groups_than_can_be_treated_apart_are_told():
    customers = table(a=list("abcd") * 4, b=[x for x in "efgh" for _ in range(4)])
    result = Demographics(by=("a", "b"), smallest=0).segment(customers)
    assert any("分成了 16 组" in block.text.zh for block in result.evidence if isinstance(block, Note))


def test_own_columns_make_groups_of_their_texts_values_or_thirds():
    customers = table(等级=["金", "银", "金"], 人口=[1.0, 2.0, 2.0], **{"面积 (m2)": [30.0, 60.0, 90.0]})
    assert found(Demographics(by=("等级",)), customers) == ["金", "银", "金"]
    assert found(Demographics(by=("人口",)), customers) == ["人口 1", "人口 2", "人口 2"]
    assert found(Demographics(by=("面积",), most=2), customers) == [f"面积 (m2){x}的客户" for x in "低中高"]


def test_the_book_says_the_same_as_the_labels_and_no_two_of_its_rules_meet():
    random = np.random.default_rng(2)
    customers = table(
        age=random.integers(-5, 130, 300).astype(float), gender=random.choice(["男", "f", "?", None], 300)
    )
    result = Demographics(by=("age", "gender")).segment(customers)
    first = matches(result.book, Cells(customers), 300).first
    keys = [*(rule.segment for rule in result.book.rules), "others"]
    assert [keys[n] for n in first] == result.labels["segment"].tolist()
    grid = domain(result.book)
    groups = sum(met for rule, met in zip(result.book.rules, grid.met, strict=True) if rule.segment not in OUTSIDE)
    assert groups.max() == 1


@pytest.mark.parametrize("by", [("age",), ("gender",), ("职业",), ("age", "gender"), ("income", "职业")])
def test_the_audit_finds_no_gap_and_nobody_twice(by):
    random = np.random.default_rng(3)
    customers = table(
        age=random.integers(10, 90, 300).astype(float),
        gender=random.choice(["男", "女", None], 300),
        income=random.integers(1, 9, 300) * 1000.0,
        occupation=random.choice(list("甲乙丙丁"), 300),
    )
    found = audit(Demographics(by=by, smallest=0.05).segment(customers), customers)
    assert (found.whole, found.gaps, found.overlaps, found.unreachable, found.multiple) == (True, (), (), (), 0)


def test_the_audit_tells_the_ages_own_bands_leave_out():
    model = Demographics(age_bands=(Band(18, 25), Band(35, 121)))
    customers = table(age=[20.0, 30.0, 40.0])
    found = audit(model.segment(customers), customers)
    assert [(gap.region.zh, gap.customers) for gap in found.gaps] == [("年龄 25–34", 1), ("年龄 ≤ 17", 0)]


def test_a_birthday_gives_the_age_where_there_is_none():
    customers = pd.DataFrame(
        {
            "客户ID": ["A", "B", "C", "D"],
            "生日": ["1990-06-15", "1990-06-16", "1950-01-01", None],
            "年龄": [None, None, 30, None],
            "最近购买日期": ["2026-06-14"] * 4,
            "订单数": [1] * 4,
        }
    )
    result = analyze(customers, settings=Settings(General(), (Demographics(),)))
    assert result.as_of_day == "2026-06-15"
    assert result.customers["age"].tolist()[:3] == [36, 35, 30]
    assert result.segmentations["demographics"].labels["segment"].tolist() == [
        *("middle_aged", "young", "young", "unknown")
    ]


def test_an_age_comes_from_the_birthday_alone_too():
    customers = pd.DataFrame(
        {"客户ID": ["A"], "出生日期": ["2000-02-29"], "最近购买日期": ["2026-02-27"], "订单数": [1]}
    )
    assert analyze(customers, settings=Settings(General(), (Demographics(),))).customers["age"].tolist() == [25]


@pytest.mark.parametrize(
    ("by", "customers", "said"),
    [
        ("星座", table(age=[1.0]), "'星座'"),
        ("customer_id", table(age=[1.0]), "Customer ID"),
        ("手机号", table(phone=["1"]), "Phone"),
        ("生日", table(birthday=pd.to_datetime(["2000-01-01"])), "Birthday"),
        ("昵称", table(昵称=[f"n{n}" for n in range(200)]), "'昵称' has 200 values"),
    ],
)
def test_a_column_that_makes_no_groups_is_refused_with_the_reason(by, customers, said):
    with pytest.raises(XlsegError) as error:
        Demographics(by=(by,)).segment(customers)
    assert said in error.value.say("en")


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": ()},
        {"by": ("a", "b", "c", "d", "e")},
        {"age_limits": ()},
        {"age_limits": (36, 200)},
        {"age_limits": (60, 36)},
        {"most": 0},
        {"least": 2},
    ],
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(XlsegError, match=r"demographics\."):
        Demographics(**wrong)


def test_a_missing_column_is_named_and_the_model_needs_it():
    with pytest.raises(XlsegError, match="needs Age"):
        analyze(
            pd.DataFrame({"客户ID": ["A"], "最近购买日期": ["2026-01-01"], "订单数": [1]}),
            settings=Settings(General(), (Demographics(),)),
        )


@pytest.mark.parametrize("lang", LANGS)
def test_its_settings_come_back_from_the_sheet(lang):
    model = Demographics(
        by=("年龄", "Store Area"), age_bands=(Band(18, 25, "学生"), Band(60, 121)), income_limits=(3000, 8000.5)
    )
    wanted = Settings(General(), (model,))
    assert parse(rows(wanted, lang), Settings(General(), (Demographics(),))) == wanted
