"""What a declared column is."""

from dataclasses import dataclass, replace
from typing import Literal

from xlseg.text import Text

Format = (
    Literal["text", "count", "days", "decimal", "ratio", "money", "share", "date", "number", "wide", "link"]
    | Literal["sentence", "phrase", "brief", "verdict", "quantity", "hidden", "formula", "clause"]
)


@dataclass(frozen=True)
class Column:
    """A declared column.

    key: ASCII, the only name the code compares. format: how its cells look (theme.py). aliases: further headers
    it is recognised under, besides both titles and the key; the closest first. A title that stands among them has
    its place there. sensitive: personal data, never to leave unmasked. masked_as: the key whose mask it takes, where
    that is not its own; text that is not encrypted, because it is counted by, and may still name people takes note's,
    which hides it whole. identifies: names one customer or order, and becomes a pseudonym.
    """

    key: str
    title: Text
    format: Format = "text"
    aliases: tuple[str, ...] = ()
    sensitive: bool = False
    masked_as: str = ""
    identifies: bool = False

    @property
    def mask(self) -> str:
        """The key of the mask it takes (privacy.py); empty where it may be shown as it is."""
        return self.masked_as or (self.key if self.sensitive else "")

    def under(self, owner: str) -> "Column":
        """The same column of one model among several: its key becomes owner.key."""
        return replace(self, key=f"{owner}.{self.key}")


def also(names: str) -> tuple[str, ...]:
    """Further headers, written 'a|b|c'."""
    return tuple(names.split("|"))
