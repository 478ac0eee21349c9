"""Files of rows: CSV and XLSX, written row by row. No cell is ever a formula, whatever it holds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod
from io import TextIOWrapper
from typing import Any, BinaryIO, Protocol

import xlsxwriter

from odos.exchange.written_cells import Cell
from odos.kernel.sheets import inert

MOST_ROWS = 1_048_575  # of a sheet, under its header
EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
LONGEST_TEXT = 32_767


class Table(Protocol):
    """A file in the making."""

    def add(self, cells: Sequence[Cell]) -> None:
        """One more row."""

    def close(self) -> None:
        """Write what is left; the file itself stays open."""


class CsvTable:
    """UTF-8 with a mark, so that spreadsheets read Chinese right."""

    def __init__(self, file: BinaryIO, header: Sequence[str]) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text)
        self._writer.writerow([inert(name) for name in header])

    def add(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow([inert(cell.text) for cell in cells])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class XlsxTable:
    """One sheet with a header that stays in sight; numbers, dates and amounts are what they are."""

    def __init__(self, file: BinaryIO, header: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        self._sheet = self._book.add_worksheet()
        self._formats: dict[str, Any] = {"": None}
        self._row = 0
        bold = self._book.add_format({"bold": True})
        for column, name in enumerate(header):
            self._sheet.set_column(column, column, max(12, min(40, len(name) + 4)))
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            self._sheet.write_string(0, column, name[:LONGEST_TEXT], bold)

    def add(self, cells: Sequence[Cell]) -> None:
        self._row += 1
        for column, cell in enumerate(cells):
            if cell.text:
                self._write(cell.value, column, cell)

    def close(self) -> None:
        self._book.close()

    @singledispatchmethod
    def _write(self, value: object, column: int, cell: Cell) -> None:
        self._sheet.write_string(self._row, column, cell.text[:LONGEST_TEXT])

    @_write.register
    def _(self, value: Decimal, column: int, cell: Cell) -> None:
        if len(value.as_tuple().digits) > EXACT_DIGITS:
            self._sheet.write_string(self._row, column, cell.text)
        else:
            self._sheet.write_number(self._row, column, float(value), self._format(cell.pattern))

    @_write.register
    def _(self, value: date, column: int, cell: Cell) -> None:
        if value.year < FIRST_YEAR:
            self._sheet.write_string(self._row, column, cell.text)
        else:
            self._sheet.write_datetime(self._row, column, value, self._format(cell.pattern))

    def _format(self, pattern: str) -> Any:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


FIRST_YEAR = 1900  # before it a spreadsheet knows no dates


TABLES: Mapping[str, Callable[[BinaryIO, Sequence[str]], Table]] = {"csv": CsvTable, "xlsx": XlsxTable}
