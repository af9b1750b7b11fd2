"""What must not leak: sensitive words with a marker of their own, where they stand, and who reads them there.

`plant` puts them into the scene; the crawl of tests/test_permissions.py opens every address as every role, and a marker where this table
does not place it is a leak. A role that a table does not name reads the word nowhere.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from sponsors.services.confided import Agreement, answer_confided
from sponsors.services.drafts import Draft
from sponsors.services.interaction_course import hold_interaction
from sponsors.services.interactions import log_interaction
from sponsors.services.signals import dismiss_signal
from sponsors.services.tensions import update_tension
from tests import factories

Places = frozenset[str]
NOTE, INTERNAL, SIGNAL, CONFIDED = "Zqcoaching", "Zqinternal", "Zqdismissed", "Zqconfided"
NOTE_PAGES = frozenset(
    {"sponsors:inside_detail", "sponsors:interaction_detail", "sponsors:interaction_edit"}
)
TENSION_PAGES = frozenset({"account_detail", "sponsors:tension_list", "sponsors:tension_detail"})
SIGNAL_PAGES = frozenset({"sponsors:signal_list", "sponsors:signal_detail"})
CONFIDED_PAGE = frozenset({"sponsors:confided_detail"})
# The inbox asks for what its own messages are about.
INBOX = frozenset({"inbox"})


@dataclass(frozen=True)
class Canary:
    """A sensitive word: the addresses that show it to a role, and the tables that hold it where no other page may ask for them."""

    word: str
    shown: dict[str, Places] = field(default_factory=dict)
    tables: re.Pattern[str] | None = None
    # Those that ask for the tables without showing a word to everyone who opens them.
    may_ask: Places = frozenset()


CANARIES = (
    # Notes of the two: nobody else reads them, a lead neither.
    Canary(NOTE, {"kam": NOTE_PAGES, "sponsor": NOTE_PAGES}),
    # An internal tension: a lead learns that there is one.
    Canary(INTERNAL, {"kam": TENSION_PAGES, "sponsor": TENSION_PAGES}),
    # Points to watch (R13): the tandem's own, and what was said in confidence.
    Canary(
        SIGNAL,
        {"kam": SIGNAL_PAGES, "sponsor": SIGNAL_PAGES},
        re.compile(r"sponsors_(historical)?driftsignal"),
        SIGNAL_PAGES | CONFIDED_PAGE | INBOX,
    ),
    Canary(
        CONFIDED,
        {"kam": CONFIDED_PAGE, "lead": CONFIDED_PAGE | {"sponsors:signal_list"}},
        re.compile(r"sponsors_(historical)?confidedsignal"),
        SIGNAL_PAGES | CONFIDED_PAGE | INBOX,
    ),
)
# Records of the canaries beside those of the scene: which address is opened for which of them.
ALSO = (
    ("sponsors:interaction_detail", "session"),
    ("sponsors:interaction_edit", "session"),
    ("sponsors:interaction_detail", "talk"),
    ("sponsors:tension_detail", "hidden_tension"),
    ("sponsors:signal_detail", "dismissed"),
    ("sponsors:confided_detail", "answered"),
)


def plant(scene, cast, account, pairing) -> None:
    """Put each word into the scene, in every field that may hold it."""
    now, today = timezone.now(), timezone.localdate()
    scene.session, scene.talk = (
        spoken(account, cast, kind=kind, on=today) for kind in ("coaching", "exchange")
    )
    scene.hidden_tension = factories.TensionFactory(
        account=account, said=f"{INTERNAL} said", side="internal", at=now
    )
    update_tension(
        scene.hidden_tension,
        f"{INTERNAL} since",
        stage="plan",
        level="urgent",
        seen="open",
        by=cast.sponsor,
        at=now,
    )
    scene.dismissed = factories.DriftSignalFactory(pairing=pairing, rests_on=[scene.interaction])
    dismiss_signal(scene.dismissed, f"{SIGNAL} reason", by=cast.kam, at=now)
    scene.answered = factories.ConfidedSignalFactory(
        pairing=pairing, sentence=f"{CONFIDED} sentence"
    )
    agreement = Agreement(f"{CONFIDED} agreed", today + timedelta(days=9))
    answer_confided(scene.answered, f"{CONFIDED} answer", by=cast.lead, at=now, agreement=agreement)


def spoken(account, cast, *, kind, on):
    """Return a session of the two, with what each of them noted."""
    draft = Draft(kind=kind, day=on, subject="We two talked.", notes=f"{NOTE} kam")
    kept = log_interaction(account, draft, by=cast.kam, on=on)
    hold_interaction(kept, notes=f"{NOTE} sponsor", by=cast.sponsor, on=on)
    return kept
