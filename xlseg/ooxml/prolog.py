"""What stands before the first element of an XML part: there, and nowhere else, a document type can be declared.

Office Open XML allows none (ECMA-376 part 2, 8.1.4), and only UTF-8 and UTF-16; other encodings whose signs are those
of ASCII are let pass, since programs that write them exist.
"""

import re
from typing import IO

from xlseg.text import Text

FIRST, MOST = 1 << 12, 1 << 16  # bytes looked at, and as many if the part begins with a long comment
WIDE = ((re.compile(rb"\xff\xfe|[<\s]\0"), "utf-16-le"), (re.compile(rb"\xfe\xff|\0[<\s]"), "utf-16-be"))
FOREIGN = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"<\0\0\0", b"\0\0\0<", b"\x4c\x6f\xa7\x94")  # UTF-32 and EBCDIC
SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
ENCODING = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
ALLOWED = re.compile(
    r"utf-?8|utf-?16(le|be)?|(us-)?ascii|iso-?8859-?\d+|latin-?1|windows-125\d|gbk|gb2312|gb18030|big5|shift_jis|euc-kr",
    re.IGNORECASE,
)


def problem(part: IO[bytes]) -> Text | None:
    """Why an XML part is not to be parsed, with {part} for its name; None for one that may be, and for no XML."""
    head = part.read(FIRST)
    found = _problem(head)
    if found is UNFINISHED:
        found = _problem(head + part.read(MOST))
    return found


def _problem(head: bytes) -> Text | None:
    if head.startswith(FOREIGN):
        return STRANGE_LETTERS
    text = _text(head)
    if not text.lstrip().startswith("<"):
        return None
    declared = ENCODING.match(text)
    if declared and not ALLOWED.fullmatch(declared.group(1)):
        return STRANGE_LETTERS
    place = 0
    while skipped := SKIPPED.match(text, place):
        place = skipped.end()
    rest = text[place : place + 9]
    if rest.startswith(("<!--", "<?")) or rest in ("", "<", "<!", "<!-"):
        return UNFINISHED if len(head) >= FIRST else None
    return DECLARES if rest.startswith("<!") else None


def _text(head: bytes) -> str:
    for mark, encoding in WIDE:
        if mark.match(head):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    return head.decode("latin-1").removeprefix("ï»¿")  # the mark of UTF-8


DECLARES = Text("部件「{part}」里有文档类型声明（DTD）", "its part '{part}' declares a document type (DTD)")
UNFINISHED = Text("部件「{part}」的开头太长", "its part '{part}' has too long a beginning")
STRANGE_LETTERS = Text("部件「{part}」的文字编码不合规定", "its part '{part}' is in an encoding no part may have")
