"""Limits of age as an argument: two numbers part young, middle-aged and old; 18-24, 25-34, 35+ are bands."""

from xlseg.settings import Row
from xlseg.text import same
from xlseg.worksheet.given import Given, texts


def by_ages(given: Given) -> list[Row]:
    """Bands where they are written as such, else limits."""
    said = texts(given.cells.get("limits", ()))
    if not said:
        return []
    text = ", ".join(cell.removesuffix(".0") for cell in said)
    plain = all(part.strip().replace(".", "", 1).isdigit() for part in text.replace("，", ",").split(","))
    return [Row("demographics.age_limits" if plain else "demographics.age_bands", value=text, where=same("limits"))]
