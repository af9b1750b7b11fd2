"""Move the notes of what the two said to each other to where only they read them, and take them out of the history."""

from django.db import migrations

BATCH = 500


def move(apps, schema_editor):
    Interaction = apps.get_model("sponsors", "Interaction")
    Note = apps.get_model("sponsors", "CoachingNote")
    Past = apps.get_model("sponsors", "HistoricalInteraction")
    TeamMember = apps.get_model("accounts", "TeamMember")
    rows = Interaction.objects.filter(side="tandem").exclude(notes="").select_related("pairing__sponsor")
    seats = {}
    for seat in TeamMember.objects.filter(role="kam", account__in=rows.values("account")):
        seats.setdefault(seat.account_id, []).append(seat)
    notes = [note for row in rows.iterator(chunk_size=BATCH) if (note := note_of(Note, row, seats))]
    Note.objects.bulk_create(notes, batch_size=BATCH)
    rows.order_by().update(notes="")
    Past.objects.filter(side="tandem").exclude(notes="").update(notes="")


def note_of(Note, row, seats):
    """Return the private note of a session. Without a tandem its author alone reads it; of a file's, nobody would."""
    if not row.notes.strip():
        return None
    kam = kam_on(row, seats.get(row.account_id, []))
    pairing = row.pairing if kam else None
    is_of_a_file = row.source == "import"
    if pairing is None and is_of_a_file:
        return None
    two = {kam, pairing.sponsor.person_id} if pairing else {row.logged_by_id}
    return Note(
        interaction=row,
        pairing=pairing,
        kam_id=kam if pairing else None,
        author_id=row.logged_by_id if row.logged_by_id in two and not is_of_a_file else None,
        text=row.notes,
        written_at=row.logged_at,
    )


def kam_on(row, seats):
    """Return who managed the account on the day of the session."""
    return next(
        (
            seat.person_id
            for seat in seats
            if seat.from_day <= row.day and (seat.to_day is None or seat.to_day >= row.day)
        ),
        row.pairing.kam_id if row.pairing_id else None,
    )


def move_back(apps, schema_editor):
    Note = apps.get_model("sponsors", "CoachingNote")
    for note in Note.objects.select_related("interaction").order_by("pk"):
        row = note.interaction
        row.notes = "\n\n".join(text for text in (row.notes, note.text) if text)
        row.save(update_fields=["notes"])


class Migration(migrations.Migration):

    dependencies = [
        ("sponsors", "0011_coaching_notes"),
    ]

    operations = [migrations.RunPython(move, move_back)]
