"""The lines of the first sheet of a workbook: its archive is looked at before anything of it is unpacked or run."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from sponsorship.imports.faults import UnreadableFileError

MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 200
ZIP = b"PK"


def workbook_lines(path: Path, start: bytes) -> tuple[int, Iterator[list[str]]]:
    """Return about how many lines the first sheet has, and the cells of each."""
    if not start.startswith(ZIP):
        raise UnreadableFileError("old_workbook")
    check_archive(path)
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks need it, and it is slow to load

    file = path.open("rb")  # read as long as the process lives; its name has no ending to go by
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        about = sheet.max_row or 0
        sheet.reset_dimensions()
    except Exception as error:
        raise stopped_by(error) from error
    return about, cells_of(sheet)


def cells_of(sheet: Any) -> Iterator[list[str]]:
    """Yield the cells of each line of a sheet."""
    try:
        for cells in sheet.iter_rows(values_only=True):
            yield [as_text(cell) for cell in cells]
    except Exception as error:
        raise stopped_by(error) from error


def stopped_by(error: Exception) -> UnreadableFileError:
    """Return why a workbook could not be read on."""
    return UnreadableFileError("stopped" if isinstance(error, MemoryError) else "broken_workbook")


def check_archive(path: Path) -> None:
    """Refuse what would unpack to far more than it is, brings macros or entities of its own, or is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, path.stat().st_size)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
                raise UnreadableFileError("bomb", megabytes=unpacked // 1024 // 1024)
            if not any(part.filename.startswith("xl/") for part in parts):
                raise UnreadableFileError("broken_workbook")
            if any("vbaproject" in part.filename.lower() for part in parts):
                raise UnreadableFileError("macros")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        check_prologue(file)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise UnreadableFileError("broken_workbook") from error


def check_prologue(part: IO[bytes]) -> None:
    """Refuse a part that declares a document type: a workbook has none, and entities are declared there."""
    begun = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: begun.append(True)
    parser.StartDoctypeDeclHandler = refuse_entities
    while not begun and (block := part.read(4096)):
        parser.Parse(block)


def refuse_entities(*_declaration: Any) -> None:
    """A document type stops the reading."""
    raise UnreadableFileError("entities")


def as_text(cell: Any) -> str:
    """Return a cell's value as text: days as ISO writes them, whole numbers without a point."""
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        text = cell.isoformat()
        return text[:10] if text.endswith("T00:00:00") else text.replace("T", " ")
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
