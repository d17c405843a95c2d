"""One person under several customer IDs: known by the same phone, e-mail or ID number."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg import values
from xlseg.cleaning.step import Context, Step, joined, listed
from xlseg.columns import CUSTOMER_ID, EMAIL, ID_NUMBER, PHONE
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
    identity = contact(rows[ID_NUMBER.key], ID_NUMBER.key) if ID_NUMBER.key in rows else None
    links, issues, reason = [], [], pd.Series("", rows.index, dtype=object)
    for key in keys:
        said = contact(rows[key], key)
        several = number.groupby(said).transform("nunique") > 1
        shared = several & _shared(number, said, identity, key, context)
        issues.append(listed(rows[shared], SHARED, "list").assign(column=key))
        linked = several & ~shared
        links.append(pd.DataFrame({"number": number[linked], "contact": key + said[linked]}))
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


def contact(raw: pd.Series, key: str) -> pd.Series:
    """Contacts as they are compared; missing where they cannot tell a person, such as masked ones."""
    if key == PHONE.key:
        read = values.phones(raw)
        text = read.values.where(~read.bad)
        return text.where(text.str.fullmatch(r"1[3-9]\d{9}").fillna(False) & (text.str[3:].map(_varied)))
    text = values.ids(raw).str.lower().str.replace(" ", "", regex=False)
    shape = r"[^@\s*]+@[^@\s*]+\.[^@\s*]+" if key == EMAIL.key else r"[0-9a-z]{8,}"
    return text.where(text.str.fullmatch(shape).fillna(False))


def _varied(digits: object) -> bool:
    """13800000000 and the like are placeholders."""
    return isinstance(digits, str) and len(set(digits)) > 2


def _shared(number: pd.Series, said: pd.Series, identity: pd.Series | None, key: str, context: Context) -> pd.Series:
    shared = number.groupby(said).transform("nunique") > context.rules.shared_limit
    if identity is not None and key != ID_NUMBER.key:
        shared |= identity.groupby(said).transform("nunique") > 1
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
