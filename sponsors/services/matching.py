"""Matchings: run, kept, and turned into proposals; what leads know besides goes into each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Job, KeyAccount, OrganisationLock, User
from accounts.services.history import remove_by, save_by
from accounts.services.jobs import Progress, start_job
from accounts.services.notifications import notify
from sponsors.choices import ProposalOutcome, Wish
from sponsors.coverage import accounts_without_sponsor
from sponsors.facts import read_problem, weights_from
from sponsors.matching import (
    Assignment,
    Candidate,
    FitTable,
    Pair,
    PinError,
    Problem,
    Solution,
    Weights,
    check_weights,
)
from sponsors.models import FitWeights, MatchingRun, PairWish, Proposal, Uncovered
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import propose_pairing
from sponsors.services.refused import facts_of

BATCH = 500


class StaleWeightsError(Exception):
    """Somebody else has set other weights meanwhile."""

    def __init__(self, current: FitWeights) -> None:
        super().__init__(str(current))
        self.current = current


class OtherWeightsCountError(Exception):
    """The matching is a trial, or other weights count since: nothing is proposed from it."""

    def __init__(self, run: MatchingRun) -> None:
        super().__init__(str(run))
        self.run = run


@transaction.atomic
def start_matching(
    *,
    by: User,
    starts_on: date,
    minimum: int = 0,
    asks_everyone: bool = False,
    weights: Weights | None = None,
    continues: MatchingRun | None = None,
) -> MatchingRun:
    """Begin a matching of all accounts without a sponsor, as a job; return the run that will hold it.

    `minimum` is in thousandths of fit. With `weights` of one's own it is a trial on what `continues` was told.
    Raises `WeightsError`.
    """
    if weights is not None:
        check_weights(weights)
    current = FitWeights.current()
    run = MatchingRun.objects.create(
        requested_by=by,
        starts_on=starts_on,
        minimum=minimum,
        asks_everyone=asks_everyone,
        weights=dict(weights or current.as_plain()),
        weights_version=None if weights else current,
        continues=continues,
        inputs=trial_inputs(continues, weights) if continues and weights else {},
    )
    run.job = start_job("matching", {"run": str(run.public_id)}, by=by)
    run.save(update_fields=["job"])
    return run


def trial_inputs(run: MatchingRun, weights: Weights) -> dict[str, Any]:
    """Return what a run was told, under other weights."""
    return replace(Problem.from_plain(run.inputs), weights=weights).as_plain()


def compute_matching(job: Job, progress: Progress) -> dict[str, Any]:
    """Find the optimum of a run and keep it: the work of the job. Done again, it keeps the same."""
    run = MatchingRun.objects.select_related("job").get(public_id=UUID(job.arguments["run"]))
    if not run.is_done:
        problem = told(run)
        progress(1, 4)
        table = FitTable(problem)
        progress(2, 4)
        assignment, dropped = with_pins_that_stand(table)
        solution = assignment.solve()
        progress(3, 4)
        keep(run, assignment, solution, dropped)
    return {"next": run.get_absolute_url()}


def told(run: MatchingRun) -> Problem:
    """Return what the run is told; read once, and kept for whenever it is asked again."""
    if not run.inputs:
        problem = read_problem(
            accounts_without_sponsor(),
            on=run.starts_on,
            weights=weights_from(run.weights),
            minimum=run.minimum,
            asks_everyone=run.asks_everyone,
        )
        run.inputs = problem.as_plain()
        run.save(update_fields=["inputs"])
    return Problem.from_plain(run.inputs)


def with_pins_that_stand(table: FitTable) -> tuple[Assignment, list[Pair]]:
    """Return the assignment, and the pins left out because a rule stands against them now."""
    dropped: list[Pair] = []
    while True:
        try:
            return Assignment(table), dropped
        except PinError as refusal:
            dropped.append(refusal.pair)
            table.problem = replace(table.problem, pins=table.problem.pins - {refusal.pair})


@transaction.atomic
def keep(run: MatchingRun, assignment: Assignment, solution: Solution, dropped: list[Pair]) -> None:
    """Write the proposals and the accounts left out; a run that is kept already stays as it is."""
    if MatchingRun.objects.select_for_update(of=("self",)).get(pk=run.pk).is_done:
        return
    table = assignment.table
    problem = table.problem
    accounts = {account.key: account for account in problem.accounts}
    people = {person.key: person for person in problem.candidates}
    rows = []
    for account, person in solution.pairs.items():
        fit = table.explain(accounts[account], people[person])
        kam = accounts[account].kam
        if kam is None:  # no rule lets such a pair pass
            continue
        rows.append(
            Proposal(
                run=run,
                account_id=account,
                person_id=person,
                kam_id=kam,
                fit=fit.value,
                low=fit.low,
                high=fit.high,
                known=fit.known,
                is_pinned=(account, person) in problem.pins,
            )
        )
    Proposal.objects.bulk_create(rows, batch_size=BATCH)
    left = [Uncovered(run=run, account_id=key) for key in accounts if key not in solution.pairs]
    Uncovered.objects.bulk_create(left, batch_size=BATCH)
    run.summary = {
        "accounts": len(accounts),
        "covered": solution.total.covered,
        "fit": solution.total.fit,
        "places": sum(max(0, person.capacity - person.taken) for person in usable(problem)),
        "people": len(set(solution.pairs.values())),
        "dropped_pins": dropped,
    }
    run.finished_at = timezone.now()
    run.save(update_fields=["summary", "finished_at"])


def usable(problem: Problem) -> Iterator[Candidate]:
    """Yield those whose places count: volunteers, or everyone who would be asked."""
    for person in problem.candidates:
        is_asked = person.is_volunteer or problem.asks_everyone
        if person.is_active and person.is_executive and is_asked:
            yield person


@transaction.atomic
def wish_pair(
    account: KeyAccount, person: User, wish: Wish | str, *, reason: str = "", by: User
) -> PairWish:
    """Pin or exclude a pair for every matching to come; a pin takes the account's earlier pin away. Twice is once."""
    KeyAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if wish == Wish.PIN:
        others = PairWish.objects.filter(account=account, wish=Wish.PIN).exclude(person=person)
        for other in others:
            remove_by(other, by)
    row = PairWish.objects.filter(account=account, person=person).first()
    if row is None:
        row = PairWish(account=account, person=person)
    elif (row.wish, row.reason) == (wish, reason):
        return row
    row.wish, row.reason, row.said_by = Wish(wish), reason, by
    save_by(row, by)
    return row


@transaction.atomic
def lift_wish(account: KeyAccount, person: User, *, by: User) -> bool:
    """Leave the pair to the matching again; return whether anything was lifted. Twice is once."""
    row = (
        PairWish.objects.select_for_update(of=("self",))
        .filter(account=account, person=person)
        .first()
    )
    if row is not None:
        remove_by(row, by)
    return row is not None


@transaction.atomic
def set_weights(weights: Mapping[str, int], *, seen: int, by: User) -> FitWeights:
    """Let other weights count from now on, as a new version. The same weights again change nothing.

    `seen` is the version that was read. Raises `WeightsError`, and `StaleWeightsError` where others were
    set meanwhile.
    """
    check_weights(weights_from(dict(weights)))
    OrganisationLock.take()  # a lock of the newest row would not see the one that another writes meanwhile
    current = FitWeights.current()
    if current.as_plain() == dict(weights):
        return current
    if current.version != seen:
        raise StaleWeightsError(current)
    return FitWeights.objects.create(version=current.version + 1, set_by=by, **weights)


@transaction.atomic
def start_proposing(run: MatchingRun, chosen: Iterable[UUID], *, by: User) -> Job:
    """Begin to propose these of a run's proposals, one by one, as a job. Raises `OtherWeightsCountError`."""
    check_weights_count(run)
    found = run.proposals.open().filter(public_id__in=list(chosen))
    keys = [str(key) for key in found.values_list("public_id", flat=True)]
    job = start_job("propose_matched", {"run": str(run.public_id), "proposals": keys}, by=by)
    MatchingRun.objects.filter(pk=run.pk).update(proposing=job)
    return job


def check_weights_count(run: MatchingRun) -> None:
    """Refuse to act on a matching under other weights than those that count."""
    if run.weights_version_id != FitWeights.current().pk:
        raise OtherWeightsCountError(run)


def propose_matched(job: Job, progress: Progress) -> dict[str, Any]:
    """Propose each chosen pair by the same service as by hand; what is refused keeps its reason: the work of the job.

    Done again, it goes on with those that are still open.
    """
    run = MatchingRun.objects.get(public_id=UUID(job.arguments["run"]))
    chosen = run.proposals.open().filter(public_id__in=job.arguments["proposals"])
    waiting = list(chosen.order_by("-fit", "account__name").values_list("pk", flat=True))
    for number, key in enumerate(waiting, start=1):
        propose_one(key, by=job.requested_by)
        progress(number, len(waiting))
    return {"next": run.get_absolute_url()}


@transaction.atomic
def propose_one(key: int, *, by: User | None) -> Proposal:
    """Propose one pair, or keep why it is refused now."""
    rows = Proposal.objects.select_for_update(of=("self",))
    proposal = rows.select_related("account", "person__sponsor", "run").get(pk=key)
    sponsor = getattr(proposal.person, "sponsor", None)
    if proposal.outcome != ProposalOutcome.OPEN or by is None or sponsor is None:
        return proposal
    starts_on = max(proposal.run.starts_on, timezone.localdate())
    try:
        with transaction.atomic():
            proposal.pairing = propose_pairing(
                proposal.account, sponsor, by=by, starts_on=starts_on
            )
    except PairingRefusedError as refusal:
        proposal.outcome, proposal.refusal = ProposalOutcome.REFUSED, facts_of(refusal)
    else:
        proposal.outcome = ProposalOutcome.PROPOSED
    proposal.save(update_fields=["outcome", "refusal", "pairing"])
    return proposal


@transaction.atomic
def ask_to_volunteer(run: MatchingRun, chosen: Iterable[UUID], *, by: User) -> int:
    """Invite the executives of these proposals to answer the four questions; return how many are asked. Twice is once.

    Raises `OtherWeightsCountError`.
    """
    check_weights_count(run)
    rows = run.proposals.open().filter(public_id__in=list(chosen), person__sponsor__isnull=True)
    people = {row.person_id: row.person for row in rows.select_related("person")}
    for person in people.values():
        notify(
            "volunteer_asked",
            subject_id=person.public_id,
            recipient=person,
            data={"by": str(by.public_id)},
        )
    run.proposals.open().filter(person__in=people).update(outcome=ProposalOutcome.ASKED)
    return len(people)
