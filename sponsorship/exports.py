"""Lists as files for a spreadsheet: CSV and XLSX, in which no cell is a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import tablib
from django.http import HttpResponse

from accounts.languages import is_french

FORMULA = ("=", "+", "-", "@", "\t")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe_cell(value: Any) -> Any:
    """Return what may stand in a cell: numbers and days as they are, text never as a formula."""
    if value is None or isinstance(value, (int, float, date)):
        return "" if value is None else value
    text = "".join(sign for sign in str(value) if sign.isprintable() or sign in "\n\t")
    return f"'{text}" if text.startswith(FORMULA) else text


def table_file(
    name: str, kind: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Answer with the rows as a file of this kind; French spreadsheets expect semicolons."""
    table = tablib.Dataset(
        *([safe_cell(cell) for cell in row] for row in rows),
        headers=[str(header) for header in headers],
    )
    if kind == "xlsx":
        content = table.export("xlsx", column_width=18)
    else:
        content = "\ufeff" + table.export("csv", delimiter=";" if is_french() else ",")
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
