"""The statements behind an executive brief, prepared."""

from typing import Any

from django.db.models import DateField, Max, OuterRef, Q, Subquery

from accounts.choices import TOP_LEVELS
from accounts.models import AnnualFigures, Ask, AskAnswer, Brief, Contact, NoGo
from accounts.prepared import Given, Prepared
from sponsors.choices import InteractionStatus, Side
from sponsors.models import GoAhead, Interaction, InteractionContact

LAST_EXCHANGES, NEXT_EXCHANGES, ADVICE, PEOPLE = 4, 2, 3, 12
ON = Given("on", DateField())
# The day on which somebody of us last met a contact: one walk along the index of what the contact attended.
LAST_MET = Subquery(
    InteractionContact.objects.filter(
        contact=OuterRef("pk"), interaction__status=InteractionStatus.HELD
    )
    .values("contact")
    .annotate(last=Max("interaction__day"))
    .values("last")
)


def heard(path: str) -> Subquery:
    """Return something of the last answer to an ask."""
    answers = AskAnswer.objects.filter(ask=OuterRef("pk")).order_by("-said_on", "-pk")
    return Subquery(answers.values(path)[:1])


# What came of an ask when one of us last raised it: its words, who heard it and when.
LAST_HEARD = {
    "heard_outcome": heard("outcome"),
    "heard_line": heard("line"),
    "heard_on": heard("said_on"),
    "heard_first": heard("person__first_name"),
    "heard_last": heard("person__last_name"),
}


@Prepared
def brief_of() -> Any:
    """The words of the brief of an account."""
    return Brief.objects.filter(account=Given("account"))


@Prepared
def figures_of() -> Any:
    """The figures of some years, the oldest first."""
    found = AnnualFigures.objects.filter(account=Given("account"))
    return found.filter(year__gt=Given("after"), year__lte=Given("year")).order_by("year")


@Prepared
def asks_of() -> Any:
    """What is to be asked, the most urgent first."""
    asks = Ask.objects.open().filter(account=Given("account")).order_by("until", "pk")
    return asks.annotate(**LAST_HEARD)


@Prepared
def no_gos_of() -> Any:
    """What is not to be raised."""
    return NoGo.objects.open().filter(account=Given("account"))


@Prepared
def contacts_to_meet() -> Any:
    """The top executives, and those of whom to ask something or with whom not to raise something."""
    found = Contact.objects.active().filter(account=Given("account"))
    worth = found.filter(Q(level__in=TOP_LEVELS) | Q(pk__in=Given("named")))
    return worth.by_level().annotate(last_day=LAST_MET)[:PEOPLE]


def exchanges() -> Any:
    """What was and will be talked of with the client."""
    return Interaction.objects.filter(account=Given("account"), side=Side.CLIENT)


@Prepared
def last_exchanges() -> Any:
    """The last exchanges with the client."""
    found = exchanges().held().newest_first()
    return found.values_list("day", "subject")[:LAST_EXCHANGES]


@Prepared
def next_exchanges() -> Any:
    """What is planned with the client."""
    return exchanges().ahead(ON).values_list("day", "subject")[:NEXT_EXCHANGES]


@Prepared
def advice_of() -> Any:
    """What the KAM advised one of the two for what lies ahead."""
    found = GoAhead.objects.of_the_two(Given("reader")).filter(account=Given("account"))
    ahead = found.exclude(advice="").agreed().ahead(ON)
    return ahead.order_by("day", "pk").values_list("pk")[:ADVICE]
