"""macOS: the one script Excel may run to start Python; xlwings knows how to put it there."""

from importlib.metadata import version
from pathlib import Path


def source() -> Path:
    """The script of the installed xlwings; its name bears the version, and xlwings' macros ask for just that one."""
    import xlwings

    return Path(xlwings.__file__).with_name(f"xlwings-{version('xlwings')}.applescript")


def enable() -> None:
    """What `xlwings runpython install` does."""
    from xlwings.cli import runpython_install

    runpython_install(None)  # type: ignore[no-untyped-call]
