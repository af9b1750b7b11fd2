"""The people of the demo: general management, sales, the account teams, and the cast who signs in."""

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS, Function
from accounts.models import User
from sponsorship.demo.names import DOMAIN, FIRST, HEAD_OFFICE, LAST, PASSWORD, PLACES, PORTFOLIOS
from sponsorship.demo.titles import DIVISIONS, KAM_TITLE, ROLES, TEAM_TITLES, Title, in_words

SPONSORS = 24
TEAM = 44


@dataclass
class People:
    """Who is who in the demo."""

    ceo: User
    sales: User
    sponsors: list[User]
    executives: list[User]
    kams: list[User]
    team: list[User]
    lead: User
    administrator: User
    assistant: User
    deputy: User
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
        title: Title,
        function: str,
        *,
        manager: User | None,
        executive: bool = False,
        place: tuple[str, str] | None = None,
    ) -> User:
        """Return a new person somewhere, or at that place, kept."""
        city, country = place or self.random.choice(PLACES)
        first, last, is_woman = self.new_name(country)
        spoken = in_words(title, country, is_woman=is_woman)
        return self.keep(
            (first, last), spoken, function, (city, country), manager=manager, executive=executive
        )

    def keep(
        self,
        name: tuple[str, str],
        title: str,
        function: str,
        place: tuple[str, str] = HEAD_OFFICE,
        *,
        manager: User | None,
        executive: bool = False,
    ) -> User:
        """Return a new person of that name, kept."""
        (first, last), (city, country) = name, place
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

    def new_name(self, country: str) -> tuple[str, str, bool]:
        """Return a name whose address is still free, and whether it is a woman's."""
        while True:
            is_woman = self.random.random() < 0.5
            women, men = FIRST[country]
            first = self.random.choice(women if is_woman else men)
            last = self.random.choice(LAST[country])
            if f"{plain(first)}.{plain(last)}@{DOMAIN}" not in self.used:
                return first, last, is_woman


def plain(name: str) -> str:
    """Return a name as an address spells it."""
    table = str.maketrans("àâäéèêëïîíìôöóòùûüúçñÉÈÀÁÍÓÖÜ", "aaaeeeeiiiioooouuuucneeaaioou")
    return name.lower().translate(table).replace(" ", "").replace("’", "").replace("'", "")


def hire_everyone(random: Random) -> People:
    """Make the company: a chief executive, general management, sales with its regions, and the account teams."""
    hiring = Hiring(random)
    ceo = hiring.keep(
        ("Hélène", "Vauquelin"),
        "Présidente-directrice générale",
        Function.GENERAL_MANAGEMENT,
        manager=None,
        executive=True,
    )
    sales = hiring.keep(
        ("Marc", "Delattre"),
        "Directeur commercial groupe",
        Function.SALES,
        manager=ceo,
        executive=True,
    )
    directors = hire_directors(hiring, sales)
    sponsors = hire_sponsors(hiring, ceo)
    executives = [
        hiring.keep(
            ("Étienne", "Roy"),
            "Directeur des affaires publiques",
            Function.COMMUNICATION,
            manager=ceo,
            executive=True,
        )
    ]
    executives += [
        hiring.hire(division, Function.OPERATIONS, manager=ceo, executive=True)
        for division in DIVISIONS
    ]
    kams = hire_kams(hiring, directors)
    team = [
        hiring.keep(
            ("Théo", "Marchand"),
            "Ingénieur d’affaires",
            Function.OPERATIONS,
            manager=directors["FR"],
        )
    ]
    team += [
        hiring.hire(
            TEAM_TITLES[number % len(TEAM_TITLES)],
            Function.OPERATIONS,
            manager=random.choice(list(directors.values())),
        )
        for number in range(TEAM)
    ]
    lead = hiring.keep(
        ("Lina", "Moreau"), "Responsable du programme KAM", Function.SALES, manager=sales
    )
    administrator = hiring.keep(
        ("Ada", "Keller"), "IT administrator", Function.IT, manager=sponsors[6]
    )
    lead.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    assistant = hiring.keep(
        ("Claire", "Petit"), "Assistante de direction", Function.OTHER, manager=ceo
    )
    deputy = hiring.keep(
        ("Paul", "Girard"), "Responsable grands comptes", Function.SALES, manager=directors["FR"]
    )
    return People(
        *(ceo, sales, sponsors, executives, kams, team, lead, administrator, assistant, deputy),
        all=hiring.hired,
    )


def hire_directors(hiring: Hiring, sales: User) -> dict[str, User]:
    """Make the heads of sales of the three regions, and return the one of each country."""
    france = hiring.keep(
        ("Valérie", "Chastain"),
        "Directrice commerciale France",
        Function.SALES,
        manager=sales,
        executive=True,
    )
    europe = hiring.keep(
        ("Stefan", "Reuter"),
        "Head of Sales, Europe",
        Function.SALES,
        ("Munich", "DE"),
        manager=sales,
        executive=True,
    )
    overseas = hiring.keep(
        ("Rebecca", "Thorne"),
        "Head of Sales, Americas",
        Function.SALES,
        ("Chicago", "US"),
        manager=sales,
        executive=True,
    )
    return dict.fromkeys(FIRST, europe) | {"FR": france, "US": overseas}


def hire_sponsors(hiring: Hiring, ceo: User) -> list[User]:
    """Make the general management that volunteers: the group's, and below it Europe's."""
    sponsors = [
        hiring.keep(
            ("Simone", "Laurent"),
            "Directrice financière",
            Function.FINANCE,
            manager=ceo,
            executive=True,
        )
    ]
    for number in range(1, SPONSORS):
        function, title = ROLES[number % len(ROLES)]
        is_group = number < len(ROLES)
        if not is_group:
            feminine, masculine, english = title
            title = (f"{feminine} Europe", f"{masculine} Europe", f"{english}, Europe")
        sponsors.append(
            hiring.hire(
                title,
                function,
                manager=ceo if is_group else sponsors[number - len(ROLES)],
                executive=True,
                place=HEAD_OFFICE if number % 3 == 1 else None,
            )
        )
    return sponsors


def hire_kams(hiring: Hiring, directors: dict[str, User]) -> list[User]:
    """Make the key account managers, each in the country of the clients."""
    kams = [
        hiring.keep(
            ("Karim", "Benali"),
            "Responsable grands comptes",
            Function.SALES,
            manager=directors["FR"],
        )
    ]
    for country, *_clients in PORTFOLIOS[1:]:
        place = hiring.random.choice([place for place in PLACES if place[1] == country])
        kams.append(hiring.hire(KAM_TITLE, Function.SALES, manager=directors[country], place=place))
    return kams


def cast() -> list[dict[str, str]]:
    """Return who may sign in to the demo: role, e-mail and password."""
    roles = [
        ("KAM", "karim.benali"),
        ("Sponsor", "simone.laurent"),
        ("Executive", "etienne.roy"),
        ("Team member", "theo.marchand"),
        ("Programme lead", "lina.moreau"),
        ("Administrator", "ada.keller"),
        ("Assistant", "claire.petit"),
        ("Deputy", "paul.girard"),
    ]
    return [
        {"role": role, "email": f"{name}@{DOMAIN}", "password": PASSWORD} for role, name in roles
    ]
