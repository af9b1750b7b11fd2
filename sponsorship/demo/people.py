"""The people of the demo: general management, sales, the account teams, and the cast who signs in."""

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS, Function
from accounts.models import User
from sponsorship.demo.words import DOMAIN, EXECUTIVE_TITLES, FIRST, LAST, PASSWORD, PLACES

SPONSORS = 24
OTHER_EXECUTIVES = 6
KAMS = 20
TEAM = 44


@dataclass
class People:
    """Who is who in the demo."""

    ceo: User
    sales: User
    directors: list[User]
    sponsors: list[User]
    executives: list[User]
    kams: list[User]
    team: list[User]
    lead: User
    administrator: User
    all: list[User] = field(default_factory=list)


class Hiring:
    """Makes people with names that do not repeat."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.password = make_password(PASSWORD)
        self.used: set[str] = set()
        self.hired: list[User] = []

    def hire(
        self,
        title: str,
        function: str,
        *,
        manager: User | None,
        executive: bool = False,
        name: tuple[str, str] | None = None,
    ) -> User:
        """Return a new person, kept."""
        city, country = self.random.choice(PLACES) if name is None else ("Paris", "FR")
        first, last = name or self.new_name(country)
        email = f"{plain(first)}.{plain(last)}@{DOMAIN}"
        self.used.add(email)
        person = User(
            email=email,
            first_name=first,
            last_name=last,
            job_title=title,
            function=function,
            manager=manager,
            employee_id=f"A{len(self.hired) + 1:04}",
            is_executive=executive,
            city=city,
            country=country,
            languages=sorted({"en", "fr", country.lower().replace("gb", "en").replace("us", "en")}),
            language="fr" if country == "FR" else "en",
            time_zone="Europe/Paris",
            password=self.password,
        )
        person.save()
        self.hired.append(person)
        return person

    def new_name(self, country: str) -> tuple[str, str]:
        """Return a name whose address is still free."""
        while True:
            first, last = self.random.choice(FIRST[country]), self.random.choice(LAST[country])
            if f"{plain(first)}.{plain(last)}@{DOMAIN}" not in self.used:
                return first, last


def plain(name: str) -> str:
    """Return a name as an address spells it."""
    table = str.maketrans("àâäéèêëïîíìôöóòùûüúçñÉÈÀÁÍÓÖÜ", "aaaeeeeiiiioooouuuucneeaaioou")
    return name.lower().translate(table).replace(" ", "").replace("’", "").replace("'", "")


def hire_everyone(random: Random) -> People:
    """Make the company: a chief executive, general management, sales with its regions, and the account teams."""
    hiring = Hiring(random)
    ceo = hiring.hire(
        "Présidente-directrice générale",
        Function.GENERAL_MANAGEMENT,
        manager=None,
        executive=True,
        name=("Hélène", "Vauquelin"),
    )
    sales = hiring.hire(
        "Directeur commercial groupe",
        Function.SALES,
        manager=ceo,
        executive=True,
        name=("Marc", "Delattre"),
    )
    directors = [
        hiring.hire(f"Directeur commercial {region}", Function.SALES, manager=sales, executive=True)
        for region in ("France", "Europe", "International")
    ]
    sponsors = [
        hiring.hire(
            "Directrice financière",
            Function.FINANCE,
            manager=ceo,
            executive=True,
            name=("Simone", "Laurent"),
        )
    ]
    titles = EXECUTIVE_TITLES["fr"]
    for number in range(1, SPONSORS):
        title, function = titles[number % len(titles)]
        suffix = "" if number < len(titles) else " Europe"
        sponsors.append(
            hiring.hire(
                title + suffix,
                function,
                manager=ceo if number < len(titles) else sponsors[number - len(titles)],
                executive=True,
            )
        )
    executives = [
        hiring.hire(
            "Directeur des affaires publiques",
            Function.COMMUNICATION,
            manager=ceo,
            executive=True,
            name=("Étienne", "Roy"),
        )
    ]
    executives += [
        hiring.hire("Directeur de division", Function.OPERATIONS, manager=ceo, executive=True)
        for _n in range(OTHER_EXECUTIVES)
    ]
    kams = [
        hiring.hire(
            "Responsable grands comptes",
            Function.SALES,
            manager=directors[0],
            name=("Karim", "Benali"),
        )
    ]
    kams += [
        hiring.hire("Key account manager", Function.SALES, manager=directors[n % 3])
        for n in range(1, KAMS)
    ]
    team = [
        hiring.hire(
            "Ingénieur d’affaires",
            Function.OPERATIONS,
            manager=directors[0],
            name=("Théo", "Marchand"),
        )
    ]
    team += [
        hiring.hire(
            "Customer success manager", Function.OPERATIONS, manager=random.choice(directors)
        )
        for _n in range(TEAM)
    ]
    lead = hiring.hire(
        "Responsable du programme KAM", Function.SALES, manager=sales, name=("Lina", "Moreau")
    )
    administrator = hiring.hire(
        "IT administrator", Function.IT, manager=sponsors[6], name=("Ada", "Keller")
    )
    lead.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return People(
        ceo, sales, directors, sponsors, executives, kams, team, lead, administrator, hiring.hired
    )


def cast() -> list[dict[str, str]]:
    """Return who may sign in to the demo: role, e-mail and password."""
    roles = [
        ("KAM", "karim.benali"),
        ("Sponsor", "simone.laurent"),
        ("Executive", "etienne.roy"),
        ("Team member", "theo.marchand"),
        ("Programme lead", "lina.moreau"),
        ("Administrator", "ada.keller"),
    ]
    return [
        {"role": role, "email": f"{name}@{DOMAIN}", "password": PASSWORD} for role, name in roles
    ]
