"""What a meeting brought: a mood or a line is enough, the rest is one tap each or folded away."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.choices import AskOutcome
from accounts.forms.day import DayField
from accounts.models import Ask, Contact, User
from accounts.services.asks import Answered
from sponsors.choices import Mood, StepKind
from sponsors.forms.interaction import OPERATIONAL, ContactsField, contact_label, contacts_to_name
from sponsors.models import Interaction
from sponsors.services.coaching import may_keep, own_note
from sponsors.services.debriefs import Promised, Told

# What may follow: two promises to the client and one next step are room enough for a minute.
ROWS = (StepKind.PROMISE, StepKind.PROMISE, StepKind.STEP)


class ToldForm(forms.Form):
    """How it felt, what they said, and what came of the asks."""

    needs_a_word = True
    mood = forms.ChoiceField(
        label=_("How did it go?"), choices=Mood, required=False, widget=forms.RadioSelect
    )
    notes = forms.CharField(
        label=_("What did they say?"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks: Iterable[Ask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = {str(ask.public_id): ask for ask in asks}
        for key, ask in self.asks.items():
            self.fields[f"ask-{key}"] = forms.ChoiceField(
                label=ask.text, choices=AskOutcome, required=False, widget=forms.RadioSelect
            )
            self.fields[f"line-{key}"] = forms.CharField(
                label=_("In one line"), required=False, max_length=200
            )

    def ask_rows(self) -> list[tuple[Ask, BoundField, BoundField]]:
        """Return each ask with what may have come of it, and its line."""
        return [(ask, self[f"ask-{key}"], self[f"line-{key}"]) for key, ask in self.asks.items()]

    def clean(self) -> dict[str, Any]:
        """Ask for a word at least; a line about an ask without an outcome means that it was asked."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        said = facts.get("mood") or facts.get("notes") or self.answers()
        if self.needs_a_word and not self.errors and not said:
            raise forms.ValidationError(_("One tap or one line is enough: how did it go?"))
        return facts

    def answers(self) -> tuple[Answered, ...]:
        """Return what was heard."""
        found = []
        for key, ask in self.asks.items():
            outcome, line = (
                self.cleaned_data.get(f"ask-{key}"),
                self.cleaned_data.get(f"line-{key}"),
            )
            if outcome or line:
                found.append(Answered(ask, outcome or AskOutcome.ASKED, line or ""))
        return tuple(found)


class DebriefForm(ToldForm):
    """A meeting that was planned, or told already: also who was there, what was promised and what comes next."""

    contacts = ContactsField(
        Contact.objects.none(),
        label=_("Who was there from the client"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    is_operational = forms.BooleanField(label=OPERATIONAL, required=False)

    def __init__(
        self, *args: Any, interaction: Interaction, reader: User, asks: Iterable[Ask], **kwargs: Any
    ) -> None:
        named = [str(key) for key in interaction.contacts.values_list("public_id", flat=True)]
        kwargs["initial"] = {
            "mood": interaction.mood,
            "notes": own_note(interaction, reader)
            if interaction.is_between_us
            else interaction.notes,
            "contacts": named,
            "version": interaction.version,
            "is_operational": interaction.is_operational,
        } | heard_before(interaction, reader)
        super().__init__(*args, asks=asks, **kwargs)
        if interaction.is_between_us:
            self.keep_between_us(may_write=may_keep(interaction, reader))
        field = self.fields["contacts"]
        field.queryset = contacts_to_name(interaction.account)  # type: ignore[attr-defined]
        field.label_from_instance = contact_label  # type: ignore[attr-defined]
        self.add_rows(interaction, reader)

    def keep_between_us(self, *, may_write: bool) -> None:
        """That the two have talked is enough; what they note is for them alone, and nobody else may note it."""
        self.needs_a_word = False
        del self.fields["mood"], self.fields["is_operational"]
        if may_write:
            self.fields["notes"].help_text = _("For the two of you alone.")
        else:
            del self.fields["notes"]

    def add_rows(self, interaction: Interaction, reader: User) -> None:
        """Add the fields for what was promised, and what comes next."""
        team = [member.person_id for member in interaction.account.team()]
        there = interaction.participants.values("person")
        owners = User.objects.active().filter(pk__in=[*team, reader.pk]) | (
            User.objects.active().filter(pk__in=there)
        )
        for number, kind in enumerate(ROWS):
            label = _("Promise to the client") if kind == StepKind.PROMISE else _("Next step")
            self.fields[f"text-{number}"] = forms.CharField(
                label=label, required=False, max_length=200
            )
            self.fields[f"owner-{number}"] = forms.ModelChoiceField(
                owners.by_name(),
                label=_("Who"),
                required=False,
                to_field_name="public_id",
                empty_label=_("I do"),
            )
            self.fields[f"due-{number}"] = DayField(label=_("Until"), required=False)
            if kind == StepKind.PROMISE:
                self.fields[f"commercial-{number}"] = forms.BooleanField(
                    label=_("It is commercial: a price, a delay, a volume"), required=False
                )

    def promise_rows(self) -> list[list[BoundField]]:
        """Return what may be promised: the words, who and until when, and of a promise whether it is commercial."""
        names = ("text", "owner", "due", "commercial")
        return [
            [self[f"{name}-{number}"] for name in names if f"{name}-{number}" in self.fields]
            for number in range(len(ROWS))
        ]

    def has_promises(self) -> bool:
        """Whether something was typed there, or is wrong."""
        return any(field.value() or field.errors for row in self.promise_rows() for field in row)

    def clean(self) -> dict[str, Any]:
        """A day or an owner without words is a promise that somebody forgot to write."""
        facts = super().clean()
        for number in range(len(ROWS)):
            if facts.get(f"due-{number}") and not facts.get(f"text-{number}"):
                self.add_error(f"text-{number}", _("Say in a line what is to be done."))
        return facts

    def told(self) -> Told:
        """Return what was said."""
        facts = self.cleaned_data
        promises = [
            Promised(
                facts[f"text-{number}"],
                kind,
                facts[f"owner-{number}"],
                facts[f"due-{number}"],
                facts.get(f"commercial-{number}", False),
            )
            for number, kind in enumerate(ROWS)
            if facts[f"text-{number}"]
        ]
        return Told(
            facts.get("mood", ""),
            facts.get("notes", ""),
            facts["contacts"],
            tuple(promises),
            self.answers(),
            facts.get("is_operational"),
        )


class CommentForm(forms.Form):
    """A line beside somebody's debrief."""

    text = forms.CharField(label=_("Your comment"), max_length=500)


class DisputeForm(forms.Form):
    """What is not so in a debrief, and how it should read."""

    because = forms.CharField(
        label=_("What is not so?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(
        label=_("How it should read"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("If the other agrees to your text, it becomes the debrief."),
    )

    def __init__(self, *args: Any, interaction: Interaction, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": interaction.notes}
        super().__init__(*args, **kwargs)
        if interaction.is_between_us:
            del self.fields["text"]


class TextForm(forms.Form):
    """How a disputed debrief should read."""

    text = forms.CharField(
        label=_("How it should read"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )


class DecisionForm(forms.Form):
    """A lead's word on a dispute."""

    counts = forms.TypedChoiceField(
        label=_("Does the meeting count?"),
        choices=[("yes", _("It counts")), ("no", _("It does not count"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    last_word = forms.CharField(label=_("Why, in one line"), max_length=500)


def heard_before(interaction: Interaction, reader: User) -> dict[str, str]:
    """Return what the reader has said already of the asks of this meeting."""
    said: dict[str, str] = {}
    for row in interaction.answers.filter(person=reader).select_related("ask"):
        said |= {f"ask-{row.ask.public_id}": row.outcome, f"line-{row.ask.public_id}": row.line}
    return said
