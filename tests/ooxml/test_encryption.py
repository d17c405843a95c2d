"""Workbooks with a password: opened with it, saved with it, and nothing of them on the disk in clear."""

import io
import os
import re
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made import shop_file
from openpyxl import load_workbook

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.cli import app
from xlseg.errors import XlsegError
from xlseg.hosts import encryption
from xlseg.hosts.atomic import replacing
from xlseg.hosts.file import FileHost

pytest.importorskip("msoffcrypto", reason="the extra `encrypted`")
WORD = "密码 Pass😀1"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_file(tmp_path / "shop.xlsx", 12)


@pytest.fixture
def secret(shop) -> Path:
    lock(shop)
    return shop


def lock(path: Path, word: str = WORD) -> None:
    path.write_bytes(encryption.encrypt(io.BytesIO(path.read_bytes()), word).read())


def plain(path: Path, word: str = WORD) -> io.BytesIO:
    return io.BytesIO(encryption.decrypt(io.BytesIO(path.read_bytes()), word).read())


def run(*given: object, word: str | None = WORD) -> Result:
    return CliRunner(env={"XLSEG_PASSWORD": word}).invoke(app, [str(part) for part in given])


def refused(*given: object, word: str | None = WORD) -> str:
    result = run(*given, word=word)
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    return result.stderr


class TestTheFormat:
    def test_comes_back_as_it_was(self, shop):
        before = shop.read_bytes()
        lock(shop)
        assert shop.read_bytes().startswith(encryption.COMPOUND)
        assert plain(shop).read() == before

    def test_is_what_excel_itself_writes_by_default(self, secret):
        """Agile, AES-256 in CBC, SHA-512, 100,000 rounds: [MS-OFFCRYPTO] 2.3.4.10."""
        import olefile

        with olefile.OleFileIO(secret) as container:
            info = container.openstream("EncryptionInfo").read()
        assert info[:8] == bytes([4, 0, 4, 0, 0x40, 0, 0, 0])
        found = dict(re.findall(r'(\w+)="([^"]*)"', info[8:].decode()))
        wanted = {
            "keyBits": "256",
            "hashAlgorithm": "SHA512",
            "cipherChaining": "ChainingModeCBC",
            "spinCount": "100000",
        }
        assert wanted.items() <= found.items()

    def test_is_never_twice_the_same(self, shop):
        content = io.BytesIO(shop.read_bytes())
        assert encryption.encrypt(content, WORD).read() != encryption.encrypt(content, WORD).read()

    def test_of_several_megabytes_holds(self, tmp_path):
        """Beyond 7 MB a compound file needs a second table of its sectors."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as package:
            types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
            package.writestr("[Content_Types].xml", types)
            package.writestr("x", os.urandom(9 << 20))
        locked = encryption.encrypt(content, WORD)
        assert encryption.decrypt(locked, WORD).read() == content.getvalue()

    @pytest.mark.parametrize("word", ["", "pass", WORD.lower(), WORD + " "])
    def test_another_password_is_told(self, secret, word):
        with pytest.raises(XlsegError):
            plain(secret, word)

    @pytest.mark.parametrize("cut", [600, 3000, -2000, -600])
    def test_a_damaged_one_is_told(self, secret, cut):
        secret.write_bytes(secret.read_bytes()[:cut])
        with pytest.raises(XlsegError):
            FileHost(secret, password=WORD)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'spinCount="100000"', b'spinCount="9999999"'),
            (b"<keyData ", b"<!DOCTYPE"),
        ],
    )
    def test_one_made_to_keep_us_busy_is_not_begun(self, secret, old, new):
        content = secret.read_bytes()
        assert old in content
        secret.write_bytes(content.replace(old, new.ljust(len(old))))
        with pytest.raises(XlsegError):
            FileHost(secret, password=WORD)


class TestTheHost:
    def test_reads_and_saves_encrypted(self, secret, tmp_path):
        host = FileHost(secret, password=WORD)
        assert host.read("客户")[0][0] == "客户ID"
        host.save(tmp_path / "out.xlsx")
        assert not zipfile.is_zipfile(tmp_path / "out.xlsx")
        assert load_workbook(plain(tmp_path / "out.xlsx"))["客户"]["A1"].value == "客户ID"

    def test_in_place_keeps_an_encrypted_backup(self, secret):
        before = secret.read_bytes()
        outcome = files.run(BY_KEY["segment"], secret, in_place=True, password=WORD)
        assert secret.with_name("shop.xlsx.bak").read_bytes() == before
        assert "客户细分结果表" in load_workbook(plain(secret)).sheetnames
        assert "输出文件用同一个密码打开。" in [text.zh for text in outcome.warnings]

    def test_a_second_run_reads_the_first_outcome(self, secret):
        first = files.run(BY_KEY["segment"], secret, password=WORD)
        second = files.run(BY_KEY["segment"], secret, password=WORD)
        assert first.output == second.output
        assert load_workbook(plain(second.output)).sheetnames == load_workbook(plain(first.output)).sheetnames

    def test_a_workbook_without_a_password_stays_one(self, shop):
        assert zipfile.is_zipfile(files.run(BY_KEY["check"], shop, password=WORD).output)

    def test_nothing_in_clear_is_written_beside_it_at_any_moment(self, secret, monkeypatch):
        written = []

        class Watched:
            def __init__(self, file):
                self.file = file

            def write(self, content):
                written.append(bytes(content))
                return self.file.write(content)

        @contextmanager
        def watched(*given, **how):
            with replacing(*given, **how) as file:
                yield Watched(file)

        monkeypatch.setattr("xlseg.hosts.atomic.replacing", watched)
        files.run(BY_KEY["check"], secret, password=WORD)
        assert written
        assert not any(mark in part for part in written for mark in (b"PK\x03\x04", b"xl/workbook.xml", b"<sheetData"))

    def test_rights_management_and_old_workbooks_are_told_apart(self, tmp_path):
        path = tmp_path / "a.xlsx"
        for names, said in (("EncryptedPackage", "rights management"), ("Workbook", "old .xls"), ("Book", "old .xls")):
            path.write_bytes(encryption.COMPOUND + bytes(600) + names.encode("utf-16-le"))
            with pytest.raises(XlsegError, match=said):
                FileHost(path, password=WORD)


class TestTheCommand:
    def test_every_command_that_takes_a_workbook_opens_it(self, secret, tmp_path):
        assert run("key", tmp_path / "k").exit_code == 0
        for number, given in enumerate((["segment"], ["check"], ["protect", "--key", tmp_path / "k"], ["export"])):
            out = tmp_path / f"out{number}.xlsx"
            result = run(given[0], secret, "--password", "-o", out, *given[1:])
            assert result.exit_code == 0, result.stderr
            assert load_workbook(plain(out)).sheetnames
            assert WORD not in result.output

    def test_without_it_says_what_to_do(self, secret):
        said = refused("segment", secret)
        assert "请加 --password" in said
        assert "XLSEG_PASSWORD" in said

    def test_with_another_it_says_so_and_writes_nothing(self, secret):
        assert "打开工作簿的密码不对" in refused("segment", secret, "--password", word="x")
        assert len(list(secret.parent.iterdir())) == 1

    def test_asks_where_the_environment_has_none(self, secret):
        command = ["segment", str(secret), "--password"]
        result = CliRunner(env={"XLSEG_PASSWORD": None}).invoke(app, command, input=f"{WORD}\n")
        assert result.exit_code == 0
        assert "工作簿的打开密码" in result.stderr
        assert WORD not in result.output, "and never shows it"

    def test_where_nobody_can_be_asked_says_so(self, secret):
        assert "XLSEG_PASSWORD" in refused("segment", secret, "--password", word=None)

    def test_without_the_extra_says_what_to_install(self, secret, monkeypatch):
        monkeypatch.setitem(sys.modules, "msoffcrypto", None)
        assert 'pip install "xlseg[encrypted]"' in refused("segment", secret, "--password")
