"""Workbooks with pivot tables, and the slicers and timelines that filter them, put in by hand as Excel writes them."""

from corpus.drawings import NO_SHAPE, anchored, chosen, drawn, framed
from corpus.package import BOOK, MICROSOFT, OFFICE, OTHER, SPREADSHEET, SPREADSHEET_NS, Package
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import GOODS, LAST, ORDER_TITLES, orders
from corpus.written_cells import tables_on_other_sheets

X14 = "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"  # slicers of a sheet; the identifiers of extensions are Microsoft's


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
