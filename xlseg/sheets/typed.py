"""What Excel lets people type into the cell of a setting: as much as our parser reads, and as little as it can say.

Excel compares a list with what is typed to the letter, so a list holds the titles in the sheet's language, which the
parser reads; keys, titles of the other language and further words are for the command line.
"""

from collections.abc import Sequence

from xlseg.blocks import Allowed, Between, Choices
from xlseg.kinds import SERIALS, Choice, Day, Keys, Kind, Number
from xlseg.text import Text, same


def typed(kind: Kind, proposed: Sequence[Text] = ()) -> Allowed:
    """The rule of a cell that holds such a value. proposed: what a list offers where other things may be written."""
    match kind:
        case Number(low, high, whole):
            return Between(low, high, whole, note=kind.allowed)
        case Day():
            return Between(*SERIALS, days=True, note=kind.allowed)
        case Choice(options):
            return Choices(tuple(options.values()))
        case Keys(options) if not proposed:
            proposed = tuple(map(same, options))
    return Choices(tuple(proposed), strict=False, note=kind.allowed)
