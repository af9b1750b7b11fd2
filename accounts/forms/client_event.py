"""What is asked of a client event, and of one outside business; which of them the list shows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import BUSINESS_EVENTS, ClientEventKind, EventPart
from accounts.forms.brief import choose_contact
from accounts.forms.day import DayField
from accounts.forms.light import LightSelect
from accounts.forms.meanwhile import MeanwhileMixin
from accounts.forms.plain import PlainTextMixin
from accounts.models import ClientEvent, KeyAccount

BUSINESS = [choice for choice in ClientEventKind.choices if choice[0] in BUSINESS_EVENTS]


class ClientEventForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """What happened at the client, when we knew it and from whom, and what we did."""

    known_on = DayField(label=_("Known to us on"))
    public_on = DayField(
        label=_("Public on"), required=False, help_text=_("Empty while it is not public.")
    )

    class Meta:
        model = ClientEvent
        fields = ["kind", "text", "known_on", "public_on", "contact", "source", "what_we_did"]
        labels = {"contact": _("From whom"), "source": _("Or from elsewhere")}
        help_texts = {
            "source": _("A colleague, the trade press…"),
            "what_we_did": _("With what we knew: whom we saw, what we offered."),
        }

    def __init__(self, *args: Any, account: KeyAccount, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        self.today = today
        self.fields["kind"].choices = BUSINESS  # type: ignore[attr-defined]  # a field of choices
        choose_contact(self, account, everyone=_("No contact"))

    def clean_known_on(self) -> date:
        """One cannot know today what one learns tomorrow."""
        known_on: date = self.cleaned_data["known_on"]
        if known_on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return known_on

    def clean(self) -> dict[str, Any]:
        """Known before, or on the day on which, it was public."""
        cleaned = super().clean()
        known_on, public_on = cleaned.get("known_on"), cleaned.get("public_on")
        if known_on and public_on and public_on < known_on:
            self.add_error("public_on", _("Not before the day on which we knew it."))
        return cleaned


class OutsideEventForm(MeanwhileMixin, PlainTextMixin, forms.ModelForm):
    """A concert, a match, a prize: what we invite to or tell about, and whom."""

    happens_on = DayField(label=_("Takes place on"))
    our_part = forms.ChoiceField(
        label=_("Our part"), choices=EventPart.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = ClientEvent
        fields = ["text", "happens_on", "our_part", "contact", "what_we_did"]
        labels = {"contact": _("Whom")}

    def __init__(self, *args: Any, account: KeyAccount, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.account = account
        self.instance.kind = ClientEventKind.OUTSIDE
        self.today = today
        choose_contact(self, account, everyone=_("Nobody in particular"))


class ClientEventFilterForm(forms.Form):
    """Which client events the list shows."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.SearchInput)
    account = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *ClientEventKind.choices],
        widget=LightSelect,
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("event", "Which"),
        required=False,
        choices=[("", _("All")), ("not_public", _("Not public yet")), ("public", _("Public"))],
        widget=LightSelect,
    )

    def choose(self, events: Any) -> Any:
        """Return those events that fit; what cannot be understood narrows nothing."""
        self.full_clean()
        wanted = self.cleaned_data
        if account := wanted.get("account"):
            events = events.filter(account__public_id=account)
        if kind := wanted.get("kind"):
            events = events.filter(kind=kind)
        if show := wanted.get("show"):
            events = getattr(events, show)()
        for word in (wanted.get("q") or "").split():
            events = events.filter(text__icontains=word)
        return events
