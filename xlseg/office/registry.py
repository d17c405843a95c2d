"""Windows' registry: where Excel is, and what in its Trust Center keeps add-ins from starting."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

REGISTERED = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
ROOTS = (r"Software\Microsoft\Office\16.0\Excel", r"Software\Policies\Microsoft\Office\16.0\Excel")  # from 2016 on
BARRED = {
    "addins": (r"Security", "DisableAllAddins"),
    "unsigned": (r"Security", "RequireAddinSig"),
    "locations": (r"Security\Trusted Locations", "AllLocationsDisabled"),
}
DISABLED = r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"  # what Excel switched off after a crash


def excel() -> str:
    """The program's path, for this user or for all; empty where Excel is not registered."""
    winreg = _winreg()
    paths = (_value(hive, REGISTERED, "") for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE))
    return next((str(path) for path in paths if path), "")


def obstacles(addin: str) -> tuple[str, ...]:
    """What keeps `addin`, a file name, from starting: keys of BARRED, or "disabled"."""
    user = _winreg().HKEY_CURRENT_USER
    barred = [
        key
        for key, (folder, name) in BARRED.items()
        if any(_value(user, rf"{root}\{folder}", name) == 1 for root in ROOTS)
    ]
    wanted = addin.lower().encode("utf-16-le")
    disabled = any(isinstance(v, bytes) and wanted in _lower(v) for v in _all(user, DISABLED))
    return (*barred, *(["disabled"] if disabled else []))


def _lower(value: bytes) -> bytes:
    return value.decode("utf-16-le", "replace").lower().encode("utf-16-le", "replace")


def _value(hive: Any, key: str, name: str) -> object:
    try:
        winreg = _winreg()
        with winreg.OpenKey(hive, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


def _all(hive: Any, key: str) -> Iterator[object]:
    try:
        winreg = _winreg()
        with winreg.OpenKey(hive, key) as opened:
            for index in range(winreg.QueryInfoKey(opened)[1]):
                yield winreg.EnumValue(opened, index)[1]
    except OSError:
        return


def _winreg() -> Any:
    return import_module("winreg")
