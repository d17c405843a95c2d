"""The list of data to collect: what is wanted, what of it the workbook holds, and what to do about the rest."""

from xlseg.collection.check import Checked as Checked
from xlseg.collection.check import State as State
from xlseg.collection.check import compare as compare
from xlseg.collection.wanted import STANDARD as STANDARD
from xlseg.collection.wanted import Listed as Listed
from xlseg.collection.wanted import Wanted as Wanted
