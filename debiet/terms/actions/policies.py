"""Writing policies: each wording is a new version, and a running clock keeps its own."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules import sla
from debiet.rules.access import Permission
from debiet.rules.sla import Milestone, TermUnit
from debiet.rules.statutory_terms import Force, fits_kind
from debiet.terms.definitions import UnreadableDefinition, target_from
from debiet.terms.models import Calendar, Policy, PolicyVersion
from debiet.terms.queries.policies import match_from, versions_in_force
from debiet.terms.queries.set_up_policies import legal_conflicts


class PolicyUnreadable(Refused):
    """The policy says something that cannot be meant."""

    code = "terms.policy-unreadable"
    message = _("This policy cannot be used: %(trouble)s")


class PolicyTied(Refused):
    """Another policy fits some cases just as well, and nothing decides between the two."""

    code = "terms.policy-tied"
    message = _("This policy and “%(other)s” fit the same cases equally well. Make one narrower.")


class PolicyAgainstLaw(Refused):
    """The policy promises something later than the law allows, or leaves it out."""

    code = "terms.policy-against-law"
    message = _(
        "The law asks for this within %(amount)d %(unit)s at most, counted like that (%(source)s)."
    )


class PolicyOfComplaints(Refused):
    """A policy mixes the terms of complaints with others, or has not all of them."""

    code = "terms.policy-of-complaints"
    message = _(
        "A policy for complaints promises the three terms of a complaint and nothing else. "
        "No other policy promises one of them."
    )


LAW_UNITS = {
    TermUnit.CALENDAR_DAYS: _("calendar days"),
    TermUnit.CALENDAR_MONTHS: _("calendar months"),
    TermUnit.WORKING_DAYS: _("working days"),
}


@action(permission=Permission.EDIT_TERMS)
def check_policy_version(
    *,
    code: str,
    match: dict[str, str],
    targets: list[dict[str, Any]],
    is_retired: bool = False,
    valid_from: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Refuse what :func:`save_policy_version` would, and change nothing.

    :raises PolicyUnreadable: if a target or calendar is wrong
    :raises PolicyOfComplaints: if it mixes the terms of complaints with others
    :raises PolicyTied: if another policy would fit equally well
    :raises PolicyAgainstLaw: if the law asks for something earlier
    """
    milestones = _check_targets(targets)
    if not fits_kind(match.get("kind", ""), milestones):
        raise PolicyOfComplaints
    wanted = match_from(match)
    for other in versions_in_force(at=valid_from):
        if other.policy.code != code and sla.conflicts(wanted, match_from(other.match)):
            raise PolicyTied(other=other.policy.title)
    if is_retired:
        return
    for conflict in legal_conflicts(match, targets, at=valid_from):
        if conflict.force is Force.LAW:
            raise PolicyAgainstLaw(
                amount=conflict.amount,
                unit=LAW_UNITS[conflict.unit],
                source=conflict.source,
            )


@action(permission=Permission.EDIT_TERMS)
def save_policy_version(
    *,
    code: str,
    title: str,
    match: dict[str, str],
    targets: list[dict[str, Any]],
    promise: dict[str, str],
    valid_from: datetime,
    is_retired: bool = False,
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    """Add a wording of a policy; the same wording again is no new version.

    :param match: the codes it asks for: kind, topic, carrier, segment, priority
    :param promise: the sentence that customers read, by language
    :raises PolicyUnreadable: if a target or calendar is wrong
    :raises PolicyOfComplaints: if it mixes the terms of complaints with others
    :raises PolicyTied: if another policy would fit equally well
    :raises PolicyAgainstLaw: if the law asks for something earlier
    """
    check_policy_version(
        code=code,
        match=match,
        targets=targets,
        is_retired=is_retired,
        valid_from=valid_from,
        by=by,
        at=at,
    )
    policy, _created = Policy.objects.get_or_create(code=code, defaults={"title": title})
    Policy.objects.select_for_update().get(pk=policy.pk)
    newest = policy.versions.order_by("-number").first()
    said = (match, targets, promise, is_retired)
    if newest and (newest.match, newest.targets, newest.promise, newest.is_retired) == said:
        return newest
    version = PolicyVersion.objects.create(
        policy=policy,
        number=newest.number + 1 if newest else 1,
        match=match,
        targets=targets,
        promise=promise,
        is_retired=is_retired,
        valid_from=valid_from,
    )
    audit.record(reference("policy", code), facts={"version": version.pk})
    return version


def _check_targets(targets: list[dict[str, Any]]) -> list[Milestone]:
    """Return what is promised, once it is sure that it can be counted."""
    try:
        read = [target_from(definition) for definition in targets]
    except UnreadableDefinition as trouble:
        raise PolicyUnreadable(trouble=str(trouble)) from trouble
    milestones = [target.milestone for target in read]
    if not read or len(set(milestones)) != len(milestones):
        raise PolicyUnreadable(trouble="each milestone once, and at least one")
    if any(target.counts_dispatch for target in read):
        # The ledger is not told of dispatches: a complaint's answer is entered when it leaves.
        raise PolicyUnreadable(trouble="an answer is entered when it counts, not when it leaves")
    known = set(Calendar.objects.values_list("code", flat=True))
    unknown = {target.calendar for target in read} - known
    if unknown:
        raise PolicyUnreadable(trouble=f"no calendar {', '.join(sorted(unknown))}")
    return milestones
