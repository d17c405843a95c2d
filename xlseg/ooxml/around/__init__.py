"""What stands around the rows of a sheet: looks, widths, tables, lists, links, how it is printed."""
