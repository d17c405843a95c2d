"""A damaged workbook is told in the user's language: not a word of a library's in a Chinese sentence."""

import re

import fuzzing
import malice
import pytest
from by_one_edit import whole
from made import shop_file
from ordinary import original

from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost


def detail(content: bytes, folder) -> str:
    """What the sentence has in brackets."""
    (folder / "in.xlsx").write_bytes(content)
    with pytest.raises(XlsegError) as caught:
        fuzzing.quick(folder / "in.xlsx")
    said = caught.value.say("zh")
    assert re.search(r"damaged \(.+\)", caught.value.say("en"))
    return re.search(r"工作簿已损坏，读不出来（(.+)）；", said)[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("drawing no XML", "有一个部件不是 XML"),
        ("styles empty", "有一个部件是空的"),
        ("deep around", "XML 嵌套太深"),
        ("row beyond", "有一行的行号不对"),
        ("column beyond", "有单元格的地址不对"),
        ("text beyond", "有单元格指向不存在的文字"),
        ("sheet number no number", "有一处该是数字的不是数字"),
        ("row twice", "工作表的行重复了"),
        ("relations outside", "缺少部件「etc/passwd」"),
        ("relations to an address", "缺少一个部件"),
    ],
)
def test_what_is_wrong_inside_is_said(name, said, tmp_path):
    assert detail(malice.MADE[name](), tmp_path) == said


def test_a_wrong_encoding_is_said(tmp_path):
    content = whole("xl/styles.xml", b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>')()
    assert detail(content, tmp_path) == "有文字的编码不对"


def test_where_the_xml_is_wrong_is_said(tmp_path):
    found = detail(malice.MADE["no end of rows"](), tmp_path)
    assert re.fullmatch(r"XML 第 1 行第 \d+ 个字符处有误", found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"PK\x03\x04", b"PK\x03\x05", "压缩包的目录和内容对不上"),
        (b"PK\x01\x02", b"PK\x01\x03", "压缩包的目录和内容对不上"),
        (b"PK\x05\x06", b"PK\x05\x07", "文件不完整"),
    ],
)
def test_what_is_wrong_with_the_package_is_said(old, new, said, tmp_path):
    assert detail(original(0).replace(old, new, 1), tmp_path) == said


@pytest.mark.parametrize("said", ["有内容和校验码不符", "有内容解压不出来"])
def test_what_cannot_be_unpacked_is_said(said, tmp_path):
    content = bytearray(original(0))
    name = content.index(b"xl/styles.xml")
    start = name + len("xl/styles.xml")
    if said == "有内容和校验码不符":
        there = content.index(b"PK\x01\x02", content.rindex(b"xl/styles.xml") - 46)
        content[there + 16] ^= 1  # the checksum in the directory
    else:
        content[start : start + 40] = b"\xff" * 40
    assert detail(bytes(content), tmp_path) == said


def test_a_sound_workbook_says_nothing(tmp_path):
    assert FileHost(shop_file(tmp_path / "shop.xlsx", 3)).sheets()
