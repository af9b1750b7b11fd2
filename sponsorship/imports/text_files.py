"""The lines of a text file, whatever its encoding and delimiter."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sponsorship.imports.faults import MAX_CELL, UnreadableFileError

DELIMITERS = ";,\t"
BLOCK = 1024 * 1024
MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Letters with an accent, typographic signs and halves of pairs, as UTF-8 writes them: no Western text holds
# such bytes by chance.
UTF8_SIGNS = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
# What stands for a byte that is no text in the encoding of the file.
NO_TEXT = re.compile("[\udc80-\udcff]")


def text_lines(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Return about how many lines a file has, and the cells of each."""
    with path.open("rb") as file:
        about = sum(block.count(b"\n") for block in blocks(file))
    return about, cells_of(path, encoding_of(path))


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while block := file.read(BLOCK):
        yield block


def encoding_of(path: Path) -> str:
    """Return the encoding: by its mark, else UTF-8 where the file is written in it, else Windows' Western one."""
    with path.open("rb") as file:
        start = file.read(400)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[first::2].count(0) > len(start) // 4:
            return encoding
    return "utf-8" if is_utf8(path) else "cp1252"


def is_utf8(path: Path) -> bool:
    """Whether the whole file is UTF-8, or a part of it can be nothing else."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_valid = True
    with path.open("rb") as file:
        for block in blocks(file):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_valid = False
            if not is_valid and UTF8_SIGNS.search(block):
                return True
            decoder = decoder if is_valid else codecs.getincrementaldecoder("utf-8")()
    return is_valid


def cells_of(path: Path, encoding: str) -> Iterator[list[str]]:
    """Yield the cells of each line; a line that is no text is refused with its number."""
    csv.field_size_limit(MAX_CELL * 4)
    errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    number, begun = 0, 0
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        try:
            delimiter = delimiter_of(file)
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for number, cells in enumerate(reader, start=1):
                begun = reader.line_num
                check_text(number, cells, encoding)
                yield cells
        except UnicodeDecodeError as error:
            raise UnreadableFileError("mixed_encoding", row=number + 1, name=encoding) from error
        except csv.Error as error:
            is_one_line = "field larger" in str(error) and reader.line_num == begun + 1
            code = "cell_too_long" if is_one_line else "open_quote"
            raise UnreadableFileError(code, row=number + 1, most=MAX_CELL) from error


def check_text(number: int, cells: list[str], encoding: str) -> None:
    """Refuse bytes that are no text."""
    for cell in cells:
        if cell.isascii() and "\x00" not in cell:
            continue
        if "\x00" in cell:
            raise UnreadableFileError("nul_bytes", row=number)
        if not encoding.startswith("utf-16") and NO_TEXT.search(cell):
            raise UnreadableFileError("mixed_encoding", row=number, name=encoding)


def delimiter_of(file: IO[str]) -> str:
    """Return the delimiter that the first line uses most, outside of quotes."""
    first = next((line for line in iter(lambda: file.readline(BLOCK), "") if line.strip()), "")
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))
