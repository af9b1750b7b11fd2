"""What is asked of a tension: two things to open it, and a line at each step."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.light import LightSelect
from accounts.forms.plain import PlainTextMixin
from accounts.models import Contact, KeyAccount
from sponsors.choices import CLOSED_STAGES, TensionLevel, TensionSide, TensionStage
from sponsors.forms.interaction import contact_label, contacts_to_name
from sponsors.models import Tension
from sponsors.services.tensions import TRANSITIONS, FirstWord

CONTACTS = 200
SHIELD = _("The sponsor answers the client, the KAM reads along")


class TensionOpenForm(PlainTextMixin, forms.Form):
    """The first word: how pressing, what was said, and by whom where one knows."""

    public_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(
        label=_("How pressing"), choices=TensionLevel.choices, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=_("What was said"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("By whom"), required=False, to_field_name="public_id"
    )
    said_by = forms.CharField(label=_("By somebody else"), required=False, max_length=120)
    side = forms.ChoiceField(
        label=_("Where"),
        choices=TensionSide.choices,
        initial=TensionSide.CLIENT,
        required=False,
        widget=forms.RadioSelect,
    )
    is_shielded = forms.BooleanField(label=SHIELD, required=False)

    def __init__(self, *args: Any, account: KeyAccount, is_private: bool, **kwargs: Any) -> None:
        """`is_private` offers what belongs to the two alone: the side, and who answers the client."""
        kwargs["initial"] = {"public_id": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.queryset = contacts_to_name(account)  # type: ignore[attr-defined]
        contact.label_from_instance = contact_label  # type: ignore[attr-defined]
        contact.empty_label = _("Nobody named")  # type: ignore[attr-defined]
        if not is_private:
            del self.fields["side"], self.fields["is_shielded"]

    def clean(self) -> dict[str, Any]:
        """One speaks, not two; inside our company no contact of the client does, and nobody is shielded from the client."""
        facts = super().clean()
        if facts.get("contact") and facts.get("said_by"):
            self.add_error("said_by", _("Choose a contact or name somebody else, not both."))
        if facts.get("side") == TensionSide.INTERNAL:
            if facts.get("contact"):
                self.add_error("contact", _("Inside our company, name a colleague instead."))
            if facts.get("is_shielded"):
                self.add_error("is_shielded", _("This is for a tension with the client."))
        return facts

    def word(self) -> FirstWord:
        """Return what was said."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return FirstWord(**given)


class TensionTakeInForm(forms.Form):
    """What the sponsor says when taking a tension in."""

    is_shielded = forms.BooleanField(label=SHIELD, required=False)
    has_contact = forms.BooleanField(label=_("I have already spoken to them"), required=False)

    def __init__(self, *args: Any, tension: Tension, **kwargs: Any) -> None:
        kwargs["initial"] = {"is_shielded": tension.is_shielded}
        super().__init__(*args, **kwargs)
        if not tension.is_with_client:
            del self.fields["is_shielded"]
        if tension.contacted_at is not None:
            del self.fields["has_contact"]


class TensionUpdateForm(PlainTextMixin, forms.Form):
    """What is new, and where it stands."""

    text = forms.CharField(
        label=_("What is new"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    stage = forms.ChoiceField(label=_("Stage"), widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label=_("How pressing"), choices=TensionLevel.choices, widget=forms.RadioSelect
    )
    seen = forms.ChoiceField(choices=TensionStage.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tension: Tension, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "stage": tension.stage,
            "level": tension.level,
            "seen": tension.stage,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        now = TensionStage(tension.stage)
        within_reach = {now} | TRANSITIONS[now]
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (stage.value, stage.label)
            for stage in TensionStage
            if stage in within_reach and stage not in CLOSED_STAGES
        ]


class TensionCloseForm(PlainTextMixin, forms.Form):
    """The last word."""

    to = forms.ChoiceField(
        label=_("How it ends"),
        choices=[(stage.value, stage.label) for stage in CLOSED_STAGES],
        initial=TensionStage.HANDED_BACK,
        widget=forms.RadioSelect,
    )
    learnt = forms.CharField(
        label=_("What we have learnt"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line for whoever stands here next time."),
    )


class TensionFilterForm(forms.Form):
    """Which tensions the list shows."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("Open ones")), ("past", _("Past ones"))],
        widget=LightSelect,
    )
    level = forms.ChoiceField(
        label=_("How pressing"),
        required=False,
        choices=[("", _("Any level")), *TensionLevel.choices],
        widget=LightSelect,
    )
    q = forms.CharField(
        label=_("Key account"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
