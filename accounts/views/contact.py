"""Contacts: people at the client."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.contact import ContactForm
from accounts.htmx import UserRequest
from accounts.models import Connection, Contact
from accounts.services.key_accounts import keep_contact, set_contact_there
from accounts.services.meanwhile import ChangedMeanwhileError
from accounts.services.taken import TakenError
from accounts.views.key_account import account_to
from accounts.views.refusals import taken

OFFERED = 8


@require_safe
def contact_suggest(request: UserRequest) -> HttpResponse:
    """Offer the contacts one may know of while one types a name; the line that asks may bear any name."""
    text = str(next(iter(request.GET.values()), "")).strip()[:200].replace("·", " ")
    contacts = Contact.objects.visible_to(request.user).active().matching_with_client(text)
    found = contacts.select_related("account").by_level()[:OFFERED] if len(text) > 1 else []
    return render(request, "accounts/contact_options.html", {"contacts": found})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Add a person at the client."""
    account = account_to(request, public_id, "accounts.edit_contact")
    form = ContactForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            contact = keep_contact(form.save(commit=False), by=request.user)
        except TakenError as refusal:
            form.add_error(refusal.field, taken(refusal))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": contact.full_name})
            return redirect(account)
    context = {"form": form, "account": account, "contact": None}
    return render(request, "accounts/contact_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change what is known of a contact."""
    contact = contact_to(request, public_id)
    name = contact.full_name
    form = ContactForm(request.POST or None, instance=contact, account=contact.account)
    if request.method == "POST" and form.is_valid():
        try:
            keep_contact(form.save(commit=False), by=request.user, read=form.what_was_read())
        except ChangedMeanwhileError as refusal:
            form.compare(refusal)
        except TakenError as refusal:
            form.add_error(refusal.field, taken(refusal))
        else:
            messages.success(
                request, _("The changes to %(name)s are saved.") % {"name": contact.full_name}
            )
            return redirect(contact.account)
    context = {
        "form": form,
        "account": contact.account,
        "contact": contact,
        "name": name,
        "connections": known_to(contact),
        "may_confirm": request.user.has_perm("accounts.confirm_level", Connection(contact=contact)),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/contact_form.html", context)


@require_POST
def contact_left(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note that a contact has left the client; what was said of the person stays."""
    contact = contact_to(request, public_id)
    set_contact_there(contact, still_there=False, by=request.user)
    messages.success(request, _("%(name)s is marked as left.") % {"name": contact.full_name})
    return redirect("accounts:contact_edit", contact.public_id)


@require_POST
def contact_back(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note that a contact is at the client after all."""
    contact = contact_to(request, public_id)
    set_contact_there(contact, still_there=True, by=request.user)
    messages.success(request, _("%(name)s is still there.") % {"name": contact.full_name})
    return redirect("accounts:contact_edit", contact.public_id)


def known_to(contact: Contact) -> list[Connection]:
    """Return who of us knows the contact, by name."""
    connections = contact.connections.select_related("person").with_entries()
    rows = connections.order_by("person__last_name", "person__first_name", "pk")
    return [row for row in rows if row.last is not None and row.last.level]


def contact_to(request: UserRequest, public_id: UUID) -> Contact:
    """Return the contact if the reader may know of and change the person."""
    contacts = Contact.objects.visible_to(request.user).select_related("account")
    contact = get_object_or_404(contacts, public_id=public_id)
    if not request.user.has_perm("accounts.edit_contact", contact.account):
        raise PermissionDenied
    return contact
