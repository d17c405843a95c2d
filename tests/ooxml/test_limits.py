"""What no workbook of Excel's is, is refused before it is parsed; what is merely large is read."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.ooxml import limits, prolog

Parts = dict[str, bytes]
BILLION = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def parts() -> Parts:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["客户ID", "金额"])
    book.active.append(["C1", 5])
    book.save(content)
    with zipfile.ZipFile(content) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def verify(content: bytes) -> None:
    limits.verify(io.BytesIO(content), "a.xlsx")


def refused(content: bytes) -> str:
    with pytest.raises(XlsegError) as caught:
        verify(content)
    assert caught.value.say("zh") != caught.value.say("en")
    return caught.value.say("en")


def changed(content: bytes, name: str, offset: int, value: bytes) -> bytes:
    """With other bytes in the entry of the central directory."""
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode())) + offset
    return content[:at] + value + content[at + len(value) :]


class TestNames:
    @pytest.mark.parametrize(
        "name", ["../evil.xml", "xl/../../x", "//x", "C:/x.xml", "xl\\x.xml", "xl//x", "./x", "xl/./y"]
    )
    def test_that_lead_elsewhere_are_refused(self, parts, name):
        said = refused(packed(parts | {name: b"<x/>"}))
        assert "not built as Excel builds workbooks" in said
        assert name in said

    def test_with_nothing_behind_a_zero_byte_are_refused(self, parts):
        content = packed(parts | {"xl/aXb.xml": b"<x/>"}).replace(b"xl/aXb.xml", b"xl/a\0b.xml")
        assert "xl/a?b.xml" in refused(content)

    @pytest.mark.parametrize("name", [SHEET.upper(), "XL/workbook.xml"])
    def test_that_are_there_twice_in_any_case_are_refused(self, parts, name):
        assert "there twice" in refused(packed(parts | {name: b"<x/>"}))

    def test_with_a_slash_before_them_are_let_pass_but_name_the_same_part(self, parts):
        verify(packed({**parts, "/xl/richData/_rels/richValueRel.xml.rels": b"<x/>"}))
        assert "there twice" in refused(packed(parts | {"/xl/workbook.xml": b"<x/>"}))

    def test_of_folders_and_in_chinese_are_let_pass(self, parts):
        verify(
            packed({"xl/": b"", **parts, "customXml/说明.xml": b"<x/>", "[trash]/0000.dat": b"", "__MACOSX/._a": b"x"})
        )

    def test_too_many_are_refused(self, parts, monkeypatch):
        monkeypatch.setattr(limits, "MOST_PARTS", 5)
        assert "it has" in refused(packed(parts))


class TestSizes:
    def test_a_sheet_of_blank_formatted_rows_a_hundred_times_its_size_is_read(self, parts):
        row = b'<row r="%d" spans="1:3" s="1" customFormat="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>'
        rows = b"".join(row % (n, n, n) for n in range(1, 60_000))
        content = packed(
            parts | {SHEET: parts[SHEET].replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 500_000 + rows)}
        )
        verify(content)

    def test_one_that_unpacks_to_gigabytes_out_of_little_is_a_bomb(self, parts):
        content = packed(parts | {SHEET: bytes(30 << 20)})
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(limits, "UNSUSPECTED", 1 << 20)
            assert "would unpack to" in refused(content)
        verify(content)

    @pytest.mark.parametrize(
        ("name", "size"), [("xl/workbook.xml", 257 << 20), ("xl/styles.xml", 1 << 30), (SHEET, (1 << 32) - 2)]
    )
    def test_a_part_that_declares_more_than_it_could_be_is_refused(self, parts, name, size):
        assert "not of the size it declares" in refused(changed(packed(parts), name, 24, struct.pack("<I", size)))

    def test_parts_held_in_memory_are_smaller_than_those_that_are_streamed(self, parts, monkeypatch):
        monkeypatch.setattr(limits, "MOST_SMALL", 50_000)
        verify(packed(parts | {SHEET: b"<a>" + b" " * 60_000 + b"</a>"}))
        assert "xl/styles.xml" in refused(packed(parts | {"xl/styles.xml": b"<a>" + b" " * 60_000 + b"</a>"}))

    def test_stored_parts_have_one_size(self, parts):
        assert "not of the size" in refused(changed(packed(parts, zipfile.ZIP_STORED), SHEET, 24, b"\x10\0\0\0"))

    def test_parts_that_share_bytes_are_refused(self, parts):
        content = packed(parts)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            start = package.getinfo("xl/styles.xml").header_offset
        assert "overlaps another" in refused(changed(content, SHEET, 42, struct.pack("<I", start)))

    def test_a_file_over_two_gigabytes_is_said(self):
        with pytest.raises(XlsegError, match=r"the file is 2\.5 GB"):
            limits.verify_size(5 << 29, "a.xlsx")
        limits.verify_size(2 << 30, "a.xlsx")


class TestPacking:
    def test_by_another_method_is_refused(self, parts):
        assert "packed in a way Excel does not use" in refused(packed(parts, zipfile.ZIP_BZIP2))

    def test_with_a_zip_password_is_refused(self, parts):
        assert "encrypted by a zip program" in refused(changed(packed(parts), SHEET, 8, b"\x01"))

    def test_of_large_files_is_read(self, parts):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as package:
            for name, part in parts.items():
                with package.open(name, "w", force_zip64=True) as entry:
                    entry.write(part)
        verify(content.getvalue())

    def test_a_zip_file_that_is_no_workbook_is_just_that(self, parts):
        assert "not an Excel workbook" in refused(packed({"b.txt": b"x"}))
        assert "binary .xlsb" in refused(packed({"xl/workbook.bin": b"x"}))
        assert "not an Excel workbook" in refused(
            packed({k: v for k, v in parts.items() if k != "[Content_Types].xml"})
        )


class TestDeclarations:
    @pytest.mark.parametrize(
        "part", ["xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "docProps/core.xml"]
    )
    def test_of_a_document_type_are_refused_in_any_part(self, parts, part):
        content = parts[part]
        at = content.index(b"?>") + 2 if content.startswith(b"<?") else 0
        said = refused(packed(parts | {part: content[:at] + BILLION + content[at:]}))
        assert f"its part '{part}' declares a document type" in said

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
    @pytest.mark.parametrize(
        "before", ["", "<?xml version='1.0'?>", "\n <!-- c --> <?pi x?>\n", "<!--" + "x" * 9000 + "-->"]
    )
    def test_in_every_encoding_and_behind_every_beginning(self, encoding, before):
        text = f"{before}<!DOCTYPE x><x/>".encode(encoding)
        assert prolog.problem(io.BytesIO(text)) is prolog.DECLARES
        assert prolog.problem(io.BytesIO(f"{before}<x/>".encode(encoding))) is None

    @pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "cp037"])
    def test_encodings_a_doctype_could_hide_in_are_refused(self, encoding):
        text = "<?xml version='1.0'?><!DOCTYPE x><x/>".encode(encoding)
        assert prolog.problem(io.BytesIO(text)) is prolog.STRANGE_LETTERS

    def test_so_is_one_that_is_only_declared(self):
        text = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4APA-x/+AD4-'
        assert prolog.problem(io.BytesIO(text)) is prolog.STRANGE_LETTERS

    def test_a_beginning_without_end_is_refused(self):
        assert prolog.problem(io.BytesIO(b"<!--" + b"x" * 200_000)) is prolog.UNFINISHED

    @pytest.mark.parametrize(
        "content", [b"", b"\x89PNG\r\n", b"\0" * 99, b"text <!DOCTYPE x>", b"<x>", b"<!--short", b"PK\3\4"]
    )
    def test_what_is_no_xml_or_broken_is_for_the_parser_to_refuse(self, content):
        assert prolog.problem(io.BytesIO(content)) is None

    def test_pictures_may_declare_what_they_like(self, parts):
        verify(packed(parts | {"xl/media/image1.svg": b'<?xml version="1.0"?><!DOCTYPE svg><svg/>'}))


def test_the_host_refuses_them_with_the_name_of_the_file(parts, tmp_path: Path):
    path = tmp_path / "炸弹.xlsx"
    path.write_bytes(packed(parts | {SHEET: BILLION + parts[SHEET]}))
    with pytest.raises(XlsegError) as caught:
        FileHost(path)
    assert caught.value.say("zh").startswith("炸弹.xlsx：这个文件的内部结构和 Excel 写的不一样")
