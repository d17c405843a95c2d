"""All tables of a workbook, cleaned together: who is a test, who is the same person, whose records are whose."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from xlseg.cleaning.orders import clean_orders
from xlseg.cleaning.people import clean_customers, one_row_each, testers
from xlseg.cleaning.persons import NOBODY, same_persons
from xlseg.cleaning.records import buyers, clean_lines, clean_records
from xlseg.cleaning.step import Cleaned, Context, Step, joined, listed
from xlseg.cleaning.typing import is_total
from xlseg.columns import CUSTOMER_ID
from xlseg.errors import Problems
from xlseg.recognise import KINDS, Kind, Source
from xlseg.text import Text
from xlseg.treatment import Cleaning
from xlseg.values import ids


class Tables(NamedTuple):
    """What clean() gives. profiles: one row a customer. between: issues found between tables."""

    orders: Cleaned | None
    people: Cleaned | None
    profiles: pd.DataFrame | None
    records: dict[Kind, Cleaned]
    lines: Cleaned | None
    merged: pd.Series
    between: tuple[pd.DataFrame, ...]

    def parts(self) -> dict[Kind, Cleaned]:
        known: dict[Kind, Cleaned | None] = {"orders": self.orders, "customers": self.people, "lines": self.lines}
        return {kind: part for kind, part in known.items() if part} | self.records


def clean(sources: Sequence[Source], rules: Cleaning, today: date | None = None) -> Tables:
    """All tables, cleaned, with persons merged. Raises XlsegError with the problems of all of them at once."""
    of_kind = {kind: [source for source in sources if source.kind == kind] for kind in KINDS}
    context = Context(
        rules, pd.Timestamp(today) if today else None, testers(of_kind["customers"]), bool(of_kind["orders"])
    )
    problems = Problems()
    people = orders = None
    with problems.gathered():
        people = clean_customers(of_kind["customers"], context) if of_kind["customers"] else None
    with problems.gathered():
        orders = clean_orders(of_kind["orders"], context) if of_kind["orders"] else None
    problems.tell()
    profiles, again = one_row_each(people.rows, context) if people else (None, joined([]))
    persons = same_persons(profiles, context) if profiles is not None else NOBODY
    bought = buyers(of_kind["orders"])
    records: dict[Kind, Cleaned] = {
        kind: _merged(clean_records(of_kind[kind], bought, context), persons.canonical)
        for kind in ("activity", "service", "complaints", "referrals")
        if of_kind[kind]
    }
    orders = orders and _merged(orders, persons.canonical)
    lines = None
    if orders and of_kind["lines"]:
        lines = clean_lines(of_kind["lines"], bought, orders.rows["order_id"], context)
        lines = _merged(lines, persons.canonical)
    if profiles is not None and len(persons.canonical):
        profiles = _renamed(profiles, persons.canonical)
        profiles = profiles.groupby("customer_id", sort=False, as_index=False).first()[list(profiles.columns)]
    strangers = unknown_buyers(orders.rows, of_kind["customers"]) if orders and of_kind["customers"] else joined([])
    return Tables(orders, people, profiles, records, lines, persons.canonical, (again, persons.issues, strangers))


def whose(source: Source, merged: pd.Series) -> pd.Series:
    """The customer of each row of a table, nobody of totals; merged: for each ID that is another's, that other."""
    said, total = ids(source.frame[CUSTOMER_ID.key]), is_total(source.frame)
    said = said.where(~total) if total.any() else said
    return said.map(merged).fillna(said) if len(merged) else said


def unknown_buyers(orders: pd.DataFrame, people: Sequence[Source]) -> pd.DataFrame:
    """Orders of customers who are in no table of customers: they count, without a profile."""
    known = pd.concat([ids(source.frame["customer_id"]) for source in people])
    stranger = ~orders["customer_id"].isin(known)
    return listed(orders.loc[stranger, ["sheet", "row"]], UNKNOWN_BUYER, "list") if stranger.any() else joined([])


UNKNOWN_BUYER = Step(
    "unknown_customer",
    Text("客户不在客户表里", "Customers who are not in the table of customers"),
    "customer_id",
    advice=Text(
        "补上客户资料，或核对客户ID的写法（如 001 与 1）", "Add the customer, or check how the ID is written (001 or 1)"
    ),
    fixed="list",
)


def _merged(part: Cleaned, canonical: pd.Series) -> Cleaned:
    return part._replace(rows=_renamed(part.rows, canonical))


def _renamed(rows: pd.DataFrame, canonical: pd.Series) -> pd.DataFrame:
    """Under the ID that stands for each person."""
    if canonical.empty:
        return rows
    return rows.assign(customer_id=rows["customer_id"].map(canonical).fillna(rows["customer_id"]))
