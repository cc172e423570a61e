"""CSV that a spreadsheet shows as it is: no cell becomes a formula, whoever wrote its words."""

import csv
import io
from collections.abc import Iterable
from typing import Final

BOM: Final = "\ufeff"
"""In front of a file, so that spreadsheets read it as UTF-8."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; wide signs as some of them do."""


def safe_cell(text: str) -> str:
    """Return a cell's text, with an apostrophe in front where it would be taken for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as lines of CSV parted by semicolons, each cell made safe."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return written.getvalue()
