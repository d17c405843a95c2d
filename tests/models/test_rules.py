"""Rules: groups by conditions a user writes down."""

import pytest
from conftest import customers

from xlseg.errors import XlsegError
from xlseg.models.rules import Rules
from xlseg.models.rules.packs import pack
from xlseg.models.rules.rows import RuleRow
from xlseg.rules.bind import bind
from xlseg.rules.phrase import parse
from xlseg.rules.table import type_of

SHOP = customers([5, 20, 50, 100, 75], [6, 3, 2, 1, 1], [5000, 600, 700, 50, 20]).assign(
    recent_orders=[6, 3, 2, 0, 1], recent_revenue=[3000, 600, 700, 0, 20], registered_days=[900, 700, 90, 400, 100]
)


def labels(model: Rules, table=SHOP) -> list[str]:
    found = model.segment(table)
    return found.labels["segment"].map({s.key: s.title.zh for s in found.segments}).tolist()


def test_the_documents_template_by_hand():
    assert labels(Rules()) == ["核心忠诚客户", "稳定普通客户", "稳定普通客户", "沉睡流失客户", "未匹配"]


def test_the_documents_text_by_hand():
    assert labels(Rules(pack="guide", dormant="guide")) == [
        "高价值客户",
        "潜力客户",
        "未匹配",
        "流失风险客户",
        "未匹配",
    ]


def test_own_rules_are_tried_by_priority_and_name_any_column():
    table = SHOP.assign(投诉等级=[None, "A", "B", "A", None])
    rows = (
        RuleRow("投诉客户", "投诉等级 属于 (A、B)", 2),
        RuleRow("大客户", "M≥700", 1, "花得多", "专属客服"),
        RuleRow("其余", "其余", 9),
    )
    assert labels(Rules(table=rows), table) == ["大客户", "投诉客户", "大客户", "投诉客户", "其余"]
    assert Rules(table=rows).segment(table).segments[0].action.zh == "专属客服"


def test_several_rules_of_one_group_are_one_group():
    found = Rules(table=(RuleRow("好", "M≥5000"), RuleRow("差", "R≥75"), RuleRow("好", "F=3"))).segment(SHOP)
    assert [s.title.zh for s in found.segments] == ["好", "差", "未匹配"]
    assert found.labels["segment"].tolist() == ["group_1", "group_1", "unmatched", "group_2", "group_2"]


def test_the_reason_names_the_rule_and_what_else_would_have_matched():
    reasons = Rules(table=(RuleRow("好", "M≥600"), RuleRow("常", "F≥3"))).segment(SHOP).labels["reason"]
    assert reasons.iloc[0].zh == "累计金额 ≥ 600；也符合「常」"
    assert reasons.iloc[2].en == "Revenue ≥ 600"
    assert reasons.iloc[4].zh == "不符合任何一条规则，或缺少数据"


def test_problems_of_all_rules_are_told_with_their_rows():
    rows = (RuleRow("甲", "城市=北京"), RuleRow("乙", "R≤abc"), RuleRow("丙", "R≤3"))
    with pytest.raises(XlsegError) as caught:
        Rules(table=rows).segment(SHOP)
    assert caught.value.say("zh").split("\n") == [
        "第 1 条规则「甲」：数据里没有「城市」",
        "第 2 条规则「乙」：「距上次购买天数」是数，不能与「abc」比较",
    ]


def test_a_pack_goes_by_totals_where_recent_figures_are_not_known():
    found = Rules().segment(
        SHOP.drop(columns=["recent_orders", "recent_revenue", "registered_days"]).assign(tenure_days=800)
    )
    assert found.labels["segment"].iloc[0] == "core_loyal"
    assert any("规则改用「订单数」" in note.text.zh for note in found.evidence)


def test_a_pack_as_it_was_written_is_no_table_of_the_users():
    rows = Rules(pack="guide").listed("table", "en")
    assert Rules(table=rows).own == ()
    assert Rules(table=(*rows[:-1],)).own == rows[:-1]


def test_the_packs_mean_the_same_in_both_languages():
    types = {key: type_of(SHOP[key]) for key in SHOP if key != "customer_id"}
    for name in ("template", "guide"):
        for rule in pack(name, "guide"):
            chinese, english = (bind(parse(text), types) for text in rule.condition)
            assert chinese == english
