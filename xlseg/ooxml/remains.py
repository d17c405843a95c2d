"""Where a workbook may still hold what its cells no longer do."""

import re

from xlseg.ooxml.package import Package
from xlseg.text import Text


def remains(package: Package) -> tuple[Text, ...]:
    """The kinds of places, each once."""
    return tuple(title for title, names, content in REMAINS if _holds(package, names, content))


def _holds(package: Package, names: str, content: bytes) -> bool:
    return any(re.search(names, name) and re.search(content, package.read(name)) for name in package.names())


CELLS = r"^xl/(?:work|macro)sheets/[^/]+$"
REMAINS = (
    (Text("批注", "comments"), r"^xl/(comments|threadedComments)", rb"<(?:comment|threadedComment)\b"),
    (Text("写有文字的名称", "names that hold text"), r"^xl/workbook\.xml$", rb"<definedName\b[^>]*>[^<]*(?:\"|&quot;)"),
    (
        Text("写有选项的下拉列表", "lists of choices in data validation"),
        CELLS,
        rb"<formula[12]>\s*(?:\"|&quot;)",
    ),
    (
        Text("条件格式里的文字", "texts in conditional formats"),
        CELLS,
        rb"<cfRule\b[^>]*\stext=|<cfRule\b[^>]*>\s*<formula>[^<]*(?:\"|&quot;)",
    ),
    (Text("筛选条件", "filters"), r"^xl/(worksheets/[^/]+$|tables/)", rb"<(?:filter|customFilter)\b"),
    (Text("公式里的文字", "texts in formulas"), CELLS, rb"<f\b[^>]*>[^<]*(?:\"|&quot;)"),
    (Text("链接", "links"), r"^xl/worksheets/_rels/", rb"relationships/hyperlink"),
    (Text("页眉和页脚", "headers and footers"), CELLS, rb"<(?:odd|even|first)(?:Header|Footer)>[^<]"),
    (Text("图表里存下的文字", "texts kept in charts"), r"^xl/charts/", rb"strCache>|rich>"),
    (Text("数据透视表的缓存", "caches of pivot tables"), r"^xl/pivotCache/", b""),
    (Text("切片器的选项", "the items of slicers"), r"^xl/slicerCaches/", b""),
    (Text("数据模型", "the data model"), r"^xl/model/", b""),
    (
        Text("查询和数据连接", "queries and data connections"),
        r"^(xl/(connections\.xml|queryTables/)|customXml/item)",
        b"",
    ),
    (Text("嵌入的对象", "embedded objects"), r"^xl/(embeddings|activeX)/", b""),
    (Text("单元格里的数据类型", "data types in cells"), r"^xl/richData/", b""),
    (Text("形状和文本框里的文字", "texts in shapes and text boxes"), r"^xl/drawings/[^/]+\.xml$", rb"<a:t>[^<]"),
    (Text("修订记录", "the log of changes"), r"^xl/revisions/", b""),
    (Text("文件的缩略图", "the thumbnail of the file"), r"^docProps/thumbnail", b""),
    (Text("外部链接的缓存", "caches of links to other workbooks"), r"^xl/externalLinks/", b""),
    (Text("图片", "pictures"), r"^xl/media/", b""),
    (Text("宏", "macros"), r"^xl/vbaProject", b""),
    (
        Text("文件属性里的作者", "the author in the file's properties"),
        r"^docProps/core",
        rb"<dc:creator>(?!(?:openpyxl|xlseg)<)[^<]|<cp:lastModifiedBy>[^<]",
    ),
)
