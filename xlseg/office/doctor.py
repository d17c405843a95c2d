"""xlseg doctor: every link between a button in Excel and our code, tested one by one and told in plain words."""

import struct
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

import xlseg
from xlseg.office import applescript
from xlseg.office import diagnoses as say
from xlseg.office.configuration import INTERPRETERS, values
from xlseg.office.disk import read
from xlseg.office.install import addin
from xlseg.office.interpreter import PACKAGED, Python
from xlseg.office.place import Place, System
from xlseg.office.probe import Answer, ask, interpreter
from xlseg.text import CLAUSES, EMPTY, Text, join

State = Literal["ok", "wrong", "note", "untested"]
NEEDED: dict[System, dict[str, str]] = {
    "windows": {"win32com": "pywin32", "pythoncom": "pywin32"},
    "macos": {"appscript": "appscript", "psutil": "psutil"},
}  # what xlwings brings there, and the package it is of: pip installs it by the markers in its metadata


class Link(NamedTuple):
    """One link: what was found and, where something is wrong, what to do."""

    key: str
    state: State
    found: Text
    todo: Text = EMPTY


def examine(place: Place | None, python: Python) -> list[Link]:
    """All links, in the order they work."""
    own = [_python(python), _versions()]
    if place is None:
        return [*own, _buildable(), Link("excel", "untested", say.NOT_HERE)]
    return [*own, *_installed(place)]


def well(links: list[Link]) -> bool:
    """Nothing is wrong; notes do not count."""
    return all(link.state != "wrong" for link in links)


def _installed(place: Place) -> Iterator[Link]:
    yield _excel(place)
    yield _addin(place)
    if place.system == "windows":
        yield _trust(place)
    content = read(place.config)
    keys = values(content or b"", place.encoding)
    if not any(keys.get(key) for key in INTERPRETERS):
        yield Link("configuration", "wrong", say.NO_CONFIG.format(path=place.config), say.INSTALL)
        return
    yield Link("configuration", "ok", say.CONFIG.format(path=place.config))
    path = interpreter(keys, place.interpreter_key)
    if path is None:
        named = join(keys[key] for key in INTERPRETERS if keys.get(key))
        yield Link("interpreter", "wrong", say.NO_PYTHON.format(path=named), say.INSTALL)
    else:
        yield from _started(place, path)
    if place.scripts:
        yield _script(place.scripts)
        yield Link("functions", "note", say.WINDOWS_ONLY)


def _python(python: Python) -> Link:
    found = say.PYTHON.format(version=sys.version.split()[0], bits=struct.calcsize("P") * 8, path=python.executable)
    return Link("python", "wrong", found, PACKAGED) if python.packaged else Link("python", "ok", found)


def _versions() -> Link:
    return Link("versions", "ok", say.VERSIONS.format(xlseg=xlseg.__version__, xlwings=version("xlwings")))


def _buildable() -> Link:
    return Link("addin", "ok", say.BUILDS.format(size=f"{len(addin()) / 1024:,.0f}"))


def _excel(place: Place) -> Link:
    if place.excel:
        return Link("excel", "ok", say.EXCEL.format(path=place.excel))
    return Link("excel", "wrong", say.NO_EXCEL, say.GET_EXCEL)


def _addin(place: Place) -> Link:
    content = read(place.addin)
    if content is None:
        return Link("addin", "wrong", say.NO_ADDIN.format(path=place.addin), say.INSTALL)
    if content != addin():
        return Link("addin", "wrong", say.STALE.format(path=place.addin), say.INSTALL)
    return Link("addin", "ok", say.ADDIN.format(path=place.addin))


def _trust(place: Place) -> Link:
    """Excel's Trust Center, which a company may have set."""
    if place.obstacles:
        todo = say.ENABLE if set(place.obstacles) == {"disabled"} else say.ALLOW
        return Link("security", "wrong", join((say.OBSTACLES[key] for key in place.obstacles), CLAUSES), todo)
    return Link("security", "ok", say.SECURITY)


def _started(place: Place, path: Path) -> Iterator[Link]:
    answer = ask(path, tuple(NEEDED[place.system]))
    if answer.trouble:
        detail = say.FAILS.format(path=path, detail=answer.trouble)
        yield Link("interpreter", "wrong", detail, say.REPAIR.format(path=path))
        return
    yield _same(path, answer)
    yield _libraries(place, path, answer)
    if place.system == "windows":
        yield _library_of_functions(path, str(answer.found["xlwings"]))


def _same(path: Path, answer: Answer) -> Link:
    """The add-in was built of this xlwings, and asks for files that bear its version."""
    of, here = answer.found, {"xlseg": xlseg.__version__, "xlwings": version("xlwings")}
    if any(of[name] != here[name] for name in here):
        found = say.OTHER.format(path=path, xlseg=of["xlseg"], xlwings=of["xlwings"])
        return Link("interpreter", "wrong", found, say.INSTALL)
    return Link("interpreter", "ok", say.STARTS.format(path=path, version=of["python"], bits=of["bits"]))


def _libraries(place: Place, path: Path, answer: Answer) -> Link:
    names = " ".join(dict.fromkeys(NEEDED[place.system].values()))
    if answer.found["missing"]:
        todo = say.GET_LIBRARIES.format(path=path, names=names)
        return Link("libraries", "wrong", say.NO_LIBRARIES.format(names=join(answer.found["missing"])), todo)
    return Link("libraries", "ok", say.HAS_LIBRARIES.format(names=names))


def _library_of_functions(path: Path, of: str) -> Link:
    """Worksheet functions go through a DLL that Excel loads from Python's folder or the one above."""
    folders = (path.parent, path.parent.parent)
    found = [folder / f"xlwings{bits}-{of}.dll" for folder in folders for bits in (64, 32)]
    there = [dll for dll in found if dll.is_file()]
    if not there:
        name = f"xlwings64-{of}.dll"
        return Link("dll", "wrong", say.NO_DLL.format(name=name, folder=path.parent), say.GET_DLL.format(path=path))
    return Link("dll", "ok", say.DLL.format(path=there[0]))


def _script(folder: Path) -> Link:
    source = applescript.source()
    if read(folder / source.name) != source.read_bytes():
        return Link("applescript", "wrong", say.NO_SCRIPT.format(path=folder / source.name), say.INSTALL)
    return Link("applescript", "ok", say.SCRIPT.format(path=folder / source.name))
