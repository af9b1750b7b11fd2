"""What each field of a file is called on the page where a person says what the columns are."""

from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.choices import ImportKind
from accounts.models import AnnualFigures, Contact, KeyAccount, User
from sponsors.models import Interaction, Sponsor

MODELS: dict[str, type[Model]] = {
    ImportKind.PEOPLE: User,
    ImportKind.ACCOUNTS: KeyAccount,
    ImportKind.CONTACTS: Contact,
    ImportKind.FIGURES: AnnualFigures,
    ImportKind.SPONSORS: Sponsor,
    ImportKind.INTERACTIONS: Interaction,
}
# Columns that name another record, or that a model calls otherwise.
LABELS = {
    "account": gettext_noop("Key account"),
    "kam": gettext_noop("KAM: e-mail"),
    "sponsor": gettext_noop("Sponsor: e-mail"),
    "member": gettext_noop("Member of the account team: e-mail"),
    "owner": gettext_noop("Who logged it: e-mail"),
    "executive": gettext_noop("Executive: e-mail"),
    "contacts": gettext_noop("Contacts"),
    "since": gettext_noop("Since"),
    "until": gettext_noop("Until"),
    "day": gettext_noop("Day"),
    "started_by": gettext_noop("Started by"),
}
OWN_LABELS = {
    (ImportKind.SPONSORS, "email"): LABELS["sponsor"],
    (ImportKind.INTERACTIONS, "external_id"): gettext_noop("Identifier in the CRM"),
}


def label_of(kind: str, name: str) -> str:
    """Return what a field of a kind of file is called."""
    said = OWN_LABELS.get((ImportKind(kind), name)) or LABELS.get(name)
    if said:
        return _(said)
    field = MODELS[kind]._meta.get_field(name)
    return str(capfirst(str(field.verbose_name))) if isinstance(field, Field) else name
