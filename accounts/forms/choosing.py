"""Choosing a person or a key account among thousands: typed by name, offered while one types."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, KeyAccount, Sector, User
from accounts.models.base import fold
from accounts.models.contact import ContactQuerySet
from accounts.models.key_account import KeyAccountQuerySet
from accounts.models.user import UserQuerySet
from accounts.prepared import Prepared

EMAIL = re.compile(r"[^\s·<>()]+@[^\s·<>()]+")
NAMED = 5


def written(person: User) -> str:
    """Return a person as the field shows and understands them."""
    return f"{person.full_name} · {person.email}"


NARROW_SECTORS = Prepared(Sector.objects.narrow)


class SectorsByName(ModelChoiceIterator):
    """Sectors in the order of their names, in the language in which they are read."""

    def __iter__(self) -> Iterator[Any]:
        """Yield what stands for nothing, then the rest by name."""
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row in sorted(NARROW_SECTORS(), key=lambda row: fold(str(row))):
            yield self.choice(row)


class SectorField(forms.ModelChoiceField):
    """A sector, in the order of its names."""

    iterator = SectorsByName

    def __init__(self, **options: Any) -> None:
        super().__init__(Sector.objects.narrow(), label=_("Sector"), required=False, **options)


class OfferingInput(forms.TextInput):
    """A line of text that offers what it may hold; without JavaScript it is a line of text."""

    def __init__(self, offered_at: Any) -> None:
        super().__init__()
        self.offered_at = offered_at

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Tie the line to its list of suggestions."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        options = f"{attrs.get('id', 'line')}-offered"
        offering = {
            "list": options,
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": str(self.offered_at),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": f"#{options}",
            "hx-swap": "innerHTML",
        }
        return offering | attrs

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the line and the empty list that suggestions fill."""
        line = super().render(name, value, attrs, renderer)
        final = self.build_attrs(self.attrs, attrs)
        return format_html('{}<datalist id="{}"></datalist>', line, final["list"])


class PersonField(forms.CharField):
    """A person of ours; empty is nobody. Says who is meant when a name fits several."""

    def __init__(self, *, people: UserQuerySet | None = None, **options: Any) -> None:
        line = OfferingInput(reverse_lazy("accounts:person_suggest"))
        super().__init__(widget=line, max_length=300, **options)
        self.people = people

    def prepare_value(self, value: Any) -> Any:
        """Show a person as one types them."""
        return written(value) if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:
        """Return the one person meant."""
        text = super().clean(value)
        return self.person_meant(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether somebody else is named."""
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def person_meant(self, text: str) -> User:
        """Return who has this e-mail, else who bears this name."""
        people = User.objects.active() if self.people is None else self.people
        email = EMAIL.search(text)
        found = people.filter(email=email[0].lower()) if email else people.matching(text)
        some = list(found.by_name()[: NAMED + 1])
        if len(some) == 1:
            return some[0]
        raise forms.ValidationError(several(some) if some else nobody(text), code="not_one")


def nobody(text: str) -> str:
    """Nobody fits."""
    return gettext("Nobody active is called “%(text)s”.") % {"text": text}


def several(people: list[User]) -> str:
    """A name fits several: say who, so that the e-mail can be chosen."""
    names = ", ".join(written(person) for person in people[:NAMED])
    return gettext("Several people fit: %(names)s. Write the e-mail of the one you mean.") % {
        "names": names
    }


def written_account(account: KeyAccount) -> str:
    """Return a key account as the field shows and understands it."""
    return f"{account.name} · {account.city}" if account.city else account.name


class KeyAccountField(forms.CharField):
    """One of some key accounts, or none where empty. Says which are meant when a name fits several."""

    def __init__(self, *, accounts: KeyAccountQuerySet | None = None, **options: Any) -> None:
        line = OfferingInput(reverse_lazy("accounts:key_account_suggest"))
        super().__init__(widget=line, max_length=300, **options)
        self.accounts = KeyAccount.objects.none() if accounts is None else accounts

    def prepare_value(self, value: Any) -> Any:
        """Show an account as one types it."""
        return written_account(value) if isinstance(value, KeyAccount) else value

    def clean(self, value: Any) -> KeyAccount | None:
        """Return the one account meant."""
        text = super().clean(value)
        return self.account_meant(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another account is named."""
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def account_meant(self, text: str) -> KeyAccount:
        """Return the account that is written so, else the only one that fits."""
        found = self.accounts.matching(text.replace("·", " ")).order_by("search_text", "pk")
        some = list(found[: NAMED + 1])
        exact = [row for row in some if fold(text) in {fold(row.name), fold(written_account(row))}]
        if len(exact or some) == 1:
            return (exact or some)[0]
        raise forms.ValidationError(several_accounts(some) if some else no_account(text))


def no_account(text: str) -> str:
    """No account fits."""
    return gettext("No key account of this list is called “%(text)s”.") % {"text": text}


def several_accounts(accounts: list[KeyAccount]) -> str:
    """A name fits several: say which, so that the city can be added."""
    names = ", ".join(written_account(account) for account in accounts[:NAMED])
    return gettext("Several key accounts fit: %(names)s.") % {"names": names}


def written_contact(contact: Contact) -> str:
    """Return a contact, whose account is loaded, as the field shows and understands it."""
    return " · ".join(filter(None, [contact.full_name, contact.title, contact.account.name]))


class ContactField(forms.CharField):
    """One of some contacts, or none where empty. Says who is meant when a name fits several."""

    def __init__(self, *, contacts: ContactQuerySet | None = None, **options: Any) -> None:
        line = OfferingInput(reverse_lazy("accounts:contact_suggest"))
        super().__init__(widget=line, max_length=400, **options)
        self.contacts = Contact.objects.none() if contacts is None else contacts

    def prepare_value(self, value: Any) -> Any:
        """Show a contact as one types them."""
        return written_contact(value) if isinstance(value, Contact) else value

    def clean(self, value: Any) -> Contact | None:
        """Return the one contact meant."""
        text = super().clean(value)
        return self.contact_meant(text) if text else None

    def contact_meant(self, text: str) -> Contact:
        """Return the contact who is written so, else the only one who fits."""
        found = self.contacts.matching_with_client(text.replace("·", " ")).select_related("account")
        some = list(found.by_level()[: NAMED + 1])
        exact = [
            row for row in some if fold(text) in {fold(row.full_name), fold(written_contact(row))}
        ]
        if len(exact or some) == 1:
            return (exact or some)[0]
        raise forms.ValidationError(several_contacts(some) if some else no_contact(text))


def no_contact(text: str) -> str:
    """Nobody fits."""
    return gettext("No contact is called “%(text)s”.") % {"text": text}


def several_contacts(contacts: list[Contact]) -> str:
    """A name fits several: say whom, so that title or client can be added."""
    names = ", ".join(written_contact(contact) for contact in contacts[:NAMED])
    return gettext("Several contacts fit: %(names)s.") % {"names": names}
