from xlseg.text import Text, join, plain


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
