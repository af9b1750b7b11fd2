"""The first version of the charter."""

from datetime import date

from django.db import migrations

TEXT_EN = """The sponsor
- opens doors at the client's top management, and meets it regularly;
- speaks there about politics, strategy and the relationship, and invites to what lies outside business;
- takes in tension, so that the KAM can go on working;
- helps with the account plan, coaches the KAM and stands up for the account team before general management.

The KAM
- owns the account and its plan, and stays the client's first partner;
- keeps the brief true, and tells the sponsor what a meeting is for;
- answers a request for a go-ahead within two working days;
- says at once when something goes wrong.

Five drifts that both avoid
1. The sponsor replaces the KAM.
2. The sponsor handles operational problems.
3. The sponsor acts as the head of the account team.
4. The sponsor imposes decisions by rank.
5. The sponsor acts towards the client without having talked to the KAM first."""

TEXT_FR = """Le sponsor
- ouvre des portes à la direction générale du client et la rencontre régulièrement ;
- y parle de politique, de stratégie et de la relation, et invite à ce qui sort des affaires ;
- prend en charge les tensions, pour que le KAM puisse continuer son travail ;
- aide au plan de compte, accompagne le KAM et défend l'équipe de compte devant la direction générale.

Le KAM
- porte le compte et son plan, et reste le premier partenaire du client ;
- tient l'executive brief à jour et dit au sponsor à quoi sert chaque rendez-vous ;
- répond à une demande de feu vert sous deux jours ouvrés ;
- signale tout de suite ce qui va mal.

Cinq dérives que les deux évitent
1. Le sponsor remplace le KAM.
2. Le sponsor traite des problèmes opérationnels.
3. Le sponsor se comporte en chef de l'équipe de compte.
4. Le sponsor impose ses décisions par son rang.
5. Le sponsor agit auprès du client sans en avoir d'abord parlé avec le KAM."""


def write(apps, schema_editor):
    charter = apps.get_model("sponsors", "Charter")
    charter.objects.get_or_create(
        version=1, defaults={"text_en": TEXT_EN, "text_fr": TEXT_FR, "published_on": date(2026, 1, 5)}
    )


class Migration(migrations.Migration):
    dependencies = [("sponsors", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
