"""The first weights of fit."""

from django.db import migrations

WEIGHTS = {"link": 25, "motivation": 20, "experience": 15, "function": 15, "grasp": 10, "nearness": 15}


def set_weights(apps, schema_editor):
    apps.get_model("sponsors", "FitWeights").objects.get_or_create(version=1, defaults=WEIGHTS)


class Migration(migrations.Migration):
    dependencies = [("sponsors", "0004_matching")]
    operations = [migrations.RunPython(set_weights, migrations.RunPython.noop)]
