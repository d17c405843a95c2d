"""Numbers that know the cell they stand in, so that the rules made of them can be written as formulas over it."""

from collections.abc import Callable
from math import isfinite
from typing import Any


class Traced(float):
    """A number and the formula it comes to. record: what was found out about it, each a formula that was true.

    Sums and differences stay traced; anything else makes a plain number of it. A comparison that decides how rules
    are made is recorded, because they are made otherwise once it no longer holds.
    """

    text: str
    record: list[str]

    @classmethod
    def at(cls, value: float, text: str, record: list[str]) -> "Traced":
        found = cls(value)
        found.text, found.record = text, record
        return found

    def _made(self, value: float, one: object, sign: str, other: object) -> "Traced":
        return Traced.at(value, f"({written(one)}{sign}{written(other)})", self.record)

    def __add__(self, other: float) -> "Traced":
        return self._made(float(self) + float(other), self, "+", other)

    def __radd__(self, other: float) -> "Traced":
        return self._made(float(other) + float(self), other, "+", self)

    def __sub__(self, other: float) -> "Traced":
        return self._made(float(self) - float(other), self, "-", other)

    def __rsub__(self, other: float) -> "Traced":
        return self._made(float(other) - float(self), other, "-", self)

    def _told(self, sign: str, otherwise: str, compare: Callable[[float, Any], Any], other: Any) -> Any:
        answer = compare(float(self), other)
        if answer is NotImplemented:
            return NotImplemented
        if isfinite(other):
            self.record.append(f"{written(self)}{sign if answer else otherwise}{written(other)}")
        return answer

    def __lt__(self, other: Any) -> Any:
        return self._told("<", ">=", float.__lt__, other)

    def __le__(self, other: Any) -> Any:
        return self._told("<=", ">", float.__le__, other)

    def __gt__(self, other: Any) -> Any:
        return self._told(">", "<=", float.__gt__, other)

    def __ge__(self, other: Any) -> Any:
        return self._told(">=", "<", float.__ge__, other)

    def __eq__(self, other: object) -> Any:
        return self._told("=", "<>", float.__eq__, other)

    def __ne__(self, other: object) -> Any:
        return self._told("<>", "=", float.__ne__, other)

    def __bool__(self) -> bool:
        return bool(self._told("<>", "=", float.__ne__, 0.0))

    __hash__ = float.__hash__


def written(value: object) -> str:
    """A number within a formula, as exact as it is; a traced one by its formula."""
    if isinstance(value, Traced):
        return value.text
    number = float(value)  # type: ignore[arg-type]
    text = f"{number:.0f}" if number == round(number) and abs(number) < 1e15 else repr(number).upper()
    return f"({text})" if number < 0 else text
