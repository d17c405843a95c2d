"""Where a group stands with us, and so the direction of its strategy."""

from typing import NamedTuple

from xlseg.text import Text

Traits = frozenset[str]


class Stage(NamedTuple):
    """A direction. when: sets of traits, one of which a group has all of; unless: traits that forbid it."""

    key: str
    direction: Text
    when: tuple[Traits, ...]
    unless: Traits = frozenset()


def _any(*sets: str) -> tuple[Traits, ...]:
    """'lost high_value', 'lost frequent': one of these sets."""
    return tuple(frozenset(traits.split()) for traits in sets)


STAGES = (
    Stage("complete", Text("补全资料", "Complete the data"), _any("unknown")),
    Stage("first", Text("促成首单", "Win the first order"), _any("never")),
    Stage("rescue", Text("重点挽回", "Win back one by one"), _any("lost high_value", "lost frequent")),
    Stage("win_back", Text("激活与挽回", "Reactivate and win back"), _any("lost")),
    Stage("retain", Text("流失预警与维系", "Keep before they leave"), _any("lapsing high_value", "lapsing frequent")),
    Stage("wake", Text("唤醒与防流失", "Wake up, prevent loss"), _any("lapsing")),
    Stage(
        "convert",
        Text("快速转化与习惯培养", "Convert quickly, build the habit"),
        _any("new"),
        frozenset({"frequent"}),
    ),
    Stage("bind", Text("深度绑定与价值提升", "Deepen the bond, raise value"), _any("high_value frequent")),
    Stage(
        "more_often",
        Text("提升购买频次", "Bring them back more often"),
        _any("high_value", "big_basket rare", "big_basket recent"),
    ),
    Stage("more_each", Text("提升客单价", "Raise the average order"), _any("frequent")),
    Stage("repeat", Text("促成复购", "Win the next order"), _any("recent rare", "recent once", "recent low_value")),
    Stage("save", Text("低成本维护", "Keep at low cost"), _any("low_value", "rare")),
    Stage("steady", Text("稳定维护，提升复购频次", "Keep steady, raise repeat orders"), _any("")),
)  # the first that fits


def stage(traits: Traits) -> Stage:
    """The first stage that fits; the last fits everybody."""
    return next(s for s in STAGES if any(w <= traits for w in s.when) and not s.unless & traits)
