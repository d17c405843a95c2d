"""A workbook as the package it is: parts read, a few of them edited, all others kept byte for byte.

    archive                zip entries copied as they are compressed, or deflated anew
    tree                   small parts as trees, safely
    package relations      parts by name; what refers to what; content types
    styles overlay rows    looks, each once; what changes in cells; that, spliced into the stream of a sheet
    sheet book             one worksheet; the workbook: sheets, defined names
    columns conditions validations links printing tables charts rooms    what stands around the rows of a sheet
    drawing graphs         what floats above a sheet; the XML of a chart
    moves displaced        cells that move; the one sheet they stand on
    following followed legacy    what refers to them: in small parts, in sheets of any size, in VML
    writing                what a host is asked to write, in all of these

Source: ECMA-376 parts 1 and 2, and [MS-XLSX] for what Excel adds.
"""
