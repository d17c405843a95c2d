"""The workbook of a package: its sheets, the names it defines, and new ones of ours."""

import posixpath
from collections.abc import Iterable

from xlseg import theme
from xlseg.ooxml import blank
from xlseg.ooxml.around.styles import Styles
from xlseg.ooxml.cells.chain import without
from xlseg.ooxml.cells.overlay import Overlay
from xlseg.ooxml.package import MissingPartError, Package
from xlseg.ooxml.relations import TYPE, Relations, relation_id
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, child, children, dump, local, made, parse, put

ORDER = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups"),
    *("externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr"),
    *("smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)  # of what a workbook holds: CT_Workbook, ECMA-376 part 1, 18.2.27
SHEET = TYPE + "spreadsheetml.worksheet+xml"


class NoWorkbookError(ValueError):
    """The package holds something else."""


class Book:
    """The workbook in a package. Raises NoWorkbookError where there is none."""

    def __init__(self, package: Package) -> None:
        self.package, self.relations = package, Relations(package)
        self.part = self.relations.workbook
        self.root = parse(package.read(self.part) if self.part else b"<none/>")
        if local(self.root) != "workbook":
            raise NoWorkbookError(self.part)
        self._before = dump(self.root)
        said = child(self.root, "workbookPr")
        from_1904 = said is not None and said.get("date1904") in ("1", "true")
        self.styles = Styles(self.relations, self.part, from_1904)
        led = {r.id: package.find(r.part) if r.part else None for r in reversed(self.relations.of(self.part))}
        self.parts = {e.get("name", ""): led.get(relation_id(e)) for e in self._sheets}
        self._worksheets = {package.find(r.part) for r in self.relations.of(self.part, "worksheet")} - {None}
        self._open: dict[str, Sheet] = {}
        if len(self.parts) < len(self._sheets):
            raise ValueError("sheets of one name")

    @property
    def _sheets(self) -> list[Element]:
        return children(child(self.root, "sheets"), "sheet")

    def names(self) -> list[str]:
        """Of all sheets, in order."""
        return list(self.parts)

    def sheet(self, name: str) -> Sheet:
        """The worksheet of that name. Raises MissingPartError where there is none."""
        if name not in self._open:
            part = self.parts[name]
            if part is None or part not in self._worksheets:
                raise MissingPartError(name)
            self._open[name] = Sheet(name, part, self.relations, self.styles)
        return self._open[name]

    def all(self) -> Iterable[Sheet]:
        """Every worksheet; sheets that are charts, dialogs or macros are none."""
        return [self.sheet(name) for name, part in self.parts.items() if part in self._worksheets]

    def add(self, name: str, hidden: bool = False, plain: bool = False) -> Sheet:
        """A new worksheet at the end, that looks as ours do or plain."""
        part = self.package.free(posixpath.join(posixpath.dirname(self.part), "worksheets/sheet{}.xml"))
        strict = self.relations.strict
        self.relations.put(part, blank.plain(strict) if plain else blank.ours(strict, theme.NAVY), SHEET)
        related = self.relations.add(self.part, "worksheet", part)
        sheets = child(self.root, "sheets")
        assert sheets is not None
        number = max([0, *(int(other.get("sheetId", "0")) for other in self._sheets)]) + 1
        element = made(sheets, "sheet", name=name, sheetId=str(number))
        if hidden:
            element.set("state", "hidden")
        element.set(f"{{{blank.relations(strict)}}}id", related)
        sheets.append(element)
        self.parts[name] = part
        self._worksheets.add(part)
        self._open[name] = Sheet(name, part, self.relations, self.styles, fresh=True)
        return self._open[name]

    def defined(self) -> dict[str, str]:
        """Names that hold in the whole workbook, and what they refer to."""
        return {e.get("name", ""): e.text or "" for e in self._names() if e.get("localSheetId") is None}

    def all_names(self) -> list[str]:
        """Every name defined, in the whole workbook or on one sheet."""
        return [e.get("name", "") for e in self._names()]

    def local(self, name: str, sheet: str) -> str | None:
        """What a name of one sheet refers to, such as its print area."""
        found = self._named(name, str(self.names().index(sheet)))
        return None if found is None else found.text or ""

    def define(self, name: str, refers_to: str, hidden: bool = False, sheet: str | None = None) -> None:
        """Set a name of the workbook, or of one sheet, as for its print area."""
        local = None if sheet is None else str(self.names().index(sheet))
        found = self._named(name, local)
        if found is None:
            names = child(self.root, "definedNames")
            names = names if names is not None else put(self.root, made(self.root, "definedNames"), ORDER)
            found = made(names, "definedName", name=name)
            names.append(found)
            if local is not None:
                found.set("localSheetId", local)
            if hidden:
                found.set("hidden", "1")
        found.text = refers_to

    def undefine(self, name: str) -> None:
        found = self._named(name, None)
        if found is not None:
            parent = found.getparent()
            assert parent is not None
            parent.remove(found)
            if not len(parent):
                self.root.remove(parent)

    def _names(self) -> list[Element]:
        names = child(self.root, "definedNames")
        return children(names, "definedName") if names is not None else []

    def _named(self, name: str, local: str | None) -> Element | None:
        return next((e for e in self._names() if (e.get("name"), e.get("localSheetId")) == (name, local)), None)

    def call(self, code_name: str) -> None:
        """Give the workbook the name macros know it by."""
        found = child(self.root, "workbookPr")
        found = found if found is not None else put(self.root, made(self.root, "workbookPr"), ORDER)
        found.set("codeName", code_name)

    @property
    def structure_locked(self) -> bool:
        """Whether sheets may not be added."""
        found = child(self.root, "workbookProtection")
        return found is not None and found.get("lockStructure") in ("1", "true")

    def state(self, name: str) -> str:
        """visible, hidden or veryHidden."""
        return self.states().get(name, "visible")

    def states(self) -> dict[str, str]:
        """Of every sheet."""
        return {e.get("name", ""): e.get("state", "visible") for e in self._sheets}

    def turn_to(self, name: str) -> None:
        """Open on that sheet, and on it alone, where people can see it."""
        if self.state(name) != "visible":
            return
        views = child(self.root, "bookViews")
        views = views if views is not None else put(self.root, made(self.root, "bookViews"), ORDER)
        if child(views, "workbookView") is None:
            views.append(made(views, "workbookView"))
        for view in children(views, "workbookView"):  # one for each window
            view.set("activeTab", str(self.names().index(name)))
        sheets = {sheet.name for sheet in self.all()}
        for other, part in self.parts.items():
            if other in sheets and (other == name or self._says_selected(other, part)):
                _select(self.sheet(other).frame, other == name)
            elif other not in sheets and part and self._says_selected(other, part):
                chart = parse(self.package.read(part))
                _select(chart, False)
                self.package.put(part, dump(chart))

    def _says_selected(self, name: str, part: str | None) -> bool:
        """Whether a sheet may be selected, by what stands before its rows, so that it need not be read in whole."""
        if name in self._open and self._open[name].looked_at:
            return True
        said = b""
        for piece in self.package.stream(part) if part else ():
            said += piece.replace(b"\0", b"")
            if b"sheetData" in said:
                break
        return b"tabSelected" in said.partition(b"sheetData")[0]

    def recalculate(self) -> None:
        """Let Excel compute every formula when it opens the file."""
        found = child(self.root, "calcPr")
        found = found if found is not None else put(self.root, made(self.root, "calcPr"), ORDER)
        found.set("fullCalcOnLoad", "1")

    def flush(self) -> None:
        """Put all that changed into the package."""
        self._order()
        for sheet in self._open.values():
            sheet.flush()
        self.styles.flush()
        content = dump(self.root)
        if content != self._before:
            self.package.put(self.part, content)

    def _order(self) -> None:
        """Take formulas that are overwritten out of the order of calculation, or Excel calls the workbook damaged."""
        for chain in self.relations.of(self.part, "calcChain"):
            overlays = {e.get("sheetId", ""): self._overlay(e.get("name", "")) for e in self._sheets}
            part = self.package.find(chain.part)
            content = without(self.package.read(part), overlays) if part else None
            if part and content is not None:
                self.package.put(part, content)
            else:
                self.forget_order()

    def _overlay(self, name: str) -> Overlay:
        return self._open[name].overlay if name in self._open else Overlay()

    def forget_order(self) -> None:
        """Let Excel find out anew in which order formulas are computed."""
        for chain in self.relations.of(self.part, "calcChain"):
            self.relations.remove(self.part, chain.id)
            self.relations.drop(chain.part)


def _select(root: Element, chosen: bool) -> None:
    for view in children(child(root, "sheetViews"), "sheetView"):
        selected = view.get("tabSelected") in ("1", "true")
        if selected and not chosen:
            del view.attrib["tabSelected"]
        elif chosen and not selected:
            view.set("tabSelected", "1")
