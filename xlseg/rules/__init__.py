"""Rules: conditions on columns of the customer table, the text they are written in, and what they leave out."""

from xlseg.rules.book import Book, Matches, Rule, matches
from xlseg.rules.condition import EVERYBODY, Among, Blank, Box, Condition, Contains, Range, holds, used
from xlseg.rules.spelled import spelled, worded
from xlseg.rules.table import Table

__all__ = [
    "EVERYBODY",
    "Among",
    "Blank",
    "Book",
    "Box",
    "Condition",
    "Contains",
    "Matches",
    "Range",
    "Rule",
    "Table",
    "holds",
    "matches",
    "spelled",
    "used",
    "worded",
]
