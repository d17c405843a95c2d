"""xlseg install --to DIR: the same files in a folder, with a note on where they belong."""

from collections.abc import Sequence
from pathlib import Path

from xlseg.errors import Problem, Problems, XlsegError
from xlseg.office.disk import put, read
from xlseg.office.install import SAME, WROTE, addin, configured
from xlseg.office.interpreter import Python, Started, started
from xlseg.office.place import ADDIN, CONFIG, WORKBOOK, Place
from xlseg.text import Lang, Text, same

NOTE = Text("xlseg-安装说明.txt", "xlseg-install.txt")
LAUNCHER = "xlseg-python"  # not python, which may be there and somebody's


def into(directory: Path, langs: Sequence[Lang], place: Place | None, python: Python) -> list[Text]:
    """Write the add-in, its configuration, the workbooks with buttons and a note. A workbook that is there and is not
    such an empty one is somebody's work: an error. Sentences say what was written."""
    how, why = _started(place, python)
    config = directory / CONFIG
    files = {directory / ADDIN: addin(), config: configured(place or ELSEWHERE, how, read(config) or b"")}
    workbooks = {directory / WORKBOOK.of(lang): _workbook(lang) for lang in langs}
    worked_in = (path for path, content in workbooks.items() if read(path) not in (None, content))
    Problems(Problem(THERE, same(path)) for path in worked_in).tell()
    notes = {directory / NOTE.of(lang): _note(lang, bool(how.launcher)) for lang in langs}
    launcher = {directory / LAUNCHER: how.launcher.encode()} if how.launcher else {}
    made = {**files, **launcher, **workbooks, **notes}
    written = put(made, executable=launcher)
    told = [(WROTE if path in written else SAME).format(path=path) for path in made]
    return [*told, *why, READ.format(note=NOTE)]


def _started(place: Place | None, python: Python) -> tuple[Started, list[Text]]:
    """This computer's Python where Excel can start it, else the one people are to write in."""
    if place is None:
        return UNKNOWN, [WRITE_IN]
    try:
        return started(place, python), []
    except XlsegError as error:
        return UNKNOWN, [*(problem.message for problem in error.problems), WRITE_IN]


def _workbook(lang: Lang) -> bytes:
    from xlseg.office.workbook import build_workbook

    return build_workbook(lang)


def _note(lang: Lang, launcher: bool) -> bytes:
    """For Notepad: with a mark of its encoding and Windows' line ends."""
    lines = [*HOW, *([START] if launcher else []), *END]
    text = "\r\n".join(line.format(workbook=WORKBOOK).of(lang) for line in lines)
    return f"{text}\r\n".encode("utf-8-sig")


UNKNOWN = Started({"INTERPRETER_WIN": "python"})
ELSEWHERE = Place("windows", Path(ADDIN), Path(CONFIG), "utf-8", "", ready=False)
READ = Text("怎样手动安装，写在 {note} 里。", "How to install by hand is written in {note}.")
WRITE_IN = Text(
    "xlseg.conf 里的 Python 暂时写作 python，请按安装说明改成要用的那台电脑上的路径。",
    "In xlseg.conf the Python is just python for now: write the path on the other computer, as the note says.",
)
THERE = Text(
    "已有这个文件，内容也不同，可能有人填过；请换一个文件夹，或先把它移走",
    "this file is there already, holds something else and may be filled in; choose another folder, or move it away",
)
HOW = (
    Text("xlseg 手动安装说明", "Installing xlseg by hand"),
    Text("", ""),
    Text(
        "如果那台电脑上装好了 Python 和 xlseg，运行 xlseg install 更省事，下面的都不用做。",
        "Where Python and xlseg are installed, it is easier to run xlseg install, which does all of this.",
    ),
    Text(
        "要手动装，先关掉 Excel；那台电脑上总要有装了 xlseg 的 Python。",
        "To do it by hand, close Excel first; that computer needs a Python with xlseg in any case.",
    ),
    Text("", ""),
    Text(
        "0. 文件如果是从邮件或网上收到的，Windows 上先右键点它 > 属性 > 勾选「解除锁定」 > 确定。",
        "0. On Windows, if the files came by mail or download: right-click each, Properties, tick Unblock, OK.",
    ),
    Text("1. 把 xlseg.xlam 放进 Excel 的启动文件夹：", "1. Put xlseg.xlam into the folder Excel starts from:"),
    Text(
        r"   Windows：%APPDATA%\Microsoft\Excel\XLSTART（贴到资源管理器的地址栏；没有 XLSTART 就新建一个）",
        r"   Windows: %APPDATA%\Microsoft\Excel\XLSTART (paste it into Explorer's address bar; make XLSTART if "
        r"missing)",
    ),
    Text(
        "   macOS：~/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
        "   macOS: ~/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
    ),
    Text("2. 把 xlseg.conf 放到这里：", "2. Put xlseg.conf here:"),
    Text(r"   Windows：%USERPROFILE%\.xlseg\xlseg.conf", r"   Windows: %USERPROFILE%\.xlseg\xlseg.conf"),
    Text(
        "   macOS：~/Library/Containers/com.microsoft.Excel/Data/xlseg.conf",
        "   macOS: ~/Library/Containers/com.microsoft.Excel/Data/xlseg.conf",
    ),
    Text(
        "   用记事本打开它：INTERPRETER_WIN（Mac 上写 INTERPRETER_MAC）后面，要写那台电脑上 Python 的完整路径，"
        "两边的引号留着。",
        "   Open it in a text editor: after INTERPRETER_WIN (on a Mac write INTERPRETER_MAC) stands the full path of "
        "Python on that computer; keep the quotes.",
    ),
    Text(
        '   路径用这条命令查：python -c "import sys; print(sys.executable)"',
        '   This command prints it: python -c "import sys; print(sys.executable)"',
    ),
    Text(
        "3. 只有 Mac 需要：在终端运行 xlwings runpython install。", "3. On a Mac only: run xlwings runpython install."
    ),
)
START = Text(
    "   还要把 xlseg-python 放到 ~/.xlseg/python（改名为 python；它负责启动路径里有空格或中文的 Python）。",
    "   Also put the file xlseg-python at ~/.xlseg/python: it starts a Python whose path has spaces or the like.",
)
END = (
    Text(
        "4. 打开 Excel，顶上会多出「客户细分」选项卡；有问题就运行 xlseg doctor。",
        "4. Open Excel: the ribbon has a tab named Segmentation. If not, run xlseg doctor.",
    ),
    Text("", ""),
    Text(
        "{workbook} 自带按钮，不装 xlseg.xlam 也能用；第 2 步要做，Mac 上还要做第 3 步。",
        "{workbook} has buttons of its own and works without xlseg.xlam; step 2 is needed, on a Mac step 3 too.",
    ),
    Text(
        "卸载：删掉 xlseg.xlam 和 xlseg.conf，或运行 xlseg uninstall。",
        "To uninstall: delete xlseg.xlam and xlseg.conf, or run xlseg uninstall.",
    ),
)
