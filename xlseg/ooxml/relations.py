"""What parts of a package refer to, and what kind of content each is. Source: ECMA-376 part 2."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from lxml import etree

from xlseg.ooxml.package import Package
from xlseg.ooxml.tree import Element, children, dump, made, parse

TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPE = "application/vnd.openxmlformats-officedocument."


class Relation(NamedTuple):
    """kind: the end of its type, such as worksheet. part: what it leads to, '' where that is outside the package."""

    id: str
    kind: str
    part: str


class Relations:
    """All relations and content types of a package; what changes is put into the package at once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, Element] = {}
        self._known: dict[str, list[Relation]] = {}  # until any changes

    @property
    def workbook(self) -> str:
        """The part that is the workbook; '' where there is none."""
        return next((self.package.find(r.part) or "" for r in self.of("", "officeDocument")), "")

    @property
    def strict(self) -> bool:
        """Whether the package speaks strict OOXML, whose namespaces differ."""
        return any(r.get("Type", "").startswith(STRICT) for r in self._of(""))

    def of(self, part: str, kind: str = "") -> list[Relation]:
        """What a part ('' for the package) refers to, of all kinds or of one."""
        if part not in self._known:
            self._known[part] = [_relation(part, r) for r in self._of(part)]
        return [relation for relation in self._known[part] if kind in ("", relation.kind)]

    def _of(self, part: str) -> list[Element]:
        name = self.package.find(_place(part))
        return children(self._tree(name, RELATIONS, "Relationships"), "Relationship") if name else []

    def target(self, part: str, id: str | None) -> str | None:
        """The part of the package that an id of `part` leads to."""
        found = next((r.part for r in self.of(part) if r.id == id), "")
        return self.package.find(found) if found else None

    def add(self, part: str, kind: str, target: str) -> str:
        """Relate `part` to `target`; the id of the relation. kind: worksheet and the like, or the whole type."""
        name = self.package.find(_place(part)) or _place(part)
        tree = self._tree(name, RELATIONS, "Relationships")
        taken = {r.get("Id") for r in children(tree, "Relationship")}
        free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        place = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        full = kind if "/" in kind else f"{STRICT if self.strict else TRANSITIONAL}/{kind}"
        tree.append(made(tree, "Relationship", Id=free, Type=full, Target=place))
        self._put(name)
        return free

    def remove(self, part: str, *ids: str) -> None:
        """Forget relations; what they led to stays. The last one takes the part with it that held it."""
        found = [r for r in self._of(part) if r.get("Id") in ids]
        for relation in found:
            relation.getparent().remove(relation)
        name = str(self.package.find(_place(part)))
        if found and self._of(part):
            self._put(name)
        elif found:
            self.package.drop(name)
            self._known.clear()

    def lead(self, part: str, follow: Callable[[str], str]) -> None:
        """Where links of a part lead in its own workbook, such as Sheet1!A5, and what they become."""
        for relation in self._of(part):
            mark, place = (target := relation.get("Target", ""))[:1], unquote(target[1:])
            if mark == "#" and (after := follow(place)) != place:
                relation.set("Target", mark + (quote(after, "'!$:") if "%" in target else after))
                self._put(str(self.package.find(_place(part))))

    def used(self, part: str) -> bool:
        """Whether any relation of the package leads to that part."""
        folders = (posixpath.split(name) for name in self.package.names() if name.casefold().endswith(".rels"))
        homes = (posixpath.join(posixpath.dirname(folder), name[: -len(".rels")]) for folder, name in folders)
        return any(found.part.casefold() == part.casefold() for home in homes for found in self.of(home))

    def content_type(self, part: str) -> str:
        """'' where none is said."""
        tree = self._tree(TYPES, CONTENT, "Types")
        named = {str(o.get("PartName")).casefold(): o.get("ContentType", "") for o in children(tree, "Override")}
        ends = {str(d.get("Extension")).casefold(): d.get("ContentType", "") for d in children(tree, "Default")}
        return str(named.get(f"/{part}".casefold()) or ends.get(part.rpartition(".")[2].casefold(), ""))

    def put(self, part: str, content: bytes, content_type: str) -> None:
        """Add or replace a part of that content type."""
        self.package.put(part, content)
        if self.content_type(part) != content_type:
            tree = self._tree(TYPES, CONTENT, "Types")
            tree.append(made(tree, "Override", PartName=f"/{part}", ContentType=content_type))
            self._put(TYPES)

    def drop(self, part: str) -> None:
        """Take a part out, with its relations and its content type."""
        self.package.drop(part)
        self._known.clear()
        if name := self.package.find(_place(part)):
            self._trees.pop(name, None)
            self.package.drop(name)
        tree = self._tree(TYPES, CONTENT, "Types")
        for found in [
            o for o in children(tree, "Override") if str(o.get("PartName")).casefold() == f"/{part}".casefold()
        ]:
            tree.remove(found)
            self._put(TYPES)

    def _tree(self, name: str, namespace: str, root: str) -> Element:
        if name not in self._trees:
            there = self.package.find(name)
            empty = etree.Element(f"{{{namespace}}}{root}", nsmap={None: namespace})
            self._trees[name] = parse(self.package.read(there)) if there else empty
        return self._trees[name]

    def _put(self, name: str) -> None:
        self._known.clear()
        self.package.put(name, dump(self._trees[name]))


def _place(part: str) -> str:
    """Where the relations of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relation_id(element: Element) -> str:
    """The id of the relation an element speaks of, in whichever of both namespaces; '' where it speaks of none."""
    return next(
        (value for key, value in element.attrib.items() if etree.QName(key).localname == "id" and "}" in key), ""
    )


def _relation(part: str, found: Element) -> Relation:
    """Targets are paths from the folder of the part, or from the root where they begin with a slash."""
    target, kind = found.get("Target", ""), found.get("Type", "").rpartition("/")[2]
    if found.get("TargetMode") == "External":
        return Relation(found.get("Id", ""), kind, "")
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target)))
    return Relation(found.get("Id", ""), kind, path.lstrip("/"))
