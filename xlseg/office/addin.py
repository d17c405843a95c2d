"""xlseg.xlam: the add-in, which brings the ribbon, the macros behind it and, on Windows, the worksheet functions."""

import zipfile
from io import BytesIO

from xlseg.office import macros, ribbon, runner, stubs
from xlseg.office.parts import BOOK, DECLARED, DOCUMENT, MICROSOFT, NO_TYPES, PACKAGE, TYPES, Part, add_parts, vba_part
from xlseg.office.place import NAME
from xlseg.office.project import vba_project
from xlseg.text import Text

SHEET = "Sheet1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CORE = f"{PACKAGE}/metadata/core-properties"
TITLE = Text("xlseg 客户细分", "Customer segmentation")  # in Excel's list of add-ins
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part: the same bytes whenever it is built

BOOK_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION = f"{PACKAGE}/relationships/metadata/core-properties"
RIBBON, RIBBON_2010 = (f"{MICROSOFT}/{year}/relationships/ui/extensibility" for year in (2006, 2007))
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
    package = {TYPES: NO_TYPES}
    add_parts(package, _parts())
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in package.items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def modules() -> dict[str, str]:
    """Everything the add-in runs, by name of the module."""
    ours = {macros.MODULE: macros.macros(), ribbon.MODULE: ribbon.callbacks(), stubs.MODULE: stubs.stubs()}
    return {runner.MODULE: runner.addin_runner(), **runner.classes(), **ours}


def _parts() -> tuple[Part, ...]:
    project = vba_project(NAME, {BOOK: OPENED, SHEET: ""}, modules())
    older, newer = (ribbon.ribbon(since) for since in (ribbon.SINCE_2007, ribbon.SINCE_2010))
    book = "xl/workbook.xml"
    return (
        Part(book, _xml(WORKBOOK), BOOK_TYPE, "", f"{DOCUMENT}/officeDocument", "rId1"),
        Part("docProps/core.xml", _xml(PROPERTIES), CORE_TYPE, "", CORE_RELATION, "rId2"),
        Part("customUI/customUI.xml", older, "", "", RIBBON, "rId3"),
        Part("customUI/customUI14.xml", newer, "", "", RIBBON_2010, "rId4"),
        Part("xl/worksheets/sheet1.xml", _xml(WORKSHEET), SHEET_TYPE, book, f"{DOCUMENT}/worksheet", "rId1"),
        vba_part(project),
    )


def _xml(content: str) -> bytes:
    return (DECLARED + content).encode()
