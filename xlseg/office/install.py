"""xlseg install and uninstall: the add-in where Excel starts it, and which Python its buttons start.

Everything is built before anything is written. Only files named after xlseg are ours; of the configuration only our
keys, and of xlwings' scripts those that the configuration says we put there.
"""

import re
from pathlib import Path

from xlseg.errors import Problem, XlsegError
from xlseg.office import applescript
from xlseg.office.configuration import INTERPRETERS, OWN, SCRIPTS, changed, values
from xlseg.office.disk import put, read, refused, verify_free
from xlseg.office.interpreter import Python, Started, started
from xlseg.office.place import Place
from xlseg.text import Text, join

OF_XLWINGS = re.compile(r"xlwings-[\w.]+\.applescript", re.ASCII)


def install(place: Place | None, python: Python) -> list[Text]:
    """Put the add-in and its configuration where Excel looks. What was done and what comes next, a sentence each."""
    if place is None:
        raise XlsegError(Problem(NO_EXCEL_HERE))
    if not place.ready:
        raise XlsegError(Problem(NOT_FOUND[place.system]))
    how = started(place, python)
    script = _script(place)
    new = _enabled(script)
    files = {place.addin: addin(), place.config: configured(place, how, read(place.config) or b"", new)}
    files |= {place.launcher: how.launcher.encode()} if place.launcher and how.launcher else {}
    try:
        written = put(files, executable=[place.launcher] if place.launcher else [])
    except XlsegError:
        if new:
            new.unlink(missing_ok=True)
        raise
    told = [(WROTE if path in written else SAME).format(path=path) for path in files]
    told += [(WROTE if new else SAME).format(path=script)] if script else []
    return [*told, USES.format(path=described(how)), NEXT[place.system], LATER]


def uninstall(place: Place | None) -> list[Text]:
    """Take away what `install` made, and nothing else; said a sentence each."""
    if place is None:
        raise XlsegError(Problem(NOTHING_HERE))
    content = read(place.config)
    left = changed(content, place, {}, OWN) if content else b""
    scripts = [place.scripts / name for name in _scripts(content or b"", place) if place.scripts]
    gone = [path for path in (place.addin, place.launcher, *scripts) if path and path.exists()]
    verify_free([*gone, *([place.config] if content is not None else [])])
    told = [_removed(path) for path in gone]
    if content is not None and not left:
        told.append(_removed(place.config))
    elif content is not None and left != content:
        put({place.config: left})
        told.append(KEPT.format(path=place.config))
    _tidy(place)
    return [*told, UNDONE] if told else [NOTHING]


def addin() -> bytes:
    """The ribbon add-in, of the installed xlwings."""
    from xlseg.office.addin import build_addin

    return build_addin()


def configured(place: Place, how: Started, content: bytes, script: Path | None = None) -> bytes:
    """The configuration with our keys."""
    names = [*_scripts(content, place), *([script.name] if script else [])]
    put_there = {SCRIPTS: "|".join(dict.fromkeys(names))} if names else {}
    return changed(content, place, how.keys | put_there, INTERPRETERS)


def described(how: Started) -> Text:
    """The Python of a configuration, in a word."""
    return join(how.keys.values())


def _scripts(content: bytes, place: Place) -> list[str]:
    """The names of xlwings' scripts that we put there: others, which somebody else wrote, are never ours to delete."""
    names = values(content, place.encoding).get(SCRIPTS, "").split("|")
    return [name for name in names if OF_XLWINGS.fullmatch(name)]


def _script(place: Place) -> Path | None:
    return place.scripts / applescript.source().name if place.scripts else None


def _enabled(script: Path | None) -> Path | None:
    """Run xlwings' own step where its script is not there yet or is another; the script, where it is new."""
    if script is None:
        return None
    there = read(script)
    if there == applescript.source().read_bytes():
        return None
    try:
        applescript.enable()
    except OSError as error:
        raise XlsegError(refused(script, error)) from None
    return script if there is None else None


def _removed(path: Path) -> Text:
    try:
        path.unlink()
    except OSError as error:
        raise XlsegError(refused(path, error)) from None
    return REMOVED.format(path=path)


def _tidy(place: Place) -> None:
    """Our own folder, once it is empty."""
    for folder in {place.config.parent, *([place.launcher.parent] if place.launcher else [])}:
        if folder.name == ".xlseg" and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


WROTE = Text("已写入：{path}", "Written: {path}")
SAME = Text("已是最新，没有改动：{path}", "Up to date, left as it is: {path}")
USES = Text("按钮会用这个 Python：{path}", "The buttons will use this Python: {path}")
NEXT = {
    "windows": Text(
        "接下来：关掉所有 Excel 窗口，再打开 Excel，顶上会多出「客户细分」选项卡（英文版 Excel 里叫 Segmentation）。",
        "Next: close every Excel window and open Excel again; the ribbon then has a tab named Segmentation, in "
        "Excel's language.",
    ),
    "macos": Text(
        "接下来：按 Cmd+Q 退出 Excel 再打开，顶上会多出「客户细分」选项卡（英文版 Excel 里叫 Segmentation）。"
        "第一次点按钮时，macOS 可能会问能否控制 Excel，请点「好」。",
        "Next: quit Excel with Cmd+Q and open it again; the ribbon then has a tab named Segmentation, in Excel's "
        "language. At the first click macOS may ask whether Excel may be controlled: choose OK.",
    ),
}
LATER = Text(
    "检查是否装好：xlseg doctor。卸载：xlseg uninstall。升级 xlseg 或 xlwings、换了 Python 之后，请再运行一次 xlseg "
    "install。",
    "To check it: xlseg doctor. To undo it: xlseg uninstall. After an upgrade of xlseg or xlwings, or with another "
    "Python, run xlseg install once more.",
)
REMOVED = Text("已删除：{path}", "Removed: {path}")
KEPT = Text(
    "配置文件里有您自己写的内容，只去掉了 xlseg 的几行：{path}",
    "The configuration holds lines of your own; only those of xlseg were taken out: {path}",
)
UNDONE = Text(
    "已卸载加载项，重新打开 Excel 后选项卡就没有了。您的工作簿没有动。要连 Python 包一起卸载：pip uninstall xlseg",
    "The add-in is uninstalled; the tab is gone once Excel is opened again. Your workbooks were not touched. To remove "
    "the Python package too: pip uninstall xlseg",
)
NOTHING = Text("没有装过加载项，什么也没有动。", "No add-in was installed; nothing was changed.")
NO_EXCEL_HERE = Text(
    "这台电脑上没有 Windows 版或 Mac 版 Excel 可装。要把文件拿到别的电脑上装，请运行：xlseg install --to 文件夹",
    "there is no Excel for Windows or Mac on this system. To make the files for another computer, run: "
    "xlseg install --to DIR",
)
NOTHING_HERE = Text(
    "这个系统上装不了加载项，也就没有可卸载的", "no add-in can be installed on this system, so there is nothing to undo"
)
NOT_FOUND = {
    "windows": Text(
        "这台电脑上没有找到 Excel，什么也没有写。请先安装 Microsoft Excel（WPS 表格用不了这个加载项）并打开一次，"
        "再运行 xlseg install；只要文件的话，运行 xlseg install --to 文件夹",
        "Excel was not found on this computer, and nothing was written. Install Microsoft Excel (WPS Office cannot use "
        "this add-in), open it once, and run xlseg install again; for the files alone, run xlseg install --to DIR",
    ),
    "macos": Text(
        "这台 Mac 上的 Excel 还没有打开过（或没有安装），什么也没有写。请把 Excel 打开一次再退出，然后运行 xlseg "
        "install；"
        "只要文件的话，运行 xlseg install --to 文件夹",
        "Excel was never opened on this Mac, or is not installed, and nothing was written. Open Excel once, quit it, "
        "and run xlseg install again; for the files alone, run xlseg install --to DIR",
    ),
}
