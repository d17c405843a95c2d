"""What a declared column is."""

from dataclasses import dataclass, replace
from typing import Literal

from xlseg.text import Text

Format = Literal["text", "count", "days", "decimal", "money", "share", "date", "number", "wide", "link", "sentence"]


@dataclass(frozen=True)
class Column:
    """A declared column.

    key: ASCII, the only name the code compares. format: how its cells look (theme.py). aliases: further headers
    it is recognised under, besides both titles and the key; the closest first. A title that stands among them has
    its place there. sensitive: personal data, never to leave unmasked.
    """

    key: str
    title: Text
    format: Format = "text"
    aliases: tuple[str, ...] = ()
    sensitive: bool = False

    def under(self, owner: str) -> "Column":
        """The same column of one model among several: its key becomes owner.key."""
        return replace(self, key=f"{owner}.{self.key}")


def also(names: str) -> tuple[str, ...]:
    """Further headers, written 'a|b|c'."""
    return tuple(names.split("|"))
