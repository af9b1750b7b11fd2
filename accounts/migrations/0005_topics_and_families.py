"""What clients' agendas are about, and the wider sectors that tell which are related."""

from django.db import migrations

TOPICS = [
    ("finance", "Finance and treasury", "Finance et trésorerie", "finance"),
    ("supply-chain", "Supply chain", "Supply chain", "supply_chain"),
    ("purchasing", "Purchasing", "Achats", "procurement"),
    ("operations", "Operations and industrial performance", "Opérations et performance industrielle", "operations"),
    ("quality", "Quality and safety", "Qualité et sécurité", "quality"),
    ("innovation", "Innovation and research", "Innovation et recherche", "research"),
    ("digital", "Digital and data", "Numérique et données", "it"),
    ("people", "People and skills", "Ressources humaines et compétences", "human_resources"),
    ("legal", "Legal and compliance", "Juridique et conformité", "legal"),
    ("strategy", "Strategy and growth", "Stratégie et croissance", "strategy"),
    ("market", "Market and brand", "Marché et marque", "marketing"),
    ("sustainability", "Sustainability and energy transition", "Développement durable et transition énergétique", "sustainability"),
    ("transformation", "Transformation", "Transformation", "transformation"),
]
FAMILIES = [
    ("family-industry", "Industry (all)", "Industrie (ensemble)", ["aerospace", "automotive", "chemicals", "manufacturing"]),
    ("family-infrastructure", "Infrastructure (all)", "Infrastructures (ensemble)", ["construction", "energy", "logistics", "rail"]),
    ("family-consumer", "Consumer goods and services (all)", "Biens et services de consommation (ensemble)", ["food-beverage", "luxury", "retail", "tourism"]),
    ("family-finance", "Financial services (all)", "Services financiers (ensemble)", ["banking", "insurance"]),
    ("family-health", "Life sciences (all)", "Sciences de la vie (ensemble)", ["health", "pharmaceuticals"]),
    ("family-digital", "Digital and media (all)", "Numérique et médias (ensemble)", ["media", "technology", "telecom"]),
]


def lay(apps, schema_editor):
    topic = apps.get_model("accounts", "Topic")
    for code, name_en, name_fr, function in TOPICS:
        topic.objects.get_or_create(
            code=code, defaults={"name_en": name_en, "name_fr": name_fr, "function": function}
        )
    sector = apps.get_model("accounts", "Sector")
    for code, name_en, name_fr, members in FAMILIES:
        family, _ = sector.objects.get_or_create(
            code=code, defaults={"name_en": name_en, "name_fr": name_fr}
        )
        sector.objects.filter(code__in=members, parent__isnull=True).update(parent=family)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_connections_and_topics")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
