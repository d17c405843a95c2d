"""The tier of a city looked up in the sheet of city tiers, which people change."""

from typing import Any

from xlseg.live.board import Cells
from xlseg.live.conditions import wild
from xlseg.models.geography import PLACE, RATED
from xlseg.models.geography.groups import TIER
from xlseg.models.geography.tiers import KINDS, LOWER, RANKS, TIERS, bare
from xlseg.text import Text

TABLE = "geography.cities"  # the table on the sheet of city tiers


def tier_words() -> list[tuple[str, float]]:
    """Every word that may stand for a tier, and its rank."""
    said = [(title, key) for key, title in TIERS.items()] + [(LOWER, "tier_3")]
    found = {word.casefold(): (word, RANKS[key]) for title, key in said for word in (*title, key)}
    return list(found.values())


def city_tiers(model: Any, cells: Cells) -> dict[str, Text | str]:
    """No formula where the sheet is not written."""
    rows = cells.board.settings.get(TABLE, ())
    if not rows:
        return {}
    towns = [str(row.value) for row in rows]
    endings = ["", *(kind for kind in KINDS if any(t != bare(t) and t.endswith(kind) for t in towns))]
    place, found = cells.column(PLACE.key), '""'
    for ending in reversed(endings):
        name = wild(place) + (f'&"{ending}"' if ending else "")
        tier = f"INDEX({{{TABLE}!tier:all}},MATCH({name},{{{TABLE}!city:all}},0))"
        rank = f"INDEX({{live.tiers!rank:all}},MATCH({tier},{{live.tiers!tier:all}},0))"
        found = f"IFERROR({rank},{found})"
    cells.count(RATED, TABLE, "city", len(rows))
    return {TIER.key: f'IF({place}="","",{found})'}
