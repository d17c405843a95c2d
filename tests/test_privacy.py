"""What leaves the house says less; who has the key gets back exactly what went in."""

import itertools
import re
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import privacy
from xlseg.columns import CUSTOMER_COLUMNS, CUSTOMER_NAME, PHONE
from xlseg.errors import XlsegError
from xlseg.privacy import MASKS, Secret

KEY = bytes(range(32))
SECRET = Secret.of_key(KEY)
WORDS = "correct horse battery staple"
ANY_TEXT = st.text() | st.text("01234567890138+-() *·.,@张三公司市省Jo", max_size=24)
ANY_CELL = st.none() | ANY_TEXT | st.integers() | st.floats() | st.booleans() | st.datetimes()


def cells(*values):
    return pd.Series(list(values), dtype=object)


def masked(key, *values):
    return MASKS[key](cells(*values)).fillna("?").tolist()


def bytes_in_order():
    """Instead of random bytes: never twice the same, and the same in each test."""
    numbers = itertools.count()
    return lambda size: next(numbers).to_bytes(size, "big")


def refused(function, *arguments):
    with pytest.raises(XlsegError) as error:
        function(*arguments)
    return error.value


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        *(("customer_name", name, "*某") for name in ("张三", "欧阳修", "张先生", "张**", "阿卜杜拉·买买提", " 张三 ")),
        ("customer_name", "John Smith", "J*** S***"),
        ("customer_name", "J. Smith", "*** S***"),
        ("customer_name", "O'Neil, Mary-Ann", "O***, M***"),
        ("customer_name", "ＪＯＨＮ", "J***"),
        ("customer_name", "华为技术有限公司", "***公司"),
        ("customer_name", "Acme Trading Co., Ltd.", "*** Ltd."),
        ("customer_name", "Acme Inc", "*** Inc"),
        *(("customer_name", name, "***") for name in ("J", "13812341234", "a@b.com", "老客户王小明先生", "김민수")),
        *(
            ("phone", phone, "138****1234")
            for phone in (
                "13812341234",
                "+86 138 1234 1234",
                "138-1234-1234",
                "0086-13812341234",
                "１３８１２３４１２３４",
            )
        ),
        *(
            ("phone", phone, "138****1234")
            for phone in (13812341234, 13812341234.0, "138****1234", "13812341234(张三)")
        ),
        *(("phone", phone, "010-****5678") for phone in ("010-12345678", "(010) 1234 5678", "01012345678")),
        ("phone", "0755-12345678", "0755-****678"),
        ("phone", "+1 415 555 2671", "****2671"),
        ("phone", "13812341234/13912345678", "****5678"),
        *(("phone", phone, "***") for phone in ("12345", "1234567", "same as above", "1381234****")),
        ("email", "zhang@example.com", "z***@example.com"),
        ("email", "z@example.com", "***@example.com"),
        *(("email", email, "***") for email in ("zhang", "a@b@c.com", "zhang san@x.com", "13812341234")),
        ("id_number", "110101199003071234", "110*************34"),
        ("id_number", "110101 19900307 123X", "110*************3X"),
        ("id_number", "110101900307123", "110*************23"),
        *(("id_number", number, "***") for number in ("1101011990030712", "G12345678", "110101")),
        ("address", "广东省深圳市南山区科技路1号", "广东省深圳市***"),
        ("address", "中国江西省 景德镇市 珠山区", "江西省景德镇市***"),
        ("address", "北京市朝阳区建国路88号", "北京市***"),
        ("address", "上海浦东新区", "上海***"),
        ("address", "深圳市南山区", "深圳市***"),
        ("address", "吉林省延边朝鲜族自治州延吉市", "吉林省延边朝鲜族自治州***"),
        *(
            ("address", place, "***")
            for place in ("王明北京市朝阳区", "王明 北京市朝阳区", "南山区科技路", "1 Main Street")
        ),
    ],
)
def test_a_value_shows_only_what_its_kind_may(key, value, shown):
    assert masked(key, value) == [shown]


@pytest.mark.parametrize("key", MASKS)
def test_what_is_missing_or_blank_stays_missing(key):
    assert masked(key, None, float("nan"), pd.NaT, pd.NA, "", " ", "无") == ["?"] * 7


def test_every_sensitive_column_has_a_mask():
    assert {column.mask for column in CUSTOMER_COLUMNS if column.sensitive} <= set(MASKS)


@pytest.mark.parametrize("key", MASKS)
@given(values=st.lists(ANY_CELL, max_size=5))
def test_masking_what_is_masked_changes_nothing(key, values):
    once = MASKS[key](cells(*values))
    pd.testing.assert_series_equal(MASKS[key](once), once)


@given(ANY_TEXT | st.text("0123456789", min_size=1, max_size=30))
def test_a_masked_phone_shows_seven_digits_at_most_and_never_all(text):
    (shown,) = masked("phone", text)
    assert len(re.findall(r"\d", shown)) <= 7
    assert shown != text or "*" in text or shown == "?"
    assert not any(text[i : i + 8] in shown for i in range(len(text) - 7) if text[i : i + 8].isdigit())


@pytest.mark.parametrize("key", ["customer_name", "phone", "email", "id_number"])
@given(value=st.text("abcJ张三123@.", min_size=1, max_size=3))
def test_a_short_value_never_shows_whole(key, value):
    assert value not in masked(key, value)


def test_a_table_is_masked_where_it_is_told_and_nowhere_else():
    table = pd.DataFrame(
        {"编号": [13812341234], "电话": ["13812341234"], "姓名": ["张三"], "备注": ["rude"], "年龄": [40]}
    )
    before = table.copy()
    shown = privacy.mask(table, {"编号": "customer_id", "电话": PHONE.key, "姓名": CUSTOMER_NAME.key, "备注": "note"})
    assert shown.iloc[0].tolist() == [13812341234, "138****1234", "*某", "***", 40]
    pd.testing.assert_frame_equal(table, before)


def test_every_column_of_a_name_is_masked_and_rows_keep_their_labels():
    table = pd.DataFrame([["张三", "李四"]] * 2, index=[7, 7], columns=["姓名", "姓名"])
    shown = privacy.mask(table, {"姓名": CUSTOMER_NAME.key})
    assert (shown == "*某").all(axis=None)
    assert shown.index.tolist() == [7, 7]


def test_a_column_that_is_not_there_is_said():
    error = refused(privacy.mask, pd.DataFrame({"a": [1]}), {"电话": PHONE.key})
    assert "电话" in error.say("zh")
    assert "电话" in error.say("en")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20, 0], [10, 20, 0]),
        ([3, 10, 20, 0], [None, None, 20, 0]),
        ([3, 4, 10], [None, None, 10]),
        ([1, 1, 10, 20], [None, None, None, 20]),  # a rest of 2 in two cells would be 1 and 1
        ([3, 0, 0], [None, None, None]),
        ([3], [None]),
        ([None, 10, 0], [None, 10, 0]),
        ([], []),
    ],
)
def test_small_counts_go_missing_and_cannot_be_worked_out(counts, shown):
    found = privacy.suppress(pd.Series(counts, dtype=float))
    assert found.astype(object).where(found.notna(), None).tolist() == shown


def test_each_group_has_its_own_total():
    counts = pd.Series([3, 10, 20, 30], index=list("aabb"))
    found = privacy.suppress(counts, least=5, within=pd.Series(["x", "x", "y", "y"]))
    assert found.isna().tolist() == [True, True, False, False]
    assert found.index.tolist() == list("aabb")


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 6))
def test_no_small_count_is_shown_and_none_follows_from_the_total(counts, least):
    whole = pd.Series(counts, dtype=int)
    found = privacy.suppress(whole, least)
    rest = whole[found.isna()]
    assert not found.between(0, least, inclusive="neither").any()
    assert rest.empty or len(rest) == len(whole) or (len(rest) >= 2 and rest.sum() >= least)
    pd.testing.assert_series_equal(privacy.suppress(found, least), found)


def test_a_pseudonym_is_the_same_for_the_same_id_and_key():
    found = privacy.pseudonyms(cells(1001.0, "1001", " 1001 ", "A1", None), KEY)
    assert found.fillna("?").tolist() == ["P-QXFT3MVWYZMI7NWS"] * 3 + ["P-XLLR6GAS2JQ2PRUK", "?"]
    assert not privacy.pseudonyms(cells("1001", "A1"), KEY[::-1]).isin(found).any()


@given(st.sets(st.text("abc123", min_size=1), max_size=20))
def test_different_ids_have_different_pseudonyms_that_do_not_tell_them(ids):
    found = privacy.pseudonyms(cells(*ids), KEY)
    assert found.nunique() == len(ids)
    assert found.str.fullmatch("P-[A-Z2-7]{16}").all()


@pytest.mark.parametrize(
    ("function", "least"),
    [
        (lambda: privacy.pseudonyms(cells("1"), KEY[:31]), "32"),
        (lambda: Secret.of_key(b""), "32"),
        (lambda: Secret.of_passphrase("too short"), "12"),
    ],
)
def test_a_key_that_can_be_guessed_is_refused(function, least):
    error = refused(function)
    assert least in error.say("zh")
    assert least in error.say("en")


@given(st.lists(st.none() | st.text() | st.sampled_from(["xlseg1:", "xlseg1:hello", "\ud800", "=1+1"]), max_size=6))
def test_texts_come_back_exactly(texts):
    column = pd.Series(texts, dtype="str", name="姓名")
    tokens = privacy.encrypt(column, SECRET, bytes_in_order())
    assert privacy.is_encrypted(tokens).tolist() == column.notna().tolist()
    pd.testing.assert_series_equal(privacy.decrypt(tokens, SECRET), column)


@given(st.lists(ANY_CELL, max_size=6))
def test_no_cell_makes_encrypting_fail(values):
    back = privacy.decrypt(privacy.encrypt(cells(*values), SECRET), SECRET)
    assert back.isna().tolist() == cells(*values).isna().tolist()


def test_numbers_and_dates_come_back_as_text():
    column = cells(12.0, 1.5, 13812341234, pd.Timestamp(2024, 1, 5), 1e20)
    back = privacy.decrypt(privacy.encrypt(column, SECRET), SECRET)
    assert back.tolist() == ["12", "1.5", "13812341234", "2024-01-05 00:00:00", "1" + "0" * 20]


def test_a_passphrase_opens_what_it_closed_full_width_or_not():
    tokens = privacy.encrypt(cells("张三", "李四"), Secret.of_passphrase(WORDS))
    assert privacy.decrypt(tokens, Secret.of_passphrase("ｃ" + WORDS[1:])).tolist() == ["张三", "李四"]
    assert "还原" in refused(privacy.decrypt, tokens, SECRET).say("zh")


def test_the_same_text_never_gives_the_same_token_and_no_token_shows_it():
    tokens = privacy.encrypt(cells(*["13812341234"] * 50), SECRET)
    assert tokens.nunique() == 50
    assert tokens.str.startswith("xlseg1:").all()
    assert not tokens.str.contains("13812341234").any()


def test_a_columns_key_is_made_once():
    sizes = []
    privacy.encrypt(cells("a", "b", "c", None), SECRET, lambda size: sizes.append(size) or bytes(size))
    assert sizes == [16, 12, 12, 12]


def test_tokens_are_left_when_encrypting_and_plain_text_when_decrypting():
    tokens = privacy.encrypt(cells("a", None, "b"), SECRET)
    mixed = pd.concat([tokens, cells("plain").astype("str")])
    assert privacy.encrypt(mixed, SECRET).tolist()[0] == tokens[0]
    assert privacy.is_encrypted(mixed).tolist() == [True, False, True, False]
    assert privacy.decrypt(mixed, SECRET).fillna("?").tolist() == ["a", "?", "b", "plain"]


def test_tokens_may_be_sorted_repeated_and_merged_with_those_of_another_day():
    first, second = privacy.encrypt(cells("a", "b"), SECRET), privacy.encrypt(cells("c"), SECRET)
    merged = pd.concat([second, first[::-1], first])
    assert privacy.decrypt(merged, SECRET).tolist() == ["c", "b", "a", "a", "b"]


def test_a_wrong_key_is_said_and_nothing_is_decrypted():
    tokens = privacy.encrypt(cells("a", "b", None), SECRET)
    error = refused(privacy.decrypt, tokens, Secret.of_key(KEY[::-1]))
    assert error.say("en").startswith("wrong key file or passphrase")
    assert "密钥文件或口令不对" in error.say("zh")


@pytest.mark.parametrize("place", ["header", "text", "cut", "signs"])
def test_a_damaged_token_is_said_with_its_row(place):
    tokens = privacy.encrypt(pd.Series(["a", "b", "c"], index=[10, 20, 30]), SECRET)
    other = {"A": "B"}.get(tokens[20][-5], "A")
    tokens[20] = {
        "header": f"xlseg1:{'B' if tokens[20][7] == 'A' else 'A'}{tokens[20][8:]}",
        "text": tokens[20][:-5] + other + tokens[20][-4:],
        "cut": tokens[20][:40],
        "signs": tokens[20][:-5] + "张" + tokens[20][-4:],
    }[place]
    error = refused(privacy.decrypt, tokens, SECRET)
    assert "rows: 20)" in error.say("en")
    assert "行：20）" in error.say("zh")


def test_one_damaged_token_alone_is_not_taken_for_a_wrong_key():
    (token,) = privacy.encrypt(cells("a"), SECRET, bytes_in_order())
    assert "rows: 0)" in refused(privacy.decrypt, cells(token[:-5] + token[-5:].swapcase()[::-1]), SECRET).say("en")


def test_many_damaged_rows_are_counted_and_five_are_named():
    tokens = pd.concat([privacy.encrypt(cells("a"), SECRET), cells(*["xlseg1:?"] * 8)], ignore_index=True)
    assert (
        refused(privacy.decrypt, tokens, SECRET)
        .say("en")
        .startswith("8 encrypted values are damaged or of another key (rows: 1, 2, 3, 4, 5, …)")
    )


def test_a_missing_library_is_said_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    error = refused(privacy.encrypt, cells("a"), SECRET)
    assert 'pip install "xlseg[privacy]"' in error.say("zh")
    assert 'pip install "xlseg[privacy]"' in error.say("en")


def test_a_secret_is_never_shown():
    assert WORDS not in repr(Secret.of_passphrase(WORDS))
    assert repr(KEY) not in repr(SECRET)


def test_a_column_of_numbers_or_of_nothing_can_be_masked_and_encrypted():
    assert MASKS["phone"](pd.Series([13812341234.0, np.nan])).fillna("?").tolist() == ["138****1234", "?"]
    for empty in (pd.Series(dtype="str"), pd.Series([None, None]), pd.Series(dtype=float)):
        assert privacy.decrypt(privacy.encrypt(empty, SECRET), SECRET).isna().all()
        assert MASKS["customer_name"](empty).isna().all()
