"""The Python of the configuration, started as a button starts it, and what it says of itself."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from xlseg.office.interpreter import environment

PATIENCE = 120  # seconds: the first import after an installation compiles everything
ASK = (
    "import importlib.util, json, struct, sys; import xlseg.addin, xlseg; from importlib.metadata import version; "
    "print(json.dumps({'python': sys.version.split()[0], 'bits': struct.calcsize('P') * 8, "
    "'xlseg': xlseg.__version__, 'xlwings': version('xlwings'), "
    "'missing': [name for name in sys.argv[1:] if importlib.util.find_spec(name) is None]}))"
)


class Answer(NamedTuple):
    """What it is, or why it cannot be started."""

    found: dict[str, Any]
    trouble: str = ""


def interpreter(keys: Mapping[str, str], key: str) -> Path | None:
    """The program that xlwings' macros start by these keys of the configuration; None where there is none.

    Source: ExecuteWindows, ExecuteMac and XLPyLoadDLL in xlwings_custom_addin.bas.
    """
    named = os.path.expandvars(keys.get(key) or keys.get("INTERPRETER") or "python")
    conda, env = keys.get("CONDA PATH"), keys.get("CONDA ENV")
    if conda and env and named in ("python", "pythonw"):
        path: Path | None = environment(Path(conda), env) / "python.exe"
    else:
        path = Path(found) if not re.search(r"[\\/]", named) and (found := shutil.which(named)) else Path(named)
    return path if path and path.is_file() else None


def ask(path: Path, modules: tuple[str, ...]) -> Answer:
    """Start it, import the door, and report its versions and which of these modules it lacks."""
    command = [str(path), "-B", "-c", ASK, *modules]
    quiet = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
    try:
        run = subprocess.run(
            command, capture_output=True, cwd=path.parent, env=quiet, timeout=PATIENCE, check=False, encoding="utf-8"
        )
        return Answer(json.loads(run.stdout.splitlines()[-1])) if run.returncode == 0 else Answer({}, _last(run.stderr))
    except subprocess.TimeoutExpired:
        return Answer({}, f"> {PATIENCE} s")
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        return Answer({}, f"{type(error).__name__}: {error}")


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"
