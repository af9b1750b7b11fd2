"""The figures of an account, by year and by quarter."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import AnnualFigures, KeyAccount, QuarterlyFigures, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged

QUARTERS = (1, 2, 3, 4)


@transaction.atomic
def keep_figures(figures: AnnualFigures, *, by: User, read: Read | None = None) -> AnnualFigures:
    """Keep the figures of a year, new or changed; of two who write a new year at once the second corrects the first.

    Raises `ChangedMeanwhileError` if they are no longer what was read.
    """
    KeyAccount.objects.select_for_update(of=("self",)).get(pk=figures.account_id)
    if figures.pk is None:
        known = AnnualFigures.objects.filter(account=figures.account_id, year=figures.year)
        figures.pk = known.values_list("pk", flat=True).first()
        figures._state.adding = figures.pk is None
    else:
        check_unchanged(AnnualFigures.objects.get(pk=figures.pk), figures, read)
    save_by(figures, by)
    return figures


@transaction.atomic
def keep_quarters(
    account: KeyAccount, rows: Iterable[tuple[QuarterlyFigures, Read | None]], *, by: User
) -> None:
    """Keep the quarters of a year, all or none; what is as it was, or was and is empty, is left alone.

    Raises `ChangedMeanwhileError` for the first that is no longer what was read.
    """
    KeyAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    for figures, read in rows:
        known = QuarterlyFigures.objects.filter(
            account=account, year=figures.year, quarter=figures.quarter
        ).first()
        if known is not None:
            check_unchanged(known, figures, read)
            figures.pk, figures._state.adding = known.pk, False
        if says_else(figures, known):
            save_by(figures, by)


def says_else(figures: QuarterlyFigures, known: QuarterlyFigures | None) -> bool:
    """Whether a quarter says something else than what is kept."""
    if known is None:
        return not figures.is_empty
    said = ("revenue", "target", "is_final")
    return any(getattr(figures, name) != getattr(known, name) for name in said)
