"""A workbook as the package it is: parts read, a few of them edited, all others kept byte for byte.

    archive prolog limits      zip entries copied as they are compressed, or deflated anew; what no package may be
    damage                     what is wrong with a broken one, in words
    tree package relations     small parts as trees, safely; parts by name; what refers to what, content types
    reading/                   what the sheets hold, by column
    cells/                     what changes in cells, spliced into the stream of a sheet
    blank around/ sheet        empty parts; looks, widths, tables, lists, links; one worksheet
    book                       the workbook: sheets, defined names, order of calculation
    drawings/ moving/          charts; cells that make room, and whatever refers to them
    writing strings remains    what a host is asked to write; what must not be found again

Source: ECMA-376 parts 1 and 2, and [MS-XLSX] for what Excel adds.
"""
