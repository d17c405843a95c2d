"""A file is read once: what was looked at for harm is what is worked on. Closed files."""

import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from made import shop_file

from xlseg.hosts.file import FileHost
from xlseg.ooxml import limits

SIZE = 12 << 20


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_file(tmp_path / "shop.xlsx", 12)


@pytest.mark.parametrize("password", [None, "密码"])
def test_a_file_that_is_replaced_once_it_was_looked_at_is_read_as_it_was_then(shop, tmp_path, monkeypatch, password):
    if password:
        encryption = pytest.importorskip("xlseg.hosts.encryption")
        pytest.importorskip("msoffcrypto", reason="the extra `encrypted`")
        with shop.open("rb") as plain:
            locked = encryption.encrypt(plain, password).read()
        shop.write_bytes(locked)
    look = limits.verify

    def look_and_replace(content, name: str) -> None:
        look(content, name)
        (tmp_path / "other").write_bytes(b"no workbook")
        os.replace(tmp_path / "other", shop)

    monkeypatch.setattr(limits, "verify", look_and_replace)
    host = FileHost(shop, password=password)
    assert shop.read_bytes() == b"no workbook"
    assert host.read(host.sheets()[0])


def test_a_file_is_held_in_memory_once(shop):
    with zipfile.ZipFile(shop, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/image1.png", os.urandom(SIZE))
    FileHost(shop)  # modules that are imported on the way
    tracemalloc.start()
    try:
        FileHost(shop)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert SIZE < peak < 1.3 * SIZE
