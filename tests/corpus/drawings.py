"""Workbooks with drawings no library writes, put in by hand as Excel writes them."""

import struct

from corpus.package import MICROSOFT, OFFICE, SHEET, Package, png
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import LAST
from corpus.written import charts_of_many_kinds

METAFILE = struct.pack(  # an empty one of 100 by 100 points: its head and its end
    "<32I", 1, 108, 0, 0, 99, 99, 0, 0, 2600, 2600, 0x464D4520, 0x10000, 128, 2, 1, 0, 0, 0, 1000, 1000, 300, 300,
    *[0] * 5, 14, 20, 0, 16, 20,
)  # fmt: skip


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


@holding(
    "customUI/customUI.xml",
    "customUI/customUI14.xml",
    "2006/relationships/ui/extensibility",
    "userShapes",
    "xl/drawings/drawing8.xml",
)
def ribbons_of_its_own_and_shapes_on_a_chart() -> bytes:
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
