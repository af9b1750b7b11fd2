"""Imports: a file is checked first, then applied, and can be undone."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import ImportKind, ImportState, RowOutcome
from accounts.htmx import UserRequest, render_page_or_partial
from accounts.identifiers import as_uuids
from accounts.models import ImportBatch, ImportRow, User
from sponsorship.exports import safe_cell
from sponsorship.imports.batches import OPEN_STATES, discard, is_stuck
from sponsorship.imports.jobs import begin, begin_applying
from sponsorship.imports.reasons import reason_text
from sponsorship.pages.guards import check_may_import
from sponsorship.pages.upload import UploadForm

PAGE, ROWS = 25, 50


@require_safe
def import_list(request: UserRequest) -> HttpResponse:
    """The files taken in so far, and a place for the next."""
    check_may_import(request)
    batches = ImportBatch.objects.visible_to(request.user).exclude(state=ImportState.DISCARDED)
    context = {
        "page": Paginator(batches, PAGE).get_page(request.GET.get("page")),
        "form": UploadForm(),
        "ready": batches.filter(state=ImportState.REHEARSED).order_by("pk")[:PAGE],
    }
    return render_page_or_partial(
        request, "sponsorship/import_list.html", context, partial="imports"
    )


@require_safe
def import_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What the file would do, or has done: counts, and each row with a reason."""
    batch = fetch(request, public_id)
    page = Paginator(troubled_rows(batch), ROWS).get_page(request.GET.get("page"))
    state = batch.state
    context = {
        "batch": batch,
        "page": page,
        "lines": [line for row in page for line in lines_of(row)],
        "reasons": reasons_in_words(batch),
        "fine": sum(batch.counts.get(name, 0) for name in ("new", "changed", "unchanged")),
        "due": sum(batch.counts.get(name, 0) for name in ("new", "changed")),
        "fault": reason_text(batch.fault["code"], batch.fault["facts"]) if batch.fault else "",
        "left_out": batch.mapping.get("unknown", []),
        "twin": same_file(request, batch) if state in OPEN_STATES else None,
        "asks_for_executives": batch.kind == ImportKind.PEOPLE
        and state == ImportState.APPLIED
        and not User.objects.executives().exists(),
        "may_apply": state == ImportState.REHEARSED or is_stuck(batch),
        "may_undo": state == ImportState.APPLIED,
        "may_name": bool(batch.header) and state in OPEN_STATES,
        "may_discard": state in OPEN_STATES,
        "is_written": state == ImportState.APPLIED,
    }
    return render_page_or_partial(
        request, "sponsorship/import_detail.html", context, partial="faults"
    )


def troubled_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows of a file with a reason."""
    return batch.rows.exclude(issues=[]).order_by("number")


def reasons_in_words(batch: ImportBatch) -> dict[str, list[dict[str, Any]]]:
    """Return why rows are refused, and what is said of others, each reason once."""
    told = [
        reason
        | {
            "text": reason_text(reason["code"], reason["facts"]),
            "more": reason["count"] - len(reason["rows"]),
        }
        for reason in batch.reasons
    ]
    return {
        "refused": [reason for reason in told if reason["is_refusal"]],
        "warned": [reason for reason in told if not reason["is_refusal"]],
    }


def same_file(request: UserRequest, batch: ImportBatch) -> ImportBatch | None:
    """Return an earlier import of the very same file that still holds."""
    rows = ImportBatch.objects.visible_to(request.user).filter(digest=batch.digest)
    return rows.filter(state=ImportState.APPLIED).exclude(pk=batch.pk).first()


@require_POST
def import_apply(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Write what the check announced."""
    batch = fetch(request, public_id)
    return apply_all(request, [batch]) or redirect("import_detail", batch.public_id)


@require_POST
def import_apply_all(request: UserRequest) -> HttpResponse:
    """Write several files that were checked together, in the order in which they build on each other."""
    check_may_import(request)
    keys = as_uuids(request.POST.getlist("batch"))[:PAGE]
    batches = ImportBatch.objects.visible_to(request.user).filter(public_id__in=keys)
    return apply_all(request, list(batches)) or redirect("import_list")


def apply_all(request: UserRequest, batches: list[ImportBatch]) -> HttpResponse | None:
    """Begin to apply files and lead to the progress; or say that none of them waits for it."""
    job = begin_applying(batches, request.user)
    if job is None:
        messages.error(request, _("This file is not waiting to be applied."))
        return None
    return redirect("accounts:job_detail", job.public_id)


@require_POST
def import_undo(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take an applied file back."""
    batch = fetch(request, public_id)
    if batch.state != ImportState.APPLIED:
        messages.error(request, _("Only what has been applied can be undone."))
        return redirect("import_detail", batch.public_id)
    job = begin("import_undo", [batch], request.user)
    return redirect("accounts:job_detail", job.public_id)


@require_POST
def import_discard(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Set a file aside that nobody wants to apply."""
    batch = fetch(request, public_id)
    if not discard(batch):
        messages.error(request, _("This file has been applied: undo it instead."))
        return redirect("import_detail", batch.public_id)
    messages.success(request, _("%(file)s is set aside.") % {"file": batch.file_name})
    return redirect("import_list")


@require_safe
def import_faults(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The rows with a reason as a list to send back to whoever made the file."""
    batch = fetch(request, public_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-look-at.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Who or what"), _("Column"), _("What"), _("Reason")])
    for row in troubled_rows(batch).iterator():
        for line in lines_of(row):
            cells = (line[name] for name in ("row", "label", "column", "what", "reason"))
            writer.writerow([safe_cell(cell) for cell in cells])
    return response


def lines_of(row: ImportRow) -> list[dict[str, Any]]:
    """Return each fault of a row as a line."""
    return [
        {
            "row": row.number,
            "label": row.label,
            "column": issue["column"],
            "is_refusal": issue["is_refusal"],
            "what": str(RowOutcome.REFUSED.label)
            if issue["is_refusal"]
            else _("Imported, with a remark"),
            "reason": reason_text(issue["code"], issue["facts"]),
        }
        for issue in row.issues
    ]


def fetch(request: UserRequest, public_id: UUID) -> ImportBatch:
    """Return an import that the reader may see, or 404."""
    rows = ImportBatch.objects.visible_to(request.user).select_related("job")
    return get_object_or_404(rows, public_id=public_id)
