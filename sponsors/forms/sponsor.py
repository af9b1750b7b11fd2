"""What a volunteer is asked."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConnectionStrength
from accounts.forms.choosing import PersonField, written_contact
from accounts.forms.day import DayField
from accounts.forms.meanwhile import LastChangeMixin
from accounts.forms.plain import PlainTextMixin
from accounts.models import Connection, Contact, KeyAccount, Topic, User
from sponsors.choices import Grasp
from sponsors.forms.lines import (
    LinesMixin,
    Question,
    conflict_parts,
    employer_parts,
    interest_parts,
    level_field,
    link_parts,
    name_of,
)
from sponsors.models import PLACES, Sponsor
from sponsors.services.profiles import (
    Conflict,
    Employer,
    Interest,
    Link,
    ProfileAnswers,
    histories_of,
)

FACTS = (
    "capacity",
    "acquaintances",
    "motivation",
    "topics",
    "grasp",
    "expertise",
    "available_until",
    "has_named_all_links",
)


class VolunteerForm(LastChangeMixin, LinesMixin, PlainTextMixin, forms.Form):
    """Four questions first; the rest is folded away until there is time."""

    capacity = forms.TypedChoiceField(
        label=_("How many accounts would you take?"),
        coerce=int,
        initial=2,
        choices=[(number, str(number)) for number in range(1, PLACES + 1)],
        widget=forms.RadioSelect,
    )
    motivation = forms.CharField(
        label=_("Why would you like to be a sponsor?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by you and the programme leads alone."),
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("What are you at home in?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grasp = forms.ChoiceField(
        label=_("Commercial strategy and the account plan"),
        required=False,
        choices=[("", "—"), *Grasp.choices],
    )
    expertise = forms.CharField(label=_("Fields of expertise"), required=False, max_length=300)
    available_until = DayField(label=_("Available until"), required=False)
    acquaintances = forms.CharField(
        label=_("Whom else do you know there, and how?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The people you name may one day read this."),
    )
    has_named_all_links = forms.BooleanField(
        label=_("I have named everyone I know at our key accounts."), required=False
    )

    def __init__(self, *args: Any, reader: User, sponsor: Sponsor | None, **kwargs: Any) -> None:
        facts = (
            {name: getattr(sponsor, name) for name in FACTS if name != "topics"} if sponsor else {}
        )
        topics = {"topics": sponsor.topics.all()} if sponsor else {}
        kwargs["initial"] = facts | topics | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.remember(histories_of(sponsor) if sponsor else [])
        accounts = KeyAccount.objects.listed_to(reader)
        contacts = Contact.objects.visible_to(reader).active()
        self.ask(
            Question("interest", interest_parts(accounts), interests_of(sponsor)),
            Question("link", link_parts(contacts), shown=1),
            Question("employer", employer_parts(), employers_of(sponsor), shown=1),
            Question(
                "conflict", conflict_parts(accounts), conflicts_of(sponsor), shown=1, folded=2
            ),
        )
        self.known = links_of(sponsor.person) if sponsor else []
        for connection in self.known:
            made = level_field(written_contact(connection.contact), ConnectionStrength.choices)
            made.initial = connection.last.level if connection.last else 0
            self.fields[known_name(connection)] = made

    @property
    def known_links(self) -> list[forms.BoundField]:
        """What is known of each link said before."""
        return [self[known_name(connection)] for connection in self.known]

    @property
    def groups(self) -> dict[str, dict[str, Any]]:
        """The lines of each question, those seen at once and those that unfold."""
        return {name: self.split(name) for name in self.questions}

    @property
    def has_faults_folded(self) -> bool:
        """Whether something is amiss among what is folded away."""
        folded = {*FACTS} - {"capacity"}
        return any(name in folded or name.startswith("conflict") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        """A line says what it is about, and of whom or what; a conflict says why."""
        cleaned = super().clean()
        for number, said in self.answered("interest"):
            self.miss("interest", number, "", missing=said["sentence"] and not said[""])
        for number, said in self.answered("link"):
            self.miss("link", number, "", missing=said["level"] and not said[""])
            self.miss("link", number, "level", missing=said[""] and not said["level"])
        for number, said in self.answered("employer"):
            self.miss("employer", number, "", missing=said["sector"] and not said[""])
        for number, said in self.answered("conflict"):
            self.miss("conflict", number, "", missing=said["sentence"] and not said[""])
            self.miss("conflict", number, "sentence", missing=said[""] and not said["sentence"])
        return cleaned

    def miss(self, question: str, number: int, part: str, *, missing: object) -> None:
        """Say beside a part of a line that it is missing, unless another fault stands there."""
        name = name_of(question, number, part)
        if missing and name not in self.errors:
            self.add_error(name, _now("This field is required."))

    def answers(self) -> ProfileAnswers:
        """Return what was answered."""
        said = {
            name: [row for _n, row in self.answered(name) if row[""]] for name in self.questions
        }
        links = [Link(row[""], row["level"]) for row in said["link"]]
        return ProfileAnswers(
            **{name: self.cleaned_data[name] for name in FACTS},
            interests=[
                Interest(row[""], row["strength"] or 3, row["sentence"]) for row in said["interest"]
            ],
            links=[*self.levels_said(), *links],
            employers=[Employer(row[""], row["sector"]) for row in said["employer"]],
            conflicts=[Conflict(row[""], row["sentence"]) for row in said["conflict"]],
        )

    def levels_said(self) -> list[Link]:
        """Return how well one now knows whom one has named before; what was not sent stays as it is."""
        said = {known_name(row): row.contact for row in self.known}
        return [
            Link(contact, self.cleaned_data[name])
            for name, contact in said.items()
            if self.cleaned_data.get(name) is not None
        ]


class VolunteerForOtherForm(VolunteerForm):
    """The same, entered by a programme lead for an executive."""

    person = PersonField(label=_("Executive"), help_text=_("Name or e-mail"))
    field_order = ["person"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, sponsor=None, **kwargs)
        person = cast(PersonField, self.fields["person"])
        person.people = User.objects.executives().filter(sponsor__isnull=True)


def known_name(connection: Connection) -> str:
    """Return what the field of a link said before is called."""
    return f"known_{connection.public_id.hex}"


def links_of(person: User) -> list[Connection]:
    """Return whom a person knows, by client: what was said last is not that they do not."""
    rows = person.connections.select_related("contact__account").with_entries()
    ordered = rows.order_by("contact__account__name", "contact__last_name", "pk")
    return [row for row in ordered if row.last is not None and row.last.level]


def interests_of(sponsor: Sponsor | None) -> list[dict[str, Any]]:
    """Return the interests as lines show them, the strongest first."""
    rows = sponsor.interests.select_related("account", "sector") if sponsor else []
    return [
        {"": row.account or row.sector, "strength": row.strength, "sentence": row.sentence}
        for row in sorted(rows, key=lambda row: (-row.strength, row.pk))
    ]


def employers_of(sponsor: Sponsor | None) -> list[dict[str, Any]]:
    """Return where the sponsor has worked, as lines show it."""
    rows = sponsor.experiences.order_by("pk") if sponsor else []
    return [{"": row.employer, "sector": row.sector_id} for row in rows]


def conflicts_of(sponsor: Sponsor | None) -> list[dict[str, Any]]:
    """Return the conflicts of interest as lines show them."""
    rows = sponsor.conflicts.select_related("account", "sector").order_by("pk") if sponsor else []
    return [{"": row.account or row.sector, "sentence": row.sentence} for row in rows]
