"""Letting go of what is over its term: counted first, started by a person, done in chunks."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debiet.core import audit, erasing
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.retention.events import RetentionGoesOn
from debiet.retention.kinds import HANDLERS, Page
from debiet.retention.models import RetentionRun
from debiet.retention.queries.holds import basis, held_on
from debiet.retention.queries.terms import months_on
from debiet.rules.access import Permission
from debiet.rules.retention import RecordKind, goes_if_before
from debiet.staff.visibility import CLOSED, visible

CHUNK = 100
COUNTED_AT_ONCE = 10_000


class PreviewStale(Refused):
    """Holds or months changed since the preview was counted."""

    code = "retention.preview-stale"
    message = _(
        "Something changed since this was counted. Make a new preview and look at it first."
    )


class RunningAlready(Refused):
    """Another run lets things go."""

    code = "retention.running-already"
    message = _("Another run is letting things go. Wait until it is done.")


@action(permission=Permission.RUN_RETENTION)
def preview_run(*, by: Actor, at: datetime) -> int:
    """Count what would go today, by kind, and return the id of the run that could do it.

    What stands in a closed part goes as well, and is not counted: it would tell how much there is.
    """
    today = timezone.localtime(at).date()
    months = {kind: row.months for kind, row in months_on(at=at).items()}
    run = RetentionRun(
        as_of=today,
        months=months,
        counts={},
        basis=basis(months=months, on=today),
        made_by_id=by.user_id,
        made_at=at,
    )
    run.counts = {kind: _count(run, kind) for kind in HANDLERS}
    run.save()
    audit.record(reference("retention-run", run.pk), facts={"counted": run.counts})
    return run.pk


def _page(run: RetentionRun, kind: RecordKind, *, after: int = 0, limit: int) -> Page:
    return Page(
        before=goes_if_before(run.as_of, run.months[kind]),
        held=held_on(run.as_of),
        after=after,
        limit=limit,
    )


def _countable(page: Page) -> Page:
    return replace(page, without=CLOSED)


def _count(run: RetentionRun, kind: RecordKind) -> int:
    total, after = 0, 0
    while ids := HANDLERS[kind].find(
        _countable(_page(run, kind, after=after, limit=COUNTED_AT_ONCE))
    ):
        total, after = total + len(ids), ids[-1]
    return total


@action(permission=Permission.RUN_RETENTION)
def start_run(*, run_id: int, by: Actor, at: datetime) -> None:
    """Let go of what a preview counted; a job does it. Started twice, it runs once.

    :raises NotFound: if there is no such run
    :raises PreviewStale: if holds, months or the day are others than when it was counted
    :raises RunningAlready: if another run is at work
    """
    run = visible(RetentionRun.objects.filter(pk=run_id), by).select_for_update().first()
    if run is None:
        raise NotFound
    if run.state != RetentionRun.State.PREVIEW:
        return
    if RetentionRun.objects.filter(state=RetentionRun.State.RUNNING).exists():
        raise RunningAlready
    today = timezone.localtime(at).date()
    months = {kind: row.months for kind, row in months_on(at=at).items()}
    if run.as_of != today or run.basis != basis(months=months, on=today):
        raise PreviewStale
    run.state = RetentionRun.State.RUNNING
    run.started_by_id, run.started_at = by.user_id, at
    run.save(update_fields=["state", "started_by_id", "started_at"])
    audit.record(reference("retention-run", run.pk), facts={"started": True})
    publish(RetentionGoesOn(run_id=run.pk, chunk=run.next_chunk))


@action(permission=Permission.RUN_RETENTION)
def let_go_chunk(*, run_id: int, chunk: int, by: Actor, at: datetime) -> int:
    """Let go of the next hundred records of a run; return how many records went.

    Done before, it does nothing: each chunk has its number. Holds placed meanwhile are kept to.
    """
    run = RetentionRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != RetentionRun.State.RUNNING or run.next_chunk != chunk:
        return 0
    for kind, handler in HANDLERS.items():
        if kind not in run.months:  # a newer version knows kinds that nobody counted
            continue
        page = _page(run, kind, limit=CHUNK)
        ids = handler.find(page)
        if ids:
            counted = set(ids) & set(handler.find(_countable(page)))
            erasing.note(run.pk, handler.erase(ids, by, at))
            run.done[kind] = run.done.get(kind, 0) + len(counted)
            run.next_chunk += 1
            run.save(update_fields=["done", "next_chunk"])
            publish(RetentionGoesOn(run_id=run.pk, chunk=run.next_chunk))
            return len(ids)
    run.state, run.ended_at = RetentionRun.State.DONE, at
    run.save(update_fields=["state", "ended_at"])
    audit.record(reference("retention-run", run.pk), facts={"let_go": run.done})
    return 0
