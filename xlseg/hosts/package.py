"""What kind of file a path is, what its parts say, and what saving it with openpyxl would drop."""

import os
import re
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from xlseg.cells import Marked
from xlseg.errors import Problem, XlsegError
from xlseg.hosts import PREFIX, drawings, find_marks
from xlseg.ooxml import encryption, limits
from xlseg.ooxml.limits import BROKEN, NO_WORKBOOK, brief
from xlseg.text import Text, same

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Source = Path | BinaryIO  # a file, or what a password opened, in memory


def verify(path: Path, password: str | None = None) -> Source:
    """What to read the workbook from: the file, or what is in it where a password opens it.

    Raise XlsegError unless `path` is a readable Excel workbook of today's format that does no harm.
    """
    if not path.exists():
        raise XlsegError(Problem(MISSING, same(path)))
    try:
        with path.open("rb") as file:
            limits.verify_size(os.fstat(file.fileno()).st_size, path.name)
            if file.read(len(encryption.COMPOUND)) == encryption.COMPOUND:
                return _opened_by(password, file, path)
            if not zipfile.is_zipfile(file):
                raise XlsegError(Problem(NO_WORKBOOK, same(path.name)))
            limits.verify(file, path.name, unpacked=True)
    except OSError:
        raise XlsegError(Problem(UNREADABLE, same(path))) from None
    return path


def _opened_by(password: str | None, file: BinaryIO, path: Path) -> BinaryIO:
    """The workbook in clear, in memory."""
    where, kind = same(path.name), encryption.kind(file)
    if kind != "encrypted":
        raise XlsegError(Problem(encryption.RIGHTS if kind == "rights" else encryption.OLD_XLS, where))
    if password is None:
        raise XlsegError(Problem(encryption.PASSWORD, where))
    try:
        plain = encryption.decrypt(file, password)
    except XlsegError as error:
        raise XlsegError(*(problem._replace(where=where) for problem in error.problems)) from None
    limits.verify(plain, path.name, unpacked=True)
    plain.seek(0)
    return plain


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """The parts of the package; whatever is broken in them is an XlsegError."""
    try:
        with zipfile.ZipFile(source) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError) as error:
        name = source.name if isinstance(source, Path) else ""
        raise XlsegError(Problem(BROKEN.format(detail=brief(error)), same(name))) from None


def marks(path: Source) -> dict[str, Marked]:
    """Where what is ours stands, from the workbook's defined names."""
    with opened(path) as package:
        tree = ElementTree.fromstring(package.read("xl/workbook.xml"))
    names = tree.iter(f"{MAIN}definedName")
    return find_marks({name.get("name", ""): name.text or "" for name in names if name.get("localSheetId") is None})


def losses(path: Source, macros: bool) -> tuple[Text, ...]:
    """What openpyxl would not carry over when it saves this workbook, each once; macros: it is an .xlsm file."""
    with opened(path) as package:
        names = package.namelist()
        found = [title for title, pattern in PARTS if any(re.search(pattern, name) for name in names)]
        own = {drawings.sheet_parts(package).get(m.sheet) for k, m in marks(path).items() if k.startswith("page.")}
        found += [title for title, *tests in CONTENTS if any(_holds(package, *test) for test in tests)]
        found += [EXTENDED] if _holds(package, r"^xl/worksheets/sheet", EXTENSION, own) else []
        drawn = [frame for frames in drawings.frames(package).values() for frame in frames]
    ours = {frame.part for frame in drawn if frame.name.startswith(PREFIX)}
    if any(re.search(CHART, name) and name not in ours for name in names):
        found.append(Text("图表的部分格式", "part of the charts' formatting"))
    if not find_spec("PIL") and any(name.startswith("xl/media/") for name in names):
        found.append(Text("图片", "pictures"))
    return tuple(title for title in found if not (macros and title in WITH_MACROS))


def remains(path: Source) -> tuple[Text, ...]:
    """Where this workbook may still hold what its cells no longer do, each once."""
    with opened(path) as package:
        return tuple(title for title, names, content in REMAINS if _holds(package, names, content))


def uncomputed(path: Source) -> bool:
    """Whether any formula was written without its result, as programs other than Excel do."""
    with opened(path) as package:
        return _holds(package, r"^xl/worksheets/sheet", UNCOMPUTED)


def settle(path: Path) -> None:
    """Give a workbook the same bytes whenever it is built: its dates become one, and no compressor has a say."""
    with opened(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            dated = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT[\d:.]+Z(?=<)", b"2000-01-01T00:00:00Z", content)
            package.writestr(zipfile.ZipInfo(name), dated if name.startswith("docProps/") else content)


def _holds(package: zipfile.ZipFile, names: str, content: bytes, but: Container[str | None] = ()) -> bool:
    return any(re.search(content, part) for part in _parts(package, names, but))


def _parts(package: zipfile.ZipFile, names: str, but: Container[str | None] = ()) -> Iterator[bytes]:
    return (package.read(name) for name in package.namelist() if re.search(names, name) and name not in but)


EXTENDED = Text("扩展的条件格式", "extended conditional formats")  # on our own sheets they are Excel's, of our bars
EXTENSION = rb"<x14:conditionalFormatting\b"
CHART = r"^xl/charts/chart\d"
FORMS, ACTIVEX, RIBBON = (
    Text("表单控件", "form controls"),
    Text("ActiveX 控件", "ActiveX controls"),
    Text("自定义功能区", "custom ribbon"),
)
SHAPE = (
    rb"(?s)<xdr:(?:cxnSp|grpSp)\b|<xdr:sp\b(?!(?:(?!</xdr:sp>).)*compatExt\b)"  # but those that repeat form controls
)
WITH_MACROS = (FORMS, ACTIVEX, RIBBON)  # openpyxl keeps these in workbooks with macros
PARTS = (
    (Text("切片器", "slicers"), r"^xl/slicer"),
    (Text("日程表", "timelines"), r"^xl/timeline"),
    (FORMS, r"^xl/ctrlProps/"),
    (ACTIVEX, r"^xl/activeX/"),
    (RIBBON, r"^customUI/"),
    (Text("批注会话", "threaded comments"), r"^xl/threadedComments/"),
    (Text("数据模型", "data model"), r"^xl/model/"),
    (Text("数据连接", "data connections"), r"^xl/(connections\.xml|queryTables/)"),
    (Text("新式图表", "charts of newer kinds"), r"^xl/charts/chartEx"),
    (Text("动态数组", "dynamic arrays"), r"^xl/metadata\.xml"),
    (Text("单元格内的图片和数据类型", "pictures and data types in cells"), r"^xl/richData/"),
    (Text("嵌入的对象", "embedded objects"), r"^xl/embeddings/"),
    (Text("打印机设置", "printer settings"), r"^xl/printerSettings/"),
    (Text("自定义 XML", "custom XML"), r"^customXml/"),
)
CONTENTS = (
    (
        Text("页眉图片和背景", "header pictures and backgrounds"),
        (r"^xl/worksheets/sheet", rb"<(?:legacyDrawingHF|picture)\b"),
    ),
    (Text("忽略的错误标记", "ignored error marks"), (r"^xl/worksheets/sheet", rb"<ignoredErrors\b")),
    (Text("形状和文本框", "shapes and text boxes"), (r"^xl/drawings/drawing", SHAPE)),
    (Text("迷你图", "sparklines"), (r"^xl/worksheets/sheet", rb"sparklineGroup\b")),
    (
        Text("扩展的数据验证", "extended data validation"),
        (r"^xl/worksheets/sheet", rb"<x14:dataValidation\b"),
    ),
)
REMAINS = (
    (Text("批注", "comments"), r"^xl/(comments|threadedComments)", rb"<(?:comment|threadedComment)\b"),
    (Text("写有文字的名称", "names that hold text"), r"^xl/workbook\.xml$", rb"<definedName\b[^>]*>[^<]*(?:\"|&quot;)"),
    (
        Text("写有选项的下拉列表", "lists of choices in data validation"),
        r"^xl/worksheets/sheet",
        rb"<formula[12]>\s*(?:\"|&quot;)",
    ),
    (
        Text("条件格式里的文字", "texts in conditional formats"),
        r"^xl/worksheets/sheet",
        rb"<cfRule\b[^>]*\stext=|<cfRule\b[^>]*>\s*<formula>[^<]*(?:\"|&quot;)",
    ),
    (Text("筛选条件", "filters"), r"^xl/(worksheets/sheet|tables/)", rb"<(?:filter|customFilter)\b"),
    (Text("公式里的文字", "texts in formulas"), r"^xl/worksheets/sheet", rb"<f\b[^>]*>[^<]*(?:\"|&quot;)"),
    (Text("链接", "links"), r"^xl/worksheets/_rels/", rb"relationships/hyperlink"),
    (Text("页眉和页脚", "headers and footers"), r"^xl/worksheets/sheet", rb"<(?:odd|even|first)(?:Header|Footer)>[^<]"),
    (Text("图表里存下的文字", "texts kept in charts"), r"^xl/charts/", rb"strCache>|rich>"),
    (Text("数据透视表的缓存", "caches of pivot tables"), r"^xl/pivotCache/", b""),
    (Text("外部链接的缓存", "caches of links to other workbooks"), r"^xl/externalLinks/", b""),
    (Text("图片", "pictures"), r"^xl/media/", b""),
    (Text("宏", "macros"), r"^xl/vbaProject", b""),
    (
        Text("文件属性里的作者", "the author in the file's properties"),
        r"^docProps/core",
        rb"<dc:creator>(?!openpyxl<)[^<]|<cp:lastModifiedBy>[^<]",
    ),
)
UNCOMPUTED = rb"<c(?: r=\"[A-Z]+\d+\")?(?: s=\"\d+\")?>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
MISSING = Text("没有这个文件；请检查路径和文件名", "there is no such file; check the path and the name")
UNREADABLE = Text(
    "无法读取；请检查权限，并确认它是文件而不是文件夹",
    "it cannot be read; check the permissions, and that it is a file and not a folder",
)
