"""The whole pipeline: tables in, one customer table and the segmentations out. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from xlseg.as_of import day_counted_to
from xlseg.cleaning import ISSUE_COLUMNS, Tally, clean, joined, tally, until, what_stood, whose
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.customers import summarize, suppliers
from xlseg.entries import Entered
from xlseg.errors import Problem, XlsegError
from xlseg.models import DEFAULTS, Model
from xlseg.profiling import Portrait, compared
from xlseg.recognise import Kind, Source, recognise_frame
from xlseg.released import release
from xlseg.segments import Segmentation, sizes
from xlseg.settings import Settings
from xlseg.text import Text, join

Progress = Callable[[Text, float], None]  # what is being done, and the share of all work done before it


def silent(_doing: Text, _done: float) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Analysis:
    """Everything known after a run.

    as_of: the date measures are counted to. orders: cleaned, None where there were none. issues: what was found, by
    cell, and what was done. customers: one row a customer. segmentations: by model key, in the order of the
    settings. merged: for each customer ID that is another's, that other. before: what each kind of table came to
    before cleaning. lines, records: cleaned goods of orders, and other records of customers by kind.
    unused: sheets that hold something and were not known as any table. refused: by model key, why it did not run.
    entered: by page key, what people typed into the pages they go on working in.
    """

    settings: Settings
    sources: tuple[Source, ...]
    as_of: pd.Timestamp
    orders: pd.DataFrame | None
    issues: pd.DataFrame
    customers: pd.DataFrame
    segmentations: Mapping[str, Segmentation]
    merged: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    before: Mapping[Kind, Tally] = field(default_factory=dict)
    lines: pd.DataFrame | None = None
    records: Mapping[Kind, pd.DataFrame] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    entered: Mapping[str, Entered] = field(default_factory=dict)

    def model(self, key: str) -> Model:
        return next(model for model in _chosen(self.settings) if model.key == key)

    @property
    def as_of_day(self) -> str | None:
        return None if pd.isna(self.as_of) else str(self.as_of.date())

    @property
    def as_of_unused(self) -> bool:
        """A date was asked for, but ready-made recency counts to a day of its own."""
        wanted = self.settings.general.as_of
        return wanted is not None and self.as_of != pd.Timestamp(wanted)

    @cached_property
    def groups(self) -> Mapping[str, pd.DataFrame]:
        """What each group of each model comes to (sizes), which several pages tell."""
        return {key: sizes(found, self.customers) for key, found in self.segmentations.items()}

    @cached_property
    def portraits(self) -> Mapping[str, dict[str, Portrait]]:
        """Each group of each model beside all customers."""
        return compared(self.customers, self.segmentations)

    def whose(self, source: Source) -> pd.Series:
        """Whose each row of a table is, after persons were merged; read once."""
        if id(source) not in self._owners:
            self._owners[id(source)] = source, whose(source, self.merged)
        return self._owners[id(source)][1]

    @cached_property
    def _owners(self) -> dict[int, tuple[Source, pd.Series]]:
        return {}

    @property
    def order_count(self) -> int:
        """Purchases of all customers, or those they were said to have; a refund is none."""
        return int(self.customers["orders"].sum()) if "orders" in self.customers else 0

    @property
    def left_out(self) -> pd.DataFrame:
        """The issues whose rows count for nothing."""
        return self.issues[self.issues["done"] == "leave_out"]

    @property
    def after(self) -> Tally:
        """What the data come to that count."""
        if self.orders is None:
            revenue = float(self.customers["revenue"].sum()) if "revenue" in self.customers else None
            return Tally(len(self.customers), len(self.customers), self.order_count or None, revenue)
        return tally(self.orders)

    def issue_counts(self) -> dict[str, int]:
        return {str(code): int(count) for code, count in self.issues["code"].value_counts(sort=False).items()}

    def finding_counts(self) -> list[tuple[str, str, int]]:
        """Code, treatment, how many."""
        counts = self.issues.groupby(["code", "done"], sort=False).size().reset_index()
        return list(counts.itertuples(index=False, name=None))


def analyze(
    *tables: pd.DataFrame | Source,
    settings: Settings = DEFAULTS,
    progress: Progress = silent,
    today: date | None = None,
) -> Analysis:
    """Segment the customers of a table of orders, a table of customers, or both.

    tables: recognised sources, or DataFrames under any known headers. today: days after it are a fault. Raises
    XlsegError where values cannot be read, where no row is left, and where not one of the models can run; one that
    cannot, for want of columns or of customers, is refused, and the others run.
    """
    table = inspect(*tables, settings=settings, progress=progress, today=today)
    release()  # what cleaning took
    known = segmented(table, progress)
    proved = {key: _proved(known.model(key), found, known) for key, found in known.segmentations.items()}
    release()
    return replace(known, segmentations=proved)


def segmented(known: Analysis, progress: Progress = silent) -> Analysis:
    """With the segmentations of its customer table; raises XlsegError where not one of the models can run."""
    found, refused = {}, {}
    for model in _chosen(known.settings):
        progress(Text("计算：{title}", "Computing: {title}").format(title=model.title), 0.5)
        try:
            _ready(model, known.customers)
            found[model.key] = model.segment(known.customers)
        except XlsegError as error:
            refused[model.key] = tuple(Problem(p.message, model.title) for p in error.problems)
    if not found:
        raise XlsegError(*(problem for problems in refused.values() for problem in problems))
    return replace(known, segmentations=found, refused=refused)


def found_by(known: Analysis, key: str) -> Segmentation | None:
    """What a model finds, run now where it was not asked for; None where it cannot run."""
    if key in known.segmentations or known.customers.empty:
        return known.segmentations.get(key)
    model = next(model for model in known.settings.models if model.key == key)
    try:
        _ready(model, known.customers)
        return model.segment(known.customers)
    except XlsegError:
        return None


def inspect(
    *tables: pd.DataFrame | Source,
    settings: Settings = DEFAULTS,
    progress: Progress = silent,
    today: date | None = None,
) -> Analysis:
    """The same up to the customer table: cleaned and summed up, with what was found, and no model run."""
    sources = tuple(t if isinstance(t, Source) else recognise_frame(t) for t in tables)
    if any(len(source.frame) for source in sources if source.kind == "customers"):  # headers alone are no orders
        sources = tuple(source for source in sources if source.kind != "orders" or len(source.frame))
    progress(Text("清洗数据", "Cleaning"), 0.3)
    data = clean(sources, settings.cleaning, today)
    as_of = day_counted_to(settings, data.orders and data.orders.rows, data.profiles)
    late = until(data.orders.rows, as_of) if data.orders else None
    if late and late[0].empty:
        raise XlsegError(NO_ORDERS)
    orders = late and late[0]
    progress(Text("汇总客户", "Summarizing customers"), 0.4)
    records = {kind: part.rows for kind, part in data.records.items()}
    lines = data.lines and data.lines.rows
    customers = summarize(orders, data.profiles, as_of, records, lines, settings.general.recent_days)
    parts = [part.issues for part in (data.orders, data.people, *data.records.values(), data.lines) if part]
    issues = joined([*parts, *(late[1:] if late else ()), *data.between])
    before = {kind: part.before for kind, part in data.parts().items()}
    return Analysis(
        settings=settings,
        sources=sources,
        as_of=as_of,
        orders=orders,
        issues=what_stood(issues, sources),
        customers=customers,
        segmentations={},
        merged=data.merged,
        before=before,
        lines=lines,
        records=records,
    )


def missed(needs: Iterable[Column], customers: pd.DataFrame) -> tuple[Column, ...]:
    """Those that are not there, or hold nothing."""
    return tuple(c for c in needs if c.key not in customers or customers[c.key].isna().all())


def lacking(model: Model, customers: pd.DataFrame) -> tuple[Text, ...]:
    """What the columns are called that a model would miss, those included that it looks for when it runs."""
    needs = tuple(column.title for column in missed(model.needs, customers))
    return needs or (tuple(model.lacking(customers)) if hasattr(model, "lacking") else ())


def _proved(model: Model, found: Segmentation, known: Analysis) -> Segmentation:
    """With the evidence that only the orders give, where the model has some."""
    if known.orders is None or not hasattr(model, "proved"):
        return found
    return replace(found, evidence=(*found.evidence, *model.proved(known.orders, known.as_of)))


def nothing(settings: Settings) -> Analysis:
    """Of a workbook without data, such as a template."""
    issues, customers = pd.DataFrame(columns=[*ISSUE_COLUMNS, "value"]), pd.DataFrame(columns=[CUSTOMER_ID.key])
    as_of = pd.Timestamp(settings.general.as_of or "NaT")
    return Analysis(settings, (), as_of, None, issues, customers, {})


def _chosen(settings: Settings) -> tuple[Model, ...]:
    return settings.chosen() or DEFAULTS.chosen()


def _ready(model: Model, customers: pd.DataFrame) -> None:
    """Raise if a column the model needs is not there or holds nothing."""
    missing = missed(model.needs, customers)
    if missing:
        raise XlsegError(NEEDS.format(missing=join(c.title for c in missing), giver=suppliers(missing)))


NO_ORDERS = Text(
    "没有一笔可用的订单；请检查分析日期、订单状态和空白单元格",
    "not one usable order is left; check the as-of date, the order status and empty cells",
)
NEEDS = Text(
    "需要 {missing}，数据里没有；请提供{giver}带有这些列的客户表",
    "needs {missing}, which the data do not hold; give {giver}a table of customers with these columns",
)
