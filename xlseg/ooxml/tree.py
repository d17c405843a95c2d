"""Small parts of a package as trees: read without entities, documents of others or the network, written back."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["Element", "at", "child", "children", "descend", "dump", "local", "made", "named", "parse", "plain", "put"]


def parse(content: bytes) -> Element:
    """Raises lxml's XMLSyntaxError where it is no XML, and ValueError where it declares a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("DOCTYPE")
    return root


def dump(root: Element) -> bytes:
    content: bytes = etree.tostring(root, encoding="UTF-8")
    return DECLARATION + content


def local(element: Element) -> str:
    """The tag without its namespace; '' for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: Element | None, name: str) -> list[Element]:
    return [element for element in parent if local(element) == name] if parent is not None else []


def child(parent: Element | None, name: str) -> Element | None:
    """The first child of that name, in whatever namespace; None in nothing."""
    return next(iter(children(parent, name)), None)


def at(parent: Element, *names: str) -> Element | None:
    """The first child of the first name, its first child of the second, and so on."""
    found: Element | None = parent
    for name in names:
        found = child(found, name)
    return found


def descend(root: Element, *names: str) -> Iterator[Element]:
    """All elements of these names below `root`, in whatever namespace."""
    return (element for element in root.iter() if local(element) in names)


def made(parent: Element, name: str, /, **attributes: str) -> Element:
    """An element of the parent's namespace and prefix, to be put into it."""
    namespace = etree.QName(parent).namespace
    nsmap = {parent.prefix: namespace} if namespace else None
    element = etree.Element(f"{{{namespace}}}{name}" if namespace else name, nsmap=nsmap)
    for key, value in attributes.items():
        element.set(key, plain(value))
    return element


def named(element: Element, namespace: str, key: str, value: str) -> Element:
    """With an attribute of another namespace, such as the id of a relation; its prefix is r where none is given."""
    prefixes = {None: element.nsmap[None]} if None in element.nsmap else {}
    known = {element.prefix: etree.QName(element).namespace} if element.prefix else prefixes
    renamed = etree.Element(element.tag, dict(element.attrib), nsmap=known | {"r": namespace})
    renamed.set(f"{{{namespace}}}{key}", value)
    return renamed


def plain(text: str) -> str:
    """Without the characters XML cannot hold."""
    return ILLEGAL.sub("", text)


def put(parent: Element, element: Element, order: Sequence[str]) -> Element:
    """Insert a child where the schema wants it: before the first child that comes later in `order`."""
    later = set(order[order.index(local(element)) + 1 :])
    before = next((number for number, other in enumerate(parent) if _place(other) in later), len(parent))
    parent.insert(before, element)
    return element


def _place(element: Element) -> str:
    """What stands there: alternatives stand where the first thing in them would."""
    if local(element) != "AlternateContent":
        return local(element)
    return next((local(inner) for choice in element for inner in choice if local(inner)), "")


ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
