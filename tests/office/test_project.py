"""A VBA project from source, as others read it; what Office makes of one is in xlwings' own files."""

from importlib.metadata import distribution
from io import BytesIO
from zipfile import ZipFile

import olefile
import pytest
from oletools.olevba import VBA_Parser

from xlseg.office.project import encrypted, vba_project
from xlseg.office.runner import classes

ONE = 'Attribute VB_Name = "One"\r\nOption Explicit\r\nSub Go()\r\nEnd Sub\r\n'
BOOK = {"ThisWorkbook": "", "Sheet1": "Option Explicit\r\n"}
OFFICE_MADE = "xlwings/quickstart_addin_ribbon.xlam"


def sources(project: bytes) -> dict[str, str]:
    """Module by module, as oletools reads them."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    return {name: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}


def properties(project: bytes) -> list[str]:
    return olefile.OleFileIO(BytesIO(project)).openstream("PROJECT").read().decode("cp1252").split("\r\n")


def decrypted(text: str, identifier: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written down from there."""
    seed, version, key, *rest = bytes.fromhex(text)
    assert version ^ seed == 2
    assert key ^ seed == sum(identifier.encode()) & 0xFF
    before, last, earlier, found = key ^ seed, key, version, []
    for byte in rest:
        before = byte ^ ((earlier + before) & 0xFF)
        last, earlier = byte, last
        found.append(before)
    found = found[(seed & 6) // 2 :]
    assert int.from_bytes(bytes(found[:4]), "little") == len(found) - 4
    return bytes(found[4:])


def states(project: bytes) -> list[bytes]:
    """Whether it is protected, its password, whether it is shown."""
    values = {name: value.strip('"') for name, _, value in (line.partition("=") for line in properties(project))}
    return [decrypted(values[name], values["ID"]) for name in ("CMG", "DPB", "GC")]


def test_modules_and_documents_are_read_back():
    read = sources(vba_project("xlseg", BOOK, {"One": ONE}))
    assert list(read) == ["ThisWorkbook.cls", "Sheet1.cls", "One.bas"]
    assert read["One.bas"] == ONE.replace("\r\n", "\n")
    assert "00020819-0000-0000-C000-000000000046" in read["ThisWorkbook.cls"]
    assert "00020820-0000-0000-C000-000000000046" in read["Sheet1.cls"]
    assert read["Sheet1.cls"].endswith("Option Explicit\n")


def test_a_class_is_stored_as_office_stores_it():
    """The add-in that xlwings ships holds this class; VBA is blind to case, and an editor changed some."""
    made_by_office = ZipFile(distribution("xlwings").locate_file(OFFICE_MADE)).read("xl/vbaProject.bin")
    ours = sources(vba_project("xlseg", BOOK, classes()))["Dictionary.cls"]
    assert ours.lower().rstrip() == sources(made_by_office)["Dictionary.cls"].lower().rstrip()


def test_the_project_is_protected_no_more_than_one_that_office_made():
    made_by_office = ZipFile(distribution("xlwings").locate_file(OFFICE_MADE)).read("xl/vbaProject.bin")
    assert states(vba_project("xlseg", BOOK, {"One": ONE})) == states(made_by_office)


def test_no_compiled_code_is_claimed():
    """[MS-OVBA] 2.3.4.1: what whoever is not Office writes, and what xlwings ships."""
    project = olefile.OleFileIO(BytesIO(vba_project("xlseg", BOOK, {"One": ONE})))
    assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000100")


def test_what_is_encrypted_is_read_back_whatever_the_name():
    for name in ("{1}", "{2}", "{longer}"):
        assert decrypted(encrypted(b"anything", name), name) == b"anything"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1st", 'Attribute VB_Name = "1st"\r\n', "cannot name"),
        ("N" * 32, f'Attribute VB_Name = "{"N" * 32}"\r\n', "cannot name"),
        ("One", 'Attribute VB_Name = "Two"\r\n', "by another name"),
        ("One", ONE + "\n", "CRLF"),
        ("One", ONE + "' 客户", "charmap|encode"),
    ],
)
def test_what_excel_would_refuse_is_not_built(name, text, said):
    with pytest.raises(ValueError, match=said):
        vba_project("xlseg", BOOK, {name: text})
