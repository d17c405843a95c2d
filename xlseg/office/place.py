"""Where Excel looks for our files, on Windows and on macOS: one value, chosen once at the edge.

The configuration stands where GetConfigFilePath of xlwings' add-ins looks for it (project name: xlseg), and is read
by VBA, which knows nothing but the system's own encoding.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlseg.office import registry
from xlseg.text import Text

System = Literal["windows", "macos"]
NAME = "xlseg"
ADDIN, CONFIG = f"{NAME}.xlam", f"{NAME}.conf"
WORKBOOK = Text("客户细分.xlsm", "customer-segmentation.xlsm")
APP = "Microsoft Excel.app"
APPLICATIONS = Path("/Applications")  # of all users
STARTUP = ("User Content.localized/Startup.localized", "User Content/Startup", "User Content/Start-up")  # newest first


@dataclass(frozen=True)
class Place:
    """The paths of one user on one computer."""

    system: System
    addin: Path  # in the folder whose files Excel opens when it starts
    config: Path
    encoding: str  # that VBA reads files in
    excel: str  # the program's path; empty where it was not found
    ready: bool  # whether Excel's own folders are there, or may be made
    launcher: Path | None = None  # macOS: stands for a Python whose path xlwings could not run
    scripts: Path | None = None  # macOS: the only scripts Excel may run
    obstacles: tuple[str, ...] = ()  # Windows: what keeps Excel from starting the add-in

    @property
    def newline(self) -> str:
        return "\r\n" if self.system == "windows" else "\n"

    @property
    def interpreter_key(self) -> str:
        return "INTERPRETER_WIN" if self.system == "windows" else "INTERPRETER_MAC"


def here() -> Place | None:
    """This computer's; None where there is no Excel to start."""
    platform = str(sys.platform)
    if platform == "win32":
        return windows(os.environ, registry.excel(), registry.obstacles(ADDIN))
    return macos(Path.home()) if platform == "darwin" else None


def windows(environment: Mapping[str, str], excel: str, obstacles: tuple[str, ...] = ()) -> Place:
    """excel, obstacles: as the registry tells them. XLSTART may be missing, but not Excel."""
    home = Path(environment.get("USERPROFILE") or Path.home())
    folder = Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / "Microsoft" / "Excel"
    config = home / f".{NAME}" / CONFIG
    ready = bool(excel) or folder.is_dir()
    return Place("windows", folder / "XLSTART" / ADDIN, config, "mbcs", excel, ready, obstacles=obstacles)


def macos(home: Path) -> Place:
    """Folders of the sandbox are macOS's to make, when Excel is opened for the first time: without them, not ready."""
    office = home / "Library" / "Group Containers" / "UBF8T346G9.Office"
    startup = [office / folder / "Excel" for folder in STARTUP]
    data = home / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
    found = (str(folder / APP) for folder in (APPLICATIONS, home / "Applications") if (folder / APP).is_dir())
    return Place(
        "macos",
        next((folder for folder in startup if folder.is_dir()), startup[0]) / ADDIN,
        data / CONFIG,
        "ascii",
        next(found, ""),
        office.is_dir() and data.is_dir(),
        home / f".{NAME}" / "python",
        home / "Library" / "Application Scripts" / "com.microsoft.Excel",
    )
