"""Workbooks with data from elsewhere: links, connections, a data model, XML; put in by hand as Excel writes them."""

import base64
import io
import struct
import zipfile

from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SPREADSHEET, SPREADSHEET_NS, Package
from corpus.put_in import shop
from corpus.registry import holding
from corpus.written import properties_people_gave_the_document
from corpus.written_cells import tables_on_other_sheets


@holding("docMetadata/LabelInfo.xml", "clbl:label", "customXml/itemProps1.xml", "MSIP", "contentTypeProperties")
def sensitivity_labels_and_custom_xml() -> bytes:
    package = Package(properties_people_gave_the_document())
    package.add(
        "docMetadata/LabelInfo.xml",
        '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label '
        'id="{2096f6a2-d2f7-48be-b329-b73aaa526e5d}" enabled="1" method="Privileged" '
        'siteId="{f8cdef31-a31e-4b4a-93e4-5f571e91255a}" contentBits="0" removed="0"/></clbl:labelList>',
        f"{MICROSOFT}/2020/02/relationships/classificationlabels",
        "",
        "application/vnd.ms-office.classificationlabels+xml",
    )
    item(
        package,
        1,
        '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><documentManagement>'
        "<contentTypeProperties>销售</contentTypeProperties></documentManagement></p:properties>",
    )
    return package.packed()


def item(package: Package, number: int, content: str | bytes) -> None:
    """Custom XML of a workbook with its properties."""
    part, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    package.add(part, content, "customXml")
    package.add(
        props,
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        f'ds:itemID="{{AAAAAAAA-0000-4000-8000-00000000000{number}}}"/>',
        "customXmlProps",
        part,
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )


@holding("xl/externalLinks/externalLink1.xml", "sheetDataSet", "externalLinkPath", "[1]", "ddeLink")
def links_to_other_workbooks() -> bytes:
    package, links = shop(), ""
    contents = (
        '<externalBook r:id="rId1"><sheetNames><sheetName val="汇率"/></sheetNames><definedNames><definedName '
        'name="美元" refersTo="=汇率!$B$1"/></definedNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell '
        'r="A1" t="str"><v>美元</v></cell><cell r="B1"><v>7.1</v></cell></row></sheetData></sheetDataSet>'
        "</externalBook>",
        '<ddeLink ddeService="行情" ddeTopic="报价"><ddeItems><ddeItem name="USD" advise="1"/></ddeItems></ddeLink>',
    )
    for number, content in enumerate(contents, 1):
        part = f"xl/externalLinks/externalLink{number}.xml"
        link = package.add(
            part,
            f'<externalLink xmlns="{SPREADSHEET_NS}" xmlns:r="{OFFICE}">{content}</externalLink>',
            "externalLink",
            type=f"{SPREADSHEET}.externalLink+xml",
        )
        links += f'<externalReference r:id="{link}"/>'
        if number == 1:
            package.relate(part, "externalLinkPath", "file:///C:/%E6%B1%87%E7%8E%87.xlsx", outside=True)
    package.put(BOOK, f"<externalReferences>{links}</externalReferences>")
    package.edit(OTHER, "</sheetData>", '<row r="3"><c r="B3"><f>[1]汇率!$B$1*2</f><v>14.2</v></c></row></sheetData>')
    return package.packed()


@holding("xl/connections.xml", "xl/queryTables/queryTable1.xml", "dbPr", 'tableType="queryTable"', "queryTableFieldId")
def data_connections_and_query_tables() -> bytes:
    package = Package(tables_on_other_sheets())
    package.add(
        "xl/connections.xml",
        f'<connections xmlns="{SPREADSHEET_NS}"><connection id="1" name="客户库" type="5" refreshedVersion="6" '
        'background="1" saveData="1"><dbPr connection="Provider=MSOLEDBSQL;Data Source=crm" command="select 1"/>'
        '</connection><connection id="2" name="文本" type="6" refreshedVersion="6"><textPr codePage="65001" '
        'sourceFile="C:\\a.csv" tab="0" comma="1"><textFields count="2"><textField/><textField type="skip"/>'
        "</textFields></textPr></connection></connections>",
        "connections",
        type=f"{SPREADSHEET}.connections+xml",
    )
    table = "xl/tables/table2.xml"
    package.add(
        "xl/queryTables/queryTable1.xml",
        f'<queryTable xmlns="{SPREADSHEET_NS}" name="外部数据_1" connectionId="1" autoFormatId="16" '
        'applyNumberFormats="0"><queryTableRefresh nextId="3"><queryTableFields count="2"><queryTableField id="1" '
        'name="Column1" tableColumnId="1"/><queryTableField id="2" name="Column2" tableColumnId="2"/>'
        "</queryTableFields></queryTableRefresh></queryTable>",
        "queryTable",
        table,
        f"{SPREADSHEET}.queryTable+xml",
    )
    package.edit(table, ' ref="F3:G6"', ' ref="F3:G6" tableType="queryTable"')
    for number in (1, 2):
        package.edit(
            table, f'name="Column{number}"', f'uniqueName="{number}" name="Column{number}" queryTableFieldId="{number}"'
        )
    return package.packed()


@holding("xl/model/item.data", "x15:dataModel", "x15:modelTable", "customXml/item1.xml")
def a_data_model_and_power_query() -> bytes:
    """Power Query keeps its text in a package of its own, in custom XML as UTF-16."""
    package = shop()
    package.default("data", "application/vnd.openxmlformats-officedocument.model+data")
    package.add("xl/model/item.data", bytes(range(256)) * 40, f"{OFFICE}/powerPivotData")
    model = '<x15:dataModel><x15:modelTables><x15:modelTable id="订单_1" name="订单" connection="查询 - 订单"/>'
    package.extend(BOOK, "{FCE2AD5D-F65C-4FA6-A056-5C36A1767C68}", f"{model}</x15:modelTables></x15:dataModel>")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr(zipfile.ZipInfo("Formulas/Section1.m"), "section Section1; shared 订单 = 1;")
    size, text = struct.pack("<I", len(inner.getvalue())), inner.getvalue()
    mashup = base64.b64encode(bytes(4) + size + text + bytes(12)).decode()
    xml = f'<DataMashup xmlns="http://schemas.microsoft.com/DataMashup" part="Section1.m">{mashup}</DataMashup>'
    item(package, 1, ('<?xml version="1.0" encoding="utf-16"?>' + xml).encode("utf-16"))
    return package.packed()


def _rich(name: str, xml: str) -> str:
    return (
        f'<{name} xmlns="{MICROSOFT}/spreadsheetml/2017/richdata{"2" if name in "rvTypesInfo" else ""}" {xml}</{name}>'
    )


@holding("xl/richData/rdrichvalue.xml", "_linkedentity", "rdRichValueTypes", "xl/volatileDependencies.xml", 'vm="1"')
def types_of_data_and_volatile_functions() -> bytes:
    """Cells that hold a share of the stock exchange, and a formula fed by a server."""
    package = shop()
    kinds = {
        "rdrichvalue": ("rdRichValue", _rich("rvData", 'count="1"><rv s="0"><v>0</v><v>MSFT</v></rv>')),
        "rdrichvaluestructure": (
            "rdRichValueStructure",
            _rich("rvStructures", 'count="1"><s t="_linkedentity"><k n="%EntityId" t="i"/><k n="名称" t="s"/></s>'),
        ),
        "rdRichValueTypes": (
            "rdRichValueTypes",
            _rich("rvTypesInfo", '><global><keyFlags><key name="_Self"/></keyFlags></global>'),
        ),
    }
    for name, (kind, content) in kinds.items():
        package.add(
            f"xl/richData/{name}.xml",
            content,
            f"{MICROSOFT}/2017/06/relationships/{kind}",
            type=f"application/vnd.ms-excel.{kind.lower()}+xml",
        )
    package.add(
        "xl/metadata.xml",
        f'<metadata xmlns="{SPREADSHEET_NS}" xmlns:xlrd="{MICROSOFT}/spreadsheetml/2017/richdata"><metadataTypes '
        'count="1"><metadataType name="XLRICHVALUE" minSupportedVersion="120000" copy="1" pasteAll="1" merge="1" '
        'splitFirst="1" clearFormats="1"/></metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst>'
        '<ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata>'
        '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>',
        "sheetMetadata",
        type=f"{SPREADSHEET}.sheetMetadata+xml",
    )
    package.add(
        "xl/volatileDependencies.xml",
        f'<volTypes xmlns="{SPREADSHEET_NS}"><volType type="realTimeData"><main first="price.server"><tp t="s"><v>-</v>'
        '<stp/><stp>MSFT</stp><tr r="C3" s="2"/></tp></main></volType></volTypes>',
        "volatileDependencies",
        type=f"{SPREADSHEET}.volatileDependencies+xml",
    )
    cells = '<row r="3"><c r="B3" t="str" vm="1"><v>MSFT</v></c>'
    cells += '<c r="C3" t="str"><f>RTD("price.server",,"MSFT")</f><v>-</v></c></row>'
    package.edit(OTHER, "</sheetData>", f"{cells}</sheetData>")
    return package.packed()


@holding("xl/xmlMaps.xml", "xl/tables/tableSingleCells1.xml", "xmlCellPr")
def cells_bound_to_xml() -> bytes:
    package = shop()
    package.add(
        "xl/xmlMaps.xml",
        f'<MapInfo xmlns="{SPREADSHEET_NS}" SelectionNamespaces=""><Schema ID="Schema1"><xsd:schema '
        'xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="shop" type="xsd:string"/></xsd:schema>'
        '</Schema><Map ID="1" Name="shop" RootElement="shop" SchemaID="Schema1" ShowImportExportValidationErrors="0" '
        'AutoFit="1" Append="0" PreserveSortAFLayout="1" PreserveFormat="1"/></MapInfo>',
        "xmlMaps",
        type="application/xml",
    )
    package.add(
        "xl/tables/tableSingleCells1.xml",
        f'<singleXmlCells xmlns="{SPREADSHEET_NS}"><singleXmlCell id="1" r="A1" connectionId="0"><xmlCellPr id="1" '
        'uniqueName="shop"><xmlPr mapId="1" xpath="/shop" xmlDataType="string"/></xmlCellPr></singleXmlCell>'
        "</singleXmlCells>",
        "tableSingleCells",
        OTHER,
        f"{SPREADSHEET}.tableSingleCells+xml",
    )
    return package.packed()
