"""What the sheets of a package hold: values by column, formulas, errors; each sheet is read when it is asked for.

Sheets in the usual markup are scanned as they are (scan.py), in half the time and memory a reader of cells needs; those
in other markup are written again in the usual one first (usual.py).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from xlseg.cells import Uncomputed
from xlseg.grid import Grid
from xlseg.held import Run, Sort, joined, objects
from xlseg.ooxml.package import Package
from xlseg.ooxml.reading import formulas, usual
from xlseg.ooxml.reading.found import Strange
from xlseg.ooxml.reading.scan import Bare, blocks
from xlseg.ooxml.reading.shared import formats, shared
from xlseg.ooxml.relations import Relations, relation_id
from xlseg.ooxml.tree import Element, child, children, parse

SCATTERED = 256  # runs of a column from which on they are joined


class Reader:
    """The sheets as they are in the package when they are first asked for.

    Raises lxml's XMLSyntaxError, Strange or MissingPartError where a part is broken or missing.
    """

    def __init__(self, package: Package) -> None:
        self.bare: dict[str, tuple[bytes, bool]] = {}  # of parts read as they are; see Package
        self._package, self._relations = package, Relations(package)
        self._part = self._relations.workbook
        self._grids: dict[str, Grid] = {}
        self._formulas: dict[str, Mapping[tuple[int, int], str]] = {}
        self._right: dict[str, int] = {}  # the last column with a formula, where it is known

    def read(self, sheet: str) -> Grid:
        """Values and results of formulas; formulas without a result as such, errors by their text.

        A sheet that is a chart has none.
        """
        if sheet not in self._grids:
            part = self._worksheets.get(sheet)
            self._grids[sheet] = Grid(0, 0, {}) if part is None else self._grid(sheet, part)
        return self._grids[sheet]

    def formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """The formulas of a sheet without the equals sign, by row and column; those of arrays at their first cell."""
        self.read(sheet)
        if sheet not in self._formulas:
            known = sheet in self._worksheets and self._right.get(sheet) != 0
            self._formulas[sheet] = formulas.read(self._stream(self._worksheets[sheet])) if known else {}
        return self._formulas[sheet]

    def width(self, sheet: str) -> int:
        """The last column with a value or a formula; cells that are only formatted do not count."""
        width = self.read(sheet).width
        right = self._right.get(sheet)
        return max(width, max((at for _, at in self.formulas(sheet)), default=0) if right is None else right)

    def _grid(self, sheet: str, part: str) -> Grid:
        bare = Bare()
        try:
            found = self._scanned(sheet, part, self._stream(part), bare)
        except Strange:
            return self._scanned(sheet, part, usual.sheet(self._stream(part)))
        if bare.content:
            self.bare[self._package.find(part) or part] = bare.content, bare.plain
        return found

    def _scanned(self, sheet: str, part: str, stream: Iterator[bytes], bare: Bare | None = None) -> Grid:
        height = width = right = 0
        runs: dict[int, list[Run]] = {}
        missing = []
        for block in blocks(stream, self._formats, bare or Bare()):
            height, width, right = max(height, block.height), max(width, block.width), max(right, block.formulas)
            missing += block.missing.tolist()
            for column, found in block.runs.items():
                held = runs.setdefault(column, [])
                held += found
                if len(held) >= SCATTERED:
                    runs[column] = joined(held)
        refers = [run for found in runs.values() for run in found if run.sort is Sort.SHARED]
        texts = self._shared if refers else objects(())
        if any(np.max(run.values) >= len(texts) for run in refers):
            raise Strange("number of a shared text")
        self._right[sheet] = right
        if missing:
            self._formulas[sheet] = formulas.read(self._stream(part))
            for row, column in missing:
                text = Uncomputed("=" + self._formulas[sheet].get((row + 1, column + 1), ""))
                runs.setdefault(column, []).append(Run(Sort.OTHER, np.array([row]), [text]))
                height, width = max(height, row + 1), max(width, column + 1)
        return Grid(height, width, runs, texts, self._epoch_1904)

    def _stream(self, part: str) -> Iterator[bytes]:
        return self._package.stream(self._package.find(part) or part)

    @cached_property
    def _workbook(self) -> Element:
        return parse(self._package.read(self._part))

    @cached_property
    def _worksheets(self) -> dict[str, str]:
        """The part of each sheet that has cells."""
        parts = {relation.id: relation.part for relation in self._relations.of(self._part, "worksheet")}
        sheets = children(child(self._workbook, "sheets"), "sheet")
        found = {str(sheet.get("name")): relation_id(sheet) for sheet in sheets}
        return {name: parts[key] for name, key in found.items() if key in parts}

    def _related(self, kind: str) -> str | None:
        """The one part of that kind."""
        return next(filter(None, (self._package.find(r.part) for r in self._relations.of(self._part, kind))), None)

    @cached_property
    def _epoch_1904(self) -> bool:
        said = child(self._workbook, "workbookPr")
        return said is not None and said.get("date1904") in ("1", "true")

    @cached_property
    def _formats(self) -> list[Sort]:
        part = self._related("styles")
        return formats(self._package.read(part)) if part else []

    @cached_property
    def _shared(self) -> Any:
        part = self._related("sharedStrings")
        if part is None:
            return objects(())
        try:
            return shared(self._package.stream(part))
        except ValueError:
            return shared(usual.shared(self._package.stream(part)))
