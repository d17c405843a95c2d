"""Values as an Excel file stores them: days counted, texts escaped."""

import re
from datetime import date, datetime, time, timedelta
from math import floor

EPOCH = datetime(1899, 12, 30)
LEAP, LAST_DAY = 60, 2_958_465  # day 60 is 29 February 1900, which never was; the last is in 9999
DAY_MS = 86_400_000
ISO = (
    (r"\d{4}-\d\d-\d\d", date.fromisoformat),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?", datetime.fromisoformat),
    (r"\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", time.fromisoformat),
)
BLANK = " \t\r\n"  # of XML, which counts only where it is told to be kept
ENTITY = re.compile("&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def texts(cells: bytes, trimmed: bool) -> list[str]:
    """Texts of XML, each ended by '<', as Excel reads them. trimmed: without blanks around."""
    found = cells.decode().split("<")[:-1]
    if b"\r" in cells or b"&" in cells:
        found = [plain(text, False) for text in found]
    if trimmed and any(blank in cells for blank in (b" ", b"\t", b"\n", b"\r", b"&")):
        found = [text.strip(BLANK) for text in found]
    return list(map(unescaped, found)) if b"_x00" in cells else found


def plain(text: str, trimmed: bool) -> str:
    """A text of XML without its entities and ends of lines, as every reader of XML gives it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = ENTITY.sub(_entity, text) if "&" in text else text
    return text.strip(BLANK) if trimmed else text


def _entity(found: "re.Match[str]") -> str:
    return ENTITIES[found[3]] if found[3] else chr(int(found[1], 16) if found[1] else int(found[2]))


def unescaped(text: str) -> str:
    """_x000D_ stands for a carriage return, _x005F_ for the underscore of a text that looks like this."""
    return re.sub("_x00([0-9A-Fa-f]{2})_", lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text


def day(serial: float, offset: int = 0) -> object:
    """A day, a moment or a time of day by Excel's count; the number itself beyond the year 9999."""
    ms = floor((serial + offset) * DAY_MS + 0.5) + (DAY_MS if serial + offset < LEAP else 0)
    if serial < 1:
        return (EPOCH + timedelta(milliseconds=ms % DAY_MS)).time()
    if ms >= (LAST_DAY + 1) * DAY_MS:
        return serial
    moment = EPOCH + timedelta(milliseconds=ms)
    return moment.date() if serial == int(serial) else moment


def duration(serial: float) -> object:
    """A span of time; the number itself where Python knows none so long."""
    try:
        return timedelta(milliseconds=floor(serial * DAY_MS + 0.5))
    except OverflowError:
        return serial


def moment(text: str) -> object:
    """A day, a moment or a time of day as ISO 8601 writes it; any other text as it is."""
    try:
        return next((read(text) for pattern, read in ISO if re.fullmatch(pattern, text)), text)
    except ValueError:
        return text
