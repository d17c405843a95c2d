"""The groups of a model as people read them: who they are, how many, and what fits them."""

from collections.abc import Iterator
from typing import NamedTuple

from xlseg.analysis import Analysis
from xlseg.playbook import Strategy, proposed
from xlseg.profiling import Portrait, described, dimensions, traits
from xlseg.profiling.measured import MEASURES
from xlseg.segments import Segment
from xlseg.text import EMPTY, Text, sentence

FIGURES_ONLY = ("clusters",)  # models whose own text tells the same figures


class Group(NamedTuple):
    """One group. id: RFM-01, from best to worst. strategy: None where it has no customers."""

    id: str
    segment: Segment
    customers: int
    rule: Text
    features: Text
    strategy: Strategy | None

    @property
    def action(self) -> Text:
        """Keywords of the model, else of the strategy."""
        own = self.segment.action
        return sentence(own) if own != EMPTY or not self.strategy else self.strategy.keywords


def groups_of(analysis: Analysis, *keys: str) -> dict[str, list[Group]]:
    """The groups of these models, of all where none is named; a residual one without customers is left out."""
    wanted = keys or tuple(analysis.segmentations)
    return {key: list(_groups(key, analysis)) for key in wanted}


def _groups(key: str, analysis: Analysis) -> Iterator[Group]:
    segmentation = analysis.segmentations[key]
    used = segmentation.rests_on(analysis.model(key).needs)
    found, segments = analysis.portraits[key], {s.key: s for s in segmentation.segments}
    for number, (name, row) in enumerate(analysis.groups[key].iterrows(), 1):
        segment = segments[str(name)]
        told = EMPTY if key in FIGURES_ONLY and _told_by_figures(used) else segment.features
        yield Group(
            f"{key[:3].upper()}-{number:02}",
            segment,
            int(row["count"]),
            sentence(segment.rule) if segment.rule != EMPTY else dimensions(found[segment.key], used),
            described(found[segment.key], told, used),
            _strategy(found[segment.key], key) if row["count"] else None,
        )


def _told_by_figures(used: tuple[str, ...]) -> bool:
    return set(used) <= {measure.column for measure in MEASURES}


def _strategy(found: Portrait, model: str) -> Strategy:
    seen = traits(found) | ({"contract"} if model == "contract" else frozenset())
    liked = found.leanings.get("favourite_category")
    return proposed(seen, liked.value if liked else "")
