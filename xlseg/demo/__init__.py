"""The demo's data: real orders of a real shop, and an invented shop with all there is to know of its customers."""

from collections.abc import Callable
from typing import NamedTuple

from xlseg.demo import cdnow as cdnow
from xlseg.demo import shop as shop
from xlseg.demo.cdnow import orders as orders
from xlseg.hosts.file import FileHost
from xlseg.text import Lang, Text


class Example(NamedTuple):
    """A workbook of the demo. action: what is run on it; wishes: settings its people have chosen, if any."""

    file: Text
    workbook: Callable[[Lang], FileHost]
    action: str = "segment"
    wishes: Callable[[Lang], FileHost | None] = lambda _lang: None


REAL = Example(cdnow.FILE, cdnow.workbook)
INVENTED = Example(shop.FILE, shop.workbook, "complete", shop.wishes)
