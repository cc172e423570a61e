"""Saying what one case is to another, and taking it back; nothing moves between them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.cases.actions.locking import check_not_frozen
from debiet.cases.actions.pairs import locked_two, relate, write_link_down
from debiet.cases.models import Case, CaseLink
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.rules.access import Permission
from debiet.rules.case_links import LinkSide, contradicts, link_of
from debiet.staff.visibility import visible


class LinkContradicts(Refused):
    """The two cases are linked the other way round already."""

    code = "cases.link-contradicts"
    message = _("These two are linked the other way round. Take that link away first.")


@action(permission=Permission.RELATE_CASES)
def relate_cases(
    *, case_id: int, other_number: str, side: LinkSide, by: Actor, at: datetime
) -> int:
    """Link a case to another one, as it reads from the first; the same link twice is one.

    :raises NoOtherCase: where the actor may not see the other, or it is the case itself
    :raises LinkContradicts: if the opposite is said already
    """
    case, other = locked_two(case_id, other_number, by=by)
    link = kind, _start, _end = link_of(side, here=case.pk, there=other.pk)
    standing = CaseLink.objects.filter(
        kind=kind, case__in=(case, other), other__in=(case, other), ended_at__isnull=True
    )
    known = {(kind, row.case_id, row.other_id): row.pk for row in standing}
    if link in known:
        return known[link]
    if contradicts(link, known):
        raise LinkContradicts
    return relate(case, other, side, by=by, at=at).pk


@action(permission=Permission.RELATE_CASES)
def unrelate_cases(*, case_id: int, link_id: int, by: Actor, at: datetime) -> None:
    """Take a link back; twice is once.

    :raises NotFound: where there is no such link of this case, or the actor may not see both
    """
    links = CaseLink.objects.select_for_update(of=("self",)).select_related("case", "other")
    link = visible(links.filter(pk=link_id), by).first()
    both = (link.case_id, link.other_id) if link else ()
    if link is None or case_id not in both:
        raise NotFound
    if visible(Case.objects.filter(pk__in=both), by).count() < len(both):
        raise NotFound
    check_not_frozen(link.case, link.other)
    if link.ended_at is None:
        link.ended_at = at
        link.save(update_fields=["ended_at"])
        write_link_down(link, link.case, link.other, ended=link.kind)
