"""Which header is which column: by its names, by what the user said, and as a last resort by likeness."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from xlseg.columns import AMOUNT, CUSTOMER_ID, ORDER_DATE, Column

NO_SUCH = frozenset({"-", "—", "无", "none"})  # the user says that a sheet has no such column
LIKE = {
    CUSTOMER_ID.key: r"客户|会员|买家|顾客|用户|customer|client|member|buyer|account",
    ORDER_DATE.key: r"(?:单|购|买|付|成交|消费|交易|销售).*(?:时间|日期|日$)|(?:order|purchase|paid|sale).*date",
    AMOUNT.key: r"金额|实付|实收|货款|销售额|总价|合计|amount|total|revenue|paid",
}
UNLIKE = (
    r"发货|收货|退款|运费|邮费|优惠|折扣|积分|佣金|服务费|税|备注|留言|电话|手机|地址|等级|类型|来源|数"
    r"|discount|tax|shipping|refund|fee|phone|type"
)


@lru_cache(maxsize=100_000)
def simple(text: str) -> str:
    """A header without case, blanks, punctuation, or a unit in brackets: '金额 (元)' -> '金额'."""
    text = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return re.sub(r"[\s_\-:*/.#]+", "", bare or text)


@lru_cache(maxsize=64)
def _ranks(columns: tuple[Column, ...]) -> Mapping[str, Mapping[str, int]]:
    """For each simple name: the columns it names, and how near to the front of their names it stands."""
    found: dict[str, dict[str, int]] = {}
    for column in columns:
        for rank, name in (*enumerate(column.aliases, 3), *enumerate((column.key, *column.title))):
            found.setdefault(simple(name), {}).setdefault(column.key, rank)
    return found


def candidates(header: Sequence[object], columns: Iterable[Column]) -> dict[str, list[int]]:
    """key -> the 1-based positions found under one of its names, the closest name first."""
    known = tuple(columns)
    ranks = _ranks(known)
    hits: dict[str, list[tuple[int, int]]] = {}
    for position, text in enumerate(header, 1):
        for key, rank in ranks.get(simple(text), {}).items() if isinstance(text, str) and text.strip() else ():
            hits.setdefault(key, []).append((rank, position))
    return {column.key: [at for _, at in sorted(hits[column.key])] for column in known if column.key in hits}


def match(header: Sequence[object], columns: Iterable[Column]) -> dict[str, int]:
    """key -> 1-based position, for each column found under one of its names; the closest name wins, then the first."""
    return chosen(candidates(header, columns))


def chosen(found: Mapping[str, Sequence[int]], forced: Mapping[str, int] | None = None) -> dict[str, int]:
    """One position for each key, no position twice. forced: what the user said; 0 for a column that is not there."""
    columns = {key: at for key, at in (forced or {}).items() if at}
    for key, positions in found.items():
        free = [at for at in positions if at not in columns.values()]
        if free and key not in (forced or {}):
            columns[key] = free[0]
    return columns


def alike(header: Sequence[object], key: str, taken: Collection[int]) -> list[int]:
    """Positions of headers that look like the column `key` without being one of its names."""
    texts = ((at, simple(text)) for at, text in enumerate(header, 1) if isinstance(text, str))
    return [at for at, text in texts if at not in taken and re.search(LIKE[key], text) and not re.search(UNLIKE, text)]
