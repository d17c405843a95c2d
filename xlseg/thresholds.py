"""A threshold declares itself: its default, its name and what it may be stand at the dataclass field it is."""

from dataclasses import Field, field, fields, replace
from typing import Any, TypeVar

from xlseg.errors import Problem, XlsegError
from xlseg.goals import Goal
from xlseg.kinds import Kind
from xlseg.text import EMPTY, Text, same

T = TypeVar("T")


def setting(default: T, title: Text, kind: Kind, note: Text = EMPTY) -> T:
    """A dataclass field that users can set: its default, its name, what it may be, and why one would change it."""
    return field(default=default, metadata={"title": title, "kind": kind, "note": note})


def check(owner: Any) -> None:
    """Raise all out-of-range fields and conflicts of a settings dataclass at once (its __post_init__)."""
    problems = [
        Problem(
            REJECTED.format(value=repr(getattr(owner, f.name)), allowed=kind_of(f).allowed),
            same(key_of(owner, f)),
        )
        for f in thresholds(owner)
        if not kind_of(f).allows(getattr(owner, f.name))
    ]
    problems = problems or list(getattr(owner, "conflicts", tuple)())
    if problems:
        raise XlsegError(*problems)


def thresholds(owner: Any) -> "list[Field[Any]]":
    """The fields of a settings dataclass that users can set."""
    return [f for f in fields(owner) if "kind" in f.metadata]


def changed(owner: Any, f: "Field[Any]") -> bool:
    """Whether it is not as the product comes."""
    return bool(getattr(owner, f.name) != f.default)


def aim(model: Any, goal: Goal) -> Any:
    """The model with the thresholds that go with the goal, where the user left its own."""
    meant = goal.means.get(model.key, {})
    return replace(
        model, **{f.name: meant[f.name] for f in thresholds(model) if f.name in meant and not changed(model, f)}
    )


def kind_of(f: "Field[Any]") -> Kind:
    """What the setting may be."""
    kind: Kind = f.metadata["kind"]
    return kind


def key_of(owner: Any, f: "Field[Any]") -> str:
    """Its key on the sheet and the command line, such as rfm.bins."""
    return f"{owner.key}.{f.name}"


REJECTED = Text("不能是「{value}」；允许：{allowed}", "cannot be '{value}'; allowed: {allowed}")
