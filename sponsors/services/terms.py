"""Terms: the stretches of an engagement."""

from datetime import date, timedelta

from accounts.choices import TeamRole
from accounts.models import User
from accounts.services.history import save_by, update_all_by
from accounts.services.organisation import join_team
from sponsors.choices import TIED
from sponsors.models import Interaction, Pairing, PairingTerm


def begin_term(pairing: Pairing, *, by: User | None, until: date | None = None) -> None:
    """Write the first term, seat the sponsor, and tie what was already logged in it to the pairing."""
    start = pairing.started_on or pairing.starts_on
    term = PairingTerm(
        pairing=pairing,
        number=1,
        months=pairing.term_months,
        starts_on=start,
        ends_on=until or months_later(start, pairing.term_months),
    )
    save_by(term, by)
    join_team(pairing.account, pairing.sponsor.person, TeamRole.SPONSOR, on=start, by=by)
    tie_interactions(pairing, since=start, by=by)


def tie_interactions(pairing: Pairing, *, since: date, by: User | None) -> None:
    """Tie to a pairing what was logged of its account since its first day and belongs to none."""
    free = Interaction.objects.filter(
        account=pairing.account, day__gte=since, pairing__isnull=True
    ).select_for_update(of=("self",))
    rows = list(free)
    for row in rows:
        row.pairing = pairing
    update_all_by(rows, by, fields=["pairing"], because=TIED)


def months_later(day: date, months: int) -> date:
    """Return the last day of a stretch of whole months that begins on that day: 36 months from 5 May end on 4 May."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last) - timedelta(days=1)
        except ValueError:
            continue
    return date(day.year + years, month + 1, min(day.day, 28)) - timedelta(days=1)
