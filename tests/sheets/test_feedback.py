"""客户反馈 and its summary: hand-worked records, and the formulas recalculated by LibreOffice."""

from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from libreoffice import MISSING, convert
from openpyxl import load_workbook
from paged import approved

from xlseg import General, analyze
from xlseg.analysis import nothing
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.entries import Entered
from xlseg.hosts.file import FileHost
from xlseg.models import DEFAULTS
from xlseg.page import place
from xlseg.sheets.feedback import COLUMNS, SPARE, feedback_page, typed, unknown
from xlseg.sheets.feedback_summary import feedback_summary_page
from xlseg.sheets.pages import wanted
from xlseg.text import LANGS, same

DAY = datetime(2026, 7, 1)
# C01 and C03 have orders, C02 too; X9 is nobody's; two rows say nothing of who it was
TYPED = [
    (DAY, "C01", None, "微信", "物流", 2.0, 3.0, "送晚了", "赵", "处理中"),
    (DAY, "C01", None, "微信", "表扬", 5.0, 10.0, "很好", "赵", "已解决"),
    (None,) * 10,
    (datetime(2026, 7, 5), "C03", None, "路边", "物流", 4.0, 9.0, None, None, "Closed"),
    (DAY, "X9", "老朋友", None, None, None, 0.0, "=1+1 是什么", None, None),
    (None, None, None, None, "建议", "五", None, "开发票方便些", None, "待处理"),
    (DAY, None, None, "电话", None, None, None, None, "赵", None),
]


@pytest.fixture
def known(orders):
    def of(lang="zh", rows=TYPED, own=()):
        settings = replace(DEFAULTS, general=General(lang, models=("rfm",)))
        keys = [column.key for column in (*COLUMNS, *own)]
        entered = {"feedback": Entered(pd.DataFrame(rows, columns=keys, dtype=object), own)} if rows else {}
        return replace(analyze(orders, settings=settings), entered=entered)

    return of


def lines(page, number):
    """A summary: title -> count, share, mean satisfaction, NPS and open cases, as Python counts them."""
    tables = [block for block in page.blocks if hasattr(block, "rows")]
    rows = tables[number].rows.itertuples(index=False, name=None)
    return {title.zh: tuple(cell.value for cell in cells) for title, *cells in rows}


@pytest.mark.parametrize("lang", LANGS)
def test_the_form_and_its_summary_stand_as_they_were_last_approved(known, lang, request):
    analysis = known(lang)
    approved(feedback_page(analysis), "feedback", lang, request)
    form = place(feedback_page(analysis), lang).located
    approved(feedback_summary_page(analysis), "feedback_summary", lang, request, form)


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_form_has_rows_to_type_into_and_a_summary_without_a_chart(lang):
    empty = nothing(replace(DEFAULTS, general=General(lang)))
    form, summary = feedback_page(empty), feedback_summary_page(empty)
    assert len(form.blocks[-1].rows) == SPARE
    assert not [block for block in summary.blocks if hasattr(block, "kind")]
    assert lines(summary, 0) == {"未填或未列出": (0, "", "", "", 0), "合计": (0, "", "", "", 0)}


def test_groups_are_filled_in_and_what_was_typed_stays(known):
    rows = typed(known())
    assert rows["segment"].tolist() == ["重要价值客户", "重要价值客户", None, "重要挽留客户", "老朋友", None, None]
    given = pd.DataFrame(TYPED, columns=[c.key for c in COLUMNS], dtype=object).drop(columns=["segment", "state"])
    pd.testing.assert_frame_equal(rows[given.columns], given)


def test_words_of_our_lists_are_of_one_language_and_others_stay(known):
    assert typed(known())["state"].tolist() == ["处理中", "已解决", None, "已关闭", None, "待处理", None]
    assert typed(known("en"))["channel"].tolist() == ["WeChat", "WeChat", None, "路边", None, None, "Phone"]


def test_there_are_always_rows_to_go_on_below(known):
    assert len(feedback_page(known()).blocks[-1].rows) == len(TYPED) + SPARE


def test_a_column_of_the_users_comes_along(known):
    own = (Column("own.1", same("回访"), "number"),)
    page = feedback_page(known(rows=[(*row, "是") for row in TYPED], own=own))
    assert page.blocks[-1].columns[-1].title == same("回访")
    assert page.blocks[-1].rows["own.1"].tolist()[:2] == ["是", "是"]


def test_customers_nobody_knows_are_said(known):
    assert unknown(known()).zh == "有 1 个客户ID在本次数据里找不到，请核对：X9。"
    assert unknown(known(rows=TYPED[:2])) is None
    many = [(DAY, f"X{n}", *[None] * 8) for n in (1, 2, 3, 4, 5, 6, 6)]
    assert unknown(known(rows=many)).en.endswith("(6): X1, X2, X3, X4, X5, …; please check them.")


def test_an_id_typed_as_a_number_is_that_customer(orders):
    numbered = orders.assign(客户ID=orders["客户ID"].str[1:])
    entered = {
        "feedback": Entered(pd.DataFrame([(DAY, 1.0, *[None] * 8)], columns=[c.key for c in COLUMNS], dtype=object))
    }
    assert unknown(replace(analyze(numbered.assign(客户ID=numbered["客户ID"].astype(int))), entered=entered)) is None


def test_the_summary_counts_by_group(known):
    found = lines(feedback_summary_page(known()), 0)
    assert found["重要价值客户"] == (2, 0.4, 3.5, 0.0, 1), "a promoter and a detractor; one is solved"
    assert found["重要挽留客户"] == (1, 0.2, 4.0, 100.0, 0)
    assert found["一般价值客户"] == (0, 0.0, "", "", 0)
    assert found["未填或未列出"] == (2, 0.4, "", -100.0, 2)
    assert found["合计"] == (5, 1.0, pytest.approx(11 / 3), 0.0, 3), "a row of channel and handler alone is no record"


def test_the_summary_counts_by_kind(known):
    found = lines(feedback_summary_page(known()), 1)
    assert found["物流"] == (2, 0.4, 3.0, 0.0, 1)
    assert found["建议"] == (1, 0.2, "", "", 1), "a score that is text is none"
    assert found["未填或未列出"][0] == 1
    assert sum(figures[0] for title, figures in found.items() if title != "合计") == found["合计"][0] == 5


def test_the_summary_comes_with_the_form_only():
    assert [sheet.key for sheet in wanted(["feedback"]) if "feedback" in sheet.key] == ["feedback", "feedback_summary"]
    assert not [sheet for sheet in wanted([]) if "feedback" in sheet.key]


def recalculated(analysis, lang, tmp_path):
    """The formulas of the summary as LibreOffice computes them, held against what Python counted."""
    host = FileHost(rows={})
    form = place(feedback_page(analysis), lang)
    summary = place(feedback_summary_page(analysis), lang, where=form.located)
    host.write(form)
    host.write(summary)
    host.save(tmp_path / "made.xlsx")
    (tmp_path / "out").mkdir()
    load_workbook(tmp_path / "made.xlsx").save(tmp_path / "made.xlsx")  # no results to go by
    found = load_workbook(convert(tmp_path / "made.xlsx", "xlsx", tmp_path / "out"), data_only=True)[summary.sheet]
    counted = {
        (number, at): cell.value
        for fill in summary.fills
        for number, row in enumerate(fill.values, fill.top)
        for at, cell in enumerate(row, fill.left)
        if isinstance(cell, Formula)
    }
    computed = {place: found.cell(*place).value for place in counted}
    assert {place: value for place, value in computed.items() if value not in (None, "")} == pytest.approx(
        {place: value for place, value in counted.items() if value not in (None, "")}
    )
    return counted


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
@pytest.mark.parametrize("lang", LANGS)
def test_the_formulas_come_to_what_python_counts(known, lang, tmp_path):
    assert len(recalculated(known(lang), lang, tmp_path)) == 5 * (8 + 2 + 7 + 2)


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
def test_a_group_named_like_a_wildcard_is_counted_by_its_name_alone(known, tmp_path):
    analysis = known(rows=[(DAY, who, *[None] * 3, score, *[None] * 4) for who, score in (("C01", 2.0), ("C03", 5.0))])
    found = analysis.segmentations["rfm"]
    names = iter(("*", "~?", "a*", "重要?客户"))
    renamed = tuple(replace(s, title=same(next(names, s.key))) for s in found.segments)
    analysis = replace(analysis, segmentations={"rfm": replace(found, segments=renamed)})
    assert lines(feedback_summary_page(analysis), 0)["*"][:3] == (1, 0.5, 2.0)
    recalculated(analysis, "zh", tmp_path)
