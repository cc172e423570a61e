"""The demo's letters: to customers whose e-mail does not work any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cli.demo_data.lives import Story
from debiet.cli.demo_data.past import sweep
from debiet.cli.demo_data.quiet import QUEUED
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.correspondence import queries as messages
from debiet.rules.access import Compartment
from debiet.rules.cases import Carrier

LETTERS_A_HEAP = 3
LOOKED_AT = 60
"""So many of the latest answers are looked at for customers with a postal address."""
PRINTED_BEFORE = (timedelta(days=9), timedelta(days=1), None)
"""How long ago each heap was printed: one is posted, one is at the printer, and one waits."""
BOUNCED_AFTER = timedelta(minutes=3)


def go_on_paper(stories: Sequence[Story], *, now: datetime, by: Actor) -> None:
    """Let the latest answers to known customers bounce, so that they go as letters."""
    answers = sorted(
        (story.answered[1] + BOUNCED_AFTER, story.answered[0], story.case_id)
        for story in stories
        if story.answered
    )
    latest = answers[-LOOKED_AT:]
    sent = messages.deliveries([message_id for _at, message_id, _case in latest], viewer=by)
    known = [
        one
        for one in latest
        # Who chose letters has one already: it waits for the printer, and nothing can bounce.
        if one[1] in sent
        and sent[one[1]].carrier is Carrier.EMAIL
        and _has_postal_address(one[2], by=by)
    ]
    heap = max(1, min(LETTERS_A_HEAP, len(known) // len(PRINTED_BEFORE)))
    for before in PRINTED_BEFORE:
        printed_at = now - (before or timedelta())
        bounced = [one for one in known if one[0] < printed_at][-heap:]
        known = [one for one in known if one not in bounced]
        for at, message_id, _case_id in bounced:
            _bounce(message_id, at=at, by=by)
        if before and bounced:
            _print(printed_at, is_posted=before > timedelta(days=2), by=by)
    sweep(at=now, now=now, by=by)


def _has_postal_address(case_id: int, *, by: Actor) -> bool:
    page = case_queries.case_page(case_id, viewer=by)
    is_ordinary = page is not None and page.compartment == Compartment.ORDINARY
    return page is not None and is_ordinary and page.customer_id is not None


def _bounce(message_id: int, *, at: datetime, by: Actor) -> None:
    # The address is not marked: the customers of the demo go on writing from it.
    correspondence.note_bounced(
        message_id=message_id, reason="5.1.1", marks_address=False, by=by, at=at
    )
    cases.note_failed_message(message_id=message_id, by=by, at=at)
    for arguments in QUEUED.taken():
        correspondence.deliver(**arguments, by=by, at=at)


def _print(at: datetime, *, is_posted: bool, by: Actor) -> None:
    batch_id = correspondence.make_print_batch(compartment=Compartment.ORDINARY, by=by, at=at)
    if is_posted:
        confirmed_at = at + timedelta(days=1)
        correspondence.confirm_posted(
            batch_id=batch_id,
            posted_on=timezone.localtime(confirmed_at).date(),
            by=by,
            at=confirmed_at,
        )
