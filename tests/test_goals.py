"""A goal proposes what to look at and which models, says why, and runs them where nobody named others."""

import re
from dataclasses import replace
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from test_settings import settings

from xlseg.analysis import analyze, inspect, lacking, nothing
from xlseg.blocks import Heading, Legend, Table
from xlseg.cells import Area, Marked
from xlseg.cli import app
from xlseg.general import General
from xlseg.goals import BY_KEY, GOALS
from xlseg.models import DEFAULTS, MODELS
from xlseg.models.contract import Contract
from xlseg.models.rfm import Rfm
from xlseg.models.rules import Rules
from xlseg.page import place
from xlseg.report import aimed
from xlseg.settings import Row, Settings, parse, rows
from xlseg.sheets.goals import COLUMNS, OTHERS
from xlseg.sheets.settings import PARTS, read_rows, settings_page
from xlseg.text import LANGS
from xlseg.thresholds import changed, thresholds


def said(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


@pytest.fixture
def shop(tmp_path: Path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows:
        book.active.append(row)
    book.save(tmp_path / "shop.xlsx")
    return tmp_path / "shop.xlsx"


def ran(**general: object) -> list[str]:
    return [model.key for model in replace(DEFAULTS, general=General(**general)).chosen()]


def sheet(path: Path) -> dict[str, object]:
    """The settings of a workbook by key."""
    return {row[0].value: row[2].value for row in load_workbook(path)["设置"] if "." in str(row[0].value)}


def given(**by_key: object) -> Settings:
    return parse([Row(key.replace("__", "."), value=value) for key, value in by_key.items()], DEFAULTS)


class TestWhatAGoalProposes:
    def test_raising_quarterly_revenue_asks_for_rfm_first_as_in_the_guide(self):
        settings = given(general__goal="提升季度营收")
        assert settings.goal is BY_KEY["revenue"]
        assert [model.key for model in settings.chosen()] == ["rfm", "tiers"]
        assert "最近消费时间（R）" in settings.goal.dimensions.zh
        assert "高消费频次＋高客单价" in settings.goal.reason.zh

    def test_the_purposes_the_guide_names_are_all_there(self):
        named = "提升营收 降低流失率 扩大市场份额 新品上市 服务资源分配 老客户激活 营销活动效果评估 重新定位核心客户"
        keys = [given(general__goal=name).general.goal for name in named.split()]
        assert keys == ["revenue", "churn", "share", "launch", "service", "winback", "campaign", "strategy"]

    def test_every_goal_proposes_two_or_three_models_there_are(self):
        keys = [model.key for model in MODELS]
        for goal in GOALS:
            assert 2 <= len(set(goal.models) & set(keys)) == len(goal.models) <= 3, goal.key

    def test_no_word_stands_for_two_goals(self):
        words = [word.casefold() for goal in GOALS for word in (goal.key, *goal.title, *goal.also)]
        assert len(words) == len(set(words))

    def test_what_goes_with_a_goal_is_a_threshold_of_one_of_its_models(self):
        for goal in GOALS:
            for key, meant in goal.means.items():
                model = next(model for model in MODELS if model.key == key)
                assert key in goal.models
                assert set(meant) <= {f.name for f in thresholds(model)}
                assert replace(model, **meant) != model

    def test_software_as_a_service_gets_the_matrix_of_lifetime_value_and_activity(self):
        settings = given(general__goal="SaaS 使用活跃")
        assert settings.chosen()[0].preset == "ltv_activity"
        chosen = parse([Row("matrix.preset", value="value_need")], settings).chosen()[0]
        assert chosen.preset == "value_need", "what the user chose goes first"
        assert given(general__goal="service").chosen()[0].preset == "by_goal"


class TestWhichModelsRun:
    def test_a_goal_runs_its_models_in_its_order_and_none_means_rfm(self):
        assert ran(goal="churn") == ["churn", "lifecycle", "matrix"]
        assert ran() == ["rfm"]

    def test_models_that_are_named_go_before_the_goal(self):
        assert ran(goal="churn", models=("tiers",)) == ["tiers"]
        assert len(given(general__goal="churn", general__models="全部").chosen()) == len(MODELS)

    def test_of_models_made_by_hand_those_of_the_goal_run_or_all_of_them(self):
        assert Settings(General(goal="revenue"), (Contract(), Rfm())).chosen() == (Rfm(),)
        assert Settings(General(goal="churn"), (Contract(), Rfm())).chosen() == (Contract(), Rfm())

    def test_what_the_data_do_not_hold_is_refused_and_the_rest_runs(self, orders):
        found = analyze(orders, settings=given(general__goal="churn"))
        assert list(found.segmentations) == ["churn", "lifecycle"]
        assert list(found.refused) == ["matrix"]

    def test_a_goal_nobody_knows_is_refused_with_those_there_are(self, shop):
        text = said("segment", shop, "--goal", "上市")
        assert text.startswith("--goal：general.goal：不能是「上市」；允许：提升营收 (revenue) | ")

    def test_the_report_says_who_picked_the_models_and_why(self, shop):
        text = said("segment", shop, "--goal", "提升营收", "--lang", "zh")
        assert "按目标「提升营收」使用：RFM 客户分群、客户价值分层。营收主要来自" in text
        text = said("segment", shop, "--set", "general.goal=提升营收", "--model", "loyalty")
        assert "目标「提升营收」建议 RFM 客户分群、客户价值分层；这次按指定的模型运行：忠诚与口碑。" in text
        assert "目标" not in said("segment", shop, "--set", "general.goal=")

    def test_the_report_is_silent_where_the_user_named_just_what_the_goal_proposes(self):
        assert list(aimed(given(general__goal="revenue", general__models="tiers, rfm"))) == []

    def test_the_goal_is_listed_by_the_command_that_lists_settings(self):
        assert "general.goal" in said("settings")


class TestTheTableOfGoals:
    def test_the_chosen_goal_is_marked_and_each_says_whether_the_data_suffice(self, orders):
        settings = given(general__goal="churn")
        found = table(settings_page(settings, "zh", inspect(orders, settings=settings)), COLUMNS)
        told = {row.goal.zh: row.data.zh for row in found.itertuples()}
        assert [goal for goal in told if "✔" in goal] == ["✔ 降低流失"]
        assert told["提升营收"] == "都可以运行"
        assert told["✔ 降低流失"] == "流失风险：可以运行\n客户生命周期：可以运行\n价值 × 需求矩阵：缺少投诉次数"
        assert (
            told["提升 SaaS 使用活跃"]
            == "LTV × 活跃度矩阵：缺少互动次数\n客户行为：缺少互动次数\n合同客户价值：缺少注册时间"
        )

    def test_a_model_that_ran_and_refused_says_why_in_its_own_words(self, orders):
        once = orders.drop_duplicates("客户ID")
        found = analyze(once, settings=given(general__goal="strategy", clusters__k=20, general__models="clusters, rfm"))
        told = table(settings_page(found.settings, "zh", found), COLUMNS).set_index("goal")["data"]
        why = told[next(goal for goal in told.index if "✔" in goal.zh)].zh
        assert why.splitlines()[0] == f"客户聚类：{found.refused['clusters'][0].message.zh}"

    @pytest.mark.parametrize("analysis", [None, nothing(DEFAULTS)])
    def test_without_data_nothing_is_said_of_them(self, analysis):
        page = settings_page(DEFAULTS, "zh", analysis)
        assert {text.zh for text in table(page, COLUMNS)["data"]} == {"还没有数据"}
        assert {text.zh for text in table(page, OTHERS)["can"]} == {"还没有数据"}

    def test_a_model_made_of_conditions_or_of_any_column_says_what_it_would_look_for(self):
        people = pd.DataFrame({"customer_id": ["C1"], "registered": [pd.Timestamp("2026-01-01")]})
        assert [text.zh for text in lacking(Rules(), people)][:1] == ["距上次购买天数"]
        assert [text.zh for text in lacking(Contract(), people)] == ["合同终止日期"]
        assert lacking(Contract(), people.assign(退订日期=pd.Timestamp("2026-02-01"))) == ()
        assert [text.zh for text in lacking(Contract(ended="解约"), people)] == ["解约"]


class TestTheSheet:
    def test_the_goal_comes_first_below_a_legend_and_the_models_that_run_follow(self):
        page = settings_page(given(general__goal="churn"), "zh")
        assert [type(block) for block in page.blocks[1:3]] == [Legend, Table]
        assert page.blocks[2].rows["key"].tolist()[:2] == ["general.goal", "general.models"]
        headings = [block.title.zh for block in page.blocks if isinstance(block, Heading)]
        parts = [title.zh for title in PARTS.values()]
        assert headings == ["按目标选模型", "流失风险", "客户生命周期", "矩阵", *parts, "回测", "其他模型"]

    def test_the_parts_of_a_long_section_begin_at_settings_there_are(self):
        assert set(PARTS) <= {row.key for row in rows(DEFAULTS, "zh")}

    def test_models_that_do_not_run_are_listed_without_their_thresholds(self):
        page = settings_page(DEFAULTS, "zh")
        assert "churn" in table(page, OTHERS)["key"].tolist()
        assert not any(row.key.startswith("churn.") for row in laid(page))

    def test_what_a_combination_is_made_of_stands_on_the_sheet_too(self):
        keys = {row.key.split(".")[0] for row in laid(settings_page(given(general__models="cross"), "zh"))}
        assert {"cross", "tiers", "lifecycle"} <= keys
        assert "rfm" not in keys

    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("goal", ["", *BY_KEY])
    def test_what_is_left_out_comes_back_the_same(self, goal, lang):
        wanted = given(general__goal=goal, general__lang=lang, churn__high=7, preference__by="channel")
        assert parse(laid(settings_page(wanted, lang), lang), DEFAULTS) == wanted

    @hypothesis.settings(max_examples=25)
    @hypothesis.given(settings(), st.sampled_from(LANGS))
    def test_any_settings_come_back_the_same_from_the_sheet(self, wanted, lang):
        wanted = replace(wanted, general=replace(wanted.general, lang=lang))
        assert parse(laid(settings_page(wanted, lang), lang), DEFAULTS) == wanted

    def test_every_threshold_is_shown_once_it_was_changed(self):
        for model in MODELS:
            shown = laid(settings_page(given(general__models=model.key), "zh"))
            keys = [row.key for row in shown if row.key.startswith(f"{model.key}.")]
            own = {"rules.table", "geography.cities"}  # sheets of their own
            assert set(keys) | own >= {f"{model.key}.{f.name}" for f in thresholds(model)}
            assert not any(changed(model, f) for f in thresholds(model)), "what comes is what is left out"

    def test_a_goal_stays_on_the_sheet_and_is_followed_the_next_time(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        said("segment", shop, "-o", out, "--goal", "churn")
        assert sheet(out)["general.goal"] == "降低流失"
        assert "按目标「降低流失」" in said("segment", out, "--in-place")
        assert "按指定的模型运行：RFM 客户分群" in said("rfm", out, "--in-place")
        assert sheet(out)["general.models"] is None, "one run's choice is not written"
        assert "按目标「降低流失」" in said("segment", out, "--in-place")

    def test_a_changed_threshold_of_a_model_that_does_not_run_survives_every_run(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        said("segment", shop, "-o", out, "--goal", "churn", "--set", "churn.high=5")
        said("segment", out, "--in-place", "--goal", "revenue")
        assert sheet(out)["churn.high"] == 5
        assert "lifecycle.limits" not in sheet(out)
        said("segment", out, "--in-place", "--lang", "en")
        said("segment", shop, "-o", out, "--lang", "zh")
        assert sheet(out)["churn.high"] == 5, "taken over from the file written before"

    def test_a_row_typed_below_the_sheet_for_a_model_that_does_not_run_is_kept_in_its_section(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        said("segment", shop, "-o", out)
        book = load_workbook(out)
        below = book["设置"].max_row + 1
        book["设置"].cell(below, 1).value, book["设置"].cell(below, 3).value = "churn.silent_days", 77
        book.save(out)
        said("segment", out, "--in-place")
        assert sheet(out)["churn.silent_days"] == 77
        assert "churn.high" in sheet(out)

    def test_rules_of_ones_own_are_taken_over_where_rules_do_not_run(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        said("segment", shop, "-o", out, "--model", "rules", "--set", "rules.table=老客户: F≥1")
        said("segment", shop, "-o", out)
        assert "老客户" in {cell.value for row in load_workbook(out)["规则表"] for cell in row}

    def test_a_choice_made_from_the_list_is_followed(self, shop, tmp_path):
        out = tmp_path / "out.xlsx"
        said("segment", shop, "-o", out)
        book = load_workbook(out)
        cell = next(row[2] for row in book["设置"] if row[0].value == "general.goal")
        cell.value = "老客户激活"
        book.save(out)
        assert "按目标「老客户激活」使用：客户生命周期、流失风险、RFM 客户分群" in said("segment", out, "--in-place")


def table(page, columns) -> pd.DataFrame:
    return next(block.rows for block in page.blocks if isinstance(block, Table) and block.columns == columns)


def laid(page, lang="zh") -> list[Row]:
    """The page as cells, read back."""
    placed = place(page, lang)
    cells = [[None] * placed.area.right for _ in range(placed.area.bottom)]
    for fill in placed.fills:
        for number, values in enumerate(fill.values, fill.top - 1):
            cells[number][fill.left - 1 : fill.left - 1 + len(values)] = values
    return read_rows(cells, Marked("设置", Area(*placed.area)))


def test_the_rules_stand_in_the_saved_file_and_move_with_the_rows(shop, tmp_path):
    out = tmp_path / "out.xlsx"
    said("segment", shop, "-o", out)
    assert rules(out)["general.goal"].startswith('"提升营收,')
    assert rules(out)["rfm.bins"] == "whole 2 10"
    assert rules(out)["订单!amount"] == '"客户ID,下单日期,金额,订单状态,-"'
    said("segment", out, "--in-place", "--goal", "churn")
    assert rules(out)["churn.silent_days"] == "whole 1 3650"
    assert "rfm.bins" not in rules(out)
    said("segment", out, "--in-place", "--lang", "en")
    assert rules(out)["general.goal"].startswith('"Raise revenue,')


def rules(path) -> dict[object, str]:
    """By key, the list or the limits that stand over the cell of its value, one rule a cell."""
    book = load_workbook(path)
    sheet = book["设置" if "设置" in book.sheetnames else "Settings"]
    found: dict[object, str] = {}
    for validation in sheet.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            for row in range(area.min_row, area.max_row + 1):
                key = sheet.cell(row, 1).value
                assert (area.min_col, area.max_col, key in found) == (3, 3, False)
                listed = validation.type == "list"
                limits = f"{validation.type} {validation.formula1} {validation.formula2}"
                found[key] = str(validation.formula1) if listed else limits
    assert set(found) == {c.value for c in sheet["A"] if re.fullmatch(r"\w+\.\w+|订单!\w+", str(c.value))}
    return found
