"""The only bilingual mechanism: a text stands in both languages beside its owner."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Text(NamedTuple):
    """One sentence or name in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def format(self, **parts: object) -> "Text":
        """Fill {placeholders}; a part that is itself a Text is taken in the matching language."""
        return Text(*(_fill(template, lang, parts) for lang, template in zip(LANGS, self, strict=True)))


EMPTY = Text("", "")
BETWEEN = " · "  # of one language and the other, where a text stands in both
ITEMS = Text("、", ", ")
CLAUSES = Text("；", "; ")
KEYED = Text("{key}（{title}）", "{key} ({title})")


def plain(value: object, lang: Lang) -> object:
    """A Text in one language; anything else as it is."""
    return value.of(lang) if isinstance(value, Text) else value


def same(value: object) -> Text:
    """A word that is equal in both languages, such as a name the user typed."""
    return Text(str(value), str(value))


def join(texts: Iterable["Text | str"], between: Text = ITEMS) -> Text:
    parts = [text if isinstance(text, Text) else same(text) for text in texts]
    return Text(between.zh.join(t.zh for t in parts), between.en.join(t.en for t in parts))


def sentence(text: Text) -> Text:
    """As a cell begins with it: English with a capital, but for a word of the user's, which is in both languages."""
    first = text.en.split(" ", 1)[0]
    return text if first in text.zh else Text(text.zh, text.en[:1].upper() + text.en[1:])


def both(text: Text) -> str:
    """In both languages, where none was chosen; once where they are alike."""
    return BETWEEN.join(dict.fromkeys(text))


def keyed(titles: Iterable[tuple[str, Text]]) -> Text:
    """What may be written: keys, each with what it stands for."""
    return join(KEYED.format(key=key, title=title) for key, title in titles)


def _fill(template: str, lang: Lang, parts: dict[str, object]) -> str:
    return template.format(**{name: plain(value, lang) for name, value in parts.items()})
