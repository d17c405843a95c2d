"""Thresholds go out to a sheet and come back the same, and every problem is told at once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg.codes import CodeRow, read_patterns
from xlseg.errors import XlsegError
from xlseg.goals import BY_KEY
from xlseg.models import DEFAULTS
from xlseg.models.rfm import Rfm
from xlseg.settings import General, Mapped, Row, parse, rows
from xlseg.text import LANGS, same

BASE = replace(DEFAULTS, models=(Rfm(),))  # what is asked of one model's rows holds for any
CUTS = st.lists(st.integers(-(10**6), 10**6).map(float) | st.floats(0.01, 1e6), min_size=1, max_size=6, unique=True)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="=＝"), min_size=1)
BAND = st.tuples(st.integers(1, 2), st.integers(1, 2)).map(sorted).map(tuple)
PATTERNS = st.lists(st.from_regex("[12]{3}", fullmatch=True), min_size=1, max_size=4).map(
    lambda codes: read_patterns(" ".join(codes))
) | st.tuples(BAND, BAND, BAND).map(lambda pattern: (pattern,))


@st.composite
def settings(draw):
    cuts = {f"{m}_cuts": tuple(sorted(draw(CUTS))) for m in "rfm"}
    limits = {f"{m}_high": draw(st.floats(0, 1e6)) for m in "rfm"}
    model = Rfm(
        scheme=draw(st.sampled_from(["types8", "custom"])),
        bins=draw(st.integers(2, 10)),
        binning=draw(st.sampled_from(["quantile", "nested", "equal_count", "custom"])),
        frequency=draw(st.sampled_from(["orders", "days"])),
        monetary=draw(st.sampled_from(["total", "mean"])),
        high=draw(st.sampled_from(["mean", "median", "limit"])),
        high_of=draw(st.sampled_from(["scores", "values"])),
        table=tuple(CodeRow(name, draw(PATTERNS)) for name in draw(st.lists(NAMES, min_size=1, max_size=3))),
        **cuts,
        **limits,
    )
    as_of = draw(st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1)))
    models = draw(st.sampled_from([(), ("rfm",), tuple(model.key for model in DEFAULTS.models)]))
    goal = draw(st.sampled_from(["", *BY_KEY]))
    general = General(draw(st.sampled_from(LANGS)), as_of, models, goal=goal)
    return replace(DEFAULTS, general=general, models=(model, *DEFAULTS.models[1:]))


@given(settings(), st.sampled_from(LANGS))
def test_what_is_laid_out_is_read_back_the_same(wanted, lang):
    assert parse(rows(wanted, lang), DEFAULTS) == wanted


def test_numbers_come_back_from_excel_as_floats():
    assert parse([Row("rfm.bins", value=4.0)], BASE).models == (Rfm(bins=4),)


def test_a_missing_row_keeps_the_base_and_an_empty_cell_means_blank():
    base = replace(DEFAULTS, general=General(as_of=date(2026, 1, 1)))
    assert parse([], base) == base
    assert parse([Row("general.as_of", value="")], base).general.as_of is None


def test_choices_are_read_by_key_and_by_title_in_either_language():
    for word in ("groups11", "十一组", "11 groups", " Groups11 "):
        assert parse([Row("rfm.scheme", value=word)], BASE).models == (Rfm(scheme="groups11"),)


def test_all_problems_are_told_at_once_with_their_places():
    given_rows = [
        Row("rfm.bins", value=99, where=same("row 5")),
        Row("rfm.scheme", value="nine types", where=same("row 6")),
        Row("rfm.bin", value=4, where=same("row 7")),
        Row("general.as_of", value="yesterday", where=same("row 8")),
        Row("rfm.r_cuts", value="90, 30", where=same("row 9")),
    ]
    with pytest.raises(XlsegError) as caught:
        parse(given_rows, DEFAULTS)
    said = caught.value.say("en").splitlines()
    assert len(said) == 5
    assert {line.split(":")[0] for line in said} == {"row 5", "row 6", "row 7", "row 8", "row 9"}
    assert "did you mean rfm.bins" in caught.value.say("en")
    assert "2 到 10 的整数" in caught.value.say("zh")


def test_settings_that_do_not_go_together_are_told_with_the_row_of_one_of_them():
    with pytest.raises(XlsegError) as caught:
        parse([Row("rfm.scheme", value="groups11", where=same("row 3")), Row("rfm.bins", value=4)], DEFAULTS)
    assert caught.value.say("en").startswith("row 3: rfm.scheme: ")


def test_the_library_refuses_the_same_things():
    for wrong in ({"bins": 1}, {"scheme": "x"}, {"binning": "custom"}, {"high": "limit"}, {"scheme": "custom"}):
        with pytest.raises(XlsegError):
            Rfm(**wrong)


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(XlsegError, match="no model nosuch; known are rfm"):
        parse([Row("general.models", value="rfm, nosuch")], DEFAULTS)


def test_a_code_table_of_many_rows_is_one_setting():
    found = parse([Row("rfm.table", value="大客户 = 4-5 4-5 4-5"), Row("rfm.table", value="其余=111 112")], DEFAULTS)
    assert [row.name for row in found.models[0].table] == ["大客户", "其余"]
    assert found.models[0].table[1].patterns == read_patterns("111 112")


def test_which_column_is_which_can_be_said_and_is_written_back():
    settings = parse([Row("订单!order_date", value=" 付款时间 "), Row("订单!amount", value=None)], DEFAULTS)
    assert settings.columns == (Mapped("订单", "order_date", "付款时间"),)
    assert parse(rows(settings, "zh"), DEFAULTS) == settings


def test_a_column_nobody_knows_is_told():
    with pytest.raises(XlsegError, match="there is no column price_of_tea"):
        parse([Row("订单!price_of_tea", value="x")], DEFAULTS)


def test_models_are_named_by_key_or_title_or_all_at_once():
    for said in ("churn, tiers", "流失风险，客户价值分层", "Churn risk; tiers"):
        assert set(parse([Row("general.models", value=said)], DEFAULTS).general.models) == {"churn", "tiers"}
    assert parse([Row("general.models", value="全部")], DEFAULTS).chosen() == DEFAULTS.models
    (row,) = (row for row in rows(DEFAULTS, "zh") if row.key == "general.models")
    assert "churn（流失风险）" in row.note.zh
