"""Whoever logged an interaction as KAM or sponsor of its account stands behind it."""

from django.db import migrations
from django.db.models import Exists, F, OuterRef


def vouch(apps, schema_editor):
    """Name who stands behind what is kept already, and whose words they are."""
    interactions = apps.get_model("sponsors", "Interaction").objects
    seats = apps.get_model("accounts", "TeamMember").objects.filter(
        account=OuterRef("account"), person=OuterRef("logged_by"), role__in=["kam", "sponsor"]
    )
    interactions.filter(Exists(seats), source="page", status="held").update(
        vouched_by=F("logged_by")
    )
    interactions.filter(status="held").update(
        debriefed_by=F("logged_by"), debriefed_at=F("logged_at")
    )


class Migration(migrations.Migration):
    dependencies = [("sponsors", "0016_debriefs")]
    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
