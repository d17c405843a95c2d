"""A workbook package as bytes: what of it is read, what is written, and everything else as it was."""
