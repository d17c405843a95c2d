"""What Excel lets people type into the cell of a setting: as much as our parser reads, and as little as it can say.

Excel compares a list with what is typed to the letter, so a list holds the titles in the sheet's language, which the
parser reads; keys, titles of the other language and further words are for the command line.
"""

from collections.abc import Sequence

from xlseg.blocks import Allowed, Between, Choices
from xlseg.kinds import SERIALS, Choice, Day, Keys, Kind, Number
from xlseg.text import EMPTY, Lang, Text, same

MOST = 255  # characters of a list written into the rule itself, and of a note: Excel's limits
COMMA = ","  # parts the items of such a list


def typed(kind: Kind, lang: Lang, proposed: Sequence[Text] = ()) -> Allowed:
    """The rule of a cell that holds such a value. proposed: what a list may offer where more can be written."""
    match kind:
        case Number(low, high, whole):
            return Between(low, high, whole, note=_note(kind, lang))
        case Day():
            return Between(*SERIALS, days=True, note=_note(kind, lang))
        case Choice(options):
            listed = tuple(options.values())
            return Choices(listed) if fits(listed, lang) else Choices((), strict=False, note=_note(kind, lang))
        case Keys(options) if options and not proposed:
            proposed = tuple(map(same, options))
    listed = tuple(proposed) if fits(proposed, lang) else ()
    return Choices(listed, strict=False, note=_note(kind, lang))


def fits(listed: Sequence[Text], lang: Lang) -> bool:
    """Whether Excel takes it as a list written into the rule."""
    items = [item.of(lang) for item in listed]
    return len(COMMA.join(items)) <= MOST and not any(COMMA in item for item in items)


def _note(kind: Kind, lang: Lang) -> Text:
    """What is allowed; the sheet says it too, so a text that is too long for Excel is left out."""
    return kind.allowed if len(kind.allowed.of(lang)) <= MOST else EMPTY
