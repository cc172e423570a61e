"""Texts that wait for a second person: who is told, and that it goes when nothing waits."""

from datetime import datetime

from debiet.clauses.models import Clause, ClauseVersion
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.notices import HOUSE
from debiet.staff import actions as staff
from debiet.staff.house_notices import TEXT_WAITS, put_away, who_may


@action(permission=Permission.NOTIFY_EMPLOYEE)
def tell_text_waits(*, version_id: int, by: Actor, at: datetime) -> int:
    """Tell whoever can be the second person; return how many. A second run tells nobody again."""
    version = ClauseVersion.objects.select_related("clause").filter(pk=version_id).first()
    if version is None:
        return 0
    # Whoever approves it, or writes the next one, waits: else it were told of for ever.
    clause = Clause.objects.select_for_update().get(pk=version.clause_id)
    newest = clause.versions.filter(language=version.language).order_by("-number").first()
    is_waiting = ClauseVersion.objects.filter(pk=version_id, approval__isnull=True).exists()
    if clause.retired_at is not None or newest != version or not is_waiting:
        return 0
    return sum(
        staff.notify_employee(
            employee_id=told,
            kind="text.waits",
            about=reference("clause-version", version.pk),
            compartment=HOUSE,
            cause=f"clause-version:{version.pk}",
            facts={"title": clause.title, "code": clause.code, "language": version.language},
            by=by,
            at=version.written_at,
        )
        for told, user_id in who_may(Permission.APPROVE_CLAUSES)
        if user_id != version.written_by_id
    )


def waits_no_more(clause: Clause, *, language: str | None = None, at: datetime) -> None:
    """Put away what was told of versions of a text that nobody has to approve any more."""
    versions = clause.versions.filter(language=language) if language else clause.versions.all()
    ids = versions.values_list("pk", flat=True)
    put_away(TEXT_WAITS, *(reference("clause-version", one) for one in ids), at=at)
