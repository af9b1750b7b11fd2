"""What the columns of a file mean, in French and in English."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.choices import ImportKind
from accounts.models.base import fold
from sponsorship.imports import values


@dataclass(frozen=True)
class Column:
    """A field that a file may fill, the headers it is known by, and how its cells are read."""

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any] = str
    required: bool = False


def column(
    name: str, headers: str, read: Callable[[str], Any] = str, *, required: bool = False
) -> Column:
    """Return a column; headers stand one after another, separated by bars."""
    return Column(name, tuple(headers.split("|")), read, required)


V = values
KINDS: dict[str, tuple[Column, ...]] = {
    ImportKind.PEOPLE: (
        column("employee_id", "matricule|employee id|employee number|id|person id|numero employe"),
        column("last_name", "nom|last name|surname|family name|nom de famille", required=True),
        column("first_name", "prenom|first name|given name", required=True),
        column(
            "email",
            "e-mail|email|mail|courriel|adresse e-mail|email address",
            V.email,
            required=True,
        ),
        column("job_title", "intitule du poste|poste|job title|title|titre|fonction exercee"),
        column("function", "fonction|function|department|departement|direction", V.function),
        column("city", "site|ville|office|city|location|lieu"),
        column("country", "pays|country", V.country),
        column(
            "manager",
            "matricule manager|manager id|manager employee id|manager|responsable|matricule responsable|manager email|e-mail manager",
        ),
        column(
            "is_executive",
            "membre codir|codir|executive|comex|general management|dirigeant",
            V.boolean,
        ),
        column("languages", "langues|languages|langue|language", V.languages),
        column("is_active", "actif|active", V.boolean),
    ),
    ImportKind.ACCOUNTS: (
        column(
            "external_id", "account id|compte id|id compte|code compte|account number|identifiant"
        ),
        column("name", "account name|nom du compte|compte|name|account|client", required=True),
        column("sector", "industry|secteur|sector|branche"),
        column("city", "billing city|ville|city"),
        column("country", "billing country|pays|country", V.country),
        column(
            "kam",
            "account owner email|kam|owner email|e-mail kam|responsable du compte|kam email|account owner",
        ),
        column("tier", "tier|niveau|segment|categorie", V.tier),
        column("currency", "currency|devise", V.currency),
    ),
    ImportKind.CONTACTS: (
        column("external_id", "contact id|id contact|identifiant contact", required=True),
        column("account", "account id|compte|id compte|account", required=True),
        column("first_name", "first name|prenom"),
        column("last_name", "last name|nom", required=True),
        column("title", "title|titre|fonction|job title|poste"),
        column("level", "level|niveau|niveau hierarchique", V.level),
        column("email", "email|e-mail|courriel", V.email),
        column("city", "city|ville"),
        column("country", "country|pays", V.country),
    ),
    ImportKind.FIGURES: (
        column("account", "compte|account id|account|id compte", required=True),
        column("year", "exercice|year|annee|fiscal year", V.year, required=True),
        column("revenue", "ca|revenue|chiffre d'affaires|turnover|sales", V.amount),
        column("target", "objectif|target|budget", V.amount),
        column("nps", "nps|net promoter score", V.nps),
        column("satisfaction", "satisfaction|note de satisfaction", V.satisfaction),
        column("currency", "devise|currency", V.currency),
        column("is_final", "definitif|final|cloture", V.boolean),
    ),
    ImportKind.SPONSORS: (
        column(
            "email",
            "sponsor email|e-mail du sponsor|sponsor e-mail|email sponsor",
            V.email,
            required=True,
        ),
        column(
            "capacity",
            "capacity|capacite|nombre de comptes|accounts at most",
            lambda text: V.whole(text, low=1, high=3, code="capacity_out_of_range"),
        ),
        column("available_until", "available until|disponible jusqu'au", V.day),
        column("motivation", "motivation"),
        column("expertise", "expertise|domaines d'expertise"),
        column("volunteered_on", "volunteered on|volontaire depuis", V.day),
    ),
    ImportKind.PAIRINGS: (
        column("account", "paired account id|account id|compte|id compte", required=True),
        column(
            "sponsor",
            "sponsor email|sponsor|e-mail sponsor|e-mail du sponsor",
            V.email,
            required=True,
        ),
        column("since", "since|depuis|start date|debut", V.day, required=True),
        column("until", "until|jusqu'au|end of term|fin d'engagement", V.day),
    ),
    ImportKind.TEAM: (
        column("account", "account id|compte|id compte", required=True),
        column(
            "member",
            "member email|team member email|e-mail membre|membre|e-mail du membre",
            V.email,
            required=True,
        ),
        column("since", "since|depuis", V.day),
    ),
    ImportKind.INTERACTIONS: (
        column(
            "external_id",
            "activity id|id activite|interaction id|identifiant activite",
            required=True,
        ),
        column("account", "account id|compte|id compte", required=True),
        column("day", "date|day|jour", V.day, required=True),
        column("kind", "type|kind|nature", V.kind, required=True),
        column("subject", "subject|objet|sujet|title", required=True),
        column("owner", "owner email|e-mail proprietaire|responsable|owner", V.email),
        column("executive", "executive email|e-mail dirigeant|sponsor email|dirigeant", V.email),
        column("contacts", "contact ids|contacts|id contacts|contact id", V.strings),
        column("started_by", "initiated by|started by|initie par|a l'initiative de", V.starter),
        column("notes", "notes|commentaires|description"),
    ),
}
# What tells the kinds apart, the most particular first.
ORDER = (
    ImportKind.INTERACTIONS,
    ImportKind.CONTACTS,
    ImportKind.FIGURES,
    ImportKind.PAIRINGS,
    ImportKind.TEAM,
    ImportKind.SPONSORS,
    ImportKind.PEOPLE,
    ImportKind.ACCOUNTS,
)


@dataclass(frozen=True)
class Recognition:
    """What a header was recognised as: the place of each field, and what is not known."""

    kind: str
    places: dict[str, int]
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    currency: str = ""

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to say what a column is."""
        return not self.kind or bool(self.missing)


def plain(header: str) -> str:
    """Return a header without case, accents, brackets and signs: "CA (EUR)" gives "ca"."""
    bare = re.sub(r"\([^)]*\)", " ", fold(header))
    return " ".join(re.sub(r"[_:*./]", " ", bare).split())


def recognise(
    header: list[str], remembered: dict[tuple[str, str], str], *, kind: str = ""
) -> Recognition:
    """Say what the columns are, by known headers and by what was said of them before.

    `remembered` gives the field for a kind and a plain header; `kind` holds where a person has said it.
    """
    found = [match(header, candidate, remembered) for candidate in ([kind] if kind else ORDER)]
    whole = [recognition for recognition in found if not recognition.missing]
    if whole:
        return max(whole, key=lambda recognition: len(recognition.places))
    best = max(
        found, key=lambda recognition: len(recognition.places) - 3 * len(recognition.missing)
    )
    if kind or len(best.places) > len(header) / 2:
        return best
    return Recognition(kind="", places={}, unknown=[name for name in header if name])


def match(header: list[str], kind: str, remembered: dict[tuple[str, str], str]) -> Recognition:
    """Match a header with one kind of file."""
    known = {plain(name): col.name for col in KINDS[kind] for name in reversed(col.headers)}
    names = {col.name for col in KINDS[kind]}
    places: dict[str, int] = {}
    unknown = []
    for place, name in enumerate(header):
        said = remembered.get((kind, plain(name)))
        wanted = said if said is not None else known.get(plain(name))
        if wanted in names and wanted not in places:
            places[wanted] = place
        elif name and said != "":
            unknown.append(name)
    missing = [col.name for col in KINDS[kind] if col.required and col.name not in places]
    currency = next(
        (found[1] for name in header if (found := re.search(r"\(([A-Z]{3})\)", name))), ""
    )
    return Recognition(kind, places, unknown, missing, currency)
