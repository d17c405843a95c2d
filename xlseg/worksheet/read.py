"""Functions that read single cells: dates and amounts as people write them, and the tiers of cities."""

from collections.abc import Collection
from functools import partial

import numpy as np
import pandas as pd

from xlseg.analysis import analyze
from xlseg.cells import Rows
from xlseg.columns import ADDRESS, CITY, CUSTOMER_COLUMNS, CUSTOMER_ID, PROVINCE, REGION
from xlseg.errors import Problem, XlsegError
from xlseg.kinds import Choice
from xlseg.models.geography.tiers import TIERS
from xlseg.recognise import Source, match
from xlseg.regions import regions
from xlseg.settings import Row
from xlseg.shown import cells
from xlseg.text import Lang, Text, same
from xlseg.values import DayOrder, Read, day_order_open, days, ids, numbers
from xlseg.worksheet.given import Given
from xlseg.worksheet.labelling import settings_for
from xlseg.worksheet.lined import Lined, Readings, lined, readings

MONTH, DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
EITHER = rf"\s*(?:{MONTH}\D{DAY}|{DAY}\D{MONTH})\D\d{{4}}"  # one of both may be the month
PLACES = {column.key for column in (CITY, REGION, PROVINCE, ADDRESS)}


def parse_date(given: Given, lang: Lang) -> Rows:
    """Days of dates however they are written; a cell that cannot be read says so."""
    beside = lined(given, ["value"])
    order = _order(given)
    found = readings(beside, {"value": partial(days, order=order)}, {"value": DATE}, lang)
    raw = beside.cells["value"]
    unread = raw[found.faults != ""]
    if order == "auto" and len(unread) and day_order_open(unread):
        open_ = found.faults.index.isin(unread[unread.astype(str).str.match(EITHER)].index)
        found.faults[open_] = OPEN.of(lang) + raw[open_].astype(str)
    return _read(beside, found.values["value"], found, lang)


def parse_amount(given: Given, lang: Lang) -> Rows:
    """Numbers however they are dressed; a cell that cannot be read says so."""
    beside = lined(given, ["value"])
    found = readings(beside, {"value": numbers}, {"value": AMOUNT}, lang)
    return _read(beside, found.values["value"], found, lang)


def city_tier(given: Given, lang: Lang) -> Rows:
    """The tier of each city, address or region; unknown where it names no city of the table."""
    beside = lined(given, ["city"])
    found = readings(beside, {"city": partial(named, keys=PLACES)}, {"city": CITY.title}, lang)
    said = found.values["city"][found.usable]
    if said.empty:
        return beside.answered([found.column(TIER.of(lang), np.zeros(0, object))])
    placed = regions(said).values
    who = [f"{n:07}" for n in range(len(said))]
    frame = pd.DataFrame({CUSTOMER_ID.key: who, REGION.key: placed.where(placed.notna(), said).to_numpy(dtype=object)})
    settings = settings_for("geography", [Row("geography.lower", value="apart")])
    analysis = analyze(Source("customers", "", 1, {CUSTOMER_ID.key: 1, REGION.key: 2}, frame), settings=settings)
    keys = analysis.segmentations["geography"].labels["segment"].reindex(who)
    titles = keys.map({key: title.of(lang) for key, title in TIERS.items()}).fillna(UNKNOWN.of(lang))
    return beside.answered([found.column(TIER.of(lang), titles.to_numpy(dtype=object))])


def named(raw: pd.Series, keys: Collection[str]) -> Read:
    """Texts as they are; bad is a first cell that is a header of one of these columns."""
    head = match([str(raw[0])], [column for column in CUSTOMER_COLUMNS if column.key in keys])
    bad = pd.Series((raw.index == 0) & bool(head), raw.index)
    return Read(ids(raw).where(~bad), bad)


def _read(beside: Lined, values: pd.Series, found: Readings, lang: Lang) -> Rows:
    """The values that could be read, under the header as it stands."""
    answers = np.empty(int(found.usable.sum()), dtype=object)
    answers[:] = cells(values[found.usable], lang)
    return beside.answered([found.column(beside.cells["value"][0], answers)])


def _order(given: Given) -> DayOrder:
    said = given.one("order")
    try:
        order = ORDERS.read("auto" if said is None else said)
    except ValueError:
        raise XlsegError(Problem(NO_ORDER.format(said=said), same("order"))) from None
    return "dmy" if order == "dmy" else "mdy" if order == "mdy" else "auto"


ORDERS = Choice(
    {
        "auto": Text("自动", "automatic"),
        "dmy": Text("日月年", "day month year"),
        "mdy": Text("月日年", "month day year"),
    }
)
NO_ORDER = Text("只能写 dmy（日/月/年）或 mdy（月/日/年），这里是「{said}」", "give dmy or mdy, not '{said}'")
OPEN = Text(
    "#分不清哪个是日、哪个是月，请在第二个参数写 dmy 或 mdy：",
    "#day or month first? Say dmy or mdy in the second argument: ",
)
DATE, AMOUNT = Text("日期", "date"), Text("金额", "amount")
TIER, UNKNOWN = Text("城市级别", "City tier"), Text("未知", "Unknown")
