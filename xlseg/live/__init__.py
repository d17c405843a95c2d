"""Labels as formulas of Excel: rules over cells, which follow the settings in a workbook without Python.

conditions: rules as formulas; traced: numbers that know their cells; board: those cells; sentences: rules in words
that follow their limits; followed: which settings of each model are followed, and its own columns; alive: all of it.
"""

from xlseg.live.alive import Labels, Live, alive
from xlseg.live.board import Setting, named

__all__ = ["Labels", "Live", "Setting", "alive", "named"]
