"""Workbooks with controls, objects of other programs and threads of comments, put in by hand as Excel writes them."""

import struct

from corpus.drawings import METAFILE, chosen
from corpus.package import MICROSOFT, OFFICE, OTHER, SHEET, Package
from corpus.put_in import shop
from corpus.registry import holding
from corpus.with_macros import a_workbook_with_macros
from corpus.written import comments_in_cells, plain
from xlseg.office.compound import compound_file

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


@holding("xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin", "ax:ocx", suffix=".xlsm", flaws=("ole payload",))
def controls_of_active_x() -> bytes:
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
