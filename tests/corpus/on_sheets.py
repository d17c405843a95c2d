"""Workbooks with what XlsxWriter does not write into worksheets, put in by hand."""

import re

from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SHEET, SPREADSHEET, SPREADSHEET_NS, Package
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import LAST, orders
from corpus.with_macros import a_workbook_with_macros
from corpus.written_cells import a_filter_with_hidden_rows

EMPTY_SHEET = f'<{{0}} xmlns="{SPREADSHEET_NS}" xmlns:r="{OFFICE}">{{1}}</{{0}}>'


def rows(*lines: str) -> str:
    return "".join(lines) + "</sheetData>"


def computed(package: Package) -> Package:
    """With formulas beside the orders, the first shared by the rows below it, and the chain of all of them."""
    for number, (_, _, _, amount, _) in enumerate(orders(), 2):
        shared = f'<f t="shared" ref="F2:F{LAST}" si="0">D2*1.06</f>' if number == 2 else '<f t="shared" si="0"/>'
        cell = f'<c r="F{number}">{shared}<v>{amount * 1.06:.4f}</v></c>'
        package.parts[SHEET] = re.sub(
            rf'(<row r="{number}".*?)</row>'.encode(), rb"\1" + cell.encode() + b"</row>", package.parts[SHEET], count=1
        )
    chain = "".join(f'<c r="F{number}" i="1"/>' for number in range(2, LAST + 1))
    package.add(
        "xl/calcChain.xml",
        f'<calcChain xmlns="{SPREADSHEET_NS}">{chain}</calcChain>',
        "calcChain",
        type=f"{SPREADSHEET}.calcChain+xml",
    )
    return package


@holding('t="shared"', 'si="0"/>', "xl/calcChain.xml", "<calcChain")
def shared_formulas_and_the_chain_of_calculation() -> bytes:
    return computed(shop()).packed()


@holding('t="dataTable"', 'dt2D="1"', "<scenarios", "inputCells", "<dataConsolidate")
def what_if_tables_and_scenarios() -> bytes:
    package = shop()
    table = '<c r="C4"><f t="dataTable" ref="C4:D5" dt2D="1" dtr="1" r1="A8" r2="A9"/><v>1</v></c>'
    package.edit(
        OTHER,
        "</sheetData>",
        rows(
            '<row r="3"><c r="B3"><f>A8*A9</f><v>6</v></c><c r="C3"><v>1</v></c><c r="D3"><v>2</v></c></row>',
            f'<row r="4"><c r="B4"><v>1</v></c>{table}<c r="D4"><v>2</v></c></row>',
            '<row r="5"><c r="B5"><v>2</v></c><c r="C5"><v>2</v></c><c r="D5"><v>4</v></c></row>',
            '<row r="8"><c r="A8"><v>2</v></c></row><row r="9"><c r="A9"><v>3</v></c></row>',
        ),
    )
    package.put(
        OTHER,
        '<scenarios current="0"><scenario name="乐观" count="2" user="张三" comment="今年"><inputCells r="A8" val="3"/>'
        '<inputCells r="A9" val="4"/></scenario></scenarios>',
    )
    package.put(
        OTHER,
        f'<dataConsolidate><dataRefs count="1"><dataRef ref="D2:D{LAST}" sheet="订单"/></dataRefs></dataConsolidate>',
    )
    return package.packed()


PHONETIC = '<phoneticPr fontId="1" type="Hiragana"/>'


@holding("<rPh ", "phoneticPr fontId", "<is><r>", "inlineStr")
def readings_of_names_and_rich_texts_in_cells() -> bytes:
    package = shop()
    package.edit(
        OTHER,
        "</sheetData>",
        rows(
            '<row r="3"><c r="B3" t="inlineStr"><is><r><rPr><b/><sz val="11"/><rFont val="Calibri"/></rPr><t xml:space='
            f'"preserve">课 </t></r><r><t>きく</t></r><rPh sb="0" eb="1"><t>か</t></rPh>{PHONETIC}</is></c></row>'
        ),
    )
    found = re.search(rb"<si><t>C001</t></si>", package.parts["xl/sharedStrings.xml"])
    assert found
    reading = f'<si><t>C001</t><rPh sb="0" eb="1"><t>シ</t></rPh>{PHONETIC}</si>'
    package.edit("xl/sharedStrings.xml", "<si><t>C001</t></si>", reading)
    return package.packed()


def _sheet_of_another_kind(package: Package, part: str, name: str, content: str, kind: str, type: str) -> None:
    link = package.add(part, content, kind, type=type)
    package.append(BOOK, f'<sheet name="{name}" sheetId="9" r:id="{link}"/>', under="sheets")


@holding("xl/macrosheets/sheet1.xml", "xm:macrosheet", "<f>ALERT", "xlMacrosheet", suffix=".xlsm")
def sheets_of_excel_4_macros() -> bytes:
    package = Package(a_workbook_with_macros())
    cells = '<sheetData><row r="1"><c r="A1" t="b"><f>ALERT("x")</f><v>0</v></c></row></sheetData>'
    content = EMPTY_SHEET.format("xm:macrosheet", cells).replace(
        "<xm:macrosheet ", f'<xm:macrosheet xmlns:xm="{MICROSOFT}/excel/2006/main" '
    )
    kind = f"{MICROSOFT}/2006/relationships/xlMacrosheet"
    _sheet_of_another_kind(
        package, "xl/macrosheets/sheet1.xml", "宏表1", content, kind, "application/vnd.ms-excel.macrosheet+xml"
    )
    return package.packed()


@holding("xl/dialogsheets/sheet1.xml", "<dialogsheet", flaws=("legacyDrawing",))
def sheets_that_are_dialogs() -> bytes:
    package = shop()
    content = EMPTY_SHEET.format("dialogsheet", '<sheetViews><sheetView workbookViewId="0"/></sheetViews>')
    _sheet_of_another_kind(
        package, "xl/dialogsheets/sheet1.xml", "对话框1", content, "dialogsheet", f"{SPREADSHEET}.dialogsheet+xml"
    )
    return package.packed()


@holding("xl/namedSheetViews/namedSheetView1.xml", "namedSheetView ")
def views_of_filters_kept_by_name() -> bytes:
    package = Package(a_filter_with_hidden_rows())
    package.add(
        "xl/namedSheetViews/namedSheetView1.xml",
        f'<namedSheetViews xmlns="{MICROSOFT}/spreadsheetml/2019/namedsheetviews"><namedSheetView name="我的视图" '
        f'id="{{5D8E0000-1111-4222-8333-444444444445}}"/></namedSheetViews>',
        f"{MICROSOFT}/2019/04/relationships/namedSheetView",
        SHEET,
        "application/vnd.ms-excel.namedsheetviews+xml",
    )
    return package.packed()
