"""Values as French and English systems write them: each parser returns the value or raises `BadValueError`."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from accounts.choices import Function
from accounts.models.base import fold
from sponsorship.imports.vocabulary import (
    COUNTRIES,
    FALSE,
    FUNCTIONS,
    KINDS,
    LANGUAGES,
    LEVELS,
    MONTHS,
    SIGNS,
    STARTERS,
    TIERS,
    TRUE,
)

# One address, as mail servers take them: HR systems do write two dots in a row.
ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]\\\\]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}")


class BadValueError(Exception):
    """A cell does not hold what its column is for: `code` says what was expected, `value` what stands there."""

    def __init__(self, code: str, value: str) -> None:
        super().__init__(f"{code}: {value}")
        self.code, self.value = code, value[:80]


def day(text: str) -> date:
    """Read a day: 31/12/2025, 31.12.2025, 2025-12-31, 31 décembre 2025, with or without an hour; years 2000 to 2100."""
    found = numbers_of_day(text.strip())
    try:
        read = date(*found) if found else None
    except ValueError as error:
        raise BadValueError("no_such_day", text) from error
    if read is None:
        raise BadValueError("not_a_day", text)
    if not 2000 <= read.year <= 2100:
        raise BadValueError("year_out_of_range", text)
    return read


def numbers_of_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day as they stand in the text."""
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.match(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)", text):
        return int(found[3]), int(found[2]), int(found[1])
    found = re.fullmatch(r"(\d{1,2})(?:er)?[ \-]+([a-z]+)\.?[ \-]+(\d{4})", fold(text))
    if found and found[2] in MONTHS:
        return int(found[3]), MONTHS[found[2]], int(found[1])
    return None


def number(text: str) -> Decimal:
    """Read a number: 2 280 727,84 or 2,280,727.84 or (1 200), with or without a currency sign."""
    bare = re.sub(r"[\s\u00a0\u202f'’]|€|\$|£|EUR|USD|GBP", "", text)
    is_negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()").replace("\N{MINUS SIGN}", "-")
    if not re.fullmatch(r"-?\d[\d.,]*%?", bare):
        raise BadValueError("not_a_number", text)
    bare = with_a_point(bare.rstrip("%"))
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise BadValueError("not_a_number", text) from error
    if abs(value) >= 10**13:
        raise BadValueError("not_a_number", text)
    return -value if is_negative else value


def with_a_point(text: str) -> str:
    """Return a number with a point before its decimals and nothing else between its digits."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        grouping = "," if point > comma else "."
        return text.replace(grouping, "").replace(",", ".")
    if comma >= 0:
        is_grouping = text.count(",") > 1 or (
            re.fullmatch(r"-?\d{1,3},\d{3}", text) and len(text.lstrip("-")) > 5
        )
        return text.replace(",", "") if is_grouping else text.replace(",", ".")
    return text.replace(".", "") if text.count(".") > 1 else text


def whole(text: str, *, low: int, high: int, code: str) -> int:
    """Read a whole number between two ends."""
    value = number(text)
    if value != value.to_integral_value() or not low <= value <= high:
        raise BadValueError(code, text)
    return int(value)


def year(text: str) -> int:
    """Read a year from 2000 to 2100."""
    return whole(text, low=2000, high=2100, code="year_out_of_range")


def nps(text: str) -> int:
    """Read a net promoter score from −100 to 100."""
    return whole(text, low=-100, high=100, code="nps_out_of_range")


def satisfaction(text: str) -> Decimal:
    """Read a satisfaction from 0 to 10."""
    value = number(text)
    if not 0 <= value <= 10:
        raise BadValueError("satisfaction_out_of_range", text)
    return value


def amount(text: str) -> Decimal:
    """Read an amount, to the cent."""
    return number(text).quantize(Decimal("0.01"))


def boolean(text: str) -> bool:
    """Read a yes or a no."""
    folded = fold(text)
    if folded in TRUE:
        return True
    if folded in FALSE:
        return False
    raise BadValueError("not_yes_or_no", text)


def email(text: str) -> str:
    """Read one address, in lower case."""
    address = text.strip().lower()
    if len(address) > 254 or not ADDRESS.fullmatch(address):
        raise BadValueError("not_an_email", text)
    return address


def country(text: str) -> str:
    """Read a country: its two letters, or its French or English name."""
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return COUNTRIES.get(text.lower(), text.upper())
    return one_of(COUNTRIES, text, "unknown_country")


def currency(text: str) -> str:
    """Read a currency: its sign or its three letters."""
    letters = SIGNS.get(fold(text).strip(), text.strip().upper())
    if not re.fullmatch(r"[A-Z]{3}", letters):
        raise BadValueError("unknown_currency", text)
    return letters


def languages(text: str) -> list[str]:
    """Read languages: "en,fr" or "anglais ; français"."""
    found = [fold(part) for part in re.split(r"[,;/| ]+", text) if part.strip()]
    return sorted({LANGUAGES.get(part, part[:2]) for part in found})


def one_of(table: dict[str, Any], text: str, code: str) -> Any:
    """Return what the table says of a word, case and accents apart."""
    found = table.get(" ".join(fold(text).split()))
    if found is None:
        raise BadValueError(code, text)
    return found


def function(text: str) -> str:
    """Read a function; one that is not in the list is "other"."""
    return FUNCTIONS.get(" ".join(fold(text).split()), Function.OTHER.value)


def level(text: str) -> str:
    """Read where a contact stands."""
    return str(one_of(LEVELS, text, "unknown_level"))


def tier(text: str) -> str:
    """Read a tier."""
    return str(one_of(TIERS, text, "unknown_tier"))


def kind(text: str) -> str:
    """Read what took place."""
    return str(one_of(KINDS, text, "unknown_kind"))


def starter(text: str) -> str:
    """Read who started it."""
    return str(one_of(STARTERS, text, "unknown_starter"))


def strings(text: str) -> list[str]:
    """Read a list of identifiers."""
    return [part.strip() for part in re.split(r"[;,|]", text) if part.strip()]
