"""The child process of the reader: a file as JSON lines, one for its header, each row, and its end or its fault."""

import json
import resource
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sponsorship.imports.faults import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    UnreadableFileError,
)
from sponsorship.imports.text_files import text_lines
from sponsorship.imports.workbooks import workbook_lines

MEMORY = 1024 * 1024 * 1024
SECONDS = 120
# Blank ones included: as many as a sheet has.
MAX_LINES = 2**20
# Signs that change the direction of text or have no width.
UNSEEN = {
    0x061C,
    0x180E,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    *range(0xE0000, 0xE0080),
}


def parse(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Return about how many lines a file has, and the lines, cleaned."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError("too_large", megabytes=MAX_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(8)
    about, lines = workbook_lines(path, start) if is_binary(start) else text_lines(path)
    return about, (trimmed(cells) for cells in lines)


def is_binary(start: bytes) -> bool:
    """Whether a file begins as a zip archive, or as the files of older office programmes."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def trimmed(cells: list[str]) -> list[str]:
    """Return the cells of a line, cleaned, without the empty ones at its end."""
    clean_cells = [clean(cell) for cell in cells]
    while clean_cells and not clean_cells[-1]:
        clean_cells.pop()
    return clean_cells


def clean(text: str) -> str:
    """Return text in NFC, without control signs and signs that hide or turn it, and without spaces around it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if ord(sign) not in UNSEEN
        and (sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    )
    return kept.strip()


def number_rows(lines: Iterator[list[str]]) -> tuple[list[str], Iterator[Row]]:
    """Return the header, checked, and the rows with their numbers; blank lines are left out, but counted."""
    numbered = filled(lines)
    number, header = next(numbered, (0, []))
    if not header:
        raise UnreadableFileError("empty")
    check_width(number, header)
    folded = [name.casefold() for name in header if name]
    twins = sorted({name for name in folded if folded.count(name) > 1})
    if twins:
        raise UnreadableFileError("twin_headers", header=twins[0][:60])
    return header, rows_after(header, numbered)


def filled(lines: Iterator[list[str]]) -> Iterator[Row]:
    """Yield the lines that hold anything, with their numbers."""
    for number, cells in enumerate(lines, start=1):
        if number > MAX_LINES:
            raise UnreadableFileError("too_many_rows", most=MAX_ROWS)
        if cells:
            yield number, cells


def rows_after(header: list[str], numbered: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows, filled to the width of the header; a longer one is left as it is."""
    count = 0
    for count, (number, cells) in enumerate(numbered, start=1):
        if count > MAX_ROWS:
            raise UnreadableFileError("too_many_rows", most=MAX_ROWS)
        check_width(number, cells)
        yield number, cells + [""] * (len(header) - len(cells))
    if not count:
        raise UnreadableFileError("only_a_header")


def check_width(number: int, cells: list[str]) -> None:
    """Refuse too many columns, and a cell that is too long."""
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFileError(
            "too_many_columns", row=number, columns=len(cells), most=MAX_COLUMNS
        )
    if any(len(cell) > MAX_CELL for cell in cells):
        raise UnreadableFileError("cell_too_long", row=number, most=MAX_CELL)


def main(path: str) -> None:
    """Parse a file for the parent process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    say = sys.stdout.write
    try:
        about, lines = parse(Path(path))
        header, rows = number_rows(lines)
        say(json.dumps({"header": header, "about": max(about - 1, 1)}) + "\n")
        for number, cells in rows:
            say(json.dumps({"n": number, "cells": cells}) + "\n")
        say('{"end": true}\n')
    except UnreadableFileError as fault:
        say(json.dumps({"fault": fault.code, "facts": fault.facts}) + "\n")
    except BrokenPipeError:
        return


if __name__ == "__main__":
    main(sys.argv[1])
