"""Buttons over the cells of a sheet, as Excel keeps form controls since 2010, and beside that as Excel 2007 reads them.

Each stands in the package three times: as VML with its macro, which Excel 2007 and libraries know; as a hidden shape of
the drawing; and as a control of the sheet with properties in a part of its own. Ecma-376 part 4 (VML); MS-XLSX 2.4.
"""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from xlseg import theme
from xlseg.office.macros import macro
from xlseg.office.parts import DECLARED, Part, add_parts
from xlseg.office.parts import DOCUMENT as R
from xlseg.text import Lang

FIRST = 1025  # the number of a sheet's first shape: 1024 belong to each sheet
PIXEL, POINT = 9525, 0.75  # EMU and points
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
SINCE_2010 = (
    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x14="{X14}" Requires="x14">{{}}</mc:Choice>'
    "</mc:AlternateContent>"
)
DRAWING, VML = "drawingButtons", "vmlDrawing9"  # openpyxl numbers drawings from 1, and keeps a vmlDrawing of one digit
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
PROPERTIES_TYPE = "application/vnd.ms-excel.controlproperties+xml"


class Corner(NamedTuple):
    """A place on a sheet: column and row counted from 0, and pixels from their left and top."""

    column: int
    x: int
    row: int
    y: int


class Box(NamedTuple):
    """The same from the corner of the sheet, in pixels."""

    left: int
    top: int
    width: int
    height: int


class Button(NamedTuple):
    """key: of the action whose macro it runs. tip: for those who cannot see it. size: of its letters, in points."""

    key: str
    caption: str
    tip: str
    start: Corner
    end: Corner
    box: Box
    size: int = 11
    bold: bool = False

    @property
    def macro(self) -> str:
        """As the file refers to a macro of its own workbook."""
        return f"[0]!{macro(self.key)}"


def add_buttons(package: dict[str, bytes], sheet: str, buttons: Sequence[Button], lang: Lang) -> None:
    """Put them over a sheet, given as its part, that has no drawing, no comments and no Excel Table."""
    parts = [
        Part(f"xl/drawings/{DRAWING}.xml", _drawing(buttons, lang), DRAWING_TYPE, sheet, f"{R}/drawing", "rIdShapes"),
        Part(f"xl/drawings/{VML}.vml", _vml_drawing(buttons), VML_TYPE, sheet, f"{R}/vmlDrawing", "rIdButtons"),
    ]
    for number, _ in enumerate(buttons, 1):
        name = f"xl/ctrlProps/ctrlProp{number}.xml"
        parts.append(Part(name, PROPERTIES, PROPERTIES_TYPE, sheet, f"{R}/ctrlProp", f"rIdButton{number}"))
    add_parts(package, parts)
    head, end, tail = package[sheet].rpartition(b"</worksheet>")
    package[sheet] = head + _in_sheet(buttons).encode() + end + tail


def _in_sheet(buttons: Sequence[Button]) -> str:
    """The last elements of the sheet; what is new since Excel 2007 is said to those who know it alone."""
    found = "".join(_control(button, number) for number, button in enumerate(buttons))
    drawings = f'<drawing xmlns:r="{R}" r:id="rIdShapes"/><legacyDrawing xmlns:r="{R}" r:id="rIdButtons"/>'
    return drawings + SINCE_2010.format(f'<controls xmlns:r="{R}" xmlns:xdr="{XDR}">{found}</controls>')


def _vml_drawing(buttons: Sequence[Button]) -> bytes:
    """In ASCII, because such parts do not say how they are encoded."""
    shapes = "".join(_vml(button, number) for number, button in enumerate(buttons))
    return (VML_START + shapes + "</xml>").encode("ascii", "xmlcharrefreplace")


def _drawing(buttons: Sequence[Button], lang: Lang) -> bytes:
    shapes = "".join(_shape(button, number, lang) for number, button in enumerate(buttons))
    return f'{DECLARED}<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}">{shapes}</xdr:wsDr>'.encode()


def _name(number: int) -> str:
    return f"Button {number + 1}"


def _vml(button: Button, number: int) -> str:
    start, end = button.start, button.end
    letters = f'<font face={quoteattr(theme.FONT)} size="{button.size * 20}" color="#{theme.INK}">'
    words = f"<b>{escape(button.caption)}</b>" if button.bold else escape(button.caption)
    anchor = f"{start.column}, {start.x}, {start.row}, {start.y}, {end.column}, {end.x}, {end.row}, {end.y}"
    names = ("margin-left", "margin-top", "width", "height")
    place = ";".join(f"{name}:{pixels * POINT:g}pt" for name, pixels in zip(names, button.box, strict=True))
    return (
        f'<v:shape id="_x0000_s{FIRST + number}" type="#_x0000_t201" alt={quoteattr(button.tip)} '
        f"style='position:absolute;{place};z-index:{number + 1};mso-wrap-style:tight' o:button=\"t\" "
        'fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
        '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
        "<v:textbox style='mso-direction-alt:auto' o:singleclick=\"f\">"
        f"<div style='text-align:center'>{letters}{words}</font></div></v:textbox>"
        f'<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:FmlaMacro>{escape(button.macro)}</x:FmlaMacro><x:TextHAlign>Center</x:TextHAlign>"
        "<x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
    )


def _shape(button: Button, number: int, lang: Lang) -> str:
    spoken, identifier = {"zh": "zh-CN", "en": "en-US"}[lang], f"_x0000_s{FIRST + number}"
    look = f'lang="{spoken}" sz="{button.size * 100}" b="{int(button.bold)}"'
    colour = f'<a:solidFill><a:srgbClr val="{theme.INK}"/></a:solidFill>'
    left, top, width, height = (pixels * PIXEL for pixels in button.box)
    font = "".join(f'<a:{script} typeface="{theme.FONT}"/>' for script in ("latin", "ea"))
    return (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:a14="{A14}" Requires="a14">'
        f"<xdr:twoCellAnchor><xdr:from>{_corner(button.start)}</xdr:from>"
        f"<xdr:to>{_corner(button.end)}</xdr:to>"
        f'<xdr:sp macro={quoteattr(button.macro)} textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{FIRST + number}" name="{_name(number)}" descr={quoteattr(button.tip)} hidden="1"><a:extLst>'
        f'<a:ext uri="{{63B3BB69-23CF-44E3-9099-C40C66FF867C}}"><a14:compatExt spid="{identifier}"/></a:ext>'
        "</a:extLst></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr>"
        '<xdr:spPr bwMode="auto"><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="9525"><a:miter lim="800000"/></a:ln>'
        '</xdr:spPr><xdr:txBody><a:bodyPr vertOverflow="clip" wrap="square" anchor="ctr" upright="1"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="ctr"/><a:r><a:rPr {look}>{colour}{font}</a:rPr><a:t>{escape(button.caption)}</a:t></a:r>'
        "</a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></mc:Choice><mc:Fallback/></mc:AlternateContent>"
    )


def _control(button: Button, number: int) -> str:
    return SINCE_2010.format(
        f'<control shapeId="{FIRST + number}" r:id="rIdButton{number + 1}" name="{_name(number)}">'
        f'<controlPr defaultSize="0" autoFill="0" autoPict="0" macro={quoteattr(button.macro)} '
        f'altText={quoteattr(button.tip)}><anchor moveWithCells="1" sizeWithCells="1">'
        f"<from>{_corner(button.start)}</from><to>{_corner(button.end)}</to></anchor></controlPr></control>"
    )


def _corner(corner: Corner) -> str:
    return (
        f"<xdr:col>{corner.column}</xdr:col><xdr:colOff>{corner.x * PIXEL}</xdr:colOff>"
        f"<xdr:row>{corner.row}</xdr:row><xdr:rowOff>{corner.y * PIXEL}</xdr:rowOff>"
    )


VML_START = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" '
    'strokeok="f" fillok="f" o:connecttype="rect"/><o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)
PROPERTIES = f'{DECLARED}<formControlPr xmlns="{X14}" objectType="Button" lockText="1"/>'.encode()
