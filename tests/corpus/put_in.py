"""Workbooks with parts that no library writes, put in by hand as Excel writes them."""

from corpus.package import MICROSOFT, OFFICE, OTHER, SHEET, SPREADSHEET, Package
from corpus.registry import holding
from corpus.shop import LAST
from corpus.written import plain


def shop() -> Package:
    return Package(plain())


@holding("x14:dataValidations", "xm:sqref", "x14:conditionalFormatting", "x14:iconSet", "3Stars")
def rules_only_extensions_hold() -> bytes:
    """Lists from another sheet and icons of 2010."""
    package = shop()
    package.extend(
        SHEET,
        "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}",
        '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">'
        f"<x14:formula1><xm:f>说明!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>E2:E{LAST}</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations>",
    )
    package.extend(
        SHEET,
        "{78C0D931-6437-407d-A8EE-F0AAD7539E65}",
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="iconSet" priority="3" '
        'id="{0B2B2C3D-0000-4000-8000-000000000001}"><x14:iconSet iconSet="3Stars"><x14:cfvo type="percent"><xm:f>0'
        '</xm:f></x14:cfvo><x14:cfvo type="percent"><xm:f>33</xm:f></x14:cfvo><x14:cfvo type="percent"><xm:f>67</xm:f>'
        f"</x14:cfvo></x14:iconSet></x14:cfRule><xm:sqref>D2:D{LAST}</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings>",
    )
    return package.packed()


@holding("xl/printerSettings/printerSettings1.bin", "xl/printerSettings/printerSettings2.bin", "pageSetup")
def printer_settings() -> bytes:
    package = shop()
    package.default("bin", f"{SPREADSHEET}.printerSettings")
    for number, sheet in enumerate((SHEET, OTHER), 1):
        content = "HP LaserJet".encode("utf-16-le").ljust(220, b"\0") + bytes([number] * 40)
        link = package.add(f"xl/printerSettings/printerSettings{number}.bin", content, "printerSettings", sheet)
        package.put(sheet, f'<pageSetup paperSize="9" orientation="portrait" r:id="{link}"/>')
    return package.packed()


@holding("xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml", "we:webextension")
def task_panes_of_add_ins() -> bytes:
    package = shop()
    panes, space = "xl/webextensions/taskpanes.xml", f"{MICROSOFT}/webextensions"
    package.add(
        panes,
        f'<wetp:taskpanes xmlns:wetp="{space}/taskpanes/2010/11"><wetp:taskpane dockstate="right" visibility="0" '
        f'width="350" row="0"><wetp:webextensionref xmlns:r="{OFFICE}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>',
        f"{MICROSOFT}/2011/relationships/webextensiontaskpanes",
        "",
        "application/vnd.ms-office.webextensiontaskpanes+xml",
    )
    package.add(
        "xl/webextensions/webextension1.xml",
        f'<we:webextension xmlns:we="{space}/webextension/2010/11" id="{{6C0E6E5A-0000-4000-8000-000000000001}}">'
        '<we:reference id="wa104380862" version="1.0" store="zh-CN" storeType="OMEX"/><we:alternateReferences/>'
        f'<we:properties/><we:bindings/><we:snapshot xmlns:r="{OFFICE}"/></we:webextension>',
        f"{MICROSOFT}/2011/relationships/webextension",
        panes,
        "application/vnd.ms-office.webextension+xml",
    )
    return package.packed()
