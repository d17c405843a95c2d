"""Labels as formulas of Excel: rules over cells, which follow the settings in a workbook without Python."""
