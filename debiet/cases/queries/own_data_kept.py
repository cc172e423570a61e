"""What is kept with cases beside messages and notes, for whoever asks what is kept about it."""

from collections import defaultdict
from collections.abc import Collection

from debiet.cases.models import Callback, CallbackAttempt, FollowUp, InternalTask, Rating, TaskEntry
from debiet.core.actor import Actor
from debiet.core.own_data import Told, chosen
from debiet.core.reading import query
from debiet.staff.visibility import visible


@query(personal=True)
def own_data(case_ids: Collection[int], *, viewer: Actor) -> dict[int, list[Told]]:
    """Return ratings, promised calls, what employees noted to do and asked other teams, by case."""
    found = defaultdict[int, list[Told]](list)
    for rating in visible(Rating.objects.filter(case__in=case_ids), viewer).order_by("id"):
        said = f"{rating.score}/5 {rating.words}".strip()
        found[rating.case_id].append(Told("rating", rating.rated_at, said))
    for callback in visible(Callback.objects.filter(case__in=case_ids), viewer).order_by("id"):
        said = f"{callback.phone} {callback.words}".strip()
        coded = chosen(("callback", callback.state))
        found[callback.case_id].append(Told("callback", callback.promised_at, said, coded))
    attempts = visible(CallbackAttempt.objects.filter(callback__case__in=case_ids), viewer)
    for attempt in attempts.select_related("callback").order_by("id"):
        coded = chosen(("attempt", attempt.outcome))
        told = Told("callback-attempt", attempt.at, attempt.words, coded)
        found[attempt.callback.case_id].append(told)
    for plan in visible(FollowUp.objects.filter(case__in=case_ids), viewer).order_by("id"):
        found[plan.case_id].append(Told("follow-up", plan.planned_at, plan.words))
    for task in visible(InternalTask.objects.filter(case__in=case_ids), viewer).order_by("id"):
        found[task.case_id].append(Told("task", task.asked_at, task.words))
    entries = visible(TaskEntry.objects.filter(task__case__in=case_ids), viewer)
    for entry in entries.select_related("task").order_by("id"):
        coded = chosen(("task-step", entry.state))
        found[entry.task.case_id].append(Told("task-step", entry.at, entry.words, coded))
    return dict(found)
