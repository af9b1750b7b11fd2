"""The grid for a small company."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from sponsors.services.eligibility import PairingRefusedError
from sponsors.views.refusals import sentence
from sponsorship.quickstart import Line, begin_with

LINES = 8


class LineForm(forms.Form):
    """One account with its KAM and, if known, its sponsor."""

    account = forms.CharField(label=gettext_lazy("Key account"), max_length=160)
    kam_name = forms.CharField(label=gettext_lazy("KAM: first and last name"), max_length=160)
    kam_email = forms.EmailField(label=gettext_lazy("KAM: e-mail"))
    sponsor_name = forms.CharField(
        label=gettext_lazy("Sponsor: first and last name"), max_length=160, required=False
    )
    sponsor_email = forms.EmailField(label=gettext_lazy("Sponsor: e-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        """A sponsor has a name and an e-mail, and is not the KAM."""
        facts = super().clean() or {}
        if bool(facts.get("sponsor_name")) != bool(facts.get("sponsor_email")):
            self.add_error("sponsor_email", _("A sponsor needs a name and an e-mail."))
        if facts.get("sponsor_email") and facts.get("sponsor_email") == facts.get("kam_email"):
            self.add_error("sponsor_email", _("The KAM cannot be the sponsor."))
        return facts


LineFormSet = forms.formset_factory(LineForm, extra=LINES, max_num=40)


@require_http_methods(["GET", "HEAD", "POST"])
def quick_start(request: UserRequest) -> HttpResponse:
    """Type the accounts, their KAMs and their sponsors."""
    if not request.user.has_perm("accounts.import_files"):
        raise PermissionDenied
    grid = LineFormSet(request.POST or None)
    if request.method == "POST" and grid.is_valid():
        lines = [Line(**form.cleaned_data) for form in grid if form.has_changed()]
        try:
            made = begin_with(lines, by=request.user, on=timezone.localdate())
        except PairingRefusedError as refusal:
            messages.error(request, sentence(refusal))
        else:
            said = ngettext("%(n)d account stands.", "%(n)d accounts stand.", len(made)) % {
                "n": len(made)
            }
            messages.success(request, said + " " + _("The KAMs are asked about their sponsors."))
            return redirect("key_account_list")
    return render(request, "sponsorship/quick_start.html", {"grid": grid})
