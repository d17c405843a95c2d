"""A VBA project as Excel stores it, xl/vbaProject.bin: [MS-OVBA].

Without compiled code, as 2.3.4.1 asks of whoever is not Office: Excel compiles the source when it opens the file, on
whichever version and system. The library that could write it (pyOpenVBA 6.5) is 14 MB and 112,000 lines with an Access
engine, a formula engine and a VBA interpreter, more than all of ours together, for these few small modules.
"""

import re
from collections.abc import Iterator, Mapping
from struct import pack
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from xlseg.office.compound import compound_file
from xlseg.office.compression import compressed

CODEPAGE = "cp1252"
SEED = 0x40  # of encrypted texts: any byte would do; those with its second and third bit clear need no filler
LONGEST_NAME = 31
DOCUMENT, MODULE, CLASS = "Document", "Module", "Class"
WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"  # Excel's workbook, which a document module speaks for
WORKSHEET = "0{00020820-0000-0000-C000-000000000046}"
PLAIN_CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"  # of a class of one's own (2.3.4.3)
LIBRARIES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)  # what every project of Excel refers to beside VBA and Excel; the ribbon's types are Office's


class Source(NamedTuple):
    """A module as it is stored."""

    name: str
    kind: str
    text: str


def vba_project(name: str, documents: Mapping[str, str], modules: Mapping[str, str]) -> bytes:
    """The bytes of a project.

    documents: code of the workbook, then of each sheet in order, by code name (ThisWorkbook, Sheet1); mostly empty.
    modules: the text of a .bas or .cls file by module name, lines ended by CRLF.
    """
    sources = [*_documents(documents), *(_module(module, text) for module, text in modules.items())]
    for source in sources:
        _check(source)
    vba = {source.name: compressed(source.text.encode(CODEPAGE)) for source in sources}
    return compound_file(
        {
            "VBA": {**vba, "dir": compressed(_directory(name, sources)), "_VBA_PROJECT": _uncompiled()},
            "PROJECT": _properties(name, sources).encode(CODEPAGE),
            "PROJECTwm": b"".join(_both(source.name) for source in sources) + bytes(2),
        }
    )


def _documents(documents: Mapping[str, str]) -> Iterator[Source]:
    """The first is the workbook's, the others its sheets'."""
    for number, (name, code) in enumerate(documents.items()):
        base = WORKSHEET if number else WORKBOOK
        attributes = {"Name": f'"{name}"', "Base": f'"{base}"', "GlobalNameSpace": False, "Creatable": False}
        attributes |= {"PredeclaredId": True, "Exposed": True, "TemplateDerived": False, "Customizable": True}
        lines = (f"Attribute VB_{key} = {value}\r\n" for key, value in attributes.items())
        yield Source(name, DOCUMENT, "".join(lines) + code)


def _module(name: str, text: str) -> Source:
    """A .cls file begins with what only the editor's import reads, and lacks what the project holds (2.3.4.3)."""
    preamble = re.match(r"VERSION [\d.]+ CLASS\r\nBEGIN\r\n.*?\r\nEND\r\n", text, re.DOTALL)
    if preamble is None:
        return Source(name, MODULE, text)
    body = text[preamble.end() :]
    body = re.sub(r"(Attribute VB_Name = .*\r\n)", rf'\1Attribute VB_Base = "{PLAIN_CLASS}"\r\n', body, count=1)
    own = "Attribute VB_TemplateDerived = False\r\nAttribute VB_Customizable = False\r\n"
    return Source(name, CLASS, re.sub(r"(Attribute VB_Exposed = .*\r\n)", rf"\1{own}", body, count=1))


def _check(source: Source) -> None:
    """What Excel would refuse or garble, told to whoever builds."""
    if not re.fullmatch(rf"[A-Za-z]\w{{0,{LONGEST_NAME - 1}}}", source.name, re.ASCII):
        raise ValueError(f"{source.name} cannot name a VBA module")
    if f'Attribute VB_Name = "{source.name}"\r\n' not in source.text:
        raise ValueError(f"{source.name} calls itself by another name")
    if re.search(r"(?<!\r)\n|\r(?!\n)", source.text):
        raise ValueError(f"{source.name} has lines that do not end with CRLF")
    source.text.encode(CODEPAGE)


def _uncompiled() -> bytes:
    """The stream _VBA_PROJECT (2.3.4.1): a version that no Office has, so that all of them compile anew."""
    return pack("<HHBH", 0x61CC, 0xFFFF, 0, 1)


def _directory(name: str, sources: list[Source]) -> bytes:
    """The stream dir (2.3.4.2), before compression."""
    codepage = int(CODEPAGE.removeprefix("cp"))
    about = _record(1, pack("<I", 3)) + _record(2, pack("<I", 0x409)) + _record(0x14, pack("<I", 0x409))  # 64 bits
    about += _record(3, pack("<H", codepage)) + _record(4, name.encode(CODEPAGE)) + _twice(5, 0x40, "")
    about += _record(6, b"") + _record(0x3D, b"") + _record(7, bytes(4)) + _record(8, bytes(4))  # no help file
    about += pack("<HIIH", 9, 4, 1, 0) + _twice(0xC, 0x3C, "")  # version 1.0, no constants
    libraries = b"".join(
        _twice(0x16, 0x3E, library) + _record(0xD, pack("<I", len(identifier)) + identifier.encode(CODEPAGE) + bytes(6))
        for library, identifier in LIBRARIES
    )
    count = _record(0xF, pack("<H", len(sources))) + _record(0x13, pack("<H", 0xFFFF))
    return about + libraries + count + b"".join(map(_module_record, sources)) + _record(0x10, b"")


def _module_record(source: Source) -> bytes:
    """MODULE (2.3.4.2.3.2); the source begins where its stream does, since nothing compiled precedes it."""
    names = _twice(0x19, 0x47, source.name) + _twice(0x1A, 0x32, source.name) + _twice(0x1C, 0x48, "")
    numbers = _record(0x31, bytes(4)) + _record(0x1E, bytes(4)) + _record(0x2C, pack("<H", 0xFFFF))
    return names + numbers + _record(0x21 if source.kind == MODULE else 0x22, b"") + _record(0x2B, b"")


def _record(number: int, data: bytes) -> bytes:
    return pack("<HI", number, len(data)) + data


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the code page, then in Unicode."""
    return _record(number, text.encode(CODEPAGE)) + _record(unicode_number, text.encode("utf-16-le"))


def _both(name: str) -> bytes:
    """A line of PROJECTwm (2.3.3.1)."""
    return name.encode(CODEPAGE) + b"\0" + name.encode("utf-16-le") + bytes(2)


def _properties(name: str, sources: list[Source]) -> str:
    """The stream PROJECT (2.3.1): what the editor shows, and that nothing is protected."""
    identifier = "{" + str(uuid5(NAMESPACE_URL, f"xlseg:{name}")).upper() + "}"
    lines = [f'ID="{identifier}"']
    lines += [f"{source.kind}={source.name}" + ("/&H00000000" if source.kind == DOCUMENT else "") for source in sources]
    lines += [f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    states = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}  # not protected, no password, shown (2.3.1.15 to 17)
    lines += [f'{key}="{encrypted(state, identifier)}"' for key, state in states.items()]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{source.name}=0, 0, 0, 0, C" for source in sources), ""]
    return "\r\n".join(lines)


def encrypted(data: bytes, identifier: str) -> str:
    """Data Encryption (2.4.3.2), in hexadecimal; the specification wants a random seed, equal builds a fixed one."""
    key = sum(identifier.encode(CODEPAGE)) & 0xFF
    done = [SEED, SEED ^ 2, SEED ^ key]
    before = key
    for byte in pack("<I", len(data)) + data:
        done.append(byte ^ ((done[-2] + before) & 0xFF))
        before = byte
    return bytes(done).hex().upper()
