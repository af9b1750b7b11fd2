"""Boring factories: each makes one valid record."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.choices import ADMINISTRATORS, PROGRAMME_LEADS, ContactLevel, Function, TeamRole, Tier
from accounts.models import (
    Absence,
    AnnualFigures,
    Ask,
    Brief,
    ClientEvent,
    Contact,
    Delegation,
    KeyAccount,
    NoGo,
    Objective,
    QuarterlyFigures,
    Sector,
    TeamMember,
    User,
)
from reviews.models import AccountReview, Decision, Laureate, Scorecard, Season
from sponsors.choices import (
    Drift,
    InteractionKind,
    InteractionStatus,
    Mode,
    PairingStatus,
    Side,
    SignalRule,
)
from sponsors.models import (
    AlignmentCheck,
    Charter,
    CommitteeRequest,
    ConfidedSignal,
    DriftSignal,
    GoAhead,
    Interaction,
    InteractionContact,
    InteractionPerson,
    Introduction,
    NextStep,
    Pairing,
    PairingTerm,
    RhythmTarget,
    Sponsor,
    SponsorLetter,
    Tension,
    TensionUpdate,
)
from sponsors.services.tensions import FirstWord, open_tension


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@tandem.example")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Person{n:04}")
    job_title = "Manager"
    function = Function.OPERATIONS
    city = "Lyon"
    country = "FR"
    languages = ["fr", "en"]
    password = "!"

    class Params:
        executive = factory.Trait(is_executive=True, job_title="Chief officer")

    @factory.post_generation
    def lead(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=PROGRAMME_LEADS)[0])

    @factory.post_generation
    def administrator(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=ADMINISTRATORS)[0])


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    of = factory.SubFactory(PersonFactory)
    to = factory.SubFactory(PersonFactory)
    kind = "assistant"
    from_day = date(2025, 1, 1)
    given_by = factory.SelfAttribute("of")


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    person = factory.SubFactory(PersonFactory)
    from_day = date(2090, 8, 1)
    until = date(2090, 8, 21)
    word = "leave"
    entered_by = factory.SelfAttribute("person")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ["code"]

    code = "energy"
    name_en = "Energy"
    name_fr = "Énergie"


class KeyAccountFactory(DjangoModelFactory):
    """An account; `kam=person` puts that person at its head since 2020."""

    class Meta:
        model = KeyAccount
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Client {n:04}")
    sector = factory.SubFactory(SectorFactory)
    tier = Tier.STRATEGIC
    city = "Lyon"
    country = "FR"

    @factory.post_generation
    def kam(self, create, extracted, **kwargs):
        if extracted:
            TeamMember.objects.create(
                account=self, person=extracted, role=TeamRole.KAM, from_day=date(2020, 1, 1)
            )

    @factory.post_generation
    def team(self, create, extracted, **kwargs):
        for person in extracted or []:
            TeamMember.objects.create(
                account=self, person=person, role=TeamRole.TEAM, from_day=date(2020, 1, 1)
            )


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    account = factory.SubFactory(KeyAccountFactory)
    first_name = "Alba"
    last_name = factory.Sequence(lambda n: f"Contact{n:04}")
    title = "CFO"
    level = ContactLevel.EXECUTIVE_COMMITTEE


class AnnualFiguresFactory(DjangoModelFactory):
    class Meta:
        model = AnnualFigures

    account = factory.SubFactory(KeyAccountFactory)
    year = 2025
    revenue = Decimal("1000000.00")
    target = Decimal("1100000.00")
    satisfaction = Decimal("7.50")


class QuarterlyFiguresFactory(DjangoModelFactory):
    class Meta:
        model = QuarterlyFigures

    account = factory.SubFactory(KeyAccountFactory)
    year = 2025
    quarter = 1
    revenue = Decimal("250000.00")
    currency = "EUR"


class BriefFactory(DjangoModelFactory):
    class Meta:
        model = Brief

    account = factory.SubFactory(KeyAccountFactory)
    situation = "The client is reorganising its purchasing."


class AskFactory(DjangoModelFactory):
    class Meta:
        model = Ask

    account = factory.SubFactory(KeyAccountFactory)
    text = "Ask when the tender will be published."
    written_by = factory.SubFactory(PersonFactory)


class NoGoFactory(DjangoModelFactory):
    class Meta:
        model = NoGo

    account = factory.SubFactory(KeyAccountFactory)
    text = "The lawsuit of last year."
    written_by = factory.SubFactory(PersonFactory)


class ClientEventFactory(DjangoModelFactory):
    class Meta:
        model = ClientEvent

    account = factory.SubFactory(KeyAccountFactory)
    kind = "tender"
    text = "Tender for the northern sites."
    known_on = date(2026, 1, 10)
    public_on = date(2026, 4, 10)
    entered_by = factory.SubFactory(PersonFactory)
    entered_on = date(2026, 1, 10)


class ObjectiveFactory(DjangoModelFactory):
    """An open objective of 2026, in the first place of its plan unless `slot` says otherwise."""

    class Meta:
        model = Objective

    account = factory.SubFactory(KeyAccountFactory)
    text = factory.Sequence(lambda n: f"Equip their sites {n}")
    measure = "Sites equipped"
    unit = "sites"
    start = Decimal(2)
    target = Decimal(10)
    due_on = date(2026, 12, 31)
    begun_on = date(2026, 1, 1)
    slot = 1
    written_by = factory.SubFactory(PersonFactory)


class CharterFactory(DjangoModelFactory):
    class Meta:
        model = Charter
        django_get_or_create = ["version"]

    version = 1
    text_en = "The sponsor opens doors."
    text_fr = "Le sponsor ouvre des portes."
    published_on = date(2026, 1, 5)


class SponsorFactory(DjangoModelFactory):
    class Meta:
        model = Sponsor

    person = factory.SubFactory(PersonFactory, executive=True)
    volunteered_on = date(2025, 1, 1)
    capacity = 3
    entered_by = factory.SelfAttribute("person")


class PairingFactory(DjangoModelFactory):
    """An active pairing since 2025-01-01 unless said otherwise; `kam` must head the account."""

    class Meta:
        model = Pairing
        skip_postgeneration_save = True

    account = factory.SubFactory(KeyAccountFactory)
    sponsor = factory.SubFactory(SponsorFactory)
    kam = factory.SubFactory(PersonFactory)
    status = PairingStatus.ACTIVE
    slot = 1
    proposed_by = factory.SelfAttribute("kam")
    starts_on = date(2025, 1, 1)
    started_on = date(2025, 1, 1)
    agreed_outside = True

    class Params:
        proposed = factory.Trait(
            status=PairingStatus.PROPOSED, started_on=None, agreed_outside=False
        )

    @factory.post_generation
    def seats(self, create, extracted, **kwargs):
        """Seat the KAM and, when active, the sponsor on the account team, with a first term."""
        TeamMember.objects.get_or_create(
            account=self.account,
            role=TeamRole.KAM,
            to_day=None,
            defaults={"person": self.kam, "from_day": date(2020, 1, 1)},
        )
        if self.status == PairingStatus.ACTIVE:
            TeamMember.objects.create(
                account=self.account,
                person=self.sponsor.person,
                role=TeamRole.SPONSOR,
                from_day=self.started_on,
            )
            PairingTerm.objects.create(
                pairing=self,
                starts_on=self.started_on,
                ends_on=date(self.started_on.year + 3, 1, 1),
            )


class RhythmTargetFactory(DjangoModelFactory):
    """A rhythm that the KAM proposes: every two months; `agreed=True` lets it hold."""

    class Meta:
        model = RhythmTarget

    pairing = factory.SubFactory(PairingFactory)
    exchange = 2
    proposed_by = factory.SelfAttribute("pairing.kam")
    proposed_at = datetime(2026, 6, 1, 9, tzinfo=UTC)

    class Params:
        agreed = factory.Trait(
            state="in_force",
            answered_by=factory.SelfAttribute("pairing.sponsor.person"),
            answered_at=datetime(2026, 6, 2, 9, tzinfo=UTC),
        )


class InteractionFactory(DjangoModelFactory):
    """A held client meeting; `people=[…]`, `contacts=[…]` name who took part."""

    class Meta:
        model = Interaction
        skip_postgeneration_save = True

    account = factory.SubFactory(KeyAccountFactory)
    kind = InteractionKind.MEETING
    side = factory.LazyAttribute(
        lambda row: (
            Side.TANDEM
            if row.kind in {InteractionKind.EXCHANGE, InteractionKind.COACHING}
            else Side.CLIENT
        )
    )
    mode = Mode.FACE_TO_FACE
    status = InteractionStatus.HELD
    day = date(2026, 3, 2)
    subject = "Talked about the plan."
    logged_by = factory.SubFactory(PersonFactory)
    # As if one of the two had logged it; `vouched_by=None` for what nobody of them stands behind.
    vouched_by = factory.SelfAttribute("logged_by")

    @factory.post_generation
    def with_people(self, create, extracted, **kwargs):
        for person in extracted or []:
            InteractionPerson.objects.create(interaction=self, person=person)

    @factory.post_generation
    def with_contacts(self, create, extracted, **kwargs):
        for contact in extracted or []:
            InteractionContact.objects.create(
                interaction=self, contact=contact, level=contact.level
            )


class GoAheadFactory(DjangoModelFactory):
    """An open request of the pairing's sponsor."""

    class Meta:
        model = GoAhead

    pairing = factory.SubFactory(PairingFactory)
    account = factory.SelfAttribute("pairing.account")
    asked_by = factory.SelfAttribute("pairing.sponsor.person")
    topics = factory.Sequence(lambda n: f"Their plan {n}")
    action = factory.Sequence(lambda n: f"{n:064}")
    day = date(2090, 1, 8)


class ConfidedSignalFactory(DjangoModelFactory):
    """What the pairing's KAM says in confidence."""

    class Meta:
        model = ConfidedSignal

    pairing = factory.SubFactory(PairingFactory)
    kam = factory.SelfAttribute("pairing.kam")
    author = factory.SelfAttribute("kam")
    drift = Drift.RANK
    sentence = "A price was set over my head."


class DriftSignalFactory(DjangoModelFactory):
    """A point to watch of the pairing's tandem; `rests_on=[…]` names interactions."""

    class Meta:
        model = DriftSignal
        skip_postgeneration_save = True

    pairing = factory.SubFactory(PairingFactory)
    kam = factory.SelfAttribute("pairing.kam")
    rule = SignalRule.UNTALKED
    window = factory.Sequence(lambda n: f"{n:04}")
    since = date(2026, 3, 2)

    @factory.post_generation
    def rests_on(self, create, extracted, **kwargs):
        self.records.set(extracted or [])


class NextStepFactory(DjangoModelFactory):
    class Meta:
        model = NextStep

    interaction = factory.SubFactory(InteractionFactory)
    text = "Send the paper."
    owner = factory.SubFactory(PersonFactory)
    due_on = date(2026, 3, 20)


class IntroductionFactory(DjangoModelFactory):
    """What the account's KAM has asked the sponsor for."""

    class Meta:
        model = Introduction

    pairing = factory.SubFactory(PairingFactory)
    contact = factory.SubFactory(ContactFactory, account=factory.SelfAttribute("..pairing.account"))
    colleague = factory.SelfAttribute("pairing.kam")
    asked_by = factory.SelfAttribute("pairing.kam")


class CommitteeRequestFactory(DjangoModelFactory):
    class Meta:
        model = CommitteeRequest

    pairing = factory.SubFactory(PairingFactory)
    title = "A second engineer for a year."
    asked_by = factory.SelfAttribute("pairing.kam")


class AlignmentCheckFactory(DjangoModelFactory):
    class Meta:
        model = AlignmentCheck

    pairing = factory.SubFactory(PairingFactory)
    objectives = "Grow by a tenth.\nBe asked first."
    written_by = factory.SelfAttribute("pairing.kam")


class SponsorLetterFactory(DjangoModelFactory):
    class Meta:
        model = SponsorLetter

    pairing = factory.SubFactory(PairingFactory)
    contact = factory.SubFactory(ContactFactory, account=factory.SelfAttribute("..pairing.account"))
    language = "en"
    written_by = factory.SelfAttribute("pairing.kam")


class TensionFactory(DjangoModelFactory):
    """A serious tension with the client, opened by the account's KAM through the service; `at` says when."""

    class Meta:
        model = Tension

    account = factory.SubFactory(KeyAccountFactory)
    by = factory.LazyAttribute(lambda row: row.account.kam)
    at = datetime(2026, 6, 9, 9, tzinfo=UTC)
    level = "serious"
    said = "They wait for an answer on the delays."
    side = "client"
    is_shielded = False

    @classmethod
    def _create(cls, model, account, by, at, **word):
        return open_tension(account, FirstWord(**word), by=by, at=at)


class TensionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = TensionUpdate

    tension = factory.SubFactory(TensionFactory)
    by = factory.SubFactory(PersonFactory)
    text = "They look at the dates."
    stage = "open"
    level = "serious"


class AccountReviewFactory(DjangoModelFactory):
    class Meta:
        model = AccountReview

    interaction = factory.SubFactory(InteractionFactory, kind=InteractionKind.REVIEW)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    review = factory.SubFactory(AccountReviewFactory)
    text = "Open a second site."
    owner = factory.SubFactory(PersonFactory)


class SeasonFactory(DjangoModelFactory):
    class Meta:
        model = Season

    name = "2026"
    first_day = date(2026, 1, 1)
    last_day = date(2026, 12, 31)
    collect_until = date(2027, 3, 31)

    class Params:
        opened = factory.Trait(state="open", opened_at=datetime(2026, 1, 5, tzinfo=UTC))
        collecting = factory.Trait(opened=True, state="collecting")
        frozen = factory.Trait(
            opened=True, state="frozen", frozen_at=datetime(2027, 4, 1, tzinfo=UTC)
        )
        published = factory.Trait(
            frozen=True, state="published", published_at=datetime(2027, 5, 1, tzinfo=UTC)
        )


class ScorecardFactory(DjangoModelFactory):
    """A tandem not yet assessed unless `score`, `means` and `results` say otherwise."""

    class Meta:
        model = Scorecard

    season = factory.SubFactory(SeasonFactory)
    pairing = factory.SubFactory(PairingFactory)
    sponsor = factory.SelfAttribute("pairing.sponsor.person")
    kam = factory.SelfAttribute("pairing.kam")
    tandem_class = "established"
    as_of = date(2026, 12, 31)
    unassessed_because = factory.LazyAttribute(lambda row: "months" if row.score is None else "")
    score = None

    class Params:
        assessed = factory.Trait(
            means=Decimal("0.64"), results=Decimal("0.36"), score=Decimal(48), active_months=12
        )


class LaureateFactory(DjangoModelFactory):
    class Meta:
        model = Laureate

    season = factory.SubFactory(SeasonFactory)
    pairing = factory.SubFactory(PairingFactory)
    tandem_class = "established"
    citation_en = "They opened a door."
    citation_fr = "Ils ont ouvert une porte."
    named_by = factory.SubFactory(PersonFactory, lead=True)
