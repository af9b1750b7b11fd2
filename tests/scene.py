"""One record of everything, for the tables that ask who gets what from every address."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from accounts.choices import ImportKind, ImportState
from accounts.models import Delegation, ImportBatch, Job, KeptMail, Notification, Sector
from accounts.services.connections import say_level
from reviews.models import Scorecard, ScorecardLine
from reviews.services.seasons import create_season, open_season
from sponsors.choices import HandOverKind, InteractionStatus
from sponsors.matching import Candidate, Client, Problem
from sponsors.models import FitWeights, HandOver, MatchingRun, Renewal, Uncovered
from sponsors.services.disputes import open_dispute
from tests import factories


def build(cast, account, pairing):
    """Return the scene: the KAM's account with its sponsor, and everything that can stand on it."""
    season = open_season(create_season(factories.SeasonFactory.build(), by=cast.lead), by=cast.lead)
    contact = factories.ContactFactory(account=account)
    interaction = factories.InteractionFactory(
        account=account, logged_by=cast.kam, with_people=[cast.kam]
    )
    planned = factories.InteractionFactory(
        account=account,
        logged_by=cast.kam,
        with_people=[cast.kam],
        status=InteractionStatus.PLANNED,
        day=date(2090, 1, 1),
    )
    review = factories.AccountReviewFactory(
        interaction=factories.InteractionFactory(
            account=account, kind="review", logged_by=cast.kam, with_people=[cast.kam]
        )
    )
    scorecard = Scorecard.objects.create(
        season=season,
        pairing=pairing,
        sponsor=cast.sponsor,
        kam=cast.kam,
        tandem_class="new",
        as_of=date(2026, 6, 1),
        unassessed_because="months",
    )
    ScorecardLine.objects.create(
        scorecard=scorecard,
        code="M1",
        weight=30,
        low=0,
        high=1,
        no_value_because="few_months",
        facts={"months": 1},
    )
    asked = factories.PairingFactory(
        proposed=True,
        account=factories.KeyAccountFactory(name="Cortane", kam=cast.kam),
        kam=cast.kam,
        sponsor__person=cast.executive,
    )
    run = keep_matching(account, cast)
    tension = factories.TensionFactory(account=account, by=cast.kam)
    return SimpleNamespace(
        run=run,
        tension=tension,
        introduction=factories.IntroductionFactory(pairing=pairing, contact=contact),
        committee_request=factories.CommitteeRequestFactory(pairing=pairing),
        letter=factories.SponsorLetterFactory(pairing=pairing, contact=contact),
        alignment_check=factories.AlignmentCheckFactory(pairing=pairing),
        account=account,
        contact=contact,
        connection=say_level(
            cast.sponsor, contact, 2, by=cast.lead, on=date(2026, 6, 1)
        ).connection,
        interaction=interaction,
        planned=planned,
        signal=factories.DriftSignalFactory(pairing=pairing, rests_on=[interaction]),
        confided=factories.ConfidedSignalFactory(pairing=pairing),
        go_ahead=factories.GoAheadFactory(pairing=pairing),
        without=factories.InteractionFactory(
            account=account,
            pairing=pairing,
            logged_by=cast.sponsor,
            with_people=[cast.sponsor],
            go_ahead="without",
        ),
        told=factories.InteractionFactory(
            account=account,
            pairing=pairing,
            logged_by=cast.sponsor,
            debriefed_by=cast.sponsor,
            with_people=[cast.sponsor],
        ),
        dispute=open_dispute(
            factories.InteractionFactory(
                account=account, logged_by=cast.sponsor, debriefed_by=cast.sponsor
            ),
            "The price was not spoken of.",
            by=cast.kam,
        ),
        review=review,
        season=season,
        scorecard=scorecard,
        pairing=pairing,
        asked=asked,
        sponsor=pairing.sponsor,
        renewal=Renewal.objects.create(
            pairing=pairing, proposed_by=cast.lead, proposed_at=timezone.now()
        ),
        rhythm=factories.RhythmTargetFactory(pairing=pairing, proposed_by=cast.kam),
        hand_over=HandOver.objects.create(
            account=asked.account,
            pairing=asked,
            kind=HandOverKind.KAM,
            from_person=cast.other_kam,
            to_person=cast.kam,
            opened_at=timezone.now(),
        ),
        person=cast.kam,
        delegation=Delegation.objects.get(of=cast.kam, to=cast.deputy),
        absence=factories.AbsenceFactory(person=cast.kam),
        step=factories.NextStepFactory(interaction=interaction, owner=cast.kam),
        decision=factories.DecisionFactory(review=review, owner=cast.kam),
        ask=factories.AskFactory(account=account, written_by=cast.kam),
        no_go=factories.NoGoFactory(account=account, written_by=cast.kam),
        client_event=factories.ClientEventFactory(account=account, entered_by=cast.kam),
        objective=factories.ObjectiveFactory(account=account, written_by=cast.kam),
        figures=factories.AnnualFiguresFactory(account=account, year=2025),
        sector=Sector.objects.first(),
        batch=ImportBatch.objects.create(
            kind=ImportKind.PEOPLE,
            state=ImportState.REHEARSED,
            file_name="people.csv",
            stored_as="none",
            digest="0",
            uploaded_by=cast.lead,
        ),
        job=Job.objects.create(kind="draft_briefs", requested_by=cast.lead),
        mail=KeptMail.objects.create(recipient="kam@tandem.example", subject="Hello", text="Hello"),
        notification=Notification.objects.create(
            key="k",
            kind="test",
            subject_id="1",
            recipient=cast.kam,
            due_at=timezone.now(),
            message_id="<1@x>",
            state="uncertain",
        ),
    )


def keep_matching(account, cast):
    """Return a matching that found nobody for the account."""
    told = Problem(
        accounts=(Client(account.pk, kam=cast.kam.pk),),
        candidates=(Candidate(cast.executive.pk, capacity=2, is_volunteer=False),),
    )
    run = MatchingRun.objects.create(
        requested_by=cast.lead,
        starts_on=date(2026, 1, 1),
        weights=dict(told.weights),
        weights_version=FitWeights.current(),
        inputs=told.as_plain(),
        summary={"accounts": 1, "covered": 0, "places": 0, "people": 0, "dropped_pins": []},
        finished_at=timezone.now(),
    )
    Uncovered.objects.create(run=run, account=account)
    return run
