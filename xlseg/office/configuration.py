"""The configuration as VBA reads it: "KEY","VALUE" a line, keys in any case, the first of a key counts.

It is changed line by line and byte by byte, because what users wrote into it is theirs.
"""

import csv
from collections.abc import Collection, Mapping

from xlseg.office.place import Place

INTERPRETERS = ("INTERPRETER_WIN", "INTERPRETER_MAC", "INTERPRETER", "CONDA PATH", "CONDA ENV")  # one choice: ours
SCRIPTS = "XLSEG_APPLESCRIPTS"  # those that we put there, parted by |
OWN = (*INTERPRETERS, SCRIPTS)


def values(content: bytes, encoding: str) -> dict[str, str]:
    """What VBA would find, by key in capitals."""
    found: dict[str, str] = {}
    for line in content.decode(encoding, "replace").splitlines():
        row = next(csv.reader([line], skipinitialspace=True), [])
        if len(row) > 1:
            found.setdefault(row[0].upper(), row[1])
    return found


def changed(content: bytes, place: Place, new: Mapping[str, str], gone: Collection[str] = ()) -> bytes:
    """`new`, then the lines of others as they were, without the keys in `gone`. Ours stand first, because VBA reads
    pair by pair: one faulty line of others would spoil whatever follows it."""
    dropped = {*gone, *new}
    kept = [line for line in content.splitlines() if line.strip() and _key(line) not in dropped]
    lines = [*(f'"{key}","{value}"'.encode(place.encoding) for key, value in new.items()), *kept]
    return b"".join(line + place.newline.encode() for line in lines)


def _key(line: bytes) -> str:
    return line.split(b",", 1)[0].strip().strip(b'"').decode("ascii", "replace").upper()
