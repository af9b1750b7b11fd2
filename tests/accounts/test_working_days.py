"""Working days, as the country of a person counts them."""

from datetime import date

import pytest

from accounts.services.working_days import working_days_after

THURSDAY = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("FR", date(2026, 12, 29)),  # Christmas is one day off
        ("GB", date(2026, 12, 30)),  # Boxing Day is made good on Monday
        ("SA", date(2026, 12, 28)),  # Friday and Saturday are the weekend
        ("", date(2026, 12, 28)),  # unknown: weekends alone
        ("XX", date(2026, 12, 28)),
    ],
)
def test_two_working_days_pass_as_the_country_counts_them(country, day):
    assert working_days_after(THURSDAY, 2, country) == day
