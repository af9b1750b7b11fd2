"""Why a file cannot be read, and the limits within which one is."""

from typing import Any

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 60
MAX_CELL = 32_000

Row = tuple[int, list[str]]


class UnreadableFileError(Exception):
    """The file cannot be read: `code` says why, `facts` where."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
