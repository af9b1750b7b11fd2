"""Read what another system left, CSV or XLSX, into a header and rows; whatever it holds, nothing of it is run.

`read_file(path)` parses in a child process with a limit of memory and of time, and yields rows as they
come, so that the parent's memory stays small. Row numbers are those of a spreadsheet.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sponsorship.imports.faults import Row, UnreadableFileError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sheet:
    """A file as it is read: its header, its rows as they come, and about how many there will be."""

    header: list[str]
    rows: Iterator[Row]
    about: int


def read_file(path: Path) -> Sheet:
    """Return the header and a stream of rows, parsed in a limited child process.

    Raises `UnreadableFileError`, at once or while the rows are read.
    """
    child = subprocess.Popen(  # noqa: S603 - our own module, and a path as an argument
        [sys.executable, "-m", "sponsorship.imports.parsing", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={},  # it needs no secret of ours
    )
    lines = messages_of(child)
    first = next(lines)
    rows = ((line["n"], line["cells"]) for line in lines)
    return Sheet(first["header"], rows, first["about"])


def read_head(path: Path) -> tuple[list[str], list[str], int]:
    """Return the header of a file, its first row, and about how many there are. Raises `UnreadableFileError`."""
    sheet = read_file(path)
    _number, first = next(sheet.rows)
    return sheet.header, first, sheet.about


def messages_of(child: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    """Yield what the child says, and raise what it found wrong or that it was stopped."""
    if child.stdout is None:
        raise UnreadableFileError("stopped")
    try:
        for line in child.stdout:
            said = json.loads(line)
            if "fault" in said:
                raise UnreadableFileError(said["fault"], **said["facts"])
            if "end" in said:
                return
            yield said
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    raise UnreadableFileError("stopped")
