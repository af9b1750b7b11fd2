"""The titles of the demo: of our general management and teams, and of the clients' people."""

# Titles: of a woman and of a man in French, of either in English.
Title = tuple[str, str, str]
ROLES: list[tuple[str, Title]] = [
    ("finance", ("Directrice financière", "Directeur financier", "Head of Finance")),
    ("supply_chain", ("Directrice supply chain", "Directeur supply chain", "Head of Supply Chain")),
    (
        "human_resources",
        (
            "Directrice des ressources humaines",
            "Directeur des ressources humaines",
            "Head of Human Resources",
        ),
    ),
    ("operations", ("Directrice des opérations", "Directeur des opérations", "Head of Operations")),
    ("legal", ("Directrice juridique", "Directeur juridique", "General Counsel")),
    ("quality", ("Directrice qualité", "Directeur qualité", "Head of Quality")),
    (
        "it",
        (
            "Directrice des systèmes d’information",
            "Directeur des systèmes d’information",
            "Chief Information Officer",
        ),
    ),
    ("strategy", ("Directrice de la stratégie", "Directeur de la stratégie", "Head of Strategy")),
    ("research", ("Directrice de la recherche", "Directeur de la recherche", "Head of Research")),
    ("procurement", ("Directrice des achats", "Directeur des achats", "Head of Procurement")),
    (
        "communication",
        (
            "Directrice de la communication",
            "Directeur de la communication",
            "Head of Communication",
        ),
    ),
    (
        "transformation",
        (
            "Directrice de la transformation",
            "Directeur de la transformation",
            "Head of Transformation",
        ),
    ),
    ("sustainability", ("Directrice RSE", "Directeur RSE", "Head of Sustainability")),
    ("marketing", ("Directrice marketing", "Directeur marketing", "Head of Marketing")),
]
DIVISIONS = [
    (
        f"Directrice de la division {french}",
        f"Directeur de la division {french}",
        f"Head of {english}",
    )
    for french, english in [
        ("Énergie", "the Energy division"),
        ("Bâtiments", "the Buildings division"),
        ("Réseaux", "the Networks division"),
        ("Industrie", "the Industry division"),
        ("Mobilité", "the Mobility division"),
        ("Services", "the Services division"),
    ]
]
KAM_TITLE: Title = (
    "Responsable grands comptes",
    "Responsable grands comptes",
    "Key account manager",
)
TEAM_TITLES: list[Title] = [
    ("Ingénieure d’affaires", "Ingénieur d’affaires", "Solutions engineer"),
    ("Chargée de clientèle", "Chargé de clientèle", "Customer success manager"),
    ("Responsable de contrat", "Responsable de contrat", "Contract manager"),
    ("Cheffe de projet", "Chef de projet", "Project manager"),
]
# The people of a client: what they watch over, their level, their titles.
CONTACT_ROLES: list[tuple[str, str, Title]] = [
    (
        "general",
        "executive_committee",
        ("Directrice générale", "Directeur général", "Chief executive officer"),
    ),
    (
        "finance",
        "executive_committee",
        ("Directrice financière", "Directeur financier", "Chief financial officer"),
    ),
    (
        "operations",
        "executive_committee",
        ("Directrice des opérations", "Directeur des opérations", "Chief operating officer"),
    ),
    (
        "procurement",
        "one_below",
        ("Directrice des achats", "Directeur des achats", "Chief procurement officer"),
    ),
    (
        "supply",
        "one_below",
        ("Directrice supply chain", "Directeur supply chain", "VP Supply chain"),
    ),
    ("sites", "director", ("Directrice des sites", "Directeur des sites", "Head of sites")),
    ("buying", "manager", ("Acheteuse", "Acheteur", "Category manager")),
    ("quality", "specialist", ("Ingénieure qualité", "Ingénieur qualité", "Quality engineer")),
]


def in_words(title: Title, country: str, *, is_woman: bool) -> str:
    """Return a title as it is said in that country, of a woman or of a man."""
    feminine, masculine, english = title
    if country != "FR":
        return english
    return feminine if is_woman else masculine
