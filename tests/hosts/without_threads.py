"""A Python like that of a browser, for `python without_threads.py FOLDER [few]`: no threads, sockets, other processes.

FOLDER/sent.json is what Excel sends of a workbook. Every script of the add-in gets it and answers in FOLDER/KEY.json;
FOLDER/session.json tells of the import, of a segmentation without Excel, and what was there in the end.
few: without the scripts of single models, whose groups session.json tells anyway. XLWINGS_LICENSE_KEY has to be set.
Standard library, xlwings and xlseg only: Python for WebAssembly runs it too.
"""

import json
import os
import sys
import time
from pathlib import Path

FORBIDDEN = {"socket.__new__", "subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"}
FORBIDDEN |= {"_thread.start_new_thread", "_thread.start_joinable_thread"}
MISSING = ("_hashlib", "_uuid", "curses", "dbm", "ensurepip", "grp", "pwd", "readline", "resource", "syslog")
MISSING += ("tkinter", "venv")  # in Pyodide 314.0.7, as tried in it. So are _multiprocessing and _posixshmem, which
# scikit-learn asks for since 1.9; Pyodide's is 1.8


def refuse(event: str, _: object) -> None:
    if event in FORBIDDEN:
        raise RuntimeError(f"{event}: not in a browser")


def main(folder: Path, few: bool) -> dict[str, object]:
    sys.addaudithook(refuse)
    sys.modules.update(dict.fromkeys(MISSING))
    start = time.perf_counter()
    from xlseg import addin
    from xlseg.actions import ACTIONS

    seconds, modules = time.perf_counter() - start, sorted(sys.modules)
    sent = (folder / "sent.json").read_text("utf-8")
    for key in (action.key for action in ACTIONS if not (few and action.menu)):
        (folder / f"{key}.json").write_text(json.dumps(answer(getattr(addin, key), sent)), "utf-8")
    told = {"seconds": seconds, "modules": modules, "cells": cells(), "groups": groups(json.loads(sent))}
    return {**told, "threads": threads()}


def answer(script, sent: str) -> list[dict[str, object]]:
    """What a script asks Excel to do."""
    import xlwings as xw

    book = xw.Book(json=json.loads(sent))
    script(book)
    return book.json()["actions"]


def cells() -> object:
    """What a worksheet function shows."""
    from xlseg import functions

    return functions.SEG_RFM_SCORE([[9.0], [1.0]], [[1.0], [5.0]], [[10.0], [90.5]])


def groups(sent: dict) -> dict[str, dict[str, int]]:
    """Customers by group and model, from orders that never were in Excel."""
    import pandas as pd

    from xlseg import Settings, analyze
    from xlseg.models import MODELS

    header, *rows = next(sheet["values"] for sheet in sent["sheets"] if sheet["name"] == "订单")
    analysis = analyze(pd.DataFrame(rows, columns=header), settings=Settings(models=tuple(MODELS)))
    found = analysis.segmentations.items()
    return {key: {str(k): int(n) for k, n in one.labels["segment"].value_counts().items()} for key, one in found}


def threads() -> int | None:
    """Of this process, those of compiled libraries included; None where the system does not tell."""
    tasks = Path("/proc/self/task")
    return len(os.listdir(tasks)) if tasks.is_dir() else None


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / "session.json").write_text(json.dumps(main(place, "few" in sys.argv)), "utf-8")
