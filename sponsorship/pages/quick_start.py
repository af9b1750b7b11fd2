"""The grid for a small company."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.forms.plain import PlainTextMixin
from accounts.htmx import UserRequest
from accounts.models import User
from sponsors.views.refusals import sentence
from sponsorship.quickstart import Line, LineRefusedError, OtherKamError, begin_with

LINES = 8


class LineForm(PlainTextMixin, forms.Form):
    """One account with its KAM and, if known, its sponsor."""

    account = forms.CharField(label=gettext_lazy("Key account"), max_length=160)
    kam_name = forms.CharField(label=gettext_lazy("KAM: first and last name"), max_length=80)
    kam_email = forms.EmailField(label=gettext_lazy("KAM: e-mail"))
    sponsor_name = forms.CharField(
        label=gettext_lazy("Sponsor: first and last name"), max_length=80, required=False
    )
    sponsor_email = forms.EmailField(label=gettext_lazy("Sponsor: e-mail"), required=False)

    def clean_kam_email(self) -> str:
        """Who has left is no KAM."""
        return still_here(self.cleaned_data["kam_email"])

    def clean_sponsor_email(self) -> str:
        """Who has left is no sponsor."""
        return still_here(self.cleaned_data["sponsor_email"])

    def clean(self) -> dict[str, Any]:
        """A sponsor has a name and an e-mail, and is not the KAM."""
        facts = super().clean() or {}
        if bool(facts.get("sponsor_name")) != bool(facts.get("sponsor_email")):
            self.add_error("sponsor_email", _("A sponsor needs a name and an e-mail."))
        kam, sponsor = facts.get("kam_email") or "", facts.get("sponsor_email") or ""
        if sponsor and sponsor.lower() == kam.lower():
            self.add_error("sponsor_email", _("The KAM cannot be the sponsor."))
        return facts


def still_here(email: str) -> str:
    """Return the address in lower case, unless it is of somebody who is no longer active."""
    email = email.lower()
    gone = User.objects.filter(email=email, is_active=False).first()
    if gone is not None:
        raise forms.ValidationError(_("%(name)s is no longer active.") % {"name": gone.full_name})
    return email


class Grid(forms.BaseFormSet):
    """The lines; those left empty count for nothing."""

    def clean(self) -> None:
        """At least one line, and each account once."""
        seen: set[str] = set()
        for form in self.typed():
            name = form.cleaned_data.get("account", "").casefold()
            if name and name in seen:
                form.add_error("account", _("This account is named above already."))
            seen.add(name)
        if not seen:
            raise forms.ValidationError(_("Type one account at least."))

    def typed(self) -> list[forms.Form]:
        """Return the lines that are not empty."""
        return [form for form in self.forms if form.has_changed()]

    def refuse(self, refused: LineRefusedError) -> None:
        """Say beside its line what stands against it."""
        name = refused.line.account
        line = next(form for form in self.typed() if form.cleaned_data["account"] == name)
        if isinstance(refused.refusal, OtherKamError):
            facts = {"account": name, "kam": refused.refusal.kam}
            line.add_error("kam_email", _("%(account)s has a KAM already: %(kam)s.") % facts)
        else:
            line.add_error("sponsor_email", sentence(refused.refusal))


LineFormSet = cast(
    type[Grid], forms.formset_factory(LineForm, formset=Grid, extra=LINES, max_num=40)
)


@require_http_methods(["GET", "HEAD", "POST"])
def quick_start(request: UserRequest) -> HttpResponse:
    """Type the accounts, their KAMs and their sponsors; then invite them."""
    if not request.user.has_perm("accounts.import_files"):
        raise PermissionDenied
    grid = LineFormSet(request.POST or None)
    if request.method == "POST" and grid.is_valid():
        lines = [Line(**form.cleaned_data) for form in grid.typed()]
        try:
            made = begin_with(lines, by=request.user, on=timezone.localdate())
        except LineRefusedError as refused:
            grid.refuse(refused)
        else:
            said = ngettext("%(n)d account stands.", "%(n)d accounts stand.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("accounts:people_invite")
    status = 422 if grid.is_bound else 200
    return render(request, "sponsorship/quick_start.html", {"grid": grid}, status=status)
