"""Personal cells of a workbook encrypted where they stand, and back. Verbs over a closed file."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import pandas as pd

from xlseg import personal
from xlseg.cells import Fill, Placed, Rows, cell, letter
from xlseg.columns import CUSTOMER_ID, EVERY
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.hosts.file import FileHost
from xlseg.personal import PLACE, Field, Table, addresses
from xlseg.privacy import HIDDEN, TOKEN, Secret, decrypt, encrypt, is_encrypted
from xlseg.readable import cells_left, columns_left, sheets_left
from xlseg.recognise import recognise, recognise_sheet
from xlseg.sheets import LISTING
from xlseg.sheets.quality import DETAILS
from xlseg.standing import Standing, read_data
from xlseg.text import Text, join

MOST_SIGNS = 32_767  # of a cell
DAY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")  # as personal.as_text writes it
ADDRESS = re.compile(r"(.+)!([A-Z]+)\d+")


def protect(host: FileHost, secret: Secret, also: Sequence[str] = ()) -> tuple[Text, ...]:
    """Encrypt every cell under a sensitive header, and under the headers in `also`; say what was done and left.

    Blank cells, totals and what is encrypted stay; a formula gives way to its encrypted result. 《数据质量报告》 no
    longer shows the values of these columns. Errors: customers known by a name or phone only; cells encrypted with
    another key; formulas without results; cells too long; nothing to encrypt.
    """
    standing = Standing(host, host.marks())
    tables = _tables(standing)
    chosen = {one.source.sheet: _chosen(one, also) for one in tables}
    cells = pd.concat([one.cells(chosen[one.source.sheet]) for one in tables], ignore_index=True)
    Problems([*_no_id(tables), *personal.unknown(tables, also, "--also"), *personal.uncomputed(cells)]).tell()
    cells = _encrypted(cells, secret)
    formulas, written = {sheet: host.formulas(sheet) for sheet in host.sheets()}, _places(cells)
    replaced = sum(len(formulas[sheet] & places) for sheet, places in written.items())
    links = _write(host, cells)
    telling = personal.telling(tables)
    host.forget({*telling, *cells["value"]})
    counts = ((FORMULAS, replaced), (LINKS, links), (STARRED, _star(standing, tables, chosen)))
    return (
        *_per_sheet(ENCRYPTED, cells),
        *(sentence.format(count=count) for sentence, count in counts if count),
        *columns_left(standing, tables, chosen),
        *sheets_left(standing, tables),
        *cells_left(standing, telling, {sheet: formulas[sheet] | written.get(sheet, set()) for sheet in formulas}),
    )


def reveal(host: FileHost, secret: Secret) -> tuple[Text, ...]:
    """Decrypt every token on every sheet; a formula that shows one is left to Excel.

    A day with a time, as days are encrypted, comes back as a date; everything else, numbers too, as text. Errors:
    no tokens, a wrong key, damaged tokens; nothing is changed then.
    """
    cells = pd.concat([_tokens(host, sheet) for sheet in host.sheets()], ignore_index=True)
    if cells.empty:
        raise XlsegError(Problem(NO_TOKENS))
    texts = decrypt(pd.Series(cells["value"].to_numpy(), addresses(cells), dtype="str"), secret)
    cells["text"] = [datetime.fromisoformat(text) if DAY.fullmatch(text) else text for text in texts]
    _write(host, cells)
    host.forget(())
    return tuple(_per_sheet(REVEALED, cells))


def _tables(standing: Standing) -> list[Table]:
    """The user's tables, and those of our sheets that list customers."""
    host = standing.host
    pages = [recognise_sheet(name, host.read(name)) for name, key in standing.ours().items() if key in LISTING]
    sources = [*recognise(read_data(standing, ())), *(page for page in pages if page)]
    return [personal.table(source, host.read(source.sheet)) for source in sources]


def _chosen(one: Table, also: Sequence[str]) -> list[Field]:
    asked = one.find(also)
    return [f for f in one.fields if f.column != CUSTOMER_ID and ((f.column and f.column.sensitive) or f in asked)]


def _no_id(tables: list[Table]) -> Iterator[Problem]:
    for one in tables:
        if one.source.stand_in:
            title = EVERY[one.source.stand_in].title
            yield Problem(NEEDS_ID.format(column=title), SHEET.format(sheet=one.source.sheet))


def _encrypted(cells: pd.DataFrame, secret: Secret) -> pd.DataFrame:
    """The cells to change, with their tokens as text."""
    done = is_encrypted(cells["text"])
    if done.any():
        _same_key(cells[done], secret)
    cells = cells[~done].reset_index(drop=True)
    if cells.empty:
        raise XlsegError(Problem(ALREADY if done.any() else NOTHING))
    cells["text"] = encrypt(cells["text"], secret)
    long = cells[cells["text"].str.len() > MOST_SIGNS]
    if len(long):
        raise XlsegError(Problem(TOO_LONG.format(count=len(long), cells=join(addresses(long)[:3]))))
    return cells


def _same_key(tokens: pd.DataFrame, secret: Secret) -> None:
    """Two keys in one workbook, and neither opens it."""
    try:
        decrypt(tokens["text"], secret)
    except XlsegError:
        raise XlsegError(Problem(OTHER_KEY.format(cells=join(addresses(tokens)[:3])))) from None


def _write(host: FileHost, cells: pd.DataFrame) -> int:
    """Put the texts in their places, in runs of neighbours; the number of links taken off."""
    links = 0
    for sheet, found in cells.sort_values(PLACE).groupby("sheet", sort=False):
        run = ((found["row"].diff() != 1) | (found["column"].diff() != 0)).cumsum()
        starts = found[~run.duplicated()]
        texts = found["text"].groupby(run).agg(list)
        corners = zip(starts["row"].tolist(), starts["column"].tolist(), texts, strict=True)
        fills = tuple(Fill(row, column, [[text] for text in run]) for row, column, run in corners)
        host.write(Placed(str(sheet), fills))
        links += host.unlink(str(sheet), [fill.area for fill in fills])
    return links


def _tokens(host: FileHost, sheet: str) -> pd.DataFrame:
    """The cells of a sheet that hold tokens."""
    values = pd.DataFrame(list(host.read(sheet)), dtype=object).stack()
    ours = [isinstance(value, str) and value.startswith(TOKEN) for value in values]
    values = values.loc[ours]
    rows, columns = (values.index.get_level_values(level).to_numpy(int) + 1 for level in (0, 1))
    formulas = host.formulas(sheet) if len(values) else set()
    cells = pd.DataFrame({"sheet": sheet, "column": columns, "row": rows, "value": values.to_numpy(), "header": ""})
    return cells[[place not in formulas for place in zip(rows, columns, strict=True)]]


def _star(standing: Standing, tables: list[Table], chosen: dict[str, list[Field]]) -> int:
    """《数据质量报告》 quotes cells; those of encrypted columns, and of tables that are not there, become ***."""
    host, count = standing.host, 0
    open_ = {
        f"{one.source.sheet}!{letter(field.position)}"
        for one in tables
        for field in one.fields
        if field not in chosen[one.source.sheet]
    }
    for sheet in (name for name, key in standing.ours().items() if key == "quality"):
        fills = tuple(_stars(host.read(sheet), open_))
        host.write(Placed(sheet, fills))
        count += len(fills)
    return count


def _stars(rows: Rows, open_: set[str]) -> Iterator[Fill]:
    header = next((row for row in rows if all(set(column.title) & set(map(str, row)) for column in DETAILS)), ())
    if not header:
        return
    place, value = (next(at for at, title in enumerate(header, 1) if title in c.title) for c in DETAILS[::2])
    for row in range(list(rows).index(header) + 2, len(rows) + 1):
        found = ADDRESS.fullmatch(str(cell(rows, row, place)))
        if cell(rows, row, value) not in (None, HIDDEN) and not (found and f"{found[1]}!{found[2]}" in open_):
            yield Fill(row, value, [[HIDDEN]])


def _per_sheet(sentence: Text, cells: pd.DataFrame) -> Iterator[Text]:
    for sheet, found in cells.groupby("sheet", sort=False):
        yield sentence.format(sheet=sheet, count=len(found), columns=join(found["header"].unique()))


def _places(cells: pd.DataFrame) -> dict[str, set[tuple[int, int]]]:
    """Row and column of each cell, by sheet."""
    groups = cells.groupby("sheet", sort=False)
    return {str(sheet): set(zip(found["row"], found["column"], strict=True)) for sheet, found in groups}


SHEET = Text("工作表「{sheet}」", "Sheet '{sheet}'")
ENCRYPTED = Text(
    "已加密工作表「{sheet}」的 {columns}：{count:,} 个单元格。",
    "Encrypted {columns} of sheet '{sheet}': {count:,} cells.",
)
REVEALED = Text("已还原工作表「{sheet}」的 {count:,} 个单元格。", "Decrypted {count:,} cells of sheet '{sheet}'.")
FORMULAS = Text(
    "其中 {count:,} 个公式换成了加密后的结果，还原后是值，不再是公式。",
    "{count:,} of them were formulas; their encrypted results stand there now, and come back as values.",
)
LINKS = Text("去掉了这些单元格上的 {count:,} 个链接。", "Took {count:,} links off these cells.")
STARRED = Text(
    "数据质量报告里的 {count:,} 处原文改成了 ***；还原后再运行 xlseg check 可以重新写出。",
    "{count:,} values quoted in Data quality became ***; after decrypting, xlseg check writes them again.",
)
NEEDS_ID = Text(
    "没有客户ID列，客户是用「{column}」识别的，加密后就认不出谁是谁了；请先加一列客户ID（如 C001），再加密",
    "there is no customer ID column and customers are known by '{column}', which could no longer tell them apart; add "
    "a column with customer IDs (such as C001) first",
)
NOTHING = Text(
    "没有可加密的内容：没找到姓名、电话、邮箱、证件、地址、生日、负责人或备注；别的列请用 --also 表头 指明",
    "there is nothing to encrypt: no names, phones, e-mails, ID numbers, addresses, birthdays, owners or notes were "
    "found; name other columns with --also HEADER",
)
ALREADY = Text("个人信息都已经加密，没有要做的", "all personal data are encrypted already; there is nothing to do")
OTHER_KEY = Text(
    "里面已有用别的密钥或口令加密的内容（{cells}）；请用同一个，或先还原再加密",
    "some cells are encrypted with another key or passphrase already ({cells}); use that one, or decrypt them first",
)
TOO_LONG = Text(
    "有 {count} 个单元格的文字加密后超过一个单元格能装的长度：{cells}；请先缩短或移走",
    "{count} cells are too long to be encrypted within a cell: {cells}; shorten or move them first",
)
NO_TOKENS = Text("里面没有 xlseg 加密的内容", "nothing in it was encrypted by xlseg")
