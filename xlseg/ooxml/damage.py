"""What is wrong with a damaged workbook, in a few words: what libraries and ours raise, said for people."""

import re
import struct
import zipfile
import zlib

from lxml.etree import XMLSyntaxError

from xlseg.ooxml.cells.rows import UnsortedError
from xlseg.ooxml.package import MissingPartError
from xlseg.ooxml.reading.found import Strange
from xlseg.text import Text, same


def damage(error: BaseException) -> Text:
    """What a sentence can say of an error; of one nobody foresaw, its own first words."""
    match error:
        case XMLSyntaxError():
            kind = next((said for begin, said in XML.items() if (error.msg or "").startswith(begin)), BROKEN_XML)
            found = kind.format(line=error.lineno or 1, column=max(error.offset or 1, 1))
        case MissingPartError():
            part = printable(str(error))
            found = MISSING.format(part=part) if part.en else MISSING_ONE
        case UnsortedError():
            found = UNSORTED.format(row=str(error).rpartition(" ")[2])
        case Strange():
            found = STRANGE.get(str(error), STRANGE_CONTENT)
        case zlib.error():
            found = UNPACKED
        case zipfile.BadZipFile() | struct.error():
            found = CHECKSUM if "CRC" in str(error) else DIRECTORY
        case EOFError():
            found = CUT
        case _:
            found = next((said for begin, said in OTHERS.items() if str(error).startswith(begin)), same(brief(error)))
    return found


def brief(error: BaseException) -> str:
    """What a sentence can show of a library's error: its first words, and none that stood between quotation marks.

    Those may be the contents of a cell.
    """
    shown = re.sub(r"'[^']*'|\"[^\"]*\"|\d{6,}", "…", re.sub(r" \(<string>.*", "", str(error).partition("\n")[0]))
    return printable(shown).en or type(error).__name__


def printable(name: str) -> Text:
    """What a sentence can show of a name."""
    return same("".join(letter if letter.isprintable() else "?" for letter in name)[:80])


CUT = Text("文件不完整", "it ends too early")
DIRECTORY = Text("压缩包的目录和内容对不上", "the directory of its zip package does not match what it holds")
CHECKSUM = Text("有内容和校验码不符", "something in it does not match its checksum")
UNPACKED = Text("有内容解压不出来", "something in it cannot be unpacked")
MISSING = Text("缺少部件「{part}」", "its part '{part}' is missing")
MISSING_ONE = Text("缺少一个部件", "one of its parts is missing")
UNSORTED = Text("第 {row} 行的顺序不对", "row {row} is out of order")
BROKEN_XML = Text("XML 第 {line} 行第 {column} 个字符处有误", "its XML is broken: line {line}, character {column}")
XML = {
    "Excessive depth": Text("XML 嵌套太深", "its XML is nested too deeply"),
    "Document is empty": Text("有一个部件是空的", "one of its parts is empty"),
    "Invalid bytes": Text("有文字的编码不对", "some of its text is in a wrong encoding"),
    "Input is not proper UTF-8": Text("有文字的编码不对", "some of its text is in a wrong encoding"),
    "Resource limit exceeded": Text("有一段内容太长", "some of its content is too long"),
    "Start tag expected": Text("有一个部件不是 XML", "one of its parts is no XML"),
}  # by how libxml2 begins what it says
STRANGE_CONTENT = Text("工作表的内容不合规定", "a worksheet is not as it should be")
STRANGE = {
    "number of a row": Text("有一行的行号不对", "a row has a wrong number"),
    "address of a cell": Text("有单元格的地址不对", "a cell has a wrong address"),
    "number of a shared text": Text("有单元格指向不存在的文字", "a cell refers to a text that is not there"),
    "no end": Text("工作表不完整", "a worksheet ends too early"),
}
NO_NUMBER = Text("有一处该是数字的不是数字", "something that should be a number is none")
OTHERS = {
    "invalid literal for int()": NO_NUMBER,
    "could not convert string to float": NO_NUMBER,
    "Exceeds the limit": NO_NUMBER,
    "Element is not a child of this node": Text("工作表的行重复了", "rows of a worksheet are there twice"),
}  # by how errors of Python's and lxml's begin
