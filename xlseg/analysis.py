"""The whole pipeline: tables in, one customer table and the segmentations out. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from xlseg import cleaning
from xlseg.customers import summarize
from xlseg.errors import Problem, XlsegError
from xlseg.models import DEFAULTS, Model
from xlseg.recognise import Source, recognise_frame
from xlseg.segments import Segmentation
from xlseg.settings import Settings
from xlseg.text import Text, join

Progress = Callable[[Text, float], None]  # what is being done, and the share of all work done before it


def silent(_doing: Text, _done: float) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Analysis:
    """Everything known after a run.

    as_of: the date measures are counted to. orders: cleaned, None where there were none. customers: one row a
    customer. segmentations: by model key, in the order of the settings.
    """

    settings: Settings
    sources: tuple[Source, ...]
    as_of: pd.Timestamp
    orders: pd.DataFrame | None
    issues: pd.DataFrame
    customers: pd.DataFrame
    segmentations: Mapping[str, Segmentation]

    def model(self, key: str) -> Model:
        return next(model for model in _chosen(self.settings) if model.key == key)

    @property
    def as_of_day(self) -> str | None:
        return None if pd.isna(self.as_of) else str(self.as_of.date())

    @property
    def order_count(self) -> int:
        """Distinct orders, or those the customers were said to have."""
        if self.orders is not None:
            return int(self.orders["order_id"].nunique())
        return int(self.customers["orders"].sum()) if "orders" in self.customers else 0

    def issue_counts(self) -> dict[str, int]:
        return {str(code): int(count) for code, count in self.issues["code"].value_counts(sort=False).items()}


def analyze(*tables: pd.DataFrame | Source, settings: Settings = DEFAULTS, progress: Progress = silent) -> Analysis:
    """Segment the customers of a table of orders, a table of customers, or both.

    tables: recognised sources, or DataFrames under any known headers. Raises XlsegError where columns a model
    needs are missing, where values cannot be read, and where no row is left.
    """
    sources = tuple(t if isinstance(t, Source) else recognise_frame(t) for t in tables)
    progress(Text("清洗数据", "Cleaning"), 0.3)
    cleaned = {s.kind: (cleaning.clean_orders if s.kind == "orders" else cleaning.clean_customers)(s) for s in sources}
    issues = [part.issues for part in cleaned.values()]
    orders = cleaned["orders"].rows if "orders" in cleaned else None
    profiles = cleaned["customers"].rows if "customers" in cleaned else None
    as_of = _as_of(settings, orders, profiles)
    if orders is not None:
        sheet = next(s.sheet for s in sources if s.kind == "orders")
        orders, late = cleaning.until(orders, as_of, sheet)
        issues.append(late)
        orders = _some(orders, as_of)
    progress(Text("汇总客户", "Summarizing customers"), 0.4)
    customers = summarize(orders, profiles, as_of)
    found = {}
    for model in _ready(_chosen(settings), customers):
        progress(Text("计算：{title}", "Computing: {title}").format(title=model.title), 0.5)
        found[model.key] = model.segment(customers)
    filled = [part for part in issues if len(part)] or issues[:1]
    return Analysis(settings, sources, as_of, orders, pd.concat(filled, ignore_index=True), customers, found)


def _chosen(settings: Settings) -> tuple[Model, ...]:
    return settings.chosen() or DEFAULTS.chosen()


def _as_of(settings: Settings, orders: pd.DataFrame | None, profiles: pd.DataFrame | None) -> pd.Timestamp:
    """The setting; else the day after the last order; of ready-made measures, the day their recency counts to."""
    if settings.general.as_of is not None:
        return pd.Timestamp(settings.general.as_of)
    if orders is not None and len(orders):
        return pd.Timestamp(orders["order_day"].max()) + pd.Timedelta(days=1)
    if profiles is not None and "last_order" in profiles and profiles["last_order"].notna().any():
        last = profiles["last_order"].dt.floor("D")
        if "days_since_last" in profiles:
            return pd.Timestamp((last + pd.to_timedelta(profiles["days_since_last"].round(), unit="D")).max())
        return pd.Timestamp(last.max()) + pd.Timedelta(days=1)
    return pd.NaT  # type: ignore[return-value]


def _some(orders: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    if orders.empty:
        shown = "" if pd.isna(as_of) else as_of.date().isoformat()
        raise XlsegError(Problem(NO_ORDERS.format(as_of=shown)))
    return orders


def _ready(models: tuple[Model, ...], customers: pd.DataFrame) -> tuple[Model, ...]:
    """The models, if every column they need is there and holds anything."""
    problems = []
    for model in models:
        missing = [c.title for c in model.needs if c.key not in customers or customers[c.key].isna().all()]
        if missing:
            problems.append(Problem(NEEDS.format(title=model.title, missing=join(missing))))
    if problems:
        raise XlsegError(*problems)
    return models


NO_ORDERS = Text(
    "没有一笔可用的订单（分析日期 {as_of}）；请检查分析日期、订单状态和空白单元格",
    "not one usable order is left (as-of date {as_of}); check the as-of date, the order status and empty cells",
)
NEEDS = Text(
    "{title} 需要 {missing}，数据里没有；请提供订单表（客户、日期、金额），或带有这些列的客户表",
    "{title} needs {missing}, which the data do not hold; give a table of orders (customer, date, amount) or a "
    "table of customers with these columns",
)
