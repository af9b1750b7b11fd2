"""Files come in: kept, looked at, and led to their rehearsal."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.choices import ImportKind, ImportState
from accounts.htmx import UserRequest
from accounts.models import ImportBatch, User
from sponsorship.imports.batches import drop, receive
from sponsorship.imports.faults import MAX_BYTES
from sponsorship.imports.jobs import begin
from sponsorship.imports.reasons import reason_text
from sponsorship.pages.guards import check_may_import

ACCEPTED = ".csv,.txt,.tsv,.xlsx"
AT_ONCE = 12


class ManyFilesInput(forms.FileInput):
    """A place for several files: one chooses them, or drops them there."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is looked at alone."""

    def __init__(self, **options: Any) -> None:
        widget = ManyFilesInput(attrs={"accept": ACCEPTED, "class": "drop"})
        options.setdefault("required", False)
        super().__init__(widget=widget, max_length=200, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Refuse what is empty, or larger than anything we read."""
        files = [super(ManyFilesField, self).clean(file) for file in data or []]
        for file in files:
            if file.size > MAX_BYTES:
                said = reason_text("too_large", {"megabytes": MAX_BYTES // 1024 // 1024})
                raise forms.ValidationError(f"{file.name}: {said}")
        if len(files) > AT_ONCE:
            raise forms.ValidationError(_("Choose %(n)d files at most.") % {"n": AT_ONCE})
        return files


class UploadForm(forms.Form):
    """Files of any kind."""

    file = ManyFilesField(
        label=gettext_lazy("Files"),
        required=True,
        help_text=gettext_lazy(
            "People, accounts, contacts, figures, sponsors, pairings, teams or interactions; CSV or Excel, "
            "50 MB at most. Several files of one company are checked together."
        ),
    )
    template = "sponsorship/import_list.html"

    def clean(self) -> dict[str, Any]:
        """At least one file."""
        facts = super().clean() or {}
        if not any(facts.values()) and not self.errors:
            self.add_error("file", _("Choose a file."))
        return facts


class WelcomeForm(UploadForm):
    """The HR export and the CRM export."""

    people = ManyFilesField(
        label=gettext_lazy("The HR export"),
        help_text=gettext_lazy(
            "Names, e-mails, managers, functions, offices. CSV or Excel, French or English headings."
        ),
    )
    file = ManyFilesField(
        label=gettext_lazy("The CRM export"),
        help_text=gettext_lazy(
            "Accounts with their owners; contacts, figures and past interactions may come along, each in a file of its own."
        ),
    )
    field_order = ["people", "file"]
    template = "sponsorship/welcome.html"


@require_POST
def import_upload(request: UserRequest) -> HttpResponse:
    """Keep files and begin to check them; where one cannot be read, keep none and say why beside the field."""
    check_may_import(request)
    form = (WelcomeForm if "welcome" in request.POST else UploadForm)(request.POST, request.FILES)
    if form.is_valid() and (files := keep(form, by=request.user)):
        return next_page(request, files)
    return render(request, form.template, {"form": form}, status=422)


@transaction.atomic
def keep(form: UploadForm, *, by: User) -> list[ImportBatch]:
    """Store the files of a form; where one cannot be read, say so in the form and store none."""
    files = []
    for name, uploads in list(form.cleaned_data.items()):
        for upload in uploads:
            kind = ImportKind.PEOPLE.value if name == "people" else ""
            batch = receive(upload, by=by, kind=kind)
            files.append(batch)
            if batch.state == ImportState.UNREADABLE:
                said = reason_text(batch.fault["code"], batch.fault["facts"])
                form.add_error(name, f"{batch.file_name}: {said}")
    if not form.errors:
        return files
    for batch in files:
        drop(batch)
    return []


def next_page(request: UserRequest, files: list[ImportBatch]) -> HttpResponse:
    """Lead to the next thing to do with files: name the columns of one, or wait for the check of all."""
    unnamed = next((batch for batch in files if batch.state == ImportState.TO_MAP), None)
    if unnamed is None:
        job = begin("import_rehearse", files, request.user)
        return redirect("accounts:job_detail", job.public_id)
    others = [str(batch.public_id) for batch in files if batch != unnamed]
    address = reverse("import_columns", args=[unnamed.public_id])
    return redirect(f"{address}?{urlencode({'with': others}, doseq=True)}" if others else address)
