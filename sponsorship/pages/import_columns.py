"""What the columns of a file are, where Tandem does not know them; the answer is remembered."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.choices import ImportKind, ImportState
from accounts.htmx import UserRequest
from accounts.identifiers import as_uuids
from accounts.models import ImportBatch
from sponsorship.imports.batches import OPEN_STATES, name_columns, remembered
from sponsorship.imports.columns import KINDS, recognise
from sponsorship.imports.labels import label_of
from sponsorship.pages.upload import AT_ONCE, next_page

Column = tuple[int, str, str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say what the columns of a file are; then it is checked, with those that came with it."""
    rows = ImportBatch.objects.visible_to(request.user)
    batch = get_object_or_404(rows, public_id=public_id)
    kind = request.POST.get("kind") or request.GET.get("kind") or batch.kind
    kind = kind if kind in KINDS else ImportKind.PEOPLE.value
    said, missing = fields_of(batch, kind), []
    if request.method == "POST" and batch.state in OPEN_STATES:
        said = said_in(request, batch, kind)
        missing = name_columns(batch, kind, said)
        if not missing:
            return next_page(request, [batch, *others(request)])
    context = {
        "batch": batch,
        "kind": kind,
        "kinds": ImportKind.choices,
        "columns": columns_of(batch, said),
        "fields": [(row.name, label_of(kind, row.name), row.required) for row in KINDS[kind]],
        "missing": [label_of(kind, name) for name in missing],
        "others": others(request),
    }
    status = 422 if missing else 200
    return render(request, "sponsorship/import_columns.html", context, status=status)


def said_in(request: UserRequest, batch: ImportBatch, kind: str) -> dict[int, str]:
    """Return the field that was chosen for each place."""
    known = {column.name for column in KINDS[kind]}
    chosen = {place: request.POST.get(f"column-{place}", "") for place in range(len(batch.header))}
    return {place: name for place, name in chosen.items() if name in known}


def fields_of(batch: ImportBatch, kind: str) -> dict[int, str]:
    """Return the field that each place holds as far as it is known."""
    places = batch.mapping.get("places") if kind == batch.kind else None
    places = places or recognise(batch.header, remembered(), kind=kind).places
    return {place: name for name, place in places.items()}


def columns_of(batch: ImportBatch, said: dict[int, str]) -> list[Column]:
    """Return each column with its place, its heading, an example, and the field that it is."""
    examples = dict(enumerate(batch.mapping.get("examples", [])))
    return [
        (place, heading, examples.get(place, ""), said.get(place, ""))
        for place, heading in enumerate(batch.header)
    ]


def others(request: UserRequest) -> list[ImportBatch]:
    """Return the files that came with this one and wait for it."""
    named = request.POST.getlist("with") or request.GET.getlist("with")
    keys = as_uuids(named)[:AT_ONCE]
    rows = ImportBatch.objects.visible_to(request.user).filter(public_id__in=keys)
    return list(rows.filter(state__in=[ImportState.UPLOADED, ImportState.TO_MAP]).order_by("pk"))
