"""The two groups, and the sectors that imports recognise."""

from django.db import migrations

GROUPS = ["Programme leads", "Administrators"]
SECTORS = [
    ("aerospace", "Aerospace", "Aéronautique"),
    ("automotive", "Automotive", "Automobile"),
    ("banking", "Banking", "Banque"),
    ("chemicals", "Chemicals", "Chimie"),
    ("construction", "Construction", "Construction"),
    ("energy", "Energy", "Énergie"),
    ("food-beverage", "Food & Beverage", "Agroalimentaire"),
    ("health", "Health", "Santé"),
    ("insurance", "Insurance", "Assurance"),
    ("logistics", "Logistics", "Logistique"),
    ("luxury", "Luxury", "Luxe"),
    ("manufacturing", "Manufacturing", "Industrie manufacturière"),
    ("media", "Media", "Médias"),
    ("pharmaceuticals", "Pharmaceuticals", "Pharmacie"),
    ("public-sector", "Public sector", "Secteur public"),
    ("rail", "Rail", "Ferroviaire"),
    ("retail", "Retail", "Distribution"),
    ("technology", "Technology", "Technologies"),
    ("telecom", "Telecom", "Télécommunications"),
    ("tourism", "Tourism", "Tourisme"),
]


def lay(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    sector = apps.get_model("accounts", "Sector")
    for name in GROUPS:
        group.objects.get_or_create(name=name)
    for code, name_en, name_fr in SECTORS:
        sector.objects.get_or_create(code=code, defaults={"name_en": name_en, "name_fr": name_fr})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
