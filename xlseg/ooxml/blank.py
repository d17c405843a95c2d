"""A workbook with nothing in it, and an empty sheet as ours look."""

from xml.sax.saxutils import escape

from openpyxl.writer.theme import theme_xml

from xlseg.ooxml.package import Package
from xlseg.ooxml.relations import STRICT, TRANSITIONAL, TYPE, Relations
from xlseg.ooxml.tree import DECLARATION
from xlseg.text import Lang

MAIN = {
    False: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}


def relations(strict: bool) -> str:
    """The namespace of ids of relations."""
    return STRICT if strict else TRANSITIONAL


def ours(strict: bool, tab: str) -> bytes:
    """Without grid lines, its tab in a colour, printed on landscape A4 as wide as the page, in narrow margins."""
    return (
        DECLARATION
        + (
            f'<worksheet xmlns="{MAIN[strict]}" xmlns:r="{relations(strict)}"><sheetPr><tabColor rgb="FF{tab}"/>'
            '<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1"/><sheetViews><sheetView showGridLines="0" '
            'workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData/><pageMargins '
            'left="0.4" right="0.4" top="0.45" bottom="0.5" header="0.2" footer="0.25"/><pageSetup paperSize="9" '
            'orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()
    )


def plain(strict: bool) -> bytes:
    """As Excel's own new sheets look."""
    return (
        DECLARATION
        + (
            f'<worksheet xmlns="{MAIN[strict]}" xmlns:r="{relations(strict)}"><dimension ref="A1"/><sheetViews><sheetView '
            'workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
        ).encode()
    )


def package() -> Package:
    """The parts a workbook needs, without a sheet."""
    made = Package()
    made.put("[Content_Types].xml", CONTENT.encode())
    known = Relations(made)
    known.put("xl/workbook.xml", WORKBOOK.encode(), TYPE + "spreadsheetml.sheet.main+xml")
    known.put("xl/styles.xml", styles(False), TYPE + "spreadsheetml.styles+xml")
    known.put("xl/theme/theme1.xml", theme_xml.encode(), TYPE + "theme+xml")
    known.add("", "officeDocument", "xl/workbook.xml")
    known.add("xl/workbook.xml", "styles", "xl/styles.xml")
    known.add("xl/workbook.xml", "theme", "xl/theme/theme1.xml")
    known.put("docProps/app.xml", APP.encode(), TYPE + "extended-properties+xml")
    known.add("", "extended-properties", "docProps/app.xml")
    return made


def describe(known: Relations, title: str, lang: Lang) -> None:
    """Say what the document is called and its language, for screen readers and spell checkers."""
    language = {"zh": "zh-CN", "en": "en-US"}[lang]
    core = CORE.format(title=escape(title), language=language)
    known.put("docProps/core.xml", core.encode(), "application/vnd.openxmlformats-package.core-properties+xml")
    if not known.of("", "core-properties"):
        known.add("", PROPERTIES, "docProps/core.xml")


def styles(strict: bool) -> bytes:
    """The looks every workbook has."""
    return STYLES.replace(MAIN[False], MAIN[strict]).encode()


HEAD = DECLARATION.decode()
PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CONTENT = HEAD + (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/></Types>'
)
WORKBOOK = HEAD + (
    f'<workbook xmlns="{MAIN[False]}" xmlns:r="{TRANSITIONAL}"><workbookPr/><bookViews><workbookView/></bookViews>'
    '<sheets/><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
)
STYLES = HEAD + (
    f'<styleSheet xmlns="{MAIN[False]}"><fonts count="1"><font><sz val="11"/><color theme="1"/><name val="Calibri"/>'
    '<family val="2"/><scheme val="minor"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>'
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>'
)
CORE = HEAD + (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>xlseg</dc:creator>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)
APP = HEAD + (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>'
    "Microsoft Excel Compatible / xlseg</Application><AppVersion>16.0300</AppVersion></Properties>"
)  # LibreOffice shows the results that are in the file where it knows that they are Excel's
