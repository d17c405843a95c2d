"""Which models are picked: by key, by title, or all of them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlseg.errors import Problem, XlsegError
from xlseg.text import EMPTY, Text, join

if TYPE_CHECKING:
    from xlseg.models import Model

ALL = ("全部", "所有", "all")
PART = r"[^,，、;；\s]"  # of a name; anything else stands between two


def keys_of(said: object, models: "Sequence[Model]") -> str | None:
    """Models named by their titles, as their keys; None for all of them."""
    text = "" if said is None else str(said).strip()
    if text.casefold() in ALL:
        return None
    titles = {title: model.key for model in models for title in model.title}
    for title in sorted(titles, key=len, reverse=True):
        text = re.sub(rf"(?<!{PART}){re.escape(title)}(?!{PART})", titles[title], text)
    return text


def know(keys: Any, models: "Sequence[Model]", where: Text = EMPTY) -> None:
    """Raise XlsegError if a key is none of the models'."""
    known = [model.key for model in models]
    unknown = [key for key in keys if known and key not in known]
    if unknown:
        raise XlsegError(Problem(UNKNOWN.format(wrong=join(unknown), known=join(known)), where))


def every(models: "Sequence[Model]") -> Text:
    """All there are, by key and title."""
    return ALL_OF.format(known=join(MODEL.format(key=model.key, title=model.title) for model in models))


MODEL = Text("{key} {title}", "{key} {title}")
ALL_OF = Text("留空：全部；有 {known}", "blank: all of them; there are {known}")
UNKNOWN = Text("没有模型 {wrong}；可用的是 {known}", "there is no model {wrong}; known are {known}")
