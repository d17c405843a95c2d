"""Which models are picked: by key, by title, or all of them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlseg.errors import Problem, XlsegError
from xlseg.text import EMPTY, Lang, Text, join, keyed

if TYPE_CHECKING:
    from xlseg.models import Model

ALL = ("全部", "所有", "all")
PART = r"[^,，、;；\s]"  # of a name; anything else stands between two


def keys_of(said: object, models: "Sequence[Model]") -> str:
    """Models named by their titles, or all of them at once, as their keys."""
    text = "" if said is None else str(said).strip()
    if text.casefold() in ALL:
        return ", ".join(model.key for model in models)
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


def shown(keys: Sequence[str], models: "Sequence[Model]", lang: Lang) -> str | None:
    """The keys as a cell shows them, by title: one word where it is all of them."""
    if models and set(keys) == {model.key for model in models} and len(keys) > 1:
        return EVERYTHING.of(lang)
    titles = {model.key: model.title for model in models}
    return join(titles.get(key, key) for key in keys).of(lang) or None


def every(models: "Sequence[Model]") -> Text:
    """All there are, by key and title."""
    return ALL_OF.format(known=keyed((model.key, model.title) for model in models))


EVERYTHING = Text("全部", "all")
ALL_OF = Text(
    "留空：按目标，没有选目标就用 RFM；写「全部」就全部运行；有 {known}",
    "blank: by the goal, RFM without one; 'all' runs all of them; there are {known}",
)
UNKNOWN = Text("没有模型 {wrong}；可用的是 {known}", "there is no model {wrong}; known are {known}")
