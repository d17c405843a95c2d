"""What the command line says: tables for people, JSON for programs, a bar while they wait, errors as sentences."""

import json
import math
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from xlseg.analysis import Analysis
from xlseg.backtest import Backtested
from xlseg.errors import XlsegError
from xlseg.files import Outcome
from xlseg.models import DEFAULTS
from xlseg.segments import rounded_shares, sizes
from xlseg.settings import rows
from xlseg.sheets.backtest import COLUMNS
from xlseg.text import Lang, Text

PATIENCE = 1.0  # seconds before a bar appears


class Bar:
    """A progress bar on stderr, for work that takes longer than a second on a terminal. Call it with each step."""

    def __init__(self, lang: Lang) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self.lang = lang
        self.shown = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.shown.add_task("", total=1.0)
        self.timer = threading.Timer(PATIENCE, self.shown.start)
        self.timer.daemon = True

    def __call__(self, doing: Text, done: float) -> None:
        self.shown.update(self.task, description=doing.of(self.lang), completed=done)

    def __enter__(self) -> "Bar":
        if sys.stderr.isatty():
            self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Before anything else is printed."""
        self.timer.cancel()
        if self.shown.live.is_started:
            self.shown.stop()


@contextmanager
def sentences(lang: Callable[[], Lang]) -> Iterator[None]:
    """The error boundary: exit code 1 and one sentence a problem; a traceback only where XLSEG_DEBUG is set."""
    try:
        yield
    except XlsegError as error:
        print(error.say(lang()), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(STOPPED.of(lang()), file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("XLSEG_DEBUG"):
            raise
        print(UNEXPECTED.format(detail=f"{type(error).__name__}: {error}").of(lang()), file=sys.stderr)
        sys.exit(1)


def show(outcome: Outcome, tables: bool = True) -> None:
    """A short table a segmentation, if wanted, then what was done and where the file is."""
    lang, analysis = outcome.lang, outcome.report.analysis
    console = Console(soft_wrap=True)
    for key, segmentation in analysis.segmentations.items() if tables else ():
        titles = segmentation.titles()
        table = Table(title=analysis.model(key).title.of(lang), title_justify="left")
        table.add_column(GROUP.of(lang), no_wrap=True)
        for title in (CUSTOMERS, SHARE, REVENUE, OF_REVENUE):
            table.add_column(title.of(lang), justify="right")
        groups = sizes(segmentation, analysis.customers)
        shares = rounded_shares(groups["count"].astype(int).tolist())  # as on the sheet
        for (name, row), share in zip(groups.iterrows(), shares, strict=True):
            figures = (
                f"{int(row['count']):,}",
                f"{share:.1%}",
                _money(row.get("revenue")),
                _share(row.get("revenue_share")),
            )
            table.add_row(escape(titles[str(name)].of(lang)), *figures)
        console.print(table)
    if outcome.report.tested:
        _show_backtest(console, outcome.report.tested, lang)
    for sentence in (*outcome.report.sentences, *outcome.warnings, FILE.format(path=outcome.output)):
        console.print(sentence.of(lang), highlight=False, markup=False)


def _show_backtest(console: Console, found: Backtested, lang: Lang) -> None:
    """What the groups of each model did later."""
    for key, tested in found.models.items():
        titles = found.then.segmentations[key].titles()
        table = Table(title=found.then.model(key).title.of(lang), title_justify="left")
        table.add_column(GROUP.of(lang), no_wrap=True)
        shown = [column for column in COLUMNS if column.key in SHOWN]
        for column in shown:
            title = column.title.of(lang)
            table.add_column(title, justify="right", min_width=max(map(len, title.split())))
        for name, row in tested.figures.iterrows():
            table.add_row(escape(titles[str(name)].of(lang)), *(SHOWN[c.key](row[c.key]) for c in shown))
        console.print(table)


def say(sentences: Iterable[Text], lang: Lang) -> None:
    """One sentence a line."""
    for sentence in sentences:
        print(sentence.of(lang))


def show_json(outcome: Outcome) -> None:
    """One object on stdout; notes go to stderr."""
    found, tested = as_json(outcome.report.analysis), outcome.report.tested
    found |= {"backtest": backtest_json(tested, outcome.lang)} if tested else {}
    print(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
    for sentence in (*outcome.warnings, FILE.format(path=outcome.output)):
        print(sentence.of(outcome.lang), file=sys.stderr)


def as_json(analysis: Analysis) -> dict[str, Any]:
    """as_of, customers, orders, issues by code, and the segments of every model with their figures."""
    lang = analysis.settings.general.lang
    found: dict[str, Any] = {}
    for key, segmentation in analysis.segmentations.items():
        titles = segmentation.titles()
        table = sizes(segmentation, analysis.customers)
        segments = [
            {
                "key": name,
                "title": titles[str(name)].of(lang),
                "count": int(row["count"]),
                "share": round(float(row["share"]), 6),
                "revenue": round(float(row["revenue"]), 2)
                if "revenue" in row and math.isfinite(row["revenue"])
                else None,
            }
            for name, row in table.iterrows()
        ]
        found[key] = {"segments": segments, "unmatched": segmentation.unmatched}
    return {
        "as_of": analysis.as_of_day,
        "customers": len(analysis.customers),
        "orders": analysis.order_count,
        "issues": analysis.issue_counts(),
        "segmentations": found,
    }


def backtest_json(found: Backtested, lang: Lang) -> dict[str, Any]:
    """The period, and for each model its sorting power and what each group did."""
    period, models = found.period, {}
    for key, tested in found.models.items():
        titles = found.then.segmentations[key].titles()
        segments = [
            {"key": name, "title": titles[str(name)].of(lang), "count": int(row["count"])}
            | {key: _rounded(row[key]) for key in FIGURES}
            for name, row in tested.figures.iterrows()
        ]
        power = {k: _rounded(v) for k, v in tested.sorting._asdict().items()}
        models[key] = {"sorting": power, "differ": tested.differ, "order": tested.order, "segments": segments}
    return {
        "from": str(period.first.date()),
        "to": str(period.last),
        "customers": len(found.after),
        "newcomers": found.newcomers,
        "newcomer_revenue": round(found.newcomer_revenue, 2),
        "models": models,
    }


def list_settings(lang: Lang) -> None:
    """Every setting with its default."""
    table = Table(show_lines=False)
    table.add_column(KEY.of(lang), no_wrap=True)
    for title in (NAME, DEFAULT, ALLOWED):
        table.add_column(title.of(lang), overflow="fold")
    for row in rows(DEFAULTS, lang):
        note = f" · {row.note.of(lang)}" if row.note.of(lang) else ""
        table.add_row(
            row.key,
            row.name.of(lang),
            "" if row.value is None else str(row.value),
            row.allowed.of(lang) + note,
        )
    Console().print(table)


def list_files(paths: Iterable[Path], lang: Lang) -> None:
    """What was written, a line each."""
    for path in paths:
        Console(soft_wrap=True).print(FILE.format(path=path).of(lang), highlight=False, markup=False)


def _money(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:,.2f}"


def _share(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.1%}"


def _ratio(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.2f}"


def _rounded(value: float) -> float | None:
    return round(float(value), 6) if math.isfinite(value) else None


SHOWN: dict[str, Callable[[float], str]] = {
    "count": lambda value: f"{value:,.0f}",
    "rate": _share,
    "rate_lift": _ratio,
    "mean_revenue": _money,
    "revenue_share": _share,
}
FIGURES = [column.key for column in COLUMNS if column.key not in ("title", "count", "against")]
GROUP, CUSTOMERS, SHARE = Text("客户群体", "Segment"), Text("客户数", "Customers"), Text("占比", "Share")
REVENUE, OF_REVENUE = Text("累计金额", "Revenue"), Text("金额占比", "Of revenue")
KEY, NAME, DEFAULT, ALLOWED = (
    Text("键", "Key"),
    Text("设置", "Setting"),
    Text("默认值", "Default"),
    Text("允许的值", "Allowed"),
)
FILE = Text("文件：{path}", "File: {path}")
STOPPED = Text("已停止。", "Stopped.")
UNEXPECTED = Text(
    "xlseg 出错了（{detail}）。请设环境变量 XLSEG_DEBUG=1 再运行一次，把输出发给我们",
    "xlseg failed ({detail}). Please run again with XLSEG_DEBUG=1 and send us what it prints",
)
