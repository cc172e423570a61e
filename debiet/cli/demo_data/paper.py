"""The demo's letters: to customers whose e-mail does not work any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cli.demo_data.lives import Story
from debiet.cli.demo_data.quiet import QUEUED
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Compartment

LETTERS_A_BATCH = 3
BOUNCED_BEFORE = (timedelta(days=9), timedelta(days=2), timedelta(hours=2))
"""How long ago the mails of the three heaps came back: one was posted, one is at the printer and
one waits."""


def go_on_paper(stories: Sequence[Story], *, now: datetime, by: Actor) -> None:
    """Let some answers bounce, so that they go as letters: one batch is posted, one at the printer.

    The latest answers that were long enough on their way are taken.
    """
    answered = sorted(
        (story.answered for story in stories if story.answered and story.plan.is_known),
        key=lambda answer: answer[1],
        reverse=True,
    )
    for position, before in enumerate(BOUNCED_BEFORE):
        at = now - before
        bounced = [answer for answer in answered if answer[1] < at][:LETTERS_A_BATCH]
        answered = [answer for answer in answered if answer not in bounced]
        for message_id, _left_at in bounced:
            _bounce(message_id, at=at, by=by)
        if position < 2:
            _print(posted=position == 0, at=at, by=by)


def _bounce(message_id: int, *, at: datetime, by: Actor) -> None:
    correspondence.note_bounced(message_id=message_id, reason="5.1.1", by=by, at=at)
    cases.note_failed_message(message_id=message_id, by=by, at=at)
    for arguments in QUEUED.taken():
        correspondence.deliver(**arguments, by=by, at=at)


def _print(*, posted: bool, at: datetime, by: Actor) -> None:
    try:
        batch_id = correspondence.make_print_batch(compartment=Compartment.ORDINARY, by=by, at=at)
    except Refused:
        return  # a demo of few customers has no such letter
    if posted:
        confirmed_at = at + timedelta(days=1)
        correspondence.confirm_posted(
            batch_id=batch_id,
            posted_on=timezone.localtime(confirmed_at).date(),
            by=by,
            at=confirmed_at,
        )
