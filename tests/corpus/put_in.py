"""Workbooks with parts that no library writes, put in by hand as Excel writes them: pivots, controls, connections."""

import base64
import io
import struct
import zipfile

from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SHEET, SPREADSHEET, Package, png
from corpus.registry import holding
from corpus.shop import GOODS, LAST, ORDER_TITLES, orders
from corpus.written import plain
from xlseg.office.compound import compound_file

METAFILE = struct.pack(  # an empty one of 100 by 100 points: its head and its end
    "<32I", 1, 108, 0, 0, 99, 99, 0, 0, 2600, 2600, 0x464D4520, 0x10000, 128, 2, 1, 0, 0, 0, 1000, 1000, 300, 300,
    *[0] * 5, 14, 20, 0, 16, 20,
)  # fmt: skip
X14 = "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"  # slicers of a sheet; the identifiers of extensions are Microsoft's


def shop() -> Package:
    return Package(plain())


FIELDS = "".join(
    f'<cacheField name="{title}" numFmtId="{"14" if title == "下单日期" else "0"}">{items}</cacheField>'
    for title, items in zip(
        ORDER_TITLES["zh"],
        [
            "<sharedItems/>",
            "<sharedItems/>",
            '<sharedItems containsSemiMixedTypes="0" containsNonDate="0" containsDate="1" containsString="0" '
            'minDate="2025-07-01T00:00:00" maxDate="2026-07-01T00:00:00"/>',
            '<sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="1" '
            'maxValue="9999"/>',
            f'<sharedItems count="3">{"".join(f"<s v={chr(34)}{g}{chr(34)}/>" for g in GOODS["zh"])}</sharedItems>',
        ],
        strict=True,
    )
)


def _records() -> str:
    rows = "".join(
        f'<r><s v="{number}"/><s v="{who}"/><d v="{day:%Y-%m-%dT%H:%M:%S}"/><n v="{amount}"/>'
        f'<x v="{GOODS["zh"].index(goods)}"/></r>'
        for number, who, day, amount, goods in orders()
    )
    return (
        f'<pivotCacheRecords xmlns="{SPREADSHEET_NS}" xmlns:r="{OFFICE}" count="{LAST - 1}">{rows}</pivotCacheRecords>'
    )


SPREADSHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PIVOT = (
    f'<pivotTableDefinition xmlns="{SPREADSHEET_NS}" name="透视1" cacheId="1" applyNumberFormats="0" '
    'applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" '
    'applyWidthHeightFormats="1" dataCaption="值" updatedVersion="6" minRefreshableVersion="3" useAutoFormatting="1" '
    'itemPrintTitles="1" createdVersion="6" indent="0" outline="1" outlineData="1" multipleFieldFilters="0">'
    '<location ref="D3:E7" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="5">'
    '<pivotField showAll="0"/><pivotField showAll="0"/><pivotField numFmtId="14" showAll="0"/>'
    '<pivotField dataField="1" showAll="0"/><pivotField axis="axisRow" showAll="0"><items count="4"><item x="0"/>'
    '<item x="1"/><item x="2"/><item t="default"/></items></pivotField></pivotFields><rowFields count="1">'
    '<field x="4"/></rowFields><rowItems count="4"><i><x/></i><i><x v="1"/></i><i><x v="2"/></i><i t="grand"><x/></i>'
    '</rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField name="求和项:金额" fld="3" '
    'baseField="0" baseItem="0"/></dataFields><pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" '
    'showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/></pivotTableDefinition>'
)
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"


def pivoted(package: Package) -> Package:
    """With a pivot table over the orders on the other sheet."""
    package.add("xl/pivotCache/pivotCacheRecords1.xml", _records(), "", type=f"{SPREADSHEET}.pivotCacheRecords+xml")
    source = f'<cacheSource type="worksheet"><worksheetSource ref="A1:E{LAST}" sheet="订单"/></cacheSource>'
    cache = package.add(
        CACHE,
        f'<pivotCacheDefinition xmlns="{SPREADSHEET_NS}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="张三" '
        f'refreshedDate="46000.5" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" '
        f'recordCount="{LAST - 1}">{source}<cacheFields count="5">{FIELDS}</cacheFields></pivotCacheDefinition>',
        "pivotCacheDefinition",
        type=f"{SPREADSHEET}.pivotCacheDefinition+xml",
    )
    package.relate(CACHE, "pivotCacheRecords", "pivotCacheRecords1.xml")
    package.put(BOOK, f'<pivotCaches><pivotCache cacheId="1" r:id="{cache}"/></pivotCaches>')
    table = "xl/pivotTables/pivotTable1.xml"
    package.add(table, PIVOT, "pivotTable", OTHER, f"{SPREADSHEET}.pivotTable+xml")
    package.relate(table, "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    return package


def drawn(package: Package, anchor: str, sheet: str = SHEET, part: str = "xl/drawings/drawing9.xml") -> str:
    """A drawing with one anchored object on a sheet; the part's name."""
    drawing = package.add(
        part,
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchor}</xdr:wsDr>',
        "drawing",
        sheet,
        "application/vnd.openxmlformats-officedocument.drawing+xml",
    )
    package.put(sheet, f'<drawing r:id="{drawing}"/>')
    return part


def anchored(inside: str, column: int = 9, row: int = 1) -> str:
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{column + 2}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row + 9}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def framed(name: str, uri: str, inside: str, number: int = 2) -> str:
    """A graphic frame, with which drawings hold what they have no element for."""
    return (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number}" name="{name}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/></xdr:xfrm>"
        f'<a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic></xdr:graphicFrame>'
    )


def chosen(prefix: str, uri: str, inside: str, fallback: str) -> str:
    """What only newer Excels know, and what others show instead."""
    return (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice xmlns:{prefix}="{uri}" Requires="{prefix}">{inside}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{id}" name="{name}"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="914400"/></a:xfrm><a:prstGeom prst="{kind}"><a:avLst/>'
    "</a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp>"
)
NO_SHAPE = SHAPE.format(id=0, name="", kind="rect", text="需要较新的 Excel")


@holding("xl/pivotTables/pivotTable1.xml", "pivotCacheRecords1.xml", "<pivotCaches>")
def a_pivot_table_with_its_cache() -> bytes:
    return pivoted(shop()).packed()


def _sliced(package: Package, name: str, definition: str) -> None:
    """A slicer cache `name` that filters by what `definition` says, and its slicer on the other sheet."""
    cache = package.add(
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" xmlns:x="{SPREADSHEET_NS}" '
        f'xmlns:x15="{MICROSOFT}/spreadsheetml/2010/11/main" name="{name}" sourceName="品类">{definition}'
        "</slicerCacheDefinition>",
        f"{MICROSOFT}/2007/relationships/slicerCache",
        type="application/vnd.ms-excel.slicerCache+xml",
    )
    slicer = package.add(
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{MICROSOFT}/spreadsheetml/2009/9/main"><slicer name="品类" cache="{name}" caption="品类" '
        'rowHeight="241300"/></slicers>',
        f"{MICROSOFT}/2007/relationships/slicer",
        OTHER,
        "application/vnd.ms-excel.slicer+xml",
    )
    package.append(BOOK, f'<definedName name="{name}">#N/A</definedName>', under="definedNames")
    caches = f'<{{0}}:slicerCaches><x14:slicerCache r:id="{cache}"/></{{0}}:slicerCaches>'
    tabled = "tableSlicerCache" in definition
    uri = "{46BE6895-7355-4a93-B00E-2C351335B9C9}" if tabled else "{BBE1A952-AA13-448e-AADC-164F8A28A991}"
    package.extend(BOOK, uri, caches.format("x15" if tabled else "x14"))
    uri = "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" if tabled else X14
    package.extend(OTHER, uri, f'<x14:slicerList><x14:slicer r:id="{slicer}"/></x14:slicerList>')
    slice14 = f"{MICROSOFT}/drawing/2010/slicer"
    frame = framed("品类", slice14, f'<sle:slicer xmlns:sle="{slice14}" name="品类"/>')
    prefix, uri = ("sle15", f"{MICROSOFT}/drawing/2012/slicer") if tabled else ("a14", f"{MICROSOFT}/drawing/2010/main")
    drawn(package, anchored(chosen(prefix, uri, frame, NO_SHAPE)), OTHER)


def named(package: Package) -> Package:
    """With a defined name, and so a list of them."""
    package.put(BOOK, f'<definedNames><definedName name="全部金额">订单!$D$2:$D${LAST}</definedName></definedNames>')
    return package


PIVOT_ID = "{725AE2AE-9491-48be-B2B4-4EB974FC3084}"


def known(package: Package) -> None:
    """Give the cache of the pivot table the number slicers know it by."""
    number = f'<x14:pivotCacheDefinition xmlns:x14="{MICROSOFT}/spreadsheetml/2009/9/main" pivotCacheId="7"/>'
    ext = f'<ext uri="{PIVOT_ID}">{number}</ext>'
    package.edit(CACHE, "</cacheFields>", f"</cacheFields><extLst>{ext}</extLst>")


@holding("xl/slicerCaches/slicerCache1.xml", "x14:slicerList", "xl/slicers/slicer1.xml", "pivotTables")
def a_slicer_of_a_pivot_table() -> bytes:
    package = pivoted(named(shop()))
    known(package)
    items = "".join(f'<i x="{n}" s="1"/>' for n in range(3))
    data = f'<data><tabular pivotCacheId="7"><items count="3">{items}</items></tabular></data>'
    _sliced(package, "切片器_品类", f'<pivotTables><pivotTable tabId="2" name="透视1"/></pivotTables>{data}')
    return package.packed()


@holding("x15:tableSlicerCache", "xl/slicers/slicer1.xml", "x15:slicerCaches")
def a_slicer_of_a_table() -> bytes:
    from corpus.written import tables_on_other_sheets

    package = named(Package(tables_on_other_sheets()))
    table = '<x15:tableSlicerCache tableId="2" column="1"/>'
    uri = "{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"
    _sliced(package, "切片器_列1", f'<extLst><x:ext uri="{uri}">{table}</x:ext></extLst>')
    return package.packed()


@holding("xl/timelineCaches/timelineCache1.xml", "xl/timelines/timeline1.xml", "x15:timelineRefs")
def a_timeline_of_a_pivot_table() -> bytes:
    package, space = pivoted(named(shop())), f"{MICROSOFT}/spreadsheetml/2010/11/main"
    known(package)
    span = '<state minimalRefreshVersion="6" lastRefreshVersion="6" pivotCacheId="7" filterType="unknown">'
    days = 'startDate="2025-01-01T00:00:00" endDate="2027-01-01T00:00:00"'
    cache = package.add(
        "xl/timelineCaches/timelineCache1.xml",
        f'<timelineCacheDefinition xmlns="{space}" name="日程表_下单日期" sourceName="下单日期"><pivotTables>'
        f'<pivotTable tabId="2" name="透视1"/></pivotTables>{span}<bounds {days}/></state></timelineCacheDefinition>',
        f"{MICROSOFT}/2011/relationships/timelineCache",
        type="application/vnd.ms-excel.timelineCache+xml",
    )
    line = package.add(
        "xl/timelines/timeline1.xml",
        f'<timelines xmlns="{space}"><timeline name="下单日期" cache="日程表_下单日期" caption="下单日期" level="2" '
        'selectionLevel="2" scrollPosition="2026-01-01T00:00:00"/></timelines>',
        f"{MICROSOFT}/2011/relationships/timeline",
        OTHER,
        "application/vnd.ms-excel.timeline+xml",
    )
    refs = f'<x15:timelineCacheRefs><x15:timelineCacheRef r:id="{cache}"/></x15:timelineCacheRefs>'
    package.extend(BOOK, "{D0CA8CA8-9F24-4464-BF8E-62219DCF47F9}", refs)
    refs = f'<x15:timelineRefs><x15:timelineRef r:id="{line}"/></x15:timelineRefs>'
    package.extend(OTHER, "{7E03D99C-DC04-49d9-9315-930204A7B6E9}", refs)
    slicer = f"{MICROSOFT}/drawing/2012/timeslicer"
    frame = framed("下单日期", slicer, f'<tsle:timeslicer xmlns:tsle="{slicer}" name="下单日期"/>')
    drawn(package, anchored(chosen("tsle", slicer, frame, NO_SHAPE)), OTHER)
    return package.packed()


@holding("<xdr:grpSp>", "<xdr:cxnSp", 'prst="wedgeRectCallout"', "<dgm:relIds", "xl/diagrams/data1.xml")
def shapes_groups_connectors_and_smart_art() -> bytes:
    package, diagram = shop(), "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    first = SHAPE.format(id=3, name="标注", kind="wedgeRectCallout", text="大客户")
    group = (
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="4" name="组合"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr/>'
        f"{first}{SHAPE.format(id=5, name='星', kind='star5', text='重点')}</xdr:grpSp>"
    )
    line = (
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="6" name="连线"/><xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr>'
        '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom></xdr:spPr></xdr:cxnSp>'
    )
    ids = f'<dgm:relIds xmlns:dgm="{diagram}" xmlns:r="{OFFICE}" r:dm="rId1" r:lo="rId2" r:qs="rId3" r:cs="rId4"/>'
    anchors = anchored(group) + anchored(line, row=12) + anchored(framed("流程", diagram, ids, 7), row=22)
    part = drawn(package, anchors)
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    style = '<dgm:title val=""/><dgm:desc val=""/>'
    contents = {
        "data": '<dgm:dataModel {0}><dgm:ptLst><dgm:pt modelId="1" type="doc"/></dgm:ptLst><dgm:cxnLst/><dgm:bg/>'
        "<dgm:whole/></dgm:dataModel>",
        "layout": f"<dgm:layoutDef {{0}}>{style}<dgm:catLst/><dgm:layoutNode/></dgm:layoutDef>",
        "quickStyle": f'<dgm:styleDef {{0}}>{style}<dgm:catLst/><dgm:styleLbl name="node0"/></dgm:styleDef>',
        "colors": f"<dgm:colorsDef {{0}}>{style}<dgm:catLst/></dgm:colorsDef>",
    }
    types = {"data": "Data", "layout": "Layout", "quickStyle": "Style", "colors": "Colors"}
    for kind, xml in contents.items():
        kinds = f"application/vnd.openxmlformats-officedocument.drawingml.diagram{types[kind]}+xml"
        content = xml.format(f'xmlns:dgm="{diagram}" xmlns:a="{a}"')
        package.add(f"xl/diagrams/{kind}1.xml", content, f"diagram{kind[0].upper()}{kind[1:]}", part, kinds)
    return package.packed()


@holding("image/svg+xml", "asvg:svgBlip", "xl/media/image8.svg", "xl/media/image9.emf")
def pictures_as_drawings() -> bytes:
    """SVG with a PNG for older Excels, and an old metafile."""
    package, svg = shop(), "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    more = (
        f'<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="{svg}" '
        f'xmlns:r="{OFFICE}" r:embed="rId2"/></a:ext></a:extLst>'
    )
    picture = (
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="图{n}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip xmlns:r="{OFFICE}" r:embed="{{r}}">{{more}}</a:blip><a:stretch><a:fillRect/></a:stretch>'
        '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
    both = anchored(picture.format(n=2, r="rId1", more=more)) + anchored(picture.format(n=3, r="rId3", more=""), row=15)
    part = drawn(package, both)
    for extension, kind in (("png", "image/png"), ("svg", "image/svg+xml"), ("emf", "image/x-emf")):
        package.default(extension, kind)
    package.add("xl/media/image7.png", png(), "image", part)
    package.add("xl/media/image8.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "image", part)
    package.add("xl/media/image9.emf", METAFILE, "image", part)
    return package.packed()


@holding("cx:chartSpace", "xl/charts/chartEx1.xml", 'Requires="cx1"')
def a_chart_of_2016() -> bytes:
    """A waterfall; openpyxl drops it."""
    package, cx = shop(), f"{MICROSOFT}/drawing/2014/chartex"
    frame = framed("瀑布图", cx, f'<cx:chart xmlns:cx="{cx}" xmlns:r="{OFFICE}" r:id="rId1"/>')
    part = drawn(package, anchored(chosen("cx1", f"{MICROSOFT}/drawing/2015/9/8/chartex", frame, NO_SHAPE)))
    package.add(
        "xl/charts/chartEx1.xml",
        f'<cx:chartSpace xmlns:cx="{cx}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><cx:chartData>'
        f'<cx:data id="0"><cx:numDim type="val"><cx:f>订单!$D$2:$D${LAST}</cx:f></cx:numDim></cx:data></cx:chartData>'
        '<cx:chart><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:dataId val="0"/></cx:series>'
        '</cx:plotAreaRegion><cx:axis id="0"><cx:catScaling/></cx:axis><cx:axis id="1"><cx:valScaling/></cx:axis>'
        "</cx:plotArea></cx:chart></cx:chartSpace>",
        f"{MICROSOFT}/2014/relationships/chartEx",
        part,
        "application/vnd.ms-office.chartex+xml",
    )
    return package.packed()


VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype>{shapes}</xml>'
)
VML_SHAPE = (
    '<v:shape id="{name}" o:spid="_x0000_s{id}" type="#_x0000_t201" style="position:absolute;margin-left:480pt;'
    'margin-top:20pt;width:90pt;height:20pt;z-index:1" o:insetmode="auto">{inside}<x:ClientData ObjectType="{kind}">'
    "<x:Anchor>9, 0, 1, 0, 10, 0, 2, 0</x:Anchor>{more}</x:ClientData></v:shape>"
)


def _legacy(package: Package, shapes: str, part: str = "xl/drawings/vmlDrawing9.vml") -> str:
    """A VML drawing on the sheet of orders."""
    package.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    package.put(
        SHEET, f'<legacyDrawing r:id="{package.add(part, VML.format(shapes=shapes).encode(), "vmlDrawing", SHEET)}"/>'
    )
    return part


def _place(column: int = 9, row: int = 1) -> str:
    corner = "<xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    return (
        f'<anchor moveWithCells="1"><from>{corner.format(column, row)}</from><to>{corner.format(column + 1, row + 1)}'
        "</to></anchor>"
    )


CONTROLS = (
    ("CheckBox", "Checkbox", "$H$1"),
    ("Drop", "Drop", "$H$2"),
    ("Spin", "Spin", "$H$3"),
    ("Scroll", "Scroll", "$H$4"),
)


@holding(
    "xl/ctrlProps/ctrlProp1.xml", "formControlPr", "<controls>", 'ObjectType="Checkbox"', "xl/ctrlProps/ctrlProp4.xml"
)
def form_controls() -> bytes:
    package, shapes, controls = shop(), "", ""
    for number, (kind, vml, cell) in enumerate(CONTROLS, 1):
        limits = "" if kind == "CheckBox" else ' max="9" min="0" val="0" page="1" dx="15"'
        if kind == "Drop":
            limits = ' dropLines="8" dropStyle="combo" fmlaRange="$E$2:$E$4" sel="1" val="0" dx="15"'
        link = package.add(
            f"xl/ctrlProps/ctrlProp{number}.xml",
            f'<formControlPr xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" objectType="{kind}" '
            f'fmlaLink="{cell}"{limits}/>',
            "ctrlProp",
            SHEET,
            "application/vnd.ms-excel.controlproperties+xml",
        )
        name = f"控件{number}"
        more = f"<x:FmlaLink>{cell}</x:FmlaLink>"
        shapes += VML_SHAPE.format(name=name, id=1024 + number, kind=vml, inside="", more=more)
        control = (
            f'<control shapeId="{1024 + number}" r:id="{link}" name="{name}"><controlPr defaultSize="0" '
            f'autoFill="0" autoLine="0" autoPict="0">{_place(row=number)}</controlPr></control>'
        )
        controls += chosen("x14", f"{MICROSOFT}/spreadsheetml/2009/9/main", control, "")
    _legacy(package, shapes)
    whole = chosen("x14", f"{MICROSOFT}/spreadsheetml/2009/9/main", f"<controls>{controls}</controls>", "")
    package.put(SHEET, whole, at="controls")
    return package.packed()


@holding("xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin", "ax:ocx", suffix=".xlsm")
def controls_of_active_x() -> bytes:
    from corpus.written import a_workbook_with_macros

    package = Package(a_workbook_with_macros())
    part = "xl/activeX/activeX1.xml"
    link = package.add(
        part,
        f'<ax:ocx xmlns:ax="{MICROSOFT}/2006/activeX" xmlns:r="{OFFICE}" '
        'ax:classid="{D7053240-CE69-11CD-A777-00DD01143C57}" ax:persistence="persistStorage" r:id="rId1"/>',
        "control",
        OTHER,
        "application/vnd.ms-office.activeX+xml",
    )
    package.add(
        "xl/activeX/activeX1.bin",
        compound_file({"contents": bytes(range(64))}),
        f"{MICROSOFT}/2006/relationships/activeXControlBinary",
        part,
        "application/vnd.ms-office.activeX",
    )
    package.default("emf", "image/x-emf")
    picture = package.add("xl/media/image9.emf", METAFILE, "image", OTHER)
    package.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    shape = VML_SHAPE.format(name="CommandButton1", id=1025, kind="Pict", inside="", more="<x:CF>Pict</x:CF>")
    vml = package.add("xl/drawings/vmlDrawing8.vml", VML.format(shapes=shape).encode(), "vmlDrawing", OTHER)
    package.put(OTHER, f'<legacyDrawing r:id="{vml}"/>')
    control = f'<control shapeId="1025" r:id="{link}" name="CommandButton1">'
    shown = f'{control}<controlPr defaultSize="0" autoLine="0" r:id="{picture}">{_place()}</controlPr></control>'
    inner = chosen("x14", f"{MICROSOFT}/spreadsheetml/2009/9/main", shown, f"{control}</control>")
    package.put(OTHER, f"<controls>{inner}</controls>")
    return package.packed()


@holding("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml", "[线程批注]")
def threads_of_comments() -> bytes:
    from corpus.written import comments_in_cells

    package, space = Package(comments_in_cells()), f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    package.edit("xl/comments1.xml", "系统导出", "[线程批注] 系统导出")
    person, thread = "{11111111-2222-4333-8444-555555555555}", "{A1A1A1A1-B2B2-4C3C-8D4D-E5E5E5E5E5E5}"
    reply = "{B1A1A1A1-B2B2-4C3C-8D4D-E5E5E5E5E5E5}"
    package.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{space}"><person displayName="李四" id="{person}" userId="li@example.com" '
        'providerId="None"/></personList>',
        f"{MICROSOFT}/2017/10/relationships/person",
        type="application/vnd.ms-excel.person+xml",
    )
    package.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="A1" dT="2026-05-01T08:00:00.00" '
        f'personId="{person}" id="{thread}"><text>系统导出</text></threadedComment><threadedComment ref="A1" '
        f'dT="2026-05-02T08:00:00.00" personId="{person}" id="{reply}" parentId="{thread}"><text>收到</text>'
        "</threadedComment></ThreadedComments>",
        f"{MICROSOFT}/2017/10/relationships/threadedComment",
        SHEET,
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    return package.packed()


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


@holding("docMetadata/LabelInfo.xml", "clbl:label", "customXml/itemProps1.xml", "MSIP", "contentTypeProperties")
def sensitivity_labels_and_custom_xml() -> bytes:
    from corpus.written import properties_people_gave_the_document

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


@holding("xl/printerSettings/printerSettings1.bin", "xl/printerSettings/printerSettings2.bin", "pageSetup")
def printer_settings() -> bytes:
    package = shop()
    package.default("bin", f"{SPREADSHEET}.printerSettings")
    for number, sheet in enumerate((SHEET, OTHER), 1):
        content = "HP LaserJet".encode("utf-16-le").ljust(220, b"\0") + bytes([number] * 40)
        link = package.add(f"xl/printerSettings/printerSettings{number}.bin", content, "printerSettings", sheet)
        package.put(sheet, f'<pageSetup paperSize="9" orientation="portrait" r:id="{link}"/>')
    return package.packed()


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
    from corpus.written import tables_on_other_sheets

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


@holding("xl/embeddings/oleObject1.bin", "<oleObject ", 'progId="Package"', "xl/embeddings/Microsoft_Word.docx")
def objects_of_other_programs() -> bytes:
    package = shop()
    package.default("bin", "application/vnd.openxmlformats-officedocument.oleObject")
    package.default("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    content = compound_file({"\x01Ole10Native": struct.pack("<I", 6) + b"hello!"})
    first = package.add("xl/embeddings/oleObject1.bin", content, "oleObject", SHEET)
    second = package.add("xl/embeddings/Microsoft_Word.docx", plain(), "package", SHEET)
    shapes = "".join(
        VML_SHAPE.format(name=f"_x0000_s{number}", id=number, kind="Pict", inside="", more="<x:CF>Pict</x:CF>")
        for number in (1025, 1026)
    )
    _legacy(package, shapes)
    objects = (
        f'<oleObject progId="Package" shapeId="1025" r:id="{first}"/>'
        f'<oleObject progId="Word.Document.12" shapeId="1026" r:id="{second}"/>'
    )
    package.put(SHEET, f"<oleObjects>{objects}</oleObjects>")
    return package.packed()


@holding(
    "customUI/customUI.xml",
    "customUI/customUI14.xml",
    "2006/relationships/ui/extensibility",
    "userShapes",
    "xl/drawings/drawing8.xml",
)
def ribbons_of_its_own_and_shapes_on_a_chart() -> bytes:
    from corpus.written import charts_of_many_kinds

    package = Package(charts_of_many_kinds())
    for name, years, space in (("customUI", "2006", "2006/01"), ("customUI14", "2007", "2009/07")):
        tabs = '<ribbon><tabs><tab id="t" label="客户"/></tabs></ribbon>'
        ui = f'<customUI xmlns="{MICROSOFT}/{space}/customui">{tabs}</customUI>'
        package.add(f"customUI/{name}.xml", ui, f"{MICROSOFT}/{years}/relationships/ui/extensibility", "")
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    part = "xl/charts/chart1.xml"
    link = package.add(
        "xl/drawings/drawing8.xml",
        f'<c:userShapes xmlns:c="{chart}" xmlns:cdr="{drawing}"/>',
        "chartUserShapes",
        part,
        "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml",
    )
    package.edit(part, "</c:chartSpace>", f'<c:userShapes r:id="{link}"/></c:chartSpace>')
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
