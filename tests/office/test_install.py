"""xlseg install and uninstall, on a Windows and a Mac made of their paths, variables and registry."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import xlwings
from computers import EXCEL, denied, python, refused, said, settings, tree

from xlseg.errors import XlsegError
from xlseg.office import by_hand, interpreter, place
from xlseg.office import install as installation
from xlseg.office.configuration import changed, values
from xlseg.office.interpreter import Python, Started
from xlseg.office.place import Place, here
from xlseg.text import LANGS

SCRIPT = f"xlwings-{xlwings.__version__}.applescript"


class TestWindows:
    def test_the_addin_goes_where_excel_starts_it_and_the_configuration_where_its_macros_look(self, windows):
        text = said("install")
        assert windows.addin.read_bytes() == installation.addin()
        assert set(tree(windows.home)) == {
            str(path.relative_to(windows.home)) for path in (windows.addin, windows.config)
        }
        assert settings(windows) == {"INTERPRETER_WIN": sys.executable}
        assert str(windows.addin) in text
        assert str(windows.config) in text
        assert sys.executable in text
        assert "客户细分" in text
        assert "xlseg uninstall" in text

    def test_the_macros_of_the_installed_xlwings_look_for_the_configuration_just_there(self, windows):
        macros = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("cp1252")
        (path,) = re.findall(r'GetConfigFilePath = Environ\("USERPROFILE"\) & (.*)', macros)
        parts = path.strip().replace("PROJECT_NAME", '"xlseg"').split(" & ")
        assert "".join(part.strip('"') for part in parts) == r"\.xlseg\xlseg.conf"
        assert here().config == windows.home / ".xlseg" / "xlseg.conf"

    def test_lines_end_as_vba_expects_and_chinese_is_in_windows_own_encoding(self, windows, run_by, tmp_path):
        executable = run_by(python(tmp_path / "数据 分析,新" / "Scripts"))
        said("install")
        lines = windows.config.read_bytes().split(b"\r\n")
        assert lines[0] == f'"INTERPRETER_WIN","{executable}"'.encode("cp936")
        assert lines[-1] == b""
        assert b"\n" not in b"".join(lines)

    def test_english_is_as_complete(self, windows):
        text = said("install", "--lang", "en").replace(str(windows.home), "")
        assert not any("㐀" <= c <= "鿿" for c in text)
        assert len(text.splitlines()) == len(said("install").splitlines())

    def test_run_twice_nothing_changes(self, windows):
        said("install")
        before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (windows.addin, windows.config)}
        text = said("install")
        assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in before} == before
        assert text.count("没有改动") == 2

    def test_an_older_addin_is_replaced_and_those_of_others_are_left(self, windows):
        windows.addin.parent.mkdir(parents=True)
        windows.addin.write_bytes(b"older")
        other = windows.addin.with_name("PERSONAL.XLSB")
        other.write_bytes(b"theirs")
        said("install")
        assert windows.addin.read_bytes() == installation.addin()
        assert {path.name for path in windows.addin.parent.iterdir()} == {"xlseg.xlam", "PERSONAL.XLSB"}
        said("uninstall")
        assert {path.name: path.read_bytes() for path in windows.addin.parent.iterdir()} == {"PERSONAL.XLSB": b"theirs"}

    def test_what_users_wrote_into_the_configuration_stays_byte_for_byte(self, windows):
        theirs = [
            b'"show console","True"',
            "'乱写的一行'".encode("gbk"),
            b'"PYTHONPATH","D:\\a,b"',
            b'"X"," \xff\xfe "',
        ]
        older = [b'"interpreter_win","C:\\old\\python.exe"', b'"CONDA PATH","C:\\conda"', b'"CONDA ENV","x"', b""]
        windows.config.parent.mkdir()
        windows.config.write_bytes(b"\r\n".join([*older, *theirs]))
        said("install")
        assert windows.config.read_bytes().split(b"\r\n")[1:-1] == theirs
        assert settings(windows)["INTERPRETER_WIN"] == sys.executable
        assert not {"CONDA PATH", "CONDA ENV"} & set(settings(windows))
        assert "您自己写的" in said("uninstall")
        assert windows.config.read_bytes() == b"".join(line + b"\r\n" for line in theirs)

    def test_pythonw_gives_way_to_python_so_that_excel_waits_for_it(self, windows, run_by, tmp_path):
        python(tmp_path / "venv")
        run_by(python(tmp_path / "venv", "pythonw.exe"))
        said("install")
        assert settings(windows)["INTERPRETER_WIN"] == str(tmp_path / "venv" / "python.exe")

    @pytest.mark.parametrize("lang", LANGS)
    def test_the_store_s_python_is_refused_because_excel_could_not_see_its_files(self, windows, run_by, lang):
        folder = Path(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x64__qbz5n2kfra8p0")
        run_by(Path("/venv/Scripts/python.exe"), Path("/venv"), folder)
        text = refused("install", "--lang", lang)
        assert "python.org" in text
        assert not tree(windows.home)

    def test_a_path_the_code_page_lacks_is_written_short(self, windows, run_by, tmp_path, monkeypatch):
        run_by(python(tmp_path / "🙂"))
        assert "只有英文字母和数字" in refused("install")
        assert not tree(windows.home)
        monkeypatch.setattr(interpreter, "_short", lambda path: r"C:\PROGRA~1\X\python.exe")
        said("install")
        assert settings(windows)["INTERPRETER_WIN"] == r"C:\PROGRA~1\X\python.exe"

    def test_without_excel_nothing_is_written(self, windows):
        windows.registry.clear()
        text = refused("install")
        assert "没有找到 Excel" in text
        assert "--to" in text
        assert not tree(windows.home)
        windows.addin.parent.parent.mkdir(parents=True)
        assert "已写入" in said("install"), "Excel's own folder is a sign of it too"

    @pytest.mark.parametrize("target", ["addin", "config"])
    @pytest.mark.parametrize("command", ["install", "uninstall"])
    def test_a_file_that_excel_holds_is_named_and_nothing_changes(self, windows, monkeypatch, target, command):
        said("install")
        windows.addin.write_bytes(b"older")
        windows.config.write_bytes(b'"A","1"\r\n"INTERPRETER_WIN","gone"\r\n')
        before = tree(windows.home)
        denied(getattr(windows, target), monkeypatch)
        text = refused(command)
        assert str(getattr(windows, target)) in text
        assert "请关掉所有 Excel 窗口" in text
        assert tree(windows.home) == before

    def test_when_the_last_file_cannot_be_written_the_first_is_put_back(self, windows, monkeypatch):
        windows.addin.parent.mkdir(parents=True)
        windows.addin.write_bytes(b"older")
        denied(windows.config, monkeypatch)
        assert "没有权限" in refused("install")
        assert tree(windows.home) == {str(windows.addin.relative_to(windows.home)): b"older"}

    def test_a_folder_that_cannot_be_made_is_said(self, windows):
        (windows.home / ".xlseg").write_bytes(b"a file")
        assert ".xlseg" in refused("install", "--lang", "en")
        assert list(tree(windows.home)) == [".xlseg"]

    def test_uninstall_leaves_nothing_of_ours_and_may_be_run_again(self, windows):
        said("install")
        text = said("uninstall")
        assert text.count("已删除") == 2
        assert "工作簿没有动" in text
        assert not tree(windows.home)
        assert not windows.config.parent.exists()
        assert said("uninstall") == "没有装过加载项，什么也没有动。\n"


class TestConda:
    @pytest.fixture
    def root(self, windows, tmp_path):
        root = tmp_path / "mini conda"
        (root / "condabin").mkdir(parents=True)
        (root / "condabin" / "conda.bat").touch()
        return root

    def made(self, prefix: Path) -> Path:
        (prefix / "conda-meta").mkdir(parents=True)
        return python(prefix)

    def test_an_environment_is_activated_by_its_name(self, windows, root, run_by):
        run_by(self.made(root / "envs" / "ana"))
        said("install")
        found = settings(windows)
        assert (found["CONDA PATH"], found["CONDA ENV"]) == (str(root), "ana")
        assert "INTERPRETER_WIN" not in found

    def test_the_base_environment_too(self, windows, root, run_by):
        run_by(self.made(root))
        said("install")
        assert settings(windows)["CONDA ENV"] == "base"

    def test_one_that_lies_elsewhere_by_its_path(self, windows, root, run_by, tmp_path, monkeypatch):
        monkeypatch.setenv("CONDA_EXE", str(root / "Scripts" / "conda.exe"))
        run_by(self.made(tmp_path / "elsewhere"))
        said("install")
        assert settings(windows)["CONDA ENV"] == str(tmp_path / "elsewhere")

    @pytest.mark.parametrize("name", ["an a", "ana"])
    def test_a_name_xlwings_cannot_quote_or_no_conda_at_all_means_the_program_itself(self, windows, root, run_by, name):
        if name == "ana":
            (root / "condabin" / "conda.bat").unlink()
        executable = run_by(self.made(root / "envs" / name))
        said("install")
        assert settings(windows)["INTERPRETER_WIN"] == str(executable)

    def test_a_name_with_a_space_is_given_to_conda_short_where_windows_has_such_a_name(
        self, windows, root, run_by, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("CONDA_EXE", str(root / "Scripts" / "conda.exe"))
        monkeypatch.setattr(interpreter, "_short", lambda path: str(path).replace("an a", "ANA~1"))
        run_by(self.made(tmp_path / "an a"))
        said("install")
        found = settings(windows)
        assert (found["CONDA PATH"], found["CONDA ENV"]) == (str(root), str(tmp_path / "ANA~1"))
        assert "INTERPRETER_WIN" not in found

    def test_a_virtual_environment_made_from_conda_is_none_of_conda_s(self, windows, root, run_by, tmp_path):
        self.made(root)
        executable = run_by(python(tmp_path / "venv" / "Scripts"), tmp_path / "venv", root)
        said("install")
        assert settings(windows)["INTERPRETER_WIN"] == str(executable)


class TestMac:
    def test_addin_configuration_and_xlwings_own_step(self, mac):
        text = said("install")
        assert mac.addin.read_bytes() == installation.addin()
        script = mac.scripts / SCRIPT
        assert script.read_bytes() == files("xlwings").joinpath(SCRIPT).read_bytes()
        assert settings(mac)["INTERPRETER_MAC"] == sys.executable
        assert b"\r" not in mac.config.read_bytes()
        assert str(script) in text
        assert "Cmd+Q" in text

    def test_the_macros_of_the_installed_xlwings_look_for_the_configuration_just_there(self, mac):
        macros = files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("cp1252")
        assert 'GetConfigFilePath = GetMacDir("$HOME", False) & "/" & PROJECT_NAME & ".conf"' in macros
        assert "~/Library/Containers/com.microsoft.Excel/Data/xlwings.conf" in macros
        assert here().config == mac.home / "Library/Containers/com.microsoft.Excel/Data/xlseg.conf"

    def test_run_twice_nothing_changes_and_uninstall_leaves_the_mac_as_it_was(self, mac):
        before = tree(mac.home)
        said("install")
        after = tree(mac.home)
        assert said("install").count("没有改动") == 3
        assert tree(mac.home) == after
        said("uninstall")
        assert tree(mac.home) == before

    def test_a_script_that_was_there_before_stays(self, mac):
        xlwings.cli.runpython_install(None)
        said("install")
        said("uninstall")
        assert list(tree(mac.scripts)) == [SCRIPT]

    def test_scripts_of_earlier_versions_that_we_put_there_go_too(self, mac):
        said("install")
        older = mac.scripts / "xlwings-0.1.applescript"
        older.write_bytes(b"older")
        theirs = mac.scripts / "theirs.scpt"
        theirs.write_bytes(b"theirs")
        place = here()
        listed = {"XLSEG_APPLESCRIPTS": f"{older.name}|{SCRIPT}"}
        mac.config.write_bytes(changed(mac.config.read_bytes(), place, listed))
        said("install")
        said("uninstall")
        assert list(tree(mac.scripts)) == ["theirs.scpt"]

    def test_whatever_else_the_configuration_names_is_not_ours_to_delete(self, mac):
        said("install")
        kept = [mac.home / "thesis.docx", mac.home / "xlwings-1.applescript", mac.scripts / "theirs.scpt"]
        for path in kept:
            path.write_bytes(b"theirs")
        named = [
            str(kept[0]),
            "../../../thesis.docx",
            "../../../xlwings-1.applescript",
            "theirs.scpt",
            "..",
            ".",
            SCRIPT,
        ]
        listed = changed(mac.config.read_bytes(), here(), {"XLSEG_APPLESCRIPTS": "|".join(named)})
        mac.config.write_bytes(listed)
        said("install")
        assert settings(mac)["XLSEG_APPLESCRIPTS"] == SCRIPT
        mac.config.write_bytes(listed)
        said("uninstall")
        assert all(path.read_bytes() == b"theirs" for path in kept)
        assert list(tree(mac.scripts)) == ["theirs.scpt"]

    def test_a_python_whose_path_a_shell_would_split_is_started_by_a_script_at_a_plain_path(
        self, mac, run_by, tmp_path
    ):
        run_by(python(tmp_path / "我的 项目's" / "bin", "python"))
        said("install")
        named = settings(mac)["INTERPRETER_MAC"]
        assert named == str(mac.home / ".xlseg" / "python")
        line = f'{named} -B -u -W ignore -c "import sys; print(sys.argv[1:])" "--wb=a b.xlsx"'  # as in AppleScript
        assert subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout == (
            "['--wb=a b.xlsx']\n"
        )
        said("uninstall")
        assert not (mac.home / ".xlseg").exists()

    def test_a_home_that_a_shell_would_split_is_told(self, mac, run_by, tmp_path, monkeypatch):
        home = tmp_path / "wang xiao"
        mac.home.rename(home)
        monkeypatch.setenv("HOME", str(home))
        run_by(python(home / "bin", "python"))
        before = tree(home)
        assert "只有英文字母和数字" in refused("install")
        assert tree(home) == before

    def test_where_excel_was_never_opened_its_sandbox_is_not_made_for_it(self, mac):
        mac.config.parent.rmdir()
        assert "把 Excel 打开一次" in refused("install")
        assert not tree(mac.home)

    def test_the_startup_folder_of_an_older_office_is_used_where_it_is_the_one(self, mac):
        older = mac.office / "User Content" / "Start-up" / "Excel"
        older.mkdir(parents=True)
        said("install")
        assert (older / "xlseg.xlam").exists()

    def test_where_files_cannot_be_written_xlwings_step_is_undone(self, mac, monkeypatch):
        before = tree(mac.home)
        denied(mac.config, monkeypatch)
        assert "完全磁盘访问权限" in refused("install")
        assert tree(mac.home) == before

    def test_where_xlwings_step_is_denied_nothing_is_written(self, mac):
        mac.scripts.parent.write_bytes(b"no folder")
        assert "Application Scripts" in refused("install")
        assert len(tree(mac.home)) == 1


@pytest.fixture
def linux():
    """Where the tests run without Excel."""
    if here() is not None:
        pytest.skip("has Excel")


class TestElsewhere:
    @pytest.mark.parametrize(("lang", "word"), [("zh", "文件夹"), ("en", "DIR")])
    def test_it_is_said_how_to_get_the_files(self, linux, lang, word):
        assert f"xlseg install --to {word}" in refused("install", "--lang", lang)
        assert refused("uninstall", "--lang", lang)

    def test_the_same_files_in_a_folder_with_a_note(self, linux, tmp_path):
        text = said("install", "--to", tmp_path / "new" / "包")
        made = tree(tmp_path / "new" / "包")
        assert set(made) == {
            "xlseg.xlam",
            "xlseg.conf",
            "客户细分.xlsm",
            "customer-segmentation.xlsm",
            "xlseg-安装说明.txt",
            "xlseg-install.txt",
        }
        assert made["xlseg.xlam"] == installation.addin()
        assert values(made["xlseg.conf"], "ascii")["INTERPRETER_WIN"] == "python"
        assert "xlseg.conf 里的 Python" in text

    @pytest.mark.parametrize(("lang", "workbook"), [("zh", "客户细分.xlsm"), ("en", "customer-segmentation.xlsm")])
    def test_the_note_names_every_place(self, linux, tmp_path, lang, workbook):
        said("install", "--to", tmp_path, "--lang", lang)
        (note,) = tmp_path.glob("*.txt")
        text = note.read_bytes().decode("utf-8-sig")
        assert len(tree(tmp_path)) == 4
        assert "\r\n" in text
        for part in (r"%APPDATA%\Microsoft\Excel\XLSTART", r"%USERPROFILE%\.xlseg\xlseg.conf", workbook, "{"):
            assert (part in text) == (part != "{")
        assert "~/Library/Containers/com.microsoft.Excel/Data/xlseg.conf" in text
        assert "Startup.localized/Excel" in text

    def test_written_again_but_never_over_a_workbook_that_was_filled_in(self, linux, tmp_path):
        said("install", "--to", tmp_path)
        assert "已写入" not in said("install", "--to", tmp_path)
        (tmp_path / "xlseg.xlam").write_bytes(b"older")
        (tmp_path / "客户细分.xlsm").write_bytes(b"filled in")
        before = tree(tmp_path)
        text = refused("install", "--to", tmp_path)
        assert "客户细分.xlsm" in text
        assert tree(tmp_path) == before

    def test_the_folder_given_is_a_file(self, linux, tmp_path):
        (tmp_path / "x").write_bytes(b"a file")
        assert "写不了" in refused("install", "--to", tmp_path / "x")

    def test_on_windows_the_folder_has_that_python_and_no_store_is_in_the_way(self, windows, run_by, tmp_path):
        said("install", "--to", tmp_path / "out")
        assert values((tmp_path / "out" / "xlseg.conf").read_bytes(), "gbk")["INTERPRETER_WIN"] == sys.executable
        assert not tree(windows.home)
        run_by(Path("/WindowsApps/python.exe"))
        assert "python.org" in said("install", "--to", tmp_path / "out")
        assert values((tmp_path / "out" / "xlseg.conf").read_bytes(), "gbk")["INTERPRETER_WIN"] == "python"

    def test_on_a_mac_a_launcher_comes_along_and_the_note_says_where_to(self, mac, run_by, tmp_path):
        run_by(python(tmp_path / "a b", "python"))
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "python").write_bytes(b"theirs")
        said("install", "--to", tmp_path / "out", "--lang", "en")
        note = (tmp_path / "out" / "xlseg-install.txt").read_text("utf-8-sig")
        assert "~/.xlseg/python" in note
        assert "xlseg-python" in note
        assert (tmp_path / "out" / "xlseg-python").stat().st_mode & 0o111
        assert (tmp_path / "out" / "python").read_bytes() == b"theirs"


def test_the_configuration_is_read_as_xlwings_reads_its_own(windows, monkeypatch):
    said("install")
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(windows.config))
    assert xlwings.utils.read_user_config()["interpreter_win"] == sys.executable


def test_configurations_without_an_interpreter_are_no_reason_to_fail(tmp_path):
    place = Place("windows", tmp_path / "a", tmp_path / "b", "ascii", EXCEL, ready=True)
    for content in (b"", b"\r\n\r\n", b"nonsense", b'"only a key"', b'"A","1'):
        new = installation.configured(place, Started({"INTERPRETER_WIN": "x"}), content)
        assert values(new, "ascii")["INTERPRETER_WIN"] == "x"
        assert installation.configured(place, Started({"INTERPRETER_WIN": "x"}), new) == new


def test_a_path_with_what_vba_cannot_read_is_an_error_with_its_place(tmp_path):
    place = Place("windows", tmp_path / "a", tmp_path / "b", "ascii", EXCEL, ready=True)
    with pytest.raises(XlsegError, match="characters"):
        interpreter.started(place, Python(Path("/数据/python.exe"), tmp_path, tmp_path))


def test_the_note_names_the_folders_that_install_writes_to():
    mac, pc = place.macos(Path("~")), place.windows({"USERPROFILE": "%USERPROFILE%", "APPDATA": "%APPDATA%"}, "")
    paths = [path.as_posix() for path in (mac.addin.parent, mac.config, mac.launcher)]
    paths += [str(path).replace("/", "\\") for path in (pc.addin.parent, pc.config)]
    for lang in LANGS:
        told = "\n".join(line.of(lang) for line in (*by_hand.HOW, by_hand.START))
        assert [path for path in paths if path not in told] == []
