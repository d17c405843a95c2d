"""Which strategy a group gets: a direction and measures of product, marketing and service, by its traits."""

from collections.abc import Mapping
from typing import NamedTuple

from xlseg.playbook.stages import STAGES, Stage, Traits, stage
from xlseg.playbook.tactics import KINDS, TACTICS, Kind, Tactic
from xlseg.text import Text, join

MOST = 2  # measures of a kind proposed to a group
LINES, KEYWORDS = Text("\n", "\n"), Text("；", "; ")


class Strategy(NamedTuple):
    """What to do for a group. tactics: by kind, those of its stage first."""

    direction: Text
    tactics: Mapping[Kind, tuple[Text, ...]]

    def lines(self, kind: Kind) -> Text:
        """The measures of a kind, one a line."""
        return join(self.tactics[kind], LINES)

    @property
    def keywords(self) -> Text:
        """The first measure of each kind."""
        return join((self.tactics[kind][0] for kind in KINDS), KEYWORDS)


def proposed(traits: Traits, category: str = "") -> Strategy:
    """The strategy for a group of these traits; category: its favourite one, where it has the trait `focused`."""
    at = stage(traits)
    return Strategy(at.direction, {kind: _tactics(kind, at, traits, category) for kind in KINDS})


def known() -> tuple[Text, ...]:
    """Every line that may be proposed."""
    return (*(s.direction for s in STAGES), *(t.text for t in TACTICS))


def _tactics(kind: Kind, at: Stage, traits: Traits, category: str) -> tuple[Text, ...]:
    """First one of the stage, then the one the most traits ask for, else another of the stage."""
    fit = [t for t in TACTICS if t.kind == kind and _fits(t, at, traits)]
    staged = [t for t in fit if t.stages]
    asked = sorted((t for t in fit if not t.stages), key=lambda t: -len(t.when.split()))
    texts = dict.fromkeys(t.text.format(category=category) for t in (*staged[:1], *asked, *staged[1:]))
    return tuple(texts)[:MOST]


def _fits(tactic: Tactic, at: Stage, traits: Traits) -> bool:
    allowed = set(tactic.when.split()) <= traits and not set(tactic.unless.split()) & traits
    return allowed and (at.key in tactic.stages.split() if tactic.stages else bool(tactic.when))
