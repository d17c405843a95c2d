"""Labels as formulas of Excel: rules over cells, which follow the settings in a workbook without Python.

conditions: rules as formulas; traced: numbers that know their cells; rows, board: those cells; sentences: rules said
in words that follow their limits; followed: which settings of each model are followed; alive: all of it.
"""

from xlseg.live.alive import ALIVE, Labels, Live, alive
from xlseg.live.board import named
from xlseg.live.followed import FIGURES
from xlseg.live.rows import Limit, Setting

__all__ = ["ALIVE", "FIGURES", "Labels", "Limit", "Live", "Setting", "alive", "named"]
