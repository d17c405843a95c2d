"""The templates: workbooks to fill in, each of pages of ours, of the same bytes whenever they are built."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from xlseg.analysis import nothing
from xlseg.cells import Placed
from xlseg.errors import Problem, Problems, XlsegError, reason
from xlseg.hosts.file import FileHost
from xlseg.hosts.package import settle
from xlseg.page import Page
from xlseg.plan import placed
from xlseg.sheets import SIGNATURES
from xlseg.sheets.guide import DATA as OF_PAGES
from xlseg.sheets.guide import Guided, guide_page
from xlseg.sheets.pages import PAGES
from xlseg.standing import Standing
from xlseg.templates.contents import WORKED_IN, alone, complete, example, settings_of
from xlseg.templates.inputs import DATA
from xlseg.text import Lang, Text, same


class Template(NamedTuple):
    """A workbook of pages, and a guide to them. whole: made for the data of customers too."""

    file: Text
    pages: Callable[[Lang], Sequence[Page]]
    whole: bool = False


NOTHING: Mapping[Text, Callable[[Lang], bytes]] = {}
MADE = {*(sheet.key for sheet in PAGES), "quality"} - {"customers"}  # by a run; customers only where there is no table
ALONE = {
    "management": Text("客户分层管理表.xlsx", "customer-tiering.xlsx"),
    "register": Text("客户分类管理表.xlsx", "customer-register.xlsx"),
}
COMPLETE = Template(Text("全套工作簿.xlsx", "complete-workbook.xlsx"), complete, whole=True)
TEMPLATES: tuple[Template, ...] = (
    COMPLETE,
    Template(Text("客户细分结果表.xlsx", "segmentation-result.xlsx"), alone("result")),
    Template(Text("策略表.xlsx", "strategy.xlsx"), alone("strategy")),
    *(Template(ALONE[sheet.key], alone(sheet.key)) for sheet in WORKED_IN if sheet.key in ALONE),
    Template(Text("客户数据收集清单.xlsx", "data-collection.xlsx"), alone("collection")),
    Template(Text("示例.xlsx", "example.xlsx"), example),
)


def write(directory: Path, langs: Sequence[Lang], more: Mapping[Text, Callable[[Lang], bytes]] = NOTHING) -> list[Path]:
    """All templates in these languages; a file that is there and is not such an empty template stays, as an error.

    more: further workbooks of that kind, and what builds them, by file name.
    """
    with TemporaryDirectory() as folder:
        built = {directory / t.file.of(lang): build(t, lang, Path(folder)) for t in TEMPLATES for lang in langs}
        built |= {directory / file.of(lang): made(lang) for file, made in more.items() for lang in langs}
    problems = Problems(Problem(THERE, same(p)) for p, new in built.items() if p.exists() and not _same(p, new))
    problems.tell()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, content in built.items():
            path.write_bytes(content)
    except OSError as error:
        raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(directory))) from None
    return list(built)


def build(template: Template, lang: Lang, folder: Path) -> bytes:
    """The content of one template."""
    host, path = FileHost(rows={}), folder / template.file.of(lang)
    for part in parts(template, lang):
        host.write(part)
    host.turn()
    host.save(path, lang)
    settle(path)
    return path.read_bytes()


def parts(template: Template, lang: Lang, before: Sequence[Guided] = ()) -> list[Placed]:
    """The guide, then every sheet; those for the user's data bear no mark of ours, so that they are the user's.

    before: sheets that will stand before these, for the guide to name.
    """
    pages = template.pages(lang)
    guide = guide_page([*before, *_guided(pages, template.whole)], alone=not template.whole)
    plan = placed([guide, *pages], [Standing(FileHost(rows={}), {})], nothing(settings_of(lang)))
    return [replace(part, marks={}) if any(DATA in mark for mark in part.marks) else part for part in plan]


def _guided(pages: Sequence[Page], whole: bool) -> list[Guided]:
    """The sheets to fill in; then, in the order people see them, those that are there and those a run will make."""
    data = [Guided(OF_PAGES.get(kind, kind), p.title) for p in pages if (kind := p.key.removeprefix(DATA)) != p.key]
    titles = {known.key: known.title for known in SIGNATURES if known.key in MADE} if whole else {}
    there = {page.key: page.title for page in pages if not page.key.startswith(DATA)}
    order = [*(sheet.key for sheet in PAGES), "quality", *there]
    found = titles | there
    return [*data, *(Guided(key, found[key]) for key in dict.fromkeys(order) if key in found)]


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


THERE = Text(
    "已有这个文件，内容也不同；请换一个文件夹，或先把它移走",
    "this file is there already and holds something else; choose another folder, or move it away first",
)
UNWRITABLE = Text("无法写入（{detail}）；请换一个位置", "it cannot be written ({detail}); choose another place")
