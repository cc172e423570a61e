"""Saying whether a new case belongs to another one, as was suggested when it came in."""

from datetime import datetime

from debiet.cases.actions.locking import about, check_not_frozen
from debiet.cases.models import Case, SuggestedLink
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.cases import LinkOutcome
from debiet.staff.visibility import visible


@action(permission=Permission.EDIT_CASE)
def settle_suggested_link(
    *, link_id: int, case_id: int, outcome: LinkOutcome, by: Actor, at: datetime
) -> None:
    """Take a suggested link over, or dismiss it; saying something else later is possible.

    Nothing moves from one case to the other: both stay what they are, and show each other.

    :raises NotFound: where there is no such link, or the actor may not see both cases
    """
    links = SuggestedLink.objects.select_for_update(of=("self",)).select_related("case", "other")
    link = visible(links.filter(pk=link_id, case_id=case_id), by).first()
    both = (link.case_id, link.other_id) if link else ()
    if link is None or visible(Case.objects.filter(pk__in=both), by).count() < len(both):
        raise NotFound
    check_not_frozen(link.case, link.other)
    link.settled_as, link.settled_at = outcome, at
    link.save(update_fields=["settled_as", "settled_at"])
    audit.record(
        about(link.case),
        compartment=link.compartment,
        facts={"other": link.other_id, "link": outcome},
    )
