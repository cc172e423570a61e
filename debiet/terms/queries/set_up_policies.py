"""Reading policies to set them up: every version, what binds it, and what another would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import NoLegalValue, value_on
from debiet.rules import sla
from debiet.rules.sla import CaseFacts, Milestone, Target, TermUnit
from debiet.rules.statutory_terms import Force, conflicts_with_law
from debiet.rules.versions import VersionState, version_states
from debiet.staff import queries as staff
from debiet.staff.visibility import countable
from debiet.terms.definitions import AnyCalendar, calendar_version, target_from
from debiet.terms.models import Clock, Policy, PolicyVersion
from debiet.terms.queries.calendars import version_ids_in_force
from debiet.terms.queries.policies import match_from, versions_in_force
from debiet.terms.queries.set_up import LOOKED_AT, OPEN, MoveForecast, forecast

DEFAULT_JURISDICTION = "be_flanders"


@dataclass(frozen=True, slots=True)
class LegalConflict:
    """What of a policy goes against what binds it, and by which source."""

    milestone: Milestone
    force: Force
    amount: int
    unit: TermUnit
    source: str


@query(personal=False)
def legal_conflicts(
    match: Mapping[str, str], targets: Iterable[Mapping[str, Any]], *, at: datetime
) -> list[LegalConflict]:
    """Return where a policy promises less than the law or the sector asks at a moment."""
    terms = _terms_of_law(timezone.localtime(at).date(), at)
    read = [target_from(target) for target in targets]
    found = conflicts_with_law(
        match.get("kind", ""),
        {target.milestone: target.term for target in read},
        {name: (amount, unit) for name, (amount, unit, _source) in terms.items()},
    )
    return [LegalConflict(one.milestone, one.force, *terms[one.term]) for one in found]


def _terms_of_law(on: date, at: datetime) -> dict[str, tuple[int, TermUnit, str]]:
    """Return the terms of the utility's jurisdiction that hold on a day."""
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    found = {}
    for name, values in JURISDICTIONS[named].TERMS.items():
        try:
            legal = value_on(values, on=on)
        except NoLegalValue:
            continue
        found[name] = (legal.value, TermUnit(legal.unit.value), legal.source)
    return found


@dataclass(frozen=True, slots=True)
class PolicyVersionRow:
    """A version of a policy, with where it stands."""

    version_id: int
    number: int
    state: VersionState
    valid_from: datetime
    recorded_at: datetime
    match: dict[str, str]
    targets: list[dict[str, Any]]
    promise: dict[str, str]
    is_retired: bool


@dataclass(frozen=True, slots=True)
class PolicySetUp:
    """A policy with its versions, newest first, and how many open clocks it promised."""

    code: str
    title: str
    versions: Sequence[PolicyVersionRow]
    open_clocks: int

    @property
    def newest(self) -> PolicyVersionRow:
        """Return the version that was decided last."""
        return self.versions[0]

    @property
    def in_force(self) -> PolicyVersionRow | None:
        """Return the version that holds for new cases, if there is one yet."""
        return next((one for one in self.versions if one.state is VersionState.IN_FORCE), None)


@query(personal=True)
def policies_set_up(*, viewer: Actor, at: datetime, code: str = "") -> list[PolicySetUp]:
    """Return every policy with its versions, by title; or the one of a code.

    Of its open clocks those count whose number the viewer may know.
    """
    policies = Policy.objects.order_by("title", "id")
    policies = policies.filter(code=code) if code else policies
    rows: dict[int, list[PolicyVersion]] = {}
    for version in PolicyVersion.objects.filter(policy__in=policies).order_by("-number"):
        rows.setdefault(version.policy_id, []).append(version)
    open_ones = Clock.objects.filter(status__in=OPEN, policy_version__policy__in=policies)
    clocks = dict(
        countable(open_ones, viewer)
        .values("policy_version__policy_id")
        .annotate(number=Count("id"))
        .values_list("policy_version__policy_id", "number")
    )
    return [
        PolicySetUp(row.code, row.title, _rows(rows[row.pk], at), int(clocks.get(row.pk, 0)))
        for row in policies
        if row.pk in rows
    ]


def _rows(versions: Sequence[PolicyVersion], at: datetime) -> list[PolicyVersionRow]:
    states = version_states(((row.number, row.valid_from) for row in versions), at=at)
    return [
        PolicyVersionRow(
            version_id=row.pk,
            number=row.number,
            state=states[row.number],
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            match=row.match,
            targets=row.targets,
            promise=row.promise,
            is_retired=row.is_retired,
        )
        for row in versions
    ]


@query(personal=True)
def policy_forecast(
    code: str,
    targets: Iterable[Mapping[str, Any]],
    *,
    viewer: Actor,
    at: datetime,
    limit: int = LOOKED_AT,
) -> MoveForecast:
    """Return what moving a policy's open clocks to other targets would do at a moment.

    Of the clocks whose number the viewer may know.
    """
    clocks = Clock.objects.filter(status__in=OPEN, policy_version__policy__code=code)
    clocks = countable(clocks, viewer)
    new = {target.milestone: target for target in map(target_from, targets)}
    ids = version_ids_in_force((target.calendar for target in new.values()), at=at)

    def after(clock: Clock) -> tuple[Target | None, bool, AnyCalendar | None]:
        target = new.get(clock.milestone)
        if target is None:
            return None, False, None
        old = next(
            (one for one in clock.policy_version.targets if one["milestone"] == clock.milestone),
            None,
        )
        stays = old is not None and old["calendar"] == target.calendar
        return target, True, None if stays else calendar_version(ids[target.calendar])

    return forecast(clocks, after, at=at, limit=limit)


@query(personal=False)
def policy_reach(
    facts: Iterable[tuple[CaseFacts, int]],
    *,
    code: str,
    match: Mapping[str, str],
    is_retired: bool,
    at: datetime,
) -> tuple[int, int, int]:
    """Return of how many cases a policy holds by now, would hold, and which nothing would fit.

    :param facts: what a policy can ask of a case, and of how many cases that is so
    """
    now = [(match_from(row.match), row.policy.code) for row in versions_in_force(at=at)]
    then = [one for one in now if one[1] != code]
    if not is_retired:
        then.append((match_from(match), code))
    before = after = without = 0
    for one, count in facts:
        before += count * (sla.most_specific(now, one) == code)
        chosen = sla.most_specific(then, one)
        after += count * (chosen == code)
        without += count * (chosen is None)
    return before, after, without
