"""What follows from an interaction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel
from sponsors.choices import StepKind
from sponsors.models import Interaction, NextStep
from sponsors.services.signals import look_after


@transaction.atomic
def add_step(
    interaction: Interaction,
    text: str,
    *,
    owner: User,
    due_on: date | None,
    by: User,
    kind: StepKind | str = StepKind.STEP,
    is_commercial: bool = False,
) -> NextStep:
    """Keep what was promised to the client, or what comes next. The same again is the same."""
    step = interaction.next_steps.filter(text=text, owner=owner, done_on__isnull=True).first()
    if step is None:
        step = NextStep(
            interaction=interaction,
            kind=kind,
            text=text,
            owner=owner,
            due_on=due_on,
            is_commercial=is_commercial,
        )
        save_by(step, by)
        if is_commercial:
            look_after(interaction, on=timezone.localdate())
    return step


@transaction.atomic
def finish_step(step: NextStep, *, by: User, on: date) -> NextStep:
    """Tick a next step off. Twice is once."""
    step = NextStep.objects.select_for_update().get(pk=step.pk)
    if step.done_on is None:
        step.done_on = on
        save_by(step, by, update_fields=["done_on"])
        cancel("next_step_due", subject_id=step.public_id)
    return step
