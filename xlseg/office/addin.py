"""xlseg.xlam: the add-in, which brings the ribbon, the macros behind it and, on Windows, the worksheet functions."""

import zipfile
from io import BytesIO

from xlseg.office import macros, ribbon, runner, stubs
from xlseg.office.project import vba_project
from xlseg.text import Text

FILE = "xlseg.xlam"
BOOK, SHEET = "ThisWorkbook", "Sheet1"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CORE = f"{PACKAGE}/metadata/core-properties"
TITLE = Text("xlseg 客户细分", "Customer segmentation")  # in Excel's list of add-ins
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part: the same bytes whenever it is built

TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
OF_PACKAGE = {
    f"{DOCUMENT}/officeDocument": "xl/workbook.xml",
    f"{PACKAGE}/relationships/metadata/core-properties": "docProps/core.xml",
    f"{MICROSOFT}/2006/relationships/ui/extensibility": "customUI/customUI.xml",
    f"{MICROSOFT}/2007/relationships/ui/extensibility": "customUI/customUI14.xml",
}
OF_WORKBOOK = {
    f"{DOCUMENT}/worksheet": "worksheets/sheet1.xml",
    f"{MICROSOFT}/2006/relationships/vbaProject": "vbaProject.bin",
}
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr codeName="{BOOK}"/>'
    '<bookViews><workbookView visibility="hidden"/></bookViews>'
    '<sheets><sheet name="xlseg" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKSHEET = f'<worksheet xmlns="{MAIN}"><sheetPr codeName="{SHEET}"/><sheetData/></worksheet>'

PROPERTIES = (
    f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DUBLIN_CORE}"><dc:title>{TITLE.zh} · {TITLE.en}</dc:title>'
    "<dc:creator>xlseg</dc:creator></cp:coreProperties>"
)

# Excel describes functions only once a workbook is open, and opens its add-ins first: so as soon as it is idle.
OPENED = f"""Option Explicit

Private Sub Workbook_Open()
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!{stubs.DESCRIBE}"
End Sub
""".replace("\n", "\r\n")


def build_addin() -> bytes:
    """The file, for the xlwings that is installed; the same bytes whenever it is built."""
    parts = {
        "[Content_Types].xml": _xml(_types()),
        "_rels/.rels": _xml(_relations(OF_PACKAGE)),
        "docProps/core.xml": _xml(PROPERTIES),
        "xl/workbook.xml": _xml(WORKBOOK),
        "xl/_rels/workbook.xml.rels": _xml(_relations(OF_WORKBOOK)),
        "xl/worksheets/sheet1.xml": _xml(WORKSHEET),
        "xl/vbaProject.bin": vba_project(runner.PROJECT, {BOOK: OPENED, SHEET: ""}, modules()),
        "customUI/customUI.xml": ribbon.ribbon(ribbon.SINCE_2007),
        "customUI/customUI14.xml": ribbon.ribbon(ribbon.SINCE_2010),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def modules() -> dict[str, str]:
    """Everything the add-in runs, by name of the module."""
    ours = {macros.MODULE: macros.macros(), ribbon.MODULE: ribbon.callbacks(), stubs.MODULE: stubs.stubs()}
    return {runner.MODULE: runner.addin_runner(), **runner.classes(), **ours}


def _types() -> str:
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    overrides = (f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in TYPES.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{"".join(overrides)}</Types>'


def _relations(targets: dict[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _xml(content: str) -> bytes:
    return (DECLARED + content).encode()
