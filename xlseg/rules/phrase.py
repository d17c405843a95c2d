"""A condition as people write it, taken apart: 'R≤30天，F≥5次，M≥2000元', '城市 属于 北京、上海 或 备注 为空'."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from xlseg.errors import XlsegError
from xlseg.text import Text


class Phrase(NamedTuple):
    """One test, not yet bound to a column: the column's name as written, what is asked, and of which values."""

    name: str
    asks: str  # = <> < <= > >= between in not_in contains lacks blank filled
    values: tuple[str, ...] = ()


Phrases = tuple[tuple[Phrase, ...], ...]  # any of several boxes, each all of its phrases

ASKS = {
    "not_in": r"不属于|不在|\bnot in\b",
    "in": r"属于|\bin\b",
    "lacks": r"不包含|不含|\bdoes not contain\b|\blacks\b",
    "contains": r"包含|含有|\bcontains\b",
    "filled": r"不为空|不是空|非空|\bis not blank\b|\bis filled\b",
    "blank": r"为空|是空|\bis blank\b|\bis empty\b",
    "between": r"介于|\bbetween\b",
    "<>": r"<>|!=|≠|不等于|不是|\bis not\b",
    ">=": r">=|≥|⩾|大于等于|不小于|不少于|不低于|至少|\bat least\b",
    "<=": r"<=|≤|⩽|小于等于|不大于|不超过|不高于|至多|\bat most\b",
    ">": r">|大于|多于|高于|超过|\bmore than\b",
    "<": r"<|小于|少于|低于|不到|\bless than\b",
    "=": r"==|=|等于|是(?!否)|\bis\b",
}
BETWEEN = r"(?:-|–|—|~|至|到|和|与|\bto\b)"
PATTERN = "|".join(f"(?P<a{n}>{pattern})" for n, pattern in enumerate(ASKS.values()))
NUMBER = r"[-+]?[¥￥$]?\d[\d,]*(?:\.\d+)?"
UNIT = r"[%A-Za-z\u4e00-\u9fff]*"
DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
SPAN = re.compile(rf"\s*({DATE}|{NUMBER}\s*{UNIT}?)\s*{BETWEEN}\s*({DATE}|{NUMBER}\s*{UNIT})\s*", re.I)
BARE = re.compile(rf"(.*[^\s.,])\s+({NUMBER}{UNIT}?\s*{BETWEEN}\s*{NUMBER}{UNIT})\s*", re.I)
TOKEN = re.compile(
    r"(?P<quoted>\"[^\"]*\"|「[^」]*」|“[^”]*”|'[^']*'|‘[^’]*’)"
    r"|(?P<open>[(（{［\[])|(?P<close>[)）}］\]])"
    r"|(?P<and>[，,;；](?!\d{3}(?:\D|$))|且|并且|同时|&&?|\band\b)"
    r"|(?P<or>或者|或|\|\|?|\bor\b)"
    r"|(?P<text>.)",
    re.I | re.S,
)
LISTS = ("in", "not_in", "contains", "lacks")
EVERYBODY = ("*", "其余", "其他", "其余全部", "所有人", "全部", "everybody", "everybody else", "all", "else")
OTHERWISE = (
    (r"大于或等于|≧", "≥"),
    (r"小于或等于|≦", "≤"),
    (r"在\s*(.{1,30}?)\s*之间", r"介于 \1"),
    (r"(\d[\d.]*)\s*(?:≤|<=)\s*([^\d\s<>=≤≥，,;；()（）]+)\s*(?:≤|<=)\s*", r"\2 ≥ \1 且 \2 ≤ "),
)  # further ways to write what a sign says
NOTHING = ("空", "空白", "空值", "blank", "empty", '""', "“”", "「」")
ITEM = r"\"[^\"]*\"|「[^」]*」|“[^”]*”|'[^']*'|‘[^’]*’|[^、|/\"「“'‘]+"
WIDE = str.maketrans("＜＞＝！％～\u3000", "<>=!%~ ")


def parse(text: str) -> Phrases:
    """Boxes of phrases. Raises XlsegError that says which part is not understood."""
    if text.strip().lower() in EVERYBODY:
        return ((),)
    text = text.translate(WIDE)
    for said, meant in OTHERWISE:
        text = re.sub(said, meant, text)
    reader = _Reader(_tokens(text))
    found = reader.any_of()
    if reader.rest:
        raise XlsegError(UNBALANCED.format(text=text))
    return found


class _Token(NamedTuple):
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    """Signs and words; a list's brackets and the 'and' between two numbers belong to the words around them."""
    found: list[_Token] = []
    for match in TOKEN.finditer(text):
        kind, part = str(match.lastgroup), match.group()
        kind = "text" if kind == "quoted" else kind
        if found and kind == found[-1].kind == "text":
            found[-1] = _Token("text", found[-1].text + part)
        else:
            found.append(_Token(kind, part))
    return [token for token in found if token.kind != "text" or token.text.strip()]


@dataclass
class _Reader:
    """Recursive descent: any of (all of (phrase or bracketed))."""

    rest: list[_Token]

    def any_of(self) -> Phrases:
        boxes = self.all_of()
        while self.rest and self.rest[0].kind == "or":
            self.rest.pop(0)
            boxes = (*boxes, *self.all_of())
        return boxes

    def all_of(self) -> Phrases:
        boxes = self.one()
        while self.rest and self.rest[0].kind == "and":
            self.rest.pop(0)
            more = self.one()
            boxes = tuple((*box, *other) for box in boxes for other in more)
        return boxes

    def one(self) -> Phrases:
        """A bracket, or a single phrase."""
        if not self.rest:
            raise XlsegError(ENDS)
        token = self.rest.pop(0)
        if token.kind == "open":
            inside = self.any_of()
            self.close()
            return inside
        if token.kind != "text":
            raise XlsegError(MISPLACED.format(sign=token.text))
        return ((self.phrase(token.text),),)

    def phrase(self, text: str) -> Phrase:
        """'F=2-4次'; values in brackets, or after 'between', may hold signs that elsewhere join tests."""
        name, asks, value = _split(text)
        if asks in LISTS and self.rest and self.rest[0].kind == "open" and not value:
            return Phrase(name, asks, tuple(self.bracketed()))
        if asks == "between" and not SPAN.fullmatch(value) and self.rest and self.rest[0].kind == "and":
            self.rest.pop(0)
            value = f"{value}-{self.rest.pop(0).text if self.rest else ''}"
        return _phrase(name, asks, value)

    def bracketed(self) -> list[str]:
        """The items of a list in brackets."""
        self.rest.pop(0)
        items: list[str] = []
        while self.rest and self.rest[0].kind != "close":
            token = self.rest.pop(0)
            items += _items(token.text) if token.kind == "text" else ()
        self.close()
        return items

    def close(self) -> None:
        if not self.rest or self.rest.pop(0).kind != "close":
            raise XlsegError(UNCLOSED)


def _split(text: str) -> tuple[str, str, str]:
    """Name, what is asked, and value. A sign at the very start belongs to the name."""
    plain = re.sub(r"\"[^\"]*\"|「[^」]*」|“[^”]*”", lambda quoted: "\0" * len(quoted.group()), text)
    for match in re.finditer(PATTERN, plain, re.I):
        name = text[: match.start()].strip()
        if name:
            return _unquoted(name), list(ASKS)[int(str(match.lastgroup)[1:])], text[match.end() :].strip()
    if bare := BARE.fullmatch(text.strip()):
        return _unquoted(bare[1]), "between", bare[2]
    raise XlsegError(NO_SIGN.format(part=text.strip()))


def _phrase(name: str, asks: str, value: str) -> Phrase:
    if asks in ("blank", "filled"):
        return Phrase(name, asks)
    if not value.strip():
        raise XlsegError(NO_VALUE.format(name=name))
    if asks in LISTS:
        return Phrase(name, asks, _items(value))
    span = SPAN.fullmatch(value) if asks in ("between", "=") else None
    if span:
        return Phrase(name, "between", (span[1].strip(), span[2].strip()))
    if asks == "between":
        raise XlsegError(NO_SPAN.format(name=name, value=value))
    if asks in ("=", "<>") and value.strip().lower() in NOTHING:
        return Phrase(name, "blank" if asks == "=" else "filled")
    if asks in ("=", "<>") and not re.fullmatch(DATE, value.strip()) and len(several := _items(value)) > 1:
        return Phrase(name, "in" if asks == "=" else "not_in", several)
    return Phrase(name, asks, (_unquoted(value),))


def _items(value: str) -> tuple[str, ...]:
    """The texts of a list; signs inside quotes part nothing."""
    return tuple(_unquoted(item) for item in re.findall(ITEM, value) if item.strip())


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] + text[-1] in ('""', "「」", "“”", "''", "‘’") else text


UNBALANCED = Text("括号不成对：{text}", "brackets do not match: {text}")
UNCLOSED = Text("有括号没有合上", "a bracket is not closed")
ENDS = Text("条件没有写完", "the condition ends too early")
MISPLACED = Text("「{sign}」的前面或后面缺一个条件", "a test is missing before or after '{sign}'")
NO_SIGN = Text(
    "看不懂「{part}」；请写成 列名 比较 值，如 R≤30、F 2-4、城市 属于 (北京、上海)、备注 为空",
    "'{part}' is not understood; write COLUMN SIGN VALUE, such as R<=30, F 2-4, City in (Paris, Rome), Note is blank",
)
NO_VALUE = Text("「{name}」后面缺一个值", "a value is missing after '{name}'")
NO_SPAN = Text(
    "「{name}」要有两个数，如 {name} 2-4，而不是「{value}」",
    "'{name}' needs two numbers, such as {name} 2-4, not '{value}'",
)
