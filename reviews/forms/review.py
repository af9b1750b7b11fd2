"""What is asked about an account review."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days import as_written
from accounts.forms.day import DayField
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.models import Contact, KeyAccount, User
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview, Decision
from reviews.queries.reviews import contacts_to_invite, people_to_invite
from reviews.services.reviews import OWN_FACTS, ReviewPlan
from sponsors.choices import Mode

DAY = {"type": "date", "min": "2000-01-01", "max": "2100-12-31"}


class ReviewForm(forms.Form):
    """When the review takes place, who asked for it, what is on the agenda and who comes."""

    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=ReviewType.choices)
    subject = forms.CharField(label=gettext_lazy("In one line"), max_length=200)
    day = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Mode.choices)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    started_by = forms.ChoiceField(label=gettext_lazy("Started"), choices=StartedBy.choices)
    requested_on = DayField(label=gettext_lazy("Requested on"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence of the request"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "An e-mail, or a named contact. A review that the client started counts on the scorecard when it has "
            "the date and the evidence."
        ),
    )
    agenda = forms.CharField(
        label=gettext_lazy("Agenda"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("From our side"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label=gettext_lazy("From the client"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
    )

    public_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, account: KeyAccount, review: AccountReview | None = None, **kwargs: Any
    ) -> None:
        first = kept_values(review) if review else first_values(account)
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people_to_invite(account, review)  # type: ignore[attr-defined]
        contacts = self.fields["contacts"]
        contacts.queryset = contacts_to_invite(account, review)  # type: ignore[attr-defined]
        contacts.label_from_instance = contact_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The client asks before the review takes place."""
        facts = super().clean() or {}
        day, requested = facts.get("day"), facts.get("requested_on")
        if day and not 2000 <= day.year <= 2100:
            self.add_error("day", _("Choose a year between 2000 and 2100."))
        if day and requested and requested > day:
            self.add_error("requested_on", _("The request comes before the review."))
        return facts

    def compare(self, kept: AccountReview, said: str) -> None:
        """Leave what was typed, ready to be kept once more, and say beside each field what others have kept."""
        typed, now = dict(self.cleaned_data), kept_values(kept)
        self.add_error(None, said)
        for name in ("type", "subject", "day", "time", "mode", "place", *OWN_FACTS):
            if name in typed and (typed[name] or None) != (now[name] or None):
                choices = dict(getattr(self.fields[name], "choices", ()))
                value = as_written(choices.get(now[name], now[name])) or "–"
                self.add_error(name, _("Saved now: %(value)s") % {"value": value})
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(now["version"])
        self.data = data

    def plan(self) -> ReviewPlan:
        """Return what was written down."""
        facts = dict(self.cleaned_data)
        facts.pop("version")
        return ReviewPlan(**facts)


def first_values(account: KeyAccount) -> dict[str, Any]:
    """Propose the tandem as participants, and an identity so that sending twice is sending once."""
    return {
        "public_id": uuid4(),
        "subject": _("Account review"),
        "type": ReviewType.STRATEGIC,
        "mode": Mode.FACE_TO_FACE,
        "people": [person for person in (account.kam, account.sponsor_person) if person],
    }


def kept_values(review: AccountReview) -> dict[str, Any]:
    """Return what is kept of a review."""
    interaction = review.interaction
    return {
        "public_id": interaction.public_id,
        "version": interaction.version,
        "people": list(interaction.people.all()),
        "contacts": list(interaction.contacts.all()),
        **{
            name: getattr(interaction, name) for name in ("subject", "day", "time", "mode", "place")
        },
        **{name: getattr(review, name) for name in OWN_FACTS},
    }


def contact_label(contact: Contact) -> str:
    """Name a contact with the title."""
    return f"{contact.full_name}, {contact.title}" if contact.title else contact.full_name


class ReviewFilterForm(forms.Form):
    """Which reviews the list shows."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=[("", gettext_lazy("Ahead")), ("past", gettext_lazy("Past"))],
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        choices=[("", gettext_lazy("All types")), *ReviewType.choices],
    )
    started_by = forms.ChoiceField(
        label=gettext_lazy("Started"),
        required=False,
        choices=[("", gettext_lazy("By anyone")), *StartedBy.choices],
    )
    q = forms.CharField(label=gettext_lazy("Key account"), required=False, max_length=80)


class MinutesForm(MeanwhileMixin, forms.ModelForm):
    """What was said."""

    class Meta:
        model = AccountReview
        fields = ("minutes",)
        widgets = {"minutes": forms.Textarea(attrs={"rows": 14})}


class DecisionForm(forms.ModelForm):
    """What was decided, who carries it out and until when."""

    due_on = DayField(label=gettext_lazy("Until"), required=False)

    class Meta:
        model = Decision
        fields = ("text", "owner", "due_on")

    def __init__(self, *args: Any, review: AccountReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = forms.ModelChoiceField(
            people_to_invite(review.interaction.account, review).filter(is_active=True),
            label=gettext_lazy("Who"),
            to_field_name="public_id",
        )
        self.fields["owner"] = owner


class CancelForm(forms.Form):
    """Why a review will not take place."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
