"""What of ours stands in a workbook, and what the user set and keeps there."""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from xlseg import settings as thresholds
from xlseg.cells import Marked, Rows
from xlseg.collection import STANDARD, Listed
from xlseg.entries import Entered, merged, read_entries
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.hosts import Host
from xlseg.models import DEFAULTS
from xlseg.settings import Row, Settings
from xlseg.sheets import WORKED_IN, signature
from xlseg.sheets.collection import is_list, list_area, read_list
from xlseg.sheets.listed import Listing, listings, read_listing
from xlseg.sheets.settings import read_rows
from xlseg.text import Lang, Text, join


class Standing(NamedTuple):
    """A workbook and where our parts of it stand."""

    host: Host
    marks: dict[str, Marked]

    def find(self, mark: str) -> Marked | None:
        """Where a page of ours stands: by its mark, else by its title and headers, which outlive lost names."""
        found = self.marks.get(mark)
        if found and found.sheet in self.host.sheets():
            return found
        pages = ((name, signature(self.host.read(name))) for name in self.host.sheets())
        return next((Marked(name, page.area) for name, page in pages if page and f"page.{page.key}" == mark), None)

    @property
    def labels(self) -> dict[str, Marked]:
        """Where our label columns stand, by mark."""
        return {mark: found for mark, found in self.marks.items() if mark.startswith("label.")}

    def ours(self) -> dict[str, str]:
        """The sheets that are ours, copies of them too, and which page each is."""
        marked = {found.sheet: mark.removeprefix("page.") for mark, found in self.marks.items() if mark[:5] == "page."}
        pages = ((name, signature(self.host.read(name))) for name in self.host.sheets())
        known = {name: marked.get(name) or (page.key if page else "") for name, page in pages}
        return {name: key for name, key in known.items() if key}


def settings_rows(standing: Sequence[Standing]) -> list[Row]:
    """The rows of the first settings sheet there is, and of the first sheet of each setting that has one of its own."""
    found = ((s.host, s.find("page.settings")) for s in standing)
    rows = next((read_rows(host.read(marked.sheet), marked) for host, marked in found if marked), [])
    return [*rows, *(row for listing in listings(DEFAULTS) for row in _listed(listing, standing))]


def _listed(listing: Listing, standing: Sequence[Standing]) -> list[Row]:
    found = ((s.host, s.find(f"page.{listing.page}")) for s in standing)
    return next((read_listing(listing, host.read(marked.sheet), marked) for host, marked in found if marked), [])


def read_settings(standing: Sequence[Standing], given: Sequence[Row]) -> Settings:
    """What was given over the settings sheet over the defaults, with all problems of both at once."""
    keys = {row.key for row in given}
    return thresholds.parse([*(row for row in settings_rows(standing) if row.key not in keys), *given], DEFAULTS)


def language(host: Host, given: Sequence[Row] = ()) -> Lang:
    """The language to speak, whatever is wrong with other settings: the one given, the sheet's, else Chinese."""
    asked = [row for row in given if row.key == "general.lang"]
    rows = asked or settings_rows([Standing(host, host.marks())])
    try:
        return thresholds.parse([row for row in rows if row.key == "general.lang"], DEFAULTS).general.lang
    except XlsegError:
        return DEFAULTS.general.lang


def read_data(standing: Standing, wanted: Sequence[str]) -> dict[str, Rows]:
    """The cells of every sheet that may hold the user's data: those named, else all that are not ours, nor copies."""
    host, sheets = standing.host, standing.host.sheets()
    ours = standing.ours()
    problems = [Problem(NO_SHEET.format(wrong=name, sheets=join(sheets))) for name in wanted if name not in sheets]
    problems += [Problem(OUR_SHEET.format(sheet=name)) for name in wanted if name in ours]
    Problems(problems).tell()
    return {name: host.read(name) for name in wanted or [s for s in sheets if s not in ours]}


def read_collection(standing: Sequence[Standing], named: Host | None = None) -> Listed:
    """The list of data to collect, of the workbook named for it or else the one written last; the documents' own else.

    Raises XlsegError where the workbook named holds none, and where ours no longer says which column names the fields.
    """
    where = [Standing(named, named.marks())] if named else standing[::-1]
    found = next((listed for s in where if (listed := _collection(s)) is not None), None)
    if found is None and named:
        raise XlsegError(NO_LIST)
    return found if found and found.rows else STANDARD


def read_entered(standing: Sequence[Standing]) -> dict[str, Entered]:
    """What people typed into the pages they go on working in, here and, later, in the file written before."""
    found: dict[str, Entered] = {}
    for key, worked in WORKED_IN.items():
        pages = [(one.host, marked) for one in standing if (marked := one.find(f"page.{key}"))]
        away = [host is not standing[0].host and len(pages) == 1 for host, _ in pages]  # nothing of it stands here
        read = (
            read_entries(worked.columns, host.typed(marked.sheet), marked, beside)
            for (host, marked), beside in zip(pages, away, strict=True)
        )
        entered = reduce(lambda first, last: merged(first, last, worked.by), read, None)
        found |= {key: entered} if entered else {}
    return found


def _collection(standing: Standing) -> Listed | None:
    host, found = standing.host, standing.find("page.collection")
    if found is None:
        return next((read_list(rows) for rows in map(host.read, host.sheets()) if is_list(rows)), None)
    rows = host.read(found.sheet)
    listed = read_list(rows, list_area(rows, found))
    if listed is None:
        raise XlsegError(NO_FIELDS.format(sheet=found.sheet))
    return listed


NO_LIST = Text(
    "--list 的文件里没有清单：要有一行表头写着 数据类别、具体字段、数据来源、采集频率",
    "the file given by --list holds no list: its headers are Category, Field, Source and Frequency",
)
NO_FIELDS = Text(
    "工作表「{sheet}」里找不到「具体字段」这一列；请恢复这个表头，或删掉这张工作表再运行",
    "sheet '{sheet}' has no column 'Field'; give it that header again, or delete the sheet and run again",
)
OUR_SHEET = Text(
    "工作表「{sheet}」是 xlseg 写的，不是您的数据", "sheet '{sheet}' was written by xlseg and is not your data"
)
NO_SHEET = Text("没有工作表 {wrong}；工作簿里有 {sheets}", "there is no sheet {wrong}; the workbook has {sheets}")
