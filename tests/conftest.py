"""Tiny tables made by hand, and one fixture over every host."""

import os
import shutil
import time
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings
from made import NAMES, made

settings.register_profile("xlseg", deadline=None)  # machines are noisy; how long things take is the benchmarks' affair
settings.load_profile("xlseg")

REFERENCE = Path(__file__).parents[2] / "shared" / "gold"

ORDERS = [
    ["某店订单", None, None, None],
    [None, None, None, None],
    ["客户ID", "下单日期", "金额", "订单状态"],
    ["C01", datetime(2026, 6, 30), 300.0, "已完成"],
    ["C01", datetime(2026, 6, 1), 200.0, "已完成"],
    ["C01", datetime(2026, 5, 1), 100.0, "已完成"],
    ["C02", datetime(2026, 6, 20), 50.0, "已完成"],
    ["C03", datetime(2026, 1, 10), 900.0, "已完成"],
    ["C03", datetime(2026, 1, 2), 800.0, "已完成"],
    ["C04", datetime(2025, 12, 1), 20.0, "已完成"],
    ["C05", datetime(2026, 6, 29), 70.0, "已取消"],
    ["合计", None, 2440.0, None],
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden pages anew")


SLOW = (
    "libreoffice",
    "recalculation",
    "pictures",
    "validators",
    "workbooks",
    "doors",
    "live_labels",
    "cli",
    "workbook",
    "lossless",
    "templates",
    "ranges",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes go first, so that no core waits for one of them in the end."""
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in SLOW)


@pytest.fixture
def orders_rows() -> list[list[object]]:
    """Four customers who bought and one whose only order was cancelled, under a title, above a total."""
    return [list(row) for row in ORDERS]


@pytest.fixture
def orders() -> pd.DataFrame:
    return pd.DataFrame(ORDERS[3:-2], columns=ORDERS[2])


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of published reference data, which stands beside the project and is not part of it."""
    if not REFERENCE.is_dir():
        pytest.skip("the published reference data are not beside this project")
    return REFERENCE


@pytest.fixture(scope="session", params=NAMES)
def made_workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, and a small shop with every model and page, in both languages; each is made once, and not changed."""
    base = tmp_path_factory.getbasetemp()
    return once(request.param, base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


def once(name: str, folder: Path) -> Path:
    """One of the workbooks, made by whichever process of the tests asks first; who waits for it makes another."""
    done = folder / f"{name}.done"
    while not done.exists():
        if not any(_made(each, folder) for each in (name, *NAMES)):
            time.sleep(0.2)
    return Path(done.read_text("utf-8"))


def _made(name: str, folder: Path) -> bool:
    """Whether it was made just now, and not by another."""
    mine = folder / name
    try:
        mine.mkdir()
    except FileExistsError:
        return False
    try:
        path = made(name, mine)
        (mine / "path").write_text(str(path), "utf-8")
        (mine / "path").rename(folder / f"{name}.done")
    except BaseException:
        shutil.rmtree(mine)
        raise
    return True


def customers(days: list[float], orders: list[float], revenue: list[float]) -> pd.DataFrame:
    """A customer table of measures only."""
    ids = [f"C{n:03}" for n in range(len(days))]
    return pd.DataFrame({"customer_id": ids, "days_since_last": days, "orders": orders, "revenue": revenue})
