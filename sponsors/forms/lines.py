"""Questions with several answers, one a line: an account or a sector, a contact, an employer."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConnectionStrength
from accounts.forms.choosing import (
    ContactField,
    KeyAccountField,
    OfferingInput,
    no_account,
)
from accounts.models import KeyAccount, Sector
from accounts.models.base import fold
from accounts.models.contact import ContactQuerySet
from accounts.models.key_account import KeyAccountQuerySet

MOST = 20
STRENGTHS = [
    (1, pgettext_lazy("interest", "1 – a little")),
    (2, "2"),
    (3, pgettext_lazy("interest", "3 – rather")),
    (4, "4"),
    (5, pgettext_lazy("interest", "5 – very much")),
]
KNOWN = [strength for strength in ConnectionStrength.choices if strength[0]]
Makers = Mapping[str, Callable[[], forms.Field]]


@dataclass(frozen=True)
class Question:
    """A question that is answered line by line: the parts of a line, and what was answered before."""

    name: str
    parts: Makers
    known: Sequence[Mapping[str, Any]] = ()
    shown: int = 2
    folded: int = 3

    def numbers(self, data: Mapping[str, Any]) -> range:
        """Return the lines: what is known and some to fill, and as many as were sent."""
        pattern = re.compile(rf"{self.name}_([1-9]\d?)")
        sent = [int(found[1]) for key in data if (found := pattern.fullmatch(key))]
        return range(1, max(len(self.known) + self.folded, min(MOST, max(sent, default=0))) + 1)


@dataclass(frozen=True)
class Line:
    """One line of a question, by its parts."""

    number: int
    what: forms.BoundField
    parts: dict[str, forms.BoundField] = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        """Whether something stands on it."""
        return bool(self.what.value() or any(part.errors for part in self.parts.values()))


def name_of(question: str, number: int, part: str = "") -> str:
    """Return what a field of a line is called: `interest_2`, `interest_2_sentence`."""
    return f"{question}_{number}_{part}" if part else f"{question}_{number}"


class InterestField(KeyAccountField):
    """A key account or a sector, typed by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = OfferingInput(reverse_lazy("sponsors:interest_suggest"))

    def prepare_value(self, value: Any) -> Any:
        """Show either as one types it."""
        return str(value) if isinstance(value, Sector) else super().prepare_value(value)

    def clean(self, value: Any) -> KeyAccount | Sector | None:  # type: ignore[override]
        """Return the one account or sector meant."""
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        sectors = [row for row in Sector.objects.narrow() if fold(text) in names_of(row)]
        return sectors[0] if sectors else self.account_or_fault(text)

    def account_or_fault(self, text: str) -> KeyAccount:
        """Return the account meant, or say that it is neither."""
        try:
            return self.account_meant(text)
        except forms.ValidationError as fault:
            if fault.messages == [no_account(text)]:
                words = gettext("No key account and no sector is called “%(text)s”.")
                raise forms.ValidationError(words % {"text": text}) from fault
            raise


def names_of(sector: Sector) -> set[str]:
    """Return the names of a sector in both languages, as names are compared."""
    return {fold(sector.name_en), fold(sector.name_fr)}


def interest_parts(accounts: KeyAccountQuerySet) -> Makers:
    """Return the parts of a line on what interests one."""
    return {
        "": lambda: InterestField(
            label=_("Key account or sector"), required=False, accounts=accounts
        ),
        "strength": lambda: forms.TypedChoiceField(
            label=_("How much"),
            coerce=int,
            choices=STRENGTHS,
            initial=3,
            empty_value=None,
            required=False,
        ),
        "sentence": lambda: forms.CharField(
            label=_("Why, in a sentence"), max_length=200, required=False
        ),
    }


def link_parts(contacts: ContactQuerySet) -> Makers:
    """Return the parts of a line on whom one knows."""
    return {
        "": lambda: ContactField(label=_("Contact"), required=False, contacts=contacts),
        "level": lambda: level_field(_("How well"), [("", "—"), *KNOWN]),
    }


def level_field(label: Any, choices: Sequence[Any]) -> forms.TypedChoiceField:
    """Return the choice of how well one knows somebody."""
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=choices, empty_value=None, required=False
    )


def employer_parts() -> Makers:
    """Return the parts of a line on where one has worked; the sectors are read once for all lines."""
    sectors = {str(row.pk): row for row in Sector.objects.narrow()}
    by_name = sorted(sectors.items(), key=lambda choice: fold(str(choice[1])))
    return {
        "": lambda: forms.CharField(label=_("Employer"), max_length=160, required=False),
        "sector": lambda: forms.TypedChoiceField(
            label=_("Sector"),
            coerce=sectors.get,
            choices=[("", "—"), *by_name],
            empty_value=None,
            required=False,
        ),
    }


def conflict_parts(accounts: KeyAccountQuerySet) -> Makers:
    """Return the parts of a line on a conflict of interest."""
    return {
        "": lambda: InterestField(
            label=_("Key account or sector"), required=False, accounts=accounts
        ),
        "sentence": lambda: forms.CharField(
            label=_("Why, in a sentence"), max_length=200, required=False
        ),
    }


class LinesMixin:
    """A form some of whose questions are answered line by line."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    questions: dict[str, Question]

    def ask(self, *questions: Question) -> None:
        """Add the fields of the questions, filled with what is known."""
        self.questions = {question.name: question for question in questions}
        for question in questions:
            for number in question.numbers(self.data):  # type: ignore[attr-defined]
                known = question.known[number - 1] if number <= len(question.known) else {}
                for part, make in question.parts.items():
                    made = self.fields[name_of(question.name, number, part)] = make()
                    made.initial = known.get(part, made.initial)

    def lines(self, name: str) -> list[Line]:
        """Return the lines of a question as a page shows them."""
        question = self.questions[name]
        return [
            Line(
                number,
                self[name_of(name, number)],  # type: ignore[index]
                {part: self[name_of(name, number, part)] for part in question.parts if part},  # type: ignore[index]
            )
            for number in question.numbers(self.data)  # type: ignore[attr-defined]
        ]

    def split(self, name: str) -> dict[str, list[Line]]:
        """Return the lines one sees at once, and those that unfold."""
        lines = self.lines(name)
        used = max((line.number for line in lines if line.is_used), default=0)
        shown = max(self.questions[name].shown, used)
        return {"first": lines[:shown], "rest": lines[shown:]}

    def answered(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each line with its number and what was understood of its parts."""
        question = self.questions[name]
        for number in question.numbers(self.data):  # type: ignore[attr-defined]
            yield (
                number,
                {
                    part: self.cleaned_data.get(name_of(name, number, part))
                    for part in question.parts
                },
            )
