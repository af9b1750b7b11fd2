"""Read what another system left, CSV or XLSX, into a header and rows; whatever it holds, nothing of it is run.

`read_file(path)` parses in a child process with a limit of memory and of time, and yields rows as they
come, so that the parent's memory stays small. Row numbers are those of a spreadsheet: the header is row 1.
"""

import csv
import json
import resource
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 60
MAX_CELL = 32_000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 200
CHILD_MEMORY = 1024 * 1024 * 1024
CHILD_SECONDS = 120
DELIMITERS = ";,\t"
# Signs that change the direction of text or have no width, and control signs.
UNSEEN = {
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFEFF,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x200E,
    0x200F,
}

Row = tuple[int, list[str]]


class UnreadableFileError(Exception):
    """The file cannot be read: `code` says why, `facts` where."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_file(path: Path) -> tuple[list[str], Iterator[Row]]:
    """Return the header and a stream of rows, parsed in a limited child process.

    Raises `UnreadableFileError`, at once or while the rows are read.
    """
    child = subprocess.Popen(  # noqa: S603 - our own module, and a path as an argument
        [sys.executable, "-m", "sponsorship.imports.reader", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],
    )
    lines = messages_of(child)
    header = next(lines)
    return header["header"], ((line["n"], line["cells"]) for line in lines)


def messages_of(child: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """Yield what the child says, and raise what it found wrong or that it was stopped."""
    if child.stdout is None:
        raise UnreadableFileError("stopped")
    is_complete = False
    try:
        for line in child.stdout:
            said = json.loads(line)
            if "fault" in said:
                is_complete = True
                raise UnreadableFileError(said["fault"], **said["facts"])
            if said.get("end"):
                is_complete = True
                return
            yield said
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    if not is_complete:
        raise UnreadableFileError("stopped")


def parse(path: Path) -> Iterator[list[str]]:
    """Yield the cleaned lines of a file, the header first; blank lines are left out but counted by `number_rows`."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError("too_large", megabytes=MAX_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(4)
    lines = spreadsheet_lines(path) if start.startswith(b"PK") else text_lines(path)
    for cells in lines:
        yield [clean(cell) for cell in cells]


def number_rows(lines: Iterator[list[str]]) -> tuple[list[str], Iterator[Row]]:
    """Return the header, checked, and the rows with their numbers."""
    header = next((line for line in lines if any(line)), None)
    if header is None:
        raise UnreadableFileError("empty")
    while header and not header[-1]:
        header.pop()
    check_header(header)
    return header, rows_after(header, lines)


def check_header(header: list[str]) -> None:
    """Refuse too many columns, and two of one name."""
    if len(header) > MAX_COLUMNS:
        raise UnreadableFileError("too_many_columns", columns=len(header), most=MAX_COLUMNS)
    folded = [name.casefold() for name in header if name]
    twins = sorted({name for name in folded if folded.count(name) > 1})
    if twins:
        raise UnreadableFileError("twin_headers", header=twins[0])


def rows_after(header: list[str], lines: Iterator[list[str]]) -> Iterator[Row]:
    """Yield the rows that hold anything, cut or filled to the width of the header."""
    width, any_row = len(header), False
    for number, cells in enumerate(lines, start=2):
        if number > MAX_ROWS + 1:
            raise UnreadableFileError("too_many_rows", most=MAX_ROWS)
        if not any(cells):
            continue
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableFileError("cell_too_long", row=number, most=MAX_CELL)
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFileError("too_many_columns", columns=len(cells), most=MAX_COLUMNS)
        any_row = True
        yield number, (cells + [""] * width)[:width]
    if not any_row:
        raise UnreadableFileError("only_a_header")


def clean(text: str) -> str:
    """Return text in NFC, without control signs and signs that hide or turn it, and without spaces around it."""
    kept = "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if ord(sign) not in UNSEEN
        and (sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    )
    return kept.strip()


def text_lines(path: Path) -> Iterator[list[str]]:
    """Yield the lines of a CSV file, whatever its encoding and delimiter."""
    encoding = encoding_of(path)
    csv.field_size_limit(MAX_CELL * 4)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            code = "cell_too_long" if "field larger" in str(error) else "open_quote"
            raise UnreadableFileError(code, row=reader.line_num, most=MAX_CELL) from error
        except UnicodeDecodeError as error:
            raise UnreadableFileError("mixed_encoding", row=reader.line_num + 1) from error


def encoding_of(path: Path) -> str:
    """Return the encoding: by its mark, else UTF-8 where the whole file is, else Windows' Western one."""
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-16-le", "utf-16-be"):
        zeros = data[1 if encoding == "utf-16-le" else 0 : 400 : 2].count(0)
        if zeros > len(data[:400]) // 4:
            return encoding
    if b"\x00" in data:
        raise UnreadableFileError("nul_bytes", row=data[: data.index(b"\x00")].count(b"\n") + 1)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\xc3\xa9" in data or b"\xc3\xa8" in data:
            raise UnreadableFileError(
                "mixed_encoding", row=data[: error.start].count(b"\n") + 1
            ) from error
        return "cp1252"
    return "utf-8"


def delimiter_of(file: IO[str]) -> str:
    """Return the delimiter that the first line uses most, outside of quotes."""
    try:
        first = next((line for line in islice(file, 20) if line.strip()), "")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("mixed_encoding", row=1) from error
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def spreadsheet_lines(path: Path) -> Iterator[list[str]]:
    """Yield the lines of the first sheet; the directory of the archive is looked at before anything is unpacked."""
    check_archive(path)
    from openpyxl import load_workbook  # noqa: PLC0415 - only spreadsheets need it, and it is slow to load

    try:
        with path.open("rb") as file:
            sheet = load_workbook(
                file, read_only=True, data_only=True, keep_links=False
            ).worksheets[0]
            sheet.reset_dimensions()
            for cells in sheet.iter_rows(values_only=True):
                yield [as_text(cell) for cell in cells]
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise UnreadableFileError("stopped") from error
    except Exception as error:
        raise UnreadableFileError("broken_workbook") from error


def check_archive(path: Path) -> None:
    """Refuse what would unpack to far more than it is, or is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFileError("broken_workbook") from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, path.stat().st_size)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise UnreadableFileError("bomb", megabytes=unpacked // 1024 // 1024)
    if not any(part.filename.startswith("xl/") for part in parts):
        raise UnreadableFileError("broken_workbook")
    if any("vbaProject" in part.filename for part in parts):
        raise UnreadableFileError("macros")


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


def main(path: str) -> None:
    """Parse a file for the parent process: one JSON line for the header, for each row, and for the end or a fault."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    say = sys.stdout.write
    try:
        header, rows = number_rows(parse(Path(path)))
        say(json.dumps({"header": header}) + "\n")
        for number, cells in rows:
            say(json.dumps({"n": number, "cells": cells}) + "\n")
        say(json.dumps({"end": True}) + "\n")
    except UnreadableFileError as fault:
        say(json.dumps({"fault": fault.code, "facts": fault.facts}) + "\n")
    except BrokenPipeError:
        return


if __name__ == "__main__":
    main(sys.argv[1])
