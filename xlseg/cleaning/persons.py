"""One person under several customer IDs: known by the same phone, e-mail or ID number."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg import values
from xlseg.cleaning.step import Context, Step, joined, listed
from xlseg.columns import CUSTOMER_ID, EMAIL, ID_NUMBER, PHONE
from xlseg.distinct import each
from xlseg.text import Text

SAME_PERSON = Step(
    "same_person",
    Text("同一个人有几个客户ID", "Several customer IDs of one person"),
    CUSTOMER_ID.key,
    advice=Text("核对后在系统里合并", "Check, and merge them in your system"),
)
SHARED = Step(
    "shared_contact",
    Text("公用的号码，没有据此合并", "Contacts shared by many, by which nobody was merged"),
    PHONE.key,
    advice=Text("核对是否为总机或占位号码", "Check whether it is a switchboard or a placeholder"),
    fixed="list",
)


class Merged(NamedTuple):
    """canonical: for each ID that is merged into another, that other. issues: the rows concerned."""

    canonical: pd.Series
    issues: pd.DataFrame


NOBODY = Merged(pd.Series(dtype="str"), joined([]))


def same_persons(rows: pd.DataFrame, context: Context) -> Merged:
    """Who is who among cleaned rows of customers.

    The first row's ID stands for all. A contact that belongs to more IDs than the settings allow, or to people
    with different ID numbers, merges nobody and is listed.
    """
    keys = [key for key in context.rules.merge_by if key in rows]
    treatment = context.rules.same_person
    if treatment == "off" or not keys or rows.empty:
        return NOBODY
    number = pd.Series(pd.factorize(rows[CUSTOMER_ID.key])[0], rows.index)
    identity = _identity(rows)
    links, issues, reason = [], [], pd.Series("", rows.index, dtype=object)
    for key in keys:
        known = contact(rows[key], key)
        several = number.groupby(known["said"]).transform("nunique") > 1
        shared = several & _shared(number, known, None if key == ID_NUMBER.key else identity, context)
        issues.append(listed(rows[shared], SHARED, "list").assign(column=key))
        linked = several & known["telling"] & ~shared
        links.append(pd.DataFrame({"number": number[linked], "contact": key + known.loc[linked, "said"]}))
        reason = reason.mask(linked & (reason == ""), key)
    group = connected(pd.concat(links), int(number.max()) + 1)
    first = rows[CUSTOMER_ID.key].groupby(group[number.to_numpy()]).transform("first")
    first.index = rows.index
    moved = rows[CUSTOMER_ID.key] != first
    hit = rows[moved]
    issues.insert(0, listed(hit, SAME_PERSON, treatment, first[moved]).assign(column=reason[moved].to_numpy()))
    pairs = pd.Series(first[moved].to_numpy(), hit[CUSTOMER_ID.key].to_numpy(), dtype="str")
    pairs = pairs[~pairs.index.duplicated()]
    return Merged(pairs if treatment == "merge" else NOBODY.canonical, joined(issues))


def _identity(rows: pd.DataFrame) -> pd.Series | None:
    """ID numbers that can tell a person."""
    if ID_NUMBER.key not in rows:
        return None
    known = contact(rows[ID_NUMBER.key], ID_NUMBER.key)
    return known["said"].where(known["telling"])


def contact(raw: pd.Series, key: str) -> pd.DataFrame:
    """said: contacts as they are compared; telling: whether they can tell a person, unlike masks and placeholders."""
    if key == PHONE.key:
        phones = values.phones(raw)
        said = phones.values.where(~phones.bad)
        telling = each(said, lambda text: re.fullmatch(r"1[3-9]\d{9}", text) is not None and len(set(text[3:])) > 2)
    else:
        said = values.ids(raw).str.lower().str.replace(" ", "", regex=False)
        shape = r"[^@\s*]+@[^@\s*]+\.[^@\s*]+" if key == EMAIL.key else r"[0-9a-z]{8,}"
        telling = each(said, lambda text: re.fullmatch(shape, text) is not None)
    return pd.DataFrame({"said": said, "telling": telling.eq(True)})


def _shared(number: pd.Series, known: pd.DataFrame, identity: pd.Series | None, context: Context) -> pd.Series:
    """Contacts of more IDs than one person has, or of people with different ID numbers."""
    shared = number.groupby(known["said"]).transform("nunique") > context.rules.shared_limit
    if identity is not None:
        shared |= known["telling"] & (identity.groupby(known["said"]).transform("nunique") > 1)
    return shared.fillna(False)


def connected(links: pd.DataFrame, count: int) -> np.ndarray:
    """The smallest number each of `count` people is linked to, through any chain of contacts.

    links: number, contact. Label propagation: each round halves what is left of a chain.
    """
    group = np.arange(count)
    while len(links):
        lowest = pd.Series(group[links["number"]], links.index).groupby(links["contact"]).transform("min").to_numpy()
        before = group.copy()
        np.minimum.at(group, links["number"].to_numpy(), lowest)
        np.minimum.at(group, before[links["number"]], lowest)
        group = group[group]
        if (group == before).all():
            break
    return group
