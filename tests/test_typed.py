"""What Excel lets people type into a setting is what the parser reads: no more, and for numbers and days no less."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg.blocks import Between, Choices
from xlseg.kinds import Choice, Day, Number
from xlseg.models import DEFAULTS
from xlseg.page import place
from xlseg.settings import Row, parse
from xlseg.sheets.listed import listing_page, listings
from xlseg.sheets.settings import settings_page
from xlseg.sheets.typed import typed
from xlseg.text import LANGS
from xlseg.thresholds import key_of, kind_of, thresholds

KINDS = {key_of(owner, f): kind_of(f) for owner in DEFAULTS.owners for f in thresholds(owner)}
NUMBERS = [key for key, kind in KINDS.items() if isinstance(kind, Number)]
CHOICES = [key for key, kind in KINDS.items() if isinstance(kind, Choice)]
DAYS = [key for key, kind in KINDS.items() if isinstance(kind, Day)]


def lets(rule, value) -> bool:
    """What Excel does with a number typed under a rule of whole numbers, of decimals or of days."""
    return rule.low <= value <= rule.high and not (rule.whole and value != int(value))


def reads(kind, value) -> bool:
    try:
        return kind.allows(kind.read(value))
    except (ValueError, OverflowError):
        return False


def test_every_setting_has_a_rule():
    assert len(NUMBERS) > 60
    assert len(CHOICES) > 40
    assert set(DAYS) == {"general.as_of", "backtest.cutoff"}
    assert all(isinstance(typed(kind), Between | Choices) for kind in KINDS.values())


@pytest.mark.parametrize("key", NUMBERS)
def test_numbers_at_and_beyond_their_limits_are_let_through_as_they_are_read(key):
    kind, rule = KINDS[key], typed(KINDS[key])
    middle = (kind.low + min(kind.high, 1e6)) / 2
    probes = [kind.low, kind.high, middle, int(middle), int(middle) + 0.5, kind.low - 1, kind.high * 1.01, -1, 0, 1]
    assert [lets(rule, probe) for probe in probes] == [reads(kind, probe) for probe in probes]


@given(st.sampled_from(NUMBERS), st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9))
def test_any_number_is_let_through_just_where_it_is_read(key, value):
    assert lets(typed(KINDS[key]), value) == reads(KINDS[key], value)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", CHOICES)
def test_a_list_offers_every_choice_as_the_sheet_shows_it_and_each_is_read(key, lang):
    kind, rule = KINDS[key], typed(KINDS[key])
    offered = [option.of(lang) for option in rule.options]
    assert rule.strict
    assert offered == [kind.show(option, lang) for option in kind.options]
    assert [kind.read(title) for title in offered] == list(kind.options)
    assert len(",".join(offered)) <= 255, "Excel holds no longer list"
    assert not any("," in title or title != title.strip() for title in offered), "a comma parts two"
    assert not any(title[0] in "'=+-@" for title in offered), "Excel would take it for a text mark or a formula"


@given(st.sampled_from(DAYS), st.integers(-(10**5), 4 * 10**6))
def test_a_day_is_let_through_just_where_it_is_read_and_a_bare_number_is_the_same_day(key, serial):
    kind, rule = KINDS[key], typed(KINDS[key])
    assert rule.days
    assert lets(rule, serial) == reads(kind, serial)
    if lets(rule, serial):
        day = date(1899, 12, 30) + timedelta(days=serial)
        assert kind.read(serial) == kind.read(datetime(day.year, day.month, day.day)) == day


@pytest.mark.parametrize("key", [*NUMBERS, *CHOICES, *DAYS])
def test_a_cell_that_was_emptied_is_blank_or_the_value_the_product_comes_with(key):
    """Excel lets everybody empty a cell, whatever its rule."""
    owner, _, name = key.partition(".")
    found = next(o for o in parse([Row(key, value=None)], DEFAULTS).owners if o.key == owner)
    blank = "" if isinstance(KINDS[key], Choice) else None
    default = next(f.default for f in thresholds(found) if f.name == name)
    assert getattr(found, name) == (blank if KINDS[key].allows(blank) else default)


def test_an_emptied_cell_goes_back_to_the_default_whatever_stood_there():
    base = parse([Row("clusters.scale", value="none"), Row("rfm.bins", value=4)], DEFAULTS)
    assert parse([Row("clusters.scale", value=" "), Row("rfm.bins", value=None)], base) == DEFAULTS


@pytest.mark.parametrize("lang", LANGS)
def test_every_yellow_cell_has_a_rule_that_excel_can_hold(lang):
    models = tuple(model.key for model in DEFAULTS.models)
    everything = parse([Row("general.models", value=", ".join(models))], DEFAULTS)
    placed = place(settings_page(everything, lang), lang)
    painted = {row for paint in placed.paints if paint.style == "input" for row in range(*span(paint.area))} - {3}
    ruled = {row for valid in placed.valid for row in range(*span(valid.area))}
    assert painted == ruled
    assert len(ruled) > 140
    assert all(len(valid.note) <= 255 for valid in placed.valid)
    assert all(valid.note for valid in placed.valid if not valid.options), "what may be written freely is said"


def span(area) -> tuple[int, int]:
    return area.top, area.bottom + 1


@pytest.mark.parametrize("lang", LANGS)
def test_models_are_offered_by_names_that_are_read(lang):
    (rule,) = (v for v in place(settings_page(DEFAULTS, lang), lang).valid if v.area.top == 7)
    assert not rule.strict
    assert rule.options[0] in ("全部", "all")
    assert [len(parse([Row("general.models", value=said)], DEFAULTS).chosen()) for said in rule.options] == [
        len(DEFAULTS.models),
        *[1] * len(DEFAULTS.models),
    ]


def test_the_tier_of_a_city_is_chosen_from_a_list_and_the_priority_of_a_rule_is_a_number():
    rules, cities = sorted(listings(DEFAULTS), key=lambda listing: listing.key, reverse=True)
    (tiers,) = place(listing_page(cities, "zh"), "zh").valid
    assert tiers.options == ("一线", "新一线", "二线", "三线", "四线", "五线")
    assert [kind_of(cities.field).read(("苏州", tier, None)).tier for tier in tiers.options] == [
        "tier_1", "new_tier_1", "tier_2", "tier_3", "tier_4", "tier_5"
    ]  # fmt: skip
    (priority,) = place(listing_page(rules, "zh"), "zh").valid
    assert (priority.kind, priority.area.left) == ("decimal", 1)
