"""Imports: a file is checked first, then applied, and can be undone."""

import csv
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import ImportKind, ImportState, RowOutcome
from accounts.htmx import UserRequest
from accounts.models import ImportBatch, ImportRow
from accounts.services.jobs import start_job
from sponsorship.imports.batches import name_columns, receive
from sponsorship.imports.columns import KINDS
from sponsorship.imports.reader import MAX_BYTES
from sponsorship.imports.reasons import reason_text

PAGE, ROWS = 25, 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField()

    def clean_file(self) -> Any:
        """Refuse what is larger than anything we read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                reason_text("too_large", {"megabytes": MAX_BYTES // 1024 // 1024})
            )
        return file


@require_safe
def import_list(request: UserRequest) -> HttpResponse:
    """The files taken in so far, and a place for the next."""
    guard(request)
    page = Paginator(ImportBatch.objects.visible_to(request.user), PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "sponsorship/import_list.html",
        {"page": page, "form": UploadForm(), "kinds": ImportKind.choices},
    )


@require_POST
def import_upload(request: UserRequest) -> HttpResponse:
    """Keep a file and begin to check it."""
    guard(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for fault in form.errors.get("file", []):
            messages.error(request, str(fault))
        return redirect("import_list")
    batch = receive(
        form.cleaned_data["file"], by=request.user, kind=request.POST.get("kind", "")[:12]
    )
    return next_page(request, batch)


@require_safe
def import_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What the file would do, or has done: counts, and each row with a reason."""
    batch = fetch(request, public_id)
    troubled = batch.rows.exclude(issues=[]).order_by("number")
    page = Paginator(troubled, ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "lines": [line for row in page for line in lines_of(row)],
        "fault": reason_text(batch.fault["code"], batch.fault["facts"]) if batch.fault else "",
        "may_apply": batch.state == ImportState.REHEARSED,
        "may_undo": batch.state == ImportState.APPLIED,
    }
    return render(request, "sponsorship/import_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say what the columns of a file are; the answer is remembered."""
    batch = fetch(request, public_id)
    kind = request.POST.get("kind") or request.GET.get("kind") or batch.kind or ImportKind.PEOPLE
    kind = kind if kind in KINDS else ImportKind.PEOPLE
    missing: list[str] = []
    if request.method == "POST" and batch.state in {
        ImportState.TO_MAP,
        ImportState.UPLOADED,
        ImportState.REHEARSED,
    }:
        known = {column.name for column in KINDS[kind]}
        said = {
            place: request.POST.get(f"column-{place}", "") for place in range(len(batch.header))
        }
        missing = name_columns(
            batch, kind, {place: name for place, name in said.items() if name in known}
        )
        if not missing:
            return next_page(request, batch)
    places = {place: name for name, place in batch.mapping.get("places", {}).items()}
    context = {
        "batch": batch,
        "kind": kind,
        "kinds": ImportKind.choices,
        "columns": [
            (place, name, places.get(place, "")) for place, name in enumerate(batch.header)
        ],
        "fields": [(column.name, column.headers[0], column.required) for column in KINDS[kind]],
        "missing": missing,
    }
    return render(request, "sponsorship/import_columns.html", context)


@require_POST
def import_apply(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Write what the check announced."""
    batch = fetch(request, public_id)
    if batch.state != ImportState.REHEARSED:
        messages.error(request, _("This file is not waiting to be applied."))
        return redirect("import_detail", batch.public_id)
    return begin(request, batch, "import_apply")


@require_POST
def import_undo(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take an applied file back."""
    batch = fetch(request, public_id)
    if batch.state != ImportState.APPLIED:
        messages.error(request, _("Only what has been applied can be undone."))
        return redirect("import_detail", batch.public_id)
    return begin(request, batch, "import_undo")


@require_safe
def import_faults(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The rows with a reason as a list to send back to whoever made the file."""
    batch = fetch(request, public_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-look-at.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("What"), _("Reason")])
    for row in batch.rows.exclude(issues=[]).order_by("number").iterator():
        for line in lines_of(row):
            writer.writerow(
                [line["row"], harmless(line["column"]), line["what"], harmless(line["reason"])]
            )
    return response


def lines_of(row: ImportRow) -> list[dict[str, Any]]:
    """Return each fault of a row as a line."""
    return [
        {
            "row": row.number,
            "label": row.label,
            "column": issue["column"],
            "is_refusal": issue["is_refusal"],
            "what": RowOutcome.REFUSED.label
            if issue["is_refusal"]
            else _("imported without this field"),
            "reason": reason_text(issue["code"], issue["facts"]),
        }
        for issue in row.issues
    ]


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def next_page(request: UserRequest, batch: ImportBatch) -> HttpResponse:
    """Lead to the next thing to do with a file: name its columns, look at its fault, or wait for the check."""
    if batch.state == ImportState.UNREADABLE:
        return redirect("import_detail", batch.public_id)
    if batch.state == ImportState.TO_MAP:
        return redirect("import_columns", batch.public_id)
    return begin(request, batch, "import_rehearse")


def begin(request: UserRequest, batch: ImportBatch, kind: str) -> HttpResponse:
    """Start the work and lead to its progress."""
    job = start_job(kind, {"batch": str(batch.public_id)}, by=request.user)
    batch.job = job
    batch.save(update_fields=["job"])
    return redirect("accounts:job_detail", job.public_id)


def guard(request: UserRequest) -> None:
    """Imports are for programme leads."""
    if not request.user.has_perm("accounts.import_files"):
        raise PermissionDenied


def fetch(request: UserRequest, public_id: UUID) -> ImportBatch:
    """Return an import that the reader may see, or 404."""
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), public_id=public_id)
