"""Workbooks with what XlsxWriter does not write into worksheets and into the workbook itself, put in by hand."""

import re

from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SHEET, SPREADSHEET, Package
from corpus.put_in import SPREADSHEET_NS, shop
from corpus.registry import holding
from corpus.shop import LAST, orders

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


VIEW = "{5D8E0000-1111-4222-8333-444444444444}"


@holding("customSheetView ", "customWorkbookView ", "cellWatch ", "<sortState", "phoneticPr", "customProperties")
def views_of_several_people_and_watched_cells() -> bytes:
    package = shop()
    package.put(
        BOOK,
        f'<customWorkbookViews><customWorkbookView name="李四" guid="{VIEW}" windowWidth="1000" windowHeight="600" '
        'activeSheetId="1"/></customWorkbookViews>',
    )
    for sheet in (SHEET, OTHER):
        package.put(
            sheet,
            f'<customSheetViews><customSheetView guid="{VIEW}" scale="85"><pane xSplit="1" topLeftCell="B1" '
            'activePane="topRight" state="frozen"/><selection pane="topRight"/><pageMargins left="0.7" right="0.7" '
            'top="0.75" bottom="0.75" header="0.3" footer="0.3"/></customSheetView></customSheetViews>',
        )
    package.put(SHEET, f'<sortState ref="A2:E{LAST}"><sortCondition descending="1" ref="C2:C{LAST}"/></sortState>')
    package.put(SHEET, '<phoneticPr fontId="0" type="noConversion"/>')
    package.put(SHEET, '<cellWatches><cellWatch r="D2"/><cellWatch r="D3"/></cellWatches>')
    package.default("bin", f"{SPREADSHEET}.customProperty")
    link = package.add("xl/customProperty1.bin", "备注".encode("utf-16-le"), "customProperty", OTHER)
    package.put(OTHER, f'<customProperties><customPr name="备注" r:id="{link}"/></customProperties>')
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
    from corpus.written import a_workbook_with_macros

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


@holding('cellXfs count="64000"')
def sixty_four_thousand_styles() -> bytes:
    """Copied together from many workbooks; Excel takes 65,490."""
    package = shop()
    styles = package.parts["xl/styles.xml"].decode()
    found = re.search(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', styles, re.DOTALL)
    assert found
    xf = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    xf += '<alignment indent="{}" textRotation="{}"/></xf>'
    more = 64000 - int(found[1])
    many = "".join(xf.format(n % 5, n // 5 % 200, n // 1000 % 180) for n in range(more))
    package.parts["xl/styles.xml"] = styles.replace(
        found[0], f'<cellXfs count="64000">{found[2]}{many}</cellXfs>'
    ).encode()
    package.parts[SHEET] = re.sub(rb'<c r="E(\d+)" t=', rb'<c r="E\1" s="63999" t=', package.parts[SHEET])
    return package.packed()


@holding(
    "Office 主题",
    'srgbClr val="123456"',
    "thm15:themeFamily",
    "<tableStyle ",
    "<mruColors>",
    "indexedColors",
    'builtinId="27"',
)
def looks_of_a_company() -> bytes:
    """A theme, colours, named styles and a table style of its own."""
    package = shop()
    theme = "xl/theme/theme1.xml"
    package.edit(theme, 'name="Office Theme"', 'name="Office 主题"')
    package.parts[theme] = re.sub(
        rb'<a:accent1><a:srgbClr val="\w+"/>', b'<a:accent1><a:srgbClr val="123456"/>', package.parts[theme]
    )
    family = (
        '<a:extLst><a:ext uri="{05A4C25C-085E-4340-85A3-A5531E510DB2}"><thm15:themeFamily '
        'xmlns:thm15="http://schemas.microsoft.com/office/thememl/2012/main" name="Office Theme" '
        'id="{62F939B6-93AF-4DB8-9C6B-D6C7DFDC589F}" vid="{4A3C46E8-61CC-4603-A589-7422A47A8E4A}"/></a:ext></a:extLst>'
    )
    package.edit(theme, "</a:theme>", f"{family}</a:theme>")
    package.parts["xl/styles.xml"] = re.sub(
        rb"<cellStyles.*</styleSheet>",
        '<cellStyles count="2"><cellStyle name="Normal" xfId="0" builtinId="0"/><cellStyle name="差" xfId="0" '
        'builtinId="27" customBuiltin="1"/></cellStyles><dxfs count="1"><dxf><font><b/></font><fill><patternFill>'
        '<bgColor rgb="FF123456"/></patternFill></fill></dxf></dxfs><tableStyles count="1" defaultTableStyle="公司" '
        'defaultPivotStyle="PivotStyleLight16"><tableStyle name="公司" pivot="0" count="1"><tableStyleElement '
        'type="headerRow" dxfId="0"/></tableStyle></tableStyles><colors><indexedColors><rgbColor rgb="00000000"/>'
        '<rgbColor rgb="00FFFFFF"/></indexedColors><mruColors><color rgb="FF123456"/></mruColors></colors>'
        "</styleSheet>".encode(),
        package.parts["xl/styles.xml"],
        flags=re.DOTALL,
    )
    return package.packed()


REVISIONS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3 x15 x15ac" '
    f'xmlns:x14ac="{MICROSOFT}/spreadsheetml/2009/9/ac" xmlns:xr="{MICROSOFT}/spreadsheetml/2014/revision" '
    f'xmlns:xr2="{MICROSOFT}/spreadsheetml/2015/revision2" xmlns:xr3="{MICROSOFT}/spreadsheetml/2016/revision3" '
    f'xmlns:x15="{MICROSOFT}/spreadsheetml/2010/11/main" xmlns:x15ac="{MICROSOFT}/spreadsheetml/2010/11/ac"'
)


@holding(
    "xr:uid", "x14ac:dyDescent", "x15ac:absPath", "xr:revisionPtr", "xcalcf:calcFeatures", "fileRecoveryPr", "codeName="
)
def what_new_excels_add_everywhere() -> bytes:
    """Identifiers of revisions, descents of rows, the path it was saved to: much of it to be ignored by others."""
    package = shop()
    package.edit(BOOK, "<workbook ", f"<workbook {REVISIONS} ")
    package.edit(
        BOOK,
        "<bookViews>",
        '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\张三\\"/></mc:Choice>'
        '</mc:AlternateContent><xr:revisionPtr revIDLastSave="0" documentId="13_ncr:1_{A}" xr6:coauthVersionLast="47" '
        f'xmlns:xr6="{MICROSOFT}/spreadsheetml/2016/revision6"/><bookViews>',
    )
    features = f"{MICROSOFT}/spreadsheetml/2018/calcfeatures"
    calc = f'<xcalcf:calcFeatures xmlns:xcalcf="{features}"><xcalcf:feature name="microsoft.com:LET"/>'
    calc = f'<ext uri="{{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}}">{calc}</xcalcf:calcFeatures></ext>'
    package.edit(BOOK, "</workbook>", f'<fileRecoveryPr repairLoad="0"/><extLst>{calc}</extLst></workbook>')
    for number, sheet in enumerate((SHEET, OTHER)):
        package.edit(
            sheet, "<worksheet ", f'<worksheet {REVISIONS} xr:uid="{{0000000{number}-0001-0000-0000-000000000000}}" '
        )
        package.edit(sheet, "<row ", '<row x14ac:dyDescent="0.25" ', count=99)
        package.edit(sheet, "<sheetFormatPr ", '<sheetFormatPr x14ac:dyDescent="0.25" ')
        package.edit(sheet, "<dimension ", f'<sheetPr codeName="Sheet{number + 1}"/><dimension ')
    return package.packed()


@holding(
    "xl/revisions/revisionHeaders.xml",
    "xl/revisions/userNames.xml",
    "revisionLog1.xml",
    'lockWindows="1"',
    "fileSharing",
)
def a_workbook_shared_the_old_way() -> bytes:
    """With the log of its changes, advice to open it only to read, and windows that stay as they are."""
    package, part = shop(), "xl/revisions/revisionHeaders.xml"
    guid = "{7A7A0000-1111-4222-8333-444444444444}"
    package.add(
        part,
        f'<headers xmlns="{SPREADSHEET_NS}" xmlns:r="{OFFICE}" guid="{guid}"><header guid="{guid}" '
        'dateTime="2026-01-01T00:00:00" maxSheetId="3" userName="张三" r:id="rId1"><sheetIdMap count="2"><sheetId '
        'val="1"/><sheetId val="2"/></sheetIdMap></header></headers>',
        "revisionHeaders",
        type=f"{SPREADSHEET}.revisionHeaders+xml",
    )
    package.add(
        "xl/revisions/revisionLog1.xml",
        f'<revisions xmlns="{SPREADSHEET_NS}"/>',
        "revisionLog",
        part,
        f"{SPREADSHEET}.revisionLog+xml",
    )
    package.add(
        "xl/revisions/userNames.xml",
        f'<users xmlns="{SPREADSHEET_NS}" count="0"/>',
        "usernames",
        type=f"{SPREADSHEET}.userNames+xml",
    )
    package.put(BOOK, '<fileSharing readOnlyRecommended="1" userName="张三"/>')
    package.put(BOOK, '<workbookProtection lockWindows="1"/>')
    return package.packed()


@holding("xl/namedSheetViews/namedSheetView1.xml", "namedSheetView ")
def views_of_filters_kept_by_name() -> bytes:
    from corpus.written import a_filter_with_hidden_rows

    package = Package(a_filter_with_hidden_rows())
    package.add(
        "xl/namedSheetViews/namedSheetView1.xml",
        f'<namedSheetViews xmlns="{MICROSOFT}/spreadsheetml/2019/namedsheetviews"><namedSheetView name="我的视图" '
        f'id="{VIEW}"/></namedSheetViews>',
        f"{MICROSOFT}/2019/04/relationships/namedSheetView",
        SHEET,
        "application/vnd.ms-excel.namedsheetviews+xml",
    )
    return package.packed()


@holding("_xmlsignatures/sig1.xml", "digital-signature/signature", "docProps/thumbnail.jpeg")
def a_package_that_was_signed() -> bytes:
    """Its signature, of nothing here, is for others to judge after a change; and a small picture of the workbook."""
    package = shop()
    package.default("sigs", "application/vnd.openxmlformats-package.digital-signature-origin")
    package.default("jpeg", "image/jpeg")
    signed = "http://schemas.openxmlformats.org/package/2006/relationships"
    package.add("_xmlsignatures/origin.sigs", b"", f"{signed}/digital-signature/origin", "")
    package.add(
        "_xmlsignatures/sig1.xml",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
        f"{signed}/digital-signature/signature",
        "_xmlsignatures/origin.sigs",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )
    package.add(
        "docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0" + bytes(64) + b"\xff\xd9", f"{signed}/metadata/thumbnail", ""
    )
    return package.packed()


@holding("webPublishItem ", "smartTagPr", "functionGroups", "<oleSize")
def what_excels_of_2003_left_behind() -> bytes:
    package = shop()
    package.put(BOOK, '<functionGroups builtInGroupCount="19"/>')
    package.put(BOOK, '<oleSize ref="A1:E9"/>')
    package.put(BOOK, '<smartTagPr embed="1"/>')
    package.put(
        SHEET,
        '<webPublishItems count="1"><webPublishItem id="1" divId="d_1" sourceType="sheet" destinationFile="a.htm"/>'
        "</webPublishItems>",
    )
    return package.packed()
