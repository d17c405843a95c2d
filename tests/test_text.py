from xlseg.text import Text, join, keyed, plain, same, sentence


def test_a_text_speaks_both_languages():
    assert Text("客户", "customer").of("zh") == "客户"
    assert Text("客户", "customer").of("en") == "customer"


def test_a_part_that_is_a_text_is_filled_in_the_matching_language():
    sentence = Text("{n} 位{who}", "{n} {who}").format(n=3, who=Text("客户", "customers"))
    assert sentence == Text("3 位客户", "3 customers")


def test_items_are_joined_with_each_languages_own_comma():
    assert join([Text("甲", "a"), Text("乙", "b")]) == Text("甲、乙", "a, b")


def test_plain_leaves_what_is_no_text():
    assert plain(3, "zh") == 3


def test_a_sentence_of_ours_begins_with_a_capital_and_a_word_of_the_users_as_typed():
    assert sentence(Text("没有购买记录", "no orders on record")).en == "No orders on record"
    assert sentence(same("iPhone users first")).en == "iPhone users first"
    assert sentence(Text("vip_flag 属于 1", "vip_flag in 1")).en == "vip_flag in 1"


def test_what_may_be_written_stands_with_its_meaning_in_brackets():
    known = keyed([("rfm", Text("RFM 客户分群", "RFM segmentation")), ("value", Text("价值评分", "Value score"))])
    assert known == Text("rfm（RFM 客户分群）、value（价值评分）", "rfm (RFM segmentation), value (Value score)")
