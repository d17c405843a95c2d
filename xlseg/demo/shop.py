"""An invented shop of home goods: 800 customers of five kinds over two years, with the usual dirt in its workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.cells import Area, Paint, Placed, Rows
from xlseg.demo import contacts, dirt, purchases
from xlseg.demo import words as of
from xlseg.demo.headers import COMPLAINTS, CUSTOMERS, HEADERS, LINES, ORDERS, REFERRALS, SERVICES, VISITS
from xlseg.demo.people import people
from xlseg.demo.words import words
from xlseg.hosts.file import FileHost
from xlseg.sheets import settings as settings_sheet
from xlseg.sheets.plain import dress
from xlseg.text import Lang, Text

SEED = 20260630
FILE = Text("门店客户细分示例.xlsx", "shop-demo.xlsx")
MODELS = (
    *("rfm", "rules", "value", "behaviour", "demographics", "geography", "lifecycle"),
    *("preference", "churn", "loyalty", "clusters", "clv"),
)
BULK = 12_000.0  # an order of a firm, written in ten thousands
TWINS = 3  # people with two IDs
LOOKS = {
    "at": ("label", "yyyy-mm-dd hh:mm", 20.0),
    "registered": ("label", "yyyy-mm-dd", 16.0),
    "amount": ("label_number", "#,##0.00", 16.0),
    "refund": ("label_number", "#,##0.00", 14.0),
    "cost": ("label_number", "#,##0.00", 14.0),
    "price": ("label_number", "#,##0.00", 14.0),
}  # style, number format and width of columns, by key


class Shop(NamedTuple):
    """The truth, before words and dirt. customers: with their `kind`."""

    customers: pd.DataFrame
    orders: pd.DataFrame
    lines: pd.DataFrame
    visits: pd.DataFrame
    services: pd.DataFrame
    complaints: pd.DataFrame
    referrals: pd.DataFrame


@cache
def shop() -> Shop:
    """The same every time."""
    rng = np.random.default_rng(SEED)
    who = people(rng)
    placed = purchases.orders(who, rng)
    goods = purchases.with_firms(placed, purchases.lines(placed, rng))
    placed = purchases.totals(placed, goods, rng)
    visits, services = contacts.visits(who, rng), contacts.services(placed, rng)
    return Shop(who, placed, goods, visits, services, contacts.complaints(placed, rng), contacts.referrals(who, rng))


def tables(lang: Lang) -> dict[str, Rows]:
    """The cells of every sheet, with their dirt."""
    rng, made = np.random.default_rng(SEED + 1), shop()
    found = {
        CUSTOMERS: _customers(made.customers, lang, rng),
        ORDERS: _orders(made.orders, lang, rng),
        LINES: _lines(made.lines, lang),
        VISITS: made.visits.assign(
            customer=_ids(made.visits["customer"]),
            action=_said(of.ACTIONS, made.visits["action"], lang),
            page=_said(of.PAGES, made.visits["page"], lang),
        ),
        SERVICES: _cases(made.services, "service", of.SERVICES, lang),
        COMPLAINTS: _cases(made.complaints, "complaint", of.COMPLAINTS, lang),
        REFERRALS: made.referrals.assign(
            referrer=_ids(made.referrals["referrer"]), referred=_ids(made.referrals["referred"])
        ),
    }
    rows = {sheet.of(lang): _cells(table, HEADERS[sheet], lang) for sheet, table in found.items()}
    orders = rows[ORDERS.of(lang)]
    amounts = [cell for row in orders[1:] if isinstance(cell := row[3], float)]
    rows[ORDERS.of(lang)] = [*orders, [of.TOTAL_ROW.of(lang), None, None, round(sum(amounts), 2), *[None] * 5]]
    return rows


def workbook(lang: Lang) -> FileHost:
    """A new workbook with the sheets of the shop, as its people would keep them."""
    rows = tables(lang)
    host = FileHost(rows=rows)
    for headers, (sheet, cells) in zip(HEADERS.values(), rows.items(), strict=True):
        host.write(_dressed(dress(sheet, cells), list(headers), len(cells)))
    return host


def _dressed(plain: Placed, keys: Sequence[str], bottom: int) -> Placed:
    """With the looks of columns in which some days and amounts are text."""
    found = {at: LOOKS[key] for at, key in enumerate(keys, 1) if key in LOOKS}
    paints = (Paint(Area(2, at, bottom, at), style, look) for at, (style, look, _) in found.items())
    widths = {at: width for at, (_, _, width) in found.items()}
    return replace(plain, paints=(*plain.paints, *paints), widths={**plain.widths, **widths})


def wishes(lang: Lang) -> FileHost:
    """The settings its people have chosen: which models run, and where its cities are in no Chinese table, theirs."""
    chosen = [("general.models", ", ".join(MODELS)), ("general.lang", lang)]
    if lang == "en":
        named = zip(words(of.CITIES, lang), of.TIERS, strict=True)
        chosen += [("geography.cities", f"{city} = {tier}") for city, tier in named]
    titles = [column.title.of(lang) for column in settings_sheet.COLUMNS]
    title = settings_sheet.TITLE.of(lang)
    return FileHost(rows={title: [[title], titles, *([key, None, value, None, None] for key, value in chosen)]})


def _customers(who: pd.DataFrame, lang: Lang, rng: np.random.Generator) -> pd.DataFrame:
    names = [words(listed, lang) for listed in (of.GIVEN, of.FAMILY)]
    joined = "{family}{given}" if lang == "zh" else "{given} {family}"
    given, family = (
        np.array(listed, dtype=object)[who[k]] for listed, k in zip(names, ("given", "family"), strict=True)
    )
    genders, phones = words(of.GENDERS, lang), _phones(who["customer"], lang)
    table = pd.DataFrame(
        {
            "customer": _ids(who["customer"]),
            "name": [joined.format(family=f, given=g) for f, g in zip(family, given, strict=True)],
            "phone": dirt.dressed(phones, 0.03, dirt.phones(), rng),
            "email": [f"{written.lower()}@example.com" for written in _ids(who["customer"])],
            "gender": dirt.dressed(_said(of.GENDERS, who["gender"], lang), 0.05, dirt.genders(genders, lang), rng),
            "age": dirt.blanked(dirt.dressed(who["age"].tolist(), 0.03, dirt.ages(), rng), 0.02, rng),
            "job": dirt.blanked(_said(of.JOBS, who["job"], lang), 0.03, rng),
            "city": dirt.blanked(_said(of.CITIES, who["city"], lang), 0.02, rng),
            "level": _said(of.LEVELS, who["level"], lang),
            "registered": dirt.dressed(list(who["registered"].dt.to_pydatetime()), 0.05, dirt.dates(lang), rng),
            "source": _said(of.SOURCES, who["source"], lang),
        }
    )
    table = dirt.twice(table, 4, rng)
    tests = table.iloc[:2].assign(customer=["T9001", "T9002"], name=words(of.TESTS, lang), phone=None, email=None)
    return pd.concat([table, tests, _again(who, table)], ignore_index=True)


def _again(who: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Three people who registered a second time with the same phone: they order under both IDs."""
    twins = who.loc[who["kind"] == "loyal", "customer"].head(TWINS)
    rows = table.drop_duplicates("customer").set_index("customer").loc[_ids(twins)].reset_index()
    return rows.assign(customer=rows["customer"] + "B", level=table["level"].iloc[0])


def _orders(orders: pd.DataFrame, lang: Lang, rng: np.random.Generator) -> pd.DataFrame:
    amount = orders["amount"].tolist()
    money = dirt.dressed(amount, 0.03, dirt.amounts(lang), rng)
    done = orders.index[(orders["status"] == 0) & (orders["kind"] == "ordinary")]
    slipped = rng.choice(done)
    money[slipped] = round(amount[slipped] * 1000, 2)  # a comma in the wrong place
    for at in orders.index[orders["amount"] == BULK]:
        money[at] = dirt.short_amount(BULK, lang)
    first = shop().customers.loc[lambda rows: rows["kind"] == "loyal", "customer"].head(TWINS)
    twins = {customer: f"{written}B" for customer, written in zip(first, _ids(first), strict=True)}
    second = orders["customer"].isin(twins) & (rng.random(len(orders)) < 0.3)
    table = pd.DataFrame(
        {
            "number": _numbers(orders),
            "customer": np.where(second, orders["customer"].map(twins), _ids(orders["customer"])),
            "at": dirt.dressed(list(orders["at"].dt.to_pydatetime()), 0.04, dirt.dates(lang), rng),
            "amount": money,
            "refund": orders["refund"].astype(object).where(orders["refund"].notna(), None),
            "cost": orders["cost"],
            "channel": _said(of.CHANNELS, orders["channel"], lang),
            "payment": _said(of.PAYMENTS, orders["payment"], lang),
            "status": _said(of.STATUSES, orders["status"], lang),
        }
    )
    return dirt.twice(table, 18, rng)


def _lines(lines: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    product = lines["product"]
    category = _said(of.CATEGORIES, product // 4, lang)
    return lines.assign(number=_numbers(lines), category=category, product=_said(of.GOODS, product, lang))


def _cases(cases: pd.DataFrame, key: str, listed: Text, lang: Lang) -> pd.DataFrame:
    return cases.assign(
        customer=_ids(cases["customer"]),
        number=_numbers(cases),
        handled=_said(of.HANDLED, cases["handled"], lang),
        **{key: _said(listed, cases[key], lang)},
    )


def _said(listed: Text, numbers: pd.Series, lang: Lang) -> list[str]:
    """The words of these numbers."""
    found: list[str] = np.array(words(listed, lang), dtype=object)[numbers].tolist()
    return found


def _ids(customers: pd.Series) -> list[str]:
    return [f"K{number:04}" for number in customers]


def _numbers(orders: pd.DataFrame) -> list[str]:
    return [f"{24_000_000 + number}" for number in orders["number"]]


def _phones(customers: pd.Series, lang: Lang) -> list[str]:
    """Numbers of nobody: like the sample 13800138000 in China, of Ofcom's range for drama in Britain."""
    return [f"1380013{number * 7 + 2000:04}" if lang == "zh" else f"07700900{number:03}" for number in customers]


def _cells(table: pd.DataFrame, headers: Mapping[str, Text], lang: Lang) -> Rows:
    columns = []
    for key in headers:
        column = table[key]
        days = pd.api.types.is_datetime64_dtype(column.dtype)
        columns.append(list(column.dt.to_pydatetime()) if days else column.tolist())
    return [[title.of(lang) for title in headers.values()], *map(list, zip(*columns, strict=True))]
