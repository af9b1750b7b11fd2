"""Goes back to the release before private notes, writes some, and forward again: `python -m tests.sponsors.notes_moving`."""

import json
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from accounts.models import TeamMember  # noqa: E402
from sponsors.models import CoachingNote, Interaction  # noqa: E402
from tests import factories  # noqa: E402

BEFORE = "coaching_notes"
DAY = date(2026, 3, 2)


def step() -> tuple[str, str]:
    """Return the migration that made room for private notes and moved none yet."""
    nodes = MigrationExecutor(connection).loader.disk_migrations
    return next(key for key in nodes if key[0] == "sponsors" and key[1].endswith(f"_{BEFORE}"))


def write_as_before(account, pairing, people) -> None:
    """Write sessions as the release before kept them, each with its notes, and a row of history."""
    apps = MigrationExecutor(connection).loader.project_state([step()]).apps
    rows, past = (
        apps.get_model("sponsors", name) for name in ("Interaction", "HistoricalInteraction")
    )
    sessions = [
        ("coaching", "kam", pairing.pk, "page"),
        ("exchange", "team", pairing.pk, "page"),
        ("exchange", "kam", None, "page"),
        ("coaching", "kam", None, "import"),
        ("coaching", "sponsor", pairing.pk, "import"),
        ("meeting", "kam", pairing.pk, "page"),
    ]
    for number, (kind, by, tied, source) in enumerate(sessions):
        side = "client" if kind == "meeting" else "tandem"
        facts = {"kind": kind, "side": side, "day": DAY, "subject": f"S{number}", "source": source}
        facts |= {"account_id": account.pk, "pairing_id": tied, "logged_by_id": people[by].pk}
        row = rows.objects.create(**facts, notes=f"N{number}", external_id="")
        past.objects.create(
            **facts, id=row.pk, notes=f"N{number}", logged_at=row.logged_at, history_type="+",
            history_date=row.logged_at, public_id=row.public_id,
        )  # fmt: skip


def main() -> None:
    """Print what became of the notes."""
    kam, team = factories.PersonFactory(first_name="Kam"), factories.PersonFactory()
    account = factories.KeyAccountFactory(name="Moved", kam=kam, team=[team])
    pairing = factories.PairingFactory(account=account, kam=kam, sponsor__person__first_name="Spo")
    people = {"kam": kam, "team": team, "sponsor": pairing.sponsor.person}
    TeamMember.objects.filter(person=kam).update(from_day=date(2024, 1, 1))
    app, name = step()
    call_command("migrate", app, name, verbosity=0)
    write_as_before(account, pairing, people)
    call_command("migrate", verbosity=0)
    notes = CoachingNote.objects.order_by("text")
    print(  # noqa: T201
        json.dumps(
            {
                "moved": [
                    [note.text, note.pairing_id is not None, str(note.author or "")[:3]]
                    for note in notes
                ],
                "left": list(Interaction.objects.exclude(notes="").values_list("notes", flat=True)),
                "past": list(Interaction.history.exclude(notes="").values_list("notes", flat=True)),
            }
        )
    )


if __name__ == "__main__":
    main()
