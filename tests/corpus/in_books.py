"""Workbooks with what XlsxWriter does not write into the workbook itself and its styles, put in by hand."""

import re

from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SHEET, SPREADSHEET, SPREADSHEET_NS
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import LAST

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


@holding('cellXfs count="64000"', unread="it takes openpyxl ten seconds", unjudged="it takes openxml-audit minutes")
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


@holding("webPublishItem ", "smartTagPr", "functionGroups", "<oleSize", flaws=("smartTagPr",))
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
