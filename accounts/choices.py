"""Closed lists of the ground floor."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PROGRAMME_LEADS = "Programme leads"
ADMINISTRATORS = "Administrators"


class Function(TextChoices):
    """The part of the company in which a person works."""

    GENERAL_MANAGEMENT = "general_management", _("General management")
    SALES = "sales", _("Sales")
    MARKETING = "marketing", _("Marketing")
    FINANCE = "finance", _("Finance")
    SUPPLY_CHAIN = "supply_chain", _("Supply chain")
    OPERATIONS = "operations", _("Operations")
    PROCUREMENT = "procurement", _("Procurement")
    RESEARCH = "research", _("Research and development")
    QUALITY = "quality", _("Quality")
    IT = "it", _("Information technology")
    HUMAN_RESOURCES = "human_resources", _("Human resources")
    LEGAL = "legal", _("Legal")
    STRATEGY = "strategy", _("Strategy")
    COMMUNICATION = "communication", _("Communication")
    SUSTAINABILITY = "sustainability", _("Sustainability")
    TRANSFORMATION = "transformation", _("Transformation")
    OTHER = "other", pgettext_lazy("function", "Other")


class Tier(TextChoices):
    """How far-reaching a key account is."""

    GLOBAL = "global", pgettext_lazy("tier", "Global")
    STRATEGIC = "strategic", pgettext_lazy("tier", "Strategic")
    KEY = "key", pgettext_lazy("tier", "Key")


class TeamRole(TextChoices):
    """What a person is on an account."""

    KAM = "kam", _("KAM")
    TEAM = "team", _("Team member")
    SPONSOR = "sponsor", _("Sponsor")


class DelegationKind(TextChoices):
    """In what a person acts for another."""

    ASSISTANT = "assistant", _("Assistant")
    DEPUTY = "deputy", _("Deputy")


class ContactLevel(TextChoices):
    """Where a contact stands at the client."""

    EXECUTIVE_COMMITTEE = "executive_committee", _("Executive committee")
    ONE_BELOW = "one_below", _("One below the executive committee")
    DIRECTOR = "director", _("Director")
    MANAGER = "manager", _("Manager")
    SPECIALIST = "specialist", _("Specialist")


# How an ask names whoever of a level one meets.
ANYONE_OF = {
    ContactLevel.EXECUTIVE_COMMITTEE: _("Anyone of the executive committee"),
    ContactLevel.ONE_BELOW: _("Anyone one below the executive committee"),
    ContactLevel.DIRECTOR: _("Any director"),
    ContactLevel.MANAGER: _("Any manager"),
    ContactLevel.SPECIALIST: _("Any specialist"),
}
TOP_LEVELS = (ContactLevel.EXECUTIVE_COMMITTEE, ContactLevel.ONE_BELOW)


class ConnectionStrength(IntegerChoices):
    """How well one of us knows a contact."""

    UNKNOWN = 0, pgettext_lazy("connection", "Unknown")
    MET = 1, pgettext_lazy("connection", "Met")
    CREDIBLE = 2, pgettext_lazy("connection", "Credible")
    PARTNER = 3, pgettext_lazy("connection", "Partner")
    TRUSTED = 4, pgettext_lazy("connection", "Trusted")


# How well we want to know a top executive of the client, where nothing more is said.
WANTED_AT_LEAST = ConnectionStrength.PARTNER


class ClientEventKind(TextChoices):
    """What happens at the client, or outside business, that matters to both."""

    TENDER = "tender", _("Tender")
    PLAN = "plan", pgettext_lazy("client event", "Plan")
    REORGANISATION = "reorganisation", _("Reorganisation")
    APPOINTMENT = "appointment", _("Appointment")
    OUTSIDE = "outside", _("Outside business")


# What one would have liked to know early: the material of early access, to which nothing outside business belongs.
BUSINESS_EVENTS = (
    ClientEventKind.TENDER,
    ClientEventKind.PLAN,
    ClientEventKind.REORGANISATION,
    ClientEventKind.APPOINTMENT,
)


class EventPart(TextChoices):
    """What we do about an event outside business."""

    INVITE = "invite", pgettext_lazy("event", "We invite them")
    TELL = "tell", pgettext_lazy("event", "We tell them about it")


class ObjectiveState(TextChoices):
    """The life of an objective of an account plan."""

    OPEN = "open", pgettext_lazy("objective", "Open")
    REACHED = "reached", pgettext_lazy("objective", "Reached")
    SET_ASIDE = "set_aside", pgettext_lazy("objective", "Set aside")


class WhoMayAsk(TextChoices):
    """Who may raise an ask with the client."""

    ANYONE = "anyone", _("Any executive")
    SPONSOR = "sponsor", _("Sponsor only")


class NotificationState(TextChoices):
    """The life of one message to one person."""

    PENDING = "pending", pgettext_lazy("notification", "Waiting")
    CLAIMED = "claimed", pgettext_lazy("notification", "Being prepared")
    SENDING = "sending", pgettext_lazy("notification", "Being sent")
    SENT = "sent", pgettext_lazy("notification", "Sent")
    FAILED = "failed", pgettext_lazy("notification", "Refused by the mail server")
    UNCERTAIN = "uncertain", pgettext_lazy("notification", "Uncertain")
    CANCELLED = "cancelled", pgettext_lazy("notification", "No longer due")
    EXPIRED = "expired", pgettext_lazy("notification", "Expired")
    DEAD = "dead", pgettext_lazy("notification", "Given up")


class DigestChoice(TextChoices):
    """How a person wants to hear from Tandem."""

    AT_ONCE = "at_once", _("Each message at once")
    DAILY = "daily", _("One e-mail a day")


class JobState(TextChoices):
    """The life of a piece of long work."""

    QUEUED = "queued", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")


class AskOutcome(TextChoices):
    """What came of an ask when somebody met the client."""

    ASKED = "asked", pgettext_lazy("ask", "Asked")
    YES = "yes", pgettext_lazy("ask", "Yes")
    NO = "no", pgettext_lazy("ask", "No")
    LATER = "later", pgettext_lazy("ask", "Later")


FINAL_OUTCOMES = (AskOutcome.YES, AskOutcome.NO)


class ImportKind(TextChoices):
    """What a file that another system left is about."""

    PEOPLE = "people", _("People")
    ACCOUNTS = "accounts", _("Key accounts")
    CONTACTS = "contacts", _("Contacts")
    FIGURES = "figures", _("Annual figures")
    SPONSORS = "sponsors", _("Sponsors")
    PAIRINGS = "pairings", _("Running pairings")
    TEAM = "team", _("Account teams")
    INTERACTIONS = "interactions", _("Past interactions")


class ImportState(TextChoices):
    """The life of an import."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Uploaded")
    UNREADABLE = "unreadable", pgettext_lazy("import", "Unreadable")
    TO_MAP = "to_map", pgettext_lazy("import", "Columns to name")
    REHEARSED = "rehearsed", pgettext_lazy("import", "Checked, not applied")
    APPLYING = "applying", pgettext_lazy("import", "Being applied")
    APPLIED = "applied", pgettext_lazy("import", "Applied")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


class RowOutcome(TextChoices):
    """What an import does with one row."""

    NEW = "new", pgettext_lazy("row", "New")
    CHANGED = "changed", pgettext_lazy("row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "Unchanged")
    REFUSED = "refused", pgettext_lazy("row", "Refused")
