"""Columns of texts that are made when they are asked for do in a table what columns of objects do."""

import pickle
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg.held import Column, Run, Sort, objects, packed
from xlseg.made import PIECE, Made, strung
from xlseg.ooxml.reading.shared import shared

OPERATIONS = {
    "rows by number": lambda t: t.take([2, 0, 0]),
    "rows by label, some not there": lambda t: t.reindex([3, 99, 1]),
    "rows chosen": lambda t: t[t["name"].notna()],
    "rows in order of a key": lambda t: t.sort_values("key", ascending=False),
    "rows by their text": lambda t: t[t["name"] == "b"],
    "one below the other": lambda t: pd.concat([t, t[:2]]),
    "beside another": lambda t: pd.concat([t, t.rename(columns=str.upper)], axis=1),
    "joined": lambda t: t.merge(pd.DataFrame({"key": ["x"], "more": [1]}), on="key", how="left"),
    "blanks filled": lambda t: t.assign(name=t["name"].fillna("-")),
    "some of them others": lambda t: t.assign(name=t["name"].where(t["key"] == "x", "other")),
    "the first of each key": lambda t: t.groupby("key", sort=False, as_index=False).first(),
    "how many of each": lambda t: pd.DataFrame([t["name"].value_counts().to_dict()]),
    "without those that repeat": lambda t: t.drop_duplicates("name"),
    "an index and back": lambda t: t.set_index("key").sort_index(kind="stable").reset_index(),
    "those with a sign": lambda t: t[t["name"].str.contains("b", na=False)],
    "each with a sign behind": lambda t: t.assign(name=t["name"] + "!"),
    "each with a sign before": lambda t: t.assign(name="!" + t["name"]),
    "those below one": lambda t: t[t["name"].fillna("") < "b"],
    "those that are themselves": lambda t: t[t["name"] == t["name"]],
    "the last of all": lambda t: pd.DataFrame([t["name"].dropna().max()]),
    "groups by their text": lambda t: t.groupby("name", as_index=False).size(),
    "how many there are": lambda t: t.groupby("key")["name"].nunique().reset_index(),
    "rows that are alike": lambda t: t.drop_duplicates(),
    "one of them missing": lambda t: (t.loc.__setitem__((0, "name"), float("nan")), t)[1],
    "from a file of Python's": lambda t: pickle.loads(pickle.dumps(t)),
    "copied to the ground": deepcopy,
    "in capitals": lambda t: t.assign(name=t["name"].astype("str").str.upper()),
}


def made(texts):
    known = objects(text or "" for text in texts)
    numbers = np.array([-1 if text is None else n for n, text in enumerate(texts)], np.int32)
    return Made(lambda which: known[which].tolist(), numbers, 9)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_a_table_gives_what_it_gives_with_objects(operation):
    texts, keys = ["b", None, "a", "b", "c"], ["x", "x", "y", "y", "x"]
    columns = made(texts), pd.Series(objects(texts), dtype=object)
    lazy, plain = (operation(pd.DataFrame({"key": keys, "name": column})).astype(object) for column in columns)
    pd.testing.assert_frame_equal(lazy.where(lazy.notna(), None), plain.where(plain.notna(), None))


@given(st.lists(st.none() | st.text("ab<&客 ", max_size=3)), st.data())
def test_pieces_of_it_are_pieces_of_its_list(texts, data):
    column = made(texts)
    start, stop = (data.draw(st.integers(-9, 9)) for _ in range(2))
    assert column[start:stop].tolist() == list(column)[start:stop] == texts[start:stop]
    assert column.isna().tolist() == [text is None for text in texts]
    assert Made._from_sequence(texts).tolist() == texts


def test_only_what_is_asked_for_is_made():
    asked = []
    rows = np.arange(3 * PIECE, dtype=np.int32)
    column = Made(lambda which: [asked.append(n) or str(n) for n in which], rows, 5)
    assert (column[7], column[-1]) == ("7", str(3 * PIECE - 1))
    assert column[10:12].take([1, -1]).tolist() == ["11", "11"]
    assert len(asked) == 4
    next(iter(column))
    assert len(asked) == 4 + PIECE


def test_texts_of_several_parts():
    words, numbers = objects(["甲", "乙"]), np.array([3, 4, 5])
    parts = [lambda rows: words[rows % 2].tolist(), lambda rows: list(map(str, numbers[rows]))]
    assert strung(parts, np.array([False, True, False]), 9).tolist() == ["甲3", None, "甲5"]


@pytest.mark.parametrize(
    ("cells", "sort"),
    [
        ("张三<李&amp;四<<_x<", Sort.TEXT),
        (" a <b\r\nc<_x000D_<", Sort.TEXT),
        ("John Smith<Li Si<Zoë<", Sort.TRIMMED),
        (" a<b <<c&#32;<", Sort.TRIMMED),
        ("a<a<a<a<", Sort.TEXT),
    ],
)
def test_a_column_of_texts_is_read_as_each_of_its_cells(cells, sort):
    count = cells.count("<")
    rows = np.arange(count)[::-1] * 2
    whole = Column(2 * count, [Run(sort, rows, cells.encode())], objects(()), epoch_1904=False)
    pieces = [text + "<" for text in cells.split("<")[:-1]]
    each = [Run(sort, rows[n : n + 1], piece.encode()) for n, piece in enumerate(pieces)]
    others = Run(Sort.OTHER, np.array([1]), [0.5])  # so that it is a column of objects
    listed = Column(2 * count, [*each, others], objects(()), epoch_1904=False).listed(0, 2 * count)
    listed[1] = ""
    assert whole.listed(0, 2 * count) == listed
    assert whole.filled().tolist() == [cell != "" for cell in listed]
    assert [cell or "" for cell in whole.typed(0)] == listed


def test_shared_texts_are_read_as_each_of_them():
    texts = ["张三", "李&四", "", "王五", "Zoë"]
    shared = packed("".join(f"{text}<" for text in texts).replace("&", "&amp;").encode(), trimmed=False)
    repeated, rows = np.array([4, 0, 2, 2, 0, 0]), np.arange(6)
    for numbers in (repeated, np.array([3, 0, 2, 1, 4])):
        run = Run(Sort.SHARED, rows[: len(numbers)], numbers)
        columns = (Column(7, [run], known, epoch_1904=False) for known in (shared, objects(texts)))
        found, wanted = ((one.listed(0, 7), one.filled().tolist()) for one in columns)
        assert found == wanted
    assert found[0] == ["王五", "张三", "", "李&四", "Zoë", "", ""]


@pytest.mark.parametrize("text", [b"\xff", b"&#1114112;"])
def test_shared_texts_that_are_none_are_told_when_they_are_read(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of whoever decodes
        shared([b"<sst><si><t>a</t></si><si><t>" + text + b"</t></si></sst>"])
