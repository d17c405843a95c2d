"""What the groups of one model did in the period, and whether that bears out how they were made and ordered."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from xlseg.backtest.gains import Ints, Sorting, gains, wilson
from xlseg.segments import Segmentation

SURE = 30  # customers a group needs before anything is said of it
COUNTS = ["count", "share", "buyers", "orders", "revenue", "revenue_share"]

Answer = Literal["yes", "no", "unsure"]
Order = Literal["holds", "rough", "broken", "unsure", "none"]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tested:
    """What the groups of one model did.

    figures: by Segment.key, best first: count, share, buyers, rate (of customers who bought) with rate_low and
    rate_high (95%), rate_lift (times the average), mean_orders, revenue, mean_revenue with revenue_low and
    revenue_high (95%), revenue_share, revenue_lift, residual, sure (enough customers), next (the next sure group)
    and against (above, alike, below: how the rate stands to that group's). sorting: by later revenue. differ:
    whether the rates of any groups do. order: whether revenue per customer falls from group to group; inverted:
    pairs (earlier, later) where it does not, those beyond doubt if there are any; none: no group is better.
    """

    figures: pd.DataFrame
    sorting: Sorting
    differ: Answer
    order: Order
    inverted: Pairs

    def neighbours(self, against: str) -> Pairs:
        """Sure groups and the next whose rates are so to each other: those alike cannot be told apart."""
        found = self.figures[self.figures["against"] == against]
        return tuple((str(key), str(other)) for key, other in found["next"].items())


def tested(segmentation: Segmentation, after: pd.DataFrame) -> Tested:
    """What each group did; one without customers did nothing."""
    keys = [s.key for s in segmentation.segments]
    position = pd.Categorical(segmentation.labels["segment"].reindex(after.index), keys).codes.astype(np.int64)
    there, position = np.unique(position, return_inverse=True)
    revenue = after["revenue"].to_numpy(dtype=float)
    found = gains(position, revenue)
    frame = _figures(position, after)
    frame["revenue_low"], frame["revenue_high"] = found.means
    frame.index = pd.Index([keys[n] for n in there], name="segment")
    residual = {s.key for s in segmentation.segments if s.residual}
    frame = frame.reindex([key for n, key in enumerate(keys) if n in there or key not in residual])
    frame[COUNTS] = frame[COUNTS].fillna(0)
    frame["residual"] = frame.index.isin(residual)
    frame["sure"] = (frame["count"] >= SURE) & ~frame["residual"]
    sure = frame[frame["sure"]]
    order, inverted = _order(sure) if segmentation.ordered else ("none", ())
    sorting = found.sorting if segmentation.ordered else Sorting(*(float("nan"),) * 4)
    differ: Answer = "unsure" if len(sure) < 2 else "no"
    if len(sure) > 1 and sure["rate_low"].max() > sure["rate_high"].min():
        differ = "yes"
    return Tested(_compared(frame, sure), sorting, differ, order, inverted)


def _figures(position: Ints, after: pd.DataFrame) -> pd.DataFrame:
    """Sums, rates and lifts by group."""
    groups = after.assign(buyers=after["orders"] > 0).groupby(position)
    frame = groups[["buyers", "orders", "revenue"]].sum().assign(count=groups.size())
    frame["share"] = frame["count"] / len(after)
    frame["rate"] = frame["buyers"] / frame["count"]
    frame["rate_low"], frame["rate_high"] = wilson(
        frame["buyers"].to_numpy(dtype=float), frame["count"].to_numpy(dtype=float)
    )
    frame["mean_orders"], frame["mean_revenue"] = frame["orders"] / frame["count"], frame["revenue"] / frame["count"]
    bought, brought = (after["orders"] > 0).mean(), after["revenue"].sum()
    frame["rate_lift"] = frame["rate"] / (bought or np.nan)
    frame["revenue_share"] = frame["revenue"] / (brought if brought > 0 else np.nan)
    frame["revenue_lift"] = frame["revenue_share"] / frame["share"]
    return frame


def _order(sure: pd.DataFrame) -> tuple[Order, Pairs]:
    """Whether revenue per customer falls from group to group, and where it does not; beyond doubt: intervals apart."""
    keys = list(map(str, sure.index))
    if len(keys) < 2:
        return "unsure", ()
    low, high, mean = (sure[name].to_numpy() for name in ("revenue_low", "revenue_high", "mean_revenue"))
    gap = np.triu(low[None, :] - high[:, None], 1)
    clear = [divmod(int(n), len(keys)) for n in np.argsort(-gap, axis=None, kind="stable") if gap.flat[n] > 0]
    if clear:
        return "broken", tuple((keys[i], keys[j]) for i, j in clear)
    risen = tuple((keys[i], keys[i + 1]) for i in np.flatnonzero(mean[1:] > mean[:-1]))
    return ("rough", risen) if risen else ("holds", ())


def _compared(frame: pd.DataFrame, sure: pd.DataFrame) -> pd.DataFrame:
    """With the next sure group, and how the rate stands to it."""
    other = sure.shift(-1)
    against = np.select(
        [sure["rate_low"] > other["rate_high"], sure["rate_high"] < other["rate_low"], other["rate"].notna()],
        ["above", "below", "alike"],
        "",
    )
    following = pd.Series([*sure.index[1:], None], sure.index, dtype=object) if len(sure) else None
    frame["next"] = pd.Series(None, frame.index, dtype=object) if following is None else following.reindex(frame.index)
    frame["against"] = pd.Series(against, sure.index, dtype=object).reindex(frame.index)
    return frame
