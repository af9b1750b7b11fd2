"""What is asked of an interaction: three things, and the rest folded away."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import DayField
from accounts.models import Contact, KeyAccount, User
from accounts.models.key_account import assisted_by, opened_by
from accounts.rules import is_on_account_team
from sponsors.choices import InteractionKind, Mode
from sponsors.models import Interaction
from sponsors.rules.seats import assists_on
from sponsors.services.coaching import may_keep, own_note
from sponsors.services.drafts import Draft

CONTACTS = 60
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OPERATIONAL = _("An operational matter: a delivery, an invoice, a claim")
LOGGED_KINDS = [
    (InteractionKind.EXCHANGE, _("We two talked")),
    (InteractionKind.MEETING, _("Client meeting")),
    (InteractionKind.CALL, _("Client call")),
    (InteractionKind.MESSAGE, _("Message")),
    (InteractionKind.COACHING, _("Coaching")),
    (InteractionKind.EVENT, _("Event outside business")),
    (InteractionKind.ESCALATION, _("Escalation by the client")),
]
USUAL_MODE = {
    InteractionKind.MEETING: Mode.FACE_TO_FACE,
    InteractionKind.CALL: Mode.PHONE,
    InteractionKind.MESSAGE: Mode.WRITTEN,
    InteractionKind.EVENT: Mode.FACE_TO_FACE,
}


class Offered(ModelChoiceIterator):
    """Choices that ask their field for its records when they are shown, not before."""

    def __init__(self, field: Any) -> None:
        self.field = field

    @property
    def queryset(self) -> Any:  # type: ignore[override]  # read alone: it is the field's
        """What the field offers."""
        return self.field.queryset


class LateField(forms.ModelChoiceField):
    """One record or none. Its queryset may be a way to build one: most of what is posted names nobody."""

    iterator = Offered
    _queryset: Any

    @property
    def queryset(self) -> Any:
        """The records to choose from, put together when they are first asked for."""
        if callable(self._queryset):
            self._queryset = self._queryset()
        return self._queryset

    @queryset.setter
    def queryset(self, records: Any) -> None:
        self._queryset = records
        self.widget.choices = self.choices


class FirstContacts(Offered):
    """Offers the first sixty, top executives first; any other of the account's contacts is understood too."""

    def __iter__(self) -> Iterator[Any]:
        """Yield no more than a page bears."""
        return islice(super().__iter__(), CONTACTS)


class SomeField(LateField, forms.ModelMultipleChoiceField):
    """Some records, or none; where none is chosen none is asked for."""

    def clean(self, value: Any) -> Any:
        """Return those that were chosen."""
        return list(super().clean(value)) if value or self.required else []


class ContactsField(SomeField):
    """Contacts of one account."""

    iterator = FirstContacts


class InteractionForm(forms.Form):
    """One interaction of one account."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What"), choices=LOGGED_KINDS, widget=forms.RadioSelect)
    day = forms.DateField(label=_("When"), widget=DAY)
    subject = forms.CharField(label=_("In one line"), max_length=200)
    time = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    mode = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", _("As usual for it")), *Mode.choices]
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    contacts = ContactsField(
        Contact.objects.none(),
        label=_("With whom at the client"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    people = SomeField(
        User.objects.none(),
        label=_("Who of us"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    on_behalf_of = forms.ModelChoiceField(
        User.objects.none(), label=_("In whose name"), required=False, to_field_name="public_id"
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=8000,
        help_text=_(
            "Notes of what KAM and sponsor say to each other are for these two alone; the line above is the team’s."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_operational = forms.BooleanField(label=OPERATIONAL, required=False)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    step_owner = LateField(
        User.objects.none(), label=_("Who does it"), required=False, to_field_name="public_id"
    )
    step_due_on = DayField(label=_("Until"), required=False)

    def __init__(
        self,
        *args: Any,
        account: KeyAccount,
        reader: User,
        today: date,
        interaction: Interaction | None = None,
        names: Iterable[User] = (),
        **kwargs: Any,
    ) -> None:
        first = self.first_values(today) if interaction is None else self.kept_values(interaction)
        if interaction is not None and interaction.is_between_us:
            first["notes"] = own_note(interaction, reader)
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.account, self.today = account, today
        in_own_name = is_on_account_team(reader, account)
        self.fields["contacts"].queryset = partial(contacts_to_name, account)  # type: ignore[attr-defined]
        self.fields["contacts"].label_from_instance = contact_label  # type: ignore[attr-defined]
        for name in ("people", "step_owner"):
            self.fields[name].queryset = partial(people_to_name, account, reader)  # type: ignore[attr-defined]
        self.fields["step_owner"].empty_label = _("I do")  # type: ignore[attr-defined]
        self.offer_names(list(names), in_own_name=in_own_name)
        if not in_own_name and assists_on(reader, account):
            self.leave_coaching_out()
        if interaction is not None:
            for name in ("next_step", "step_owner", "step_due_on"):
                del self.fields[name]
            if interaction.is_between_us and not may_keep(interaction, reader):
                del self.fields["notes"]

    def offer_names(self, names: list[User], *, in_own_name: bool) -> None:
        """Let a delegate say in whose name it is written; anyone else writes in their own."""
        if not names:
            del self.fields["on_behalf_of"]
            return
        field: Any = self.fields["on_behalf_of"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in names]).by_name()
        field.required = not in_own_name
        field.empty_label = _("Myself") if in_own_name else None
        field.initial = names[0].public_id

    def leave_coaching_out(self) -> None:
        """Coaching stays between the two: an assistant has no part in it."""
        kind: Any = self.fields["kind"]
        kind.choices = [row for row in LOGGED_KINDS if row[0] != InteractionKind.COACHING]

    @staticmethod
    def first_values(today: date) -> dict[str, Any]:
        """Return what a new form proposes."""
        return {"public_id": uuid4(), "day": today}

    @staticmethod
    def kept_values(interaction: Interaction) -> dict[str, Any]:
        """Return what is kept of an interaction."""
        kept = {
            name: getattr(interaction, name)
            for name in (
                "kind",
                "day",
                "time",
                "subject",
                "mode",
                "place",
                "notes",
                "is_operational",
            )
        }
        return kept | {
            "public_id": interaction.public_id,
            "contacts": [
                str(key) for key in interaction.contacts.values_list("public_id", flat=True)
            ],
            "people": [str(key) for key in interaction.people.values_list("public_id", flat=True)],
        }

    def clean_day(self) -> date:
        """Refuse days that are surely a slip of the hand."""
        day = self.cleaned_data["day"]
        if not self.today - timedelta(days=3660) <= day <= self.today + timedelta(days=1100):
            raise forms.ValidationError(_("Choose a day in the last ten or the next three years."))
        return day

    def draft(self) -> Draft:
        """Return what was said, with the usual way of meeting where nothing else was."""
        facts = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "")
        }
        facts["mode"] = facts.get("mode") or USUAL_MODE.get(facts["kind"], Mode.UNKNOWN)
        return Draft(**facts)


class EditForm(InteractionForm):
    """The same, of what is kept already. An account review stays one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, interaction: Interaction, **kwargs: Any) -> None:
        super().__init__(*args, interaction=interaction, **kwargs)
        if interaction.kind == InteractionKind.REVIEW:
            kind = self.fields["kind"]
            kind.choices = [(interaction.kind, interaction.get_kind_display())]  # type: ignore[attr-defined]
            kind.disabled = True


class ReasonForm(forms.Form):
    """Why an interaction is cancelled."""

    because = forms.CharField(label=_("Reason"), max_length=200, required=False)


class MoveForm(forms.Form):
    """Another day for what is planned."""

    day = forms.DateField(label=_("New day"), widget=DAY)
    time = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def contacts_to_name(account: KeyAccount) -> Any:
    """Return the contacts of an account who are still there, top executives first."""
    return account.contacts.active().by_level()


def people_to_name(account: KeyAccount, reader: User) -> Any:
    """Return the account's team, by name, and whoever asks unless they only assist on it."""
    people = {member.person_id for member in account.team()}
    if reader.pk not in people and not assists_on(reader, account):
        people.add(reader.pk)
    return User.objects.filter(pk__in=people).by_name()


def contact_label(contact: Contact) -> str:
    """Name a contact with the title."""
    return f"{contact.full_name} · {contact.title}" if contact.title else contact.full_name


def accounts_of_team(user: User) -> Any:
    """Return the accounts to which a person belongs, or where one stands in for the KAM."""
    return KeyAccount.objects.filter(opened_by(user)).order_by("name")


def accounts_to_log_on(user: User) -> Any:
    """Return the accounts on which a person may log, in the own name or as a delegate."""
    return KeyAccount.objects.filter(opened_by(user) | assisted_by(user)).order_by("name")
