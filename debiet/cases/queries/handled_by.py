"""Who had to do with a case, for whoever must not judge its own work."""

from typing import Any

from django.db.models import Q

from debiet.cases.models import (
    CallbackAttempt,
    Case,
    CaseAssignment,
    CaseTopic,
    FollowUp,
    Interaction,
    InternalTask,
    Note,
    TaskEntry,
)
from debiet.core.reading import query


@query(personal=False)
def who_handled(case_id: int) -> frozenset[int]:
    """Return the employees who wrote, decided, were assigned or asked anything in a case.

    What was merged into it is handled in it.
    """
    own = Case.objects.filter(Q(pk=case_id) | Q(merged_into=case_id))
    ids = own.values("pk")
    tasks = InternalTask.objects.filter(case__in=ids)
    rows: list[Any] = [
        own.values_list("assignee_id", flat=True),
        tasks.values_list("employee_id", flat=True),
        tasks.values_list("asked_by_id", flat=True),
        TaskEntry.objects.filter(task__case__in=ids).values_list("employee_id", flat=True),
        CallbackAttempt.objects.filter(callback__case__in=ids).values_list(
            "employee_id", flat=True
        ),
    ]
    rows += [
        model.objects.filter(case__in=ids).values_list("employee_id", flat=True)
        for model in (Interaction, Note, CaseTopic, CaseAssignment, FollowUp)
    ]
    every = rows[0].union(*rows[1:])  # in one statement
    return frozenset(found for found in every if found is not None)


@query(personal=False)
def cases_of_contact(contact_id: int) -> tuple[int, ...]:
    """Return the case in which a contact stands, and the one that is handled in its place."""
    found = Interaction.objects.filter(pk=contact_id).values_list("case_id", "case__merged_into_id")
    row = found.first()
    return tuple(one for one in row if one is not None) if row else ()


@query(personal=False)
def told_address(case_id: int) -> str:
    """Return the postal address that was told in a case, "" where none was."""
    found = Case.objects.filter(pk=case_id).values_list("contact_address", flat=True).first()
    return found or ""
