"""What is the user's stays byte for byte in harder runs too, and what is encrypted stands in no part any more."""

import shutil
import zipfile
from pathlib import Path

import pytest
from corpus import KINDS, differences
from corpus.shop import GOODS
from corpus.taken_apart import Opened

from xlseg import copies, files, keyfile
from xlseg.actions import BY_KEY
from xlseg.settings import Row

SECRET = ("张晓明食", "李四光衣", "王五常电")


@pytest.mark.parametrize("name", ["orders_in_a_table_with_totals", "shared_formulas_under_a_prefix"])
def test_every_model_at_once_leaves_the_rest_as_it_was_and_again_changes_nothing(name, tmp_path):
    path, before, once = (tmp_path / f"{when}{KINDS[name].suffix}" for when in ("shop", "before", "once"))
    before.write_bytes(KINDS[name].make())
    shutil.copyfile(before, path)
    segment(path, "all")
    shutil.copyfile(path, once)
    assert [line for told in differences.EVERYTHING for line in told(Opened(before), Opened(once))] == []
    segment(path, "all")
    assert differences.between_runs(Opened(once), Opened(path)) == []


def segment(path: Path, models: str) -> None:
    files.run(BY_KEY["segment"], path, (Row("general.models", value=models),), in_place=True)


@pytest.mark.parametrize(
    "name",
    [
        "orders_in_a_table_with_totals",
        "a_prefix_on_some_elements",
        "parts_in_utf_16",
        "comments_and_cdata_in_the_xml",
        "single_quotes",
        "rich_texts",
    ],
)
def test_what_is_encrypted_stands_in_no_part(name, tmp_path):
    """And the parts that never held it keep their bytes; decrypted, it is all there again."""
    pytest.importorskip("cryptography")
    source, hidden, shown = (tmp_path / f"{when}{KINDS[name].suffix}" for when in ("shop", "hidden", "shown"))
    renamed(KINDS[name].make(), source)
    key = tmp_path / "our.key"
    keyfile.make(key)
    copies.protect(copies.begin(copies.PROTECT, source, key=key, output=hidden), also=["品类"])
    copies.reveal(copies.begin(copies.REVEAL, hidden, key=key, output=shown))
    before, after, again = Opened(source), Opened(hidden), Opened(shown)
    assert (holding(before) != set(), holding(after)) == (True, set())
    near = {*before.sheets.values(), before.book, *(part for part, _ in holding(before))}
    assert [part for part in before.parts if part not in near and before.packed[part] != after.packed.get(part)] == []
    assert {word for _, word in holding(again)} == {word for _, word in holding(before)}


def renamed(content: bytes, path: Path) -> None:
    """The workbook with goods of names to be told apart."""
    path.write_bytes(content)
    parts = Opened(path).parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, _renamed(part))


def _renamed(part: bytes) -> bytes:
    for old, new in zip(GOODS["zh"], SECRET, strict=True):
        for encoding in ("utf-8", "utf-16-le"):
            part = part.replace(old.encode(encoding), new.encode(encoding))
    return part


def holding(opened: Opened) -> set[tuple[str, str]]:
    """The parts in which the texts stand, in whatever encoding."""
    found = (
        (part, word, word.encode(code)) for part in opened.parts for word in SECRET for code in ("utf-8", "utf-16-le")
    )
    return {(part, word) for part, word, text in found if text in opened.parts[part]}
