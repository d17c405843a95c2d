"""The empty templates: workbooks to fill in, each a page of ours, of the same bytes whenever they are built."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from xlseg.errors import Problem, Problems, XlsegError
from xlseg.hosts.file import FileHost
from xlseg.hosts.package import settle
from xlseg.page import Page, place
from xlseg.sheets.collection import collection_page
from xlseg.text import Lang, Text, same


class Template(NamedTuple):
    """A workbook of one sheet."""

    file: Text
    page: Callable[[], Page]


TEMPLATES: tuple[Template, ...] = (Template(Text("客户数据收集清单.xlsx", "data-collection.xlsx"), collection_page),)


def write(directory: Path, langs: Sequence[Lang]) -> list[Path]:
    """All templates in these languages; a file that is there and is not such an empty template stays, as an error."""
    with TemporaryDirectory() as folder:
        built = {directory / t.file.of(lang): build(t, lang, Path(folder)) for t in TEMPLATES for lang in langs}
    problems = Problems(Problem(THERE, same(p)) for p, new in built.items() if p.exists() and not _same(p, new))
    problems.tell()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, content in built.items():
            path.write_bytes(content)
    except OSError as error:
        raise XlsegError(Problem(UNWRITABLE.format(detail=error.strerror or error), same(directory))) from None
    return list(built)


def build(template: Template, lang: Lang, folder: Path) -> bytes:
    """The content of one template."""
    host, path = FileHost(rows={}), folder / template.file.of(lang)
    host.write(place(template.page(), lang))
    host.save(path, lang)
    settle(path)
    return path.read_bytes()


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


THERE = Text(
    "已有这个文件，内容也不同；请换一个文件夹，或先把它移走",
    "this file is there already and holds something else; choose another folder, or move it away first",
)
UNWRITABLE = Text("无法写入（{detail}）；请换一个位置", "it cannot be written ({detail}); choose another place")
