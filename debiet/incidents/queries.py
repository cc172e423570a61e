"""Everything that reads incidents. Links and counts are of the cases that the viewer may see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from debiet.cases import queries as cases
from debiet.cases.queries import Candidate, CaseLine
from debiet.cases.ways import house
from debiet.clauses import queries as clauses
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.core.together import Reading, joint_query, reading
from debiet.incidents.models import (
    Incident,
    IncidentCase,
    IncidentClosing,
    IncidentDelivery,
    IncidentMessage,
)
from debiet.rules.incidents import (
    Area,
    Closing,
    ClosingState,
    Fit,
    IncidentKind,
    IncidentState,
    LinkState,
    closing_of,
    fit,
)
from debiet.staff import queries as staff
from debiet.staff.visibility import visible

BEFORE = timedelta(hours=2)
"""Who is without water asks before anybody knows of a burst."""
LEFT_OVER = timedelta(days=7)
"""What is not told by so long after the end is told no more."""
UNDER_WAY = (ClosingState.PLANNED, ClosingState.REOPENING)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list."""

    incident_id: int
    kind: IncidentKind
    title: str
    team: str
    areas: tuple[Area, ...]
    began_at: datetime
    ends_at: datetime | None
    is_open: bool
    linked: int


@dataclass(frozen=True, slots=True)
class CaseIncident:
    """An incident beside a case: it is part of it, or could be."""

    incident_id: int
    title: str
    is_linked: bool


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident as its page shows it."""

    incident_id: int
    kind: IncidentKind
    title: str
    team_id: int
    team: str
    topic_codes: tuple[str, ...]
    areas: tuple[Area, ...]
    began_at: datetime
    ends_at: datetime | None
    tells_later: bool
    is_open: bool
    resolved_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class MessageVersion:
    """A version of what is told."""

    message_id: int
    number: int
    template: str
    words: Mapping[str, str]
    notice: Mapping[str, str]
    is_substantive: bool
    written_by: str
    written_by_id: int | None
    written_at: datetime
    approved_by: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far telling and closing are, among the cases that the viewer may see.

    :param unreachable: to whom nothing could be sent
    :param unconfirmed: linked later, and waiting for somebody to say that they are told too
    :param closing: how many cases are in each state of closing
    """

    linked: int
    told: int
    unreachable: int
    unconfirmed: int
    closing: Mapping[str, int]

    @property
    def to_tell(self) -> int:
        """Return how many are still to be told."""
        return self.linked - self.told - self.unreachable - self.unconfirmed

    @property
    def to_close(self) -> int:
        """Return how many are still to be closed or opened again."""
        return sum(self.closing.get(state, 0) for state in UNDER_WAY)


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """A case of an incident, and what its asker was told."""

    line: CaseLine
    told_at: datetime | None
    is_unreachable: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may be part of an incident."""

    candidate: Candidate
    fit: Fit


@dataclass(frozen=True, slots=True)
class Planned:
    """A case in the preview of closing, and what closing means for it."""

    line: CaseLine
    becomes: Closing


@query(personal=True)
def incidents(
    *, viewer: Actor, is_open: bool | None = None, limit: int = 100
) -> list[IncidentLine]:
    """Return the incidents, open ones first and the newest first."""
    rows = visible(Incident.objects.all(), viewer).select_related("team")
    if is_open is not None:
        rows = rows.filter(state=IncidentState.OPEN if is_open else IncidentState.RESOLVED)
    counts = dict(
        visible(IncidentCase.objects.filter(state=LinkState.LINKED), viewer)
        .values("incident")
        .annotate(count=Count("pk"))
        .values_list("incident", "count")
    )
    return [
        IncidentLine(
            incident_id=row.pk,
            kind=row.kind,
            title=row.title,
            team=row.team.name,
            areas=cases.areas_of(row.areas),
            began_at=row.began_at,
            ends_at=row.ends_at,
            is_open=row.state == IncidentState.OPEN,
            linked=counts.get(row.pk, 0),
        )
        for row in rows.order_by("state", "-id")[:limit]
    ]


@query(personal=True)
def incident(incident_id: int, *, viewer: Actor) -> IncidentPage | None:
    """Return an incident, or None where there is none for this viewer."""
    rows = visible(Incident.objects.filter(pk=incident_id), viewer)
    row = rows.select_related("team").first()
    if row is None:
        return None
    return IncidentPage(
        incident_id=row.pk,
        kind=row.kind,
        title=row.title,
        team_id=row.team_id,
        team=row.team.name,
        topic_codes=tuple(row.topic_codes),
        areas=cases.areas_of(row.areas),
        began_at=row.began_at,
        ends_at=row.ends_at,
        tells_later=row.tells_later,
        is_open=row.state == IncidentState.OPEN,
        resolved_at=row.resolved_at,
        version=row.version,
    )


@joint_query(personal=True)
def incidents_beside(case_id: int, *, viewer: Actor) -> Reading[list[CaseIncident]]:
    """Return the incidents that a case is part of, and the open ones."""
    links = visible(IncidentCase.objects.filter(incident=OuterRef("pk"), case=case_id), viewer)
    rows = visible(Incident.objects.all(), viewer).annotate(
        is_linked=Exists(links.filter(state=LinkState.LINKED))
    )
    rows = rows.filter(Q(is_linked=True) | Q(state=IncidentState.OPEN)).order_by("-id")
    return reading(
        rows.values_list("pk", "title", "is_linked")[:50],
        made=lambda found: [CaseIncident(*row) for row in found],
    )


@query(personal=False)
def preview(*, template: str, words: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Return what is told as it reads in each language, the places for values still open."""
    form = house(at=at).form_of_address
    told = {}
    for language, _name in settings.LANGUAGES:
        composed = clauses.compose(template, language=language, values={}, at=at, form=form)
        told[language] = "\n\n".join(filter(None, (composed.text, words.get(language, ""))))
    return told


@query(personal=False)
def linked_ids(incident_id: int | None = None) -> "QuerySet[Any]":
    """Return the ids of the cases of one incident or of all, for other queries to join with.

    They are ids within a query: whoever lists cases with it still sees only its own.
    """
    links = IncidentCase.objects.filter(state=LinkState.LINKED)
    links = links if incident_id is None else links.filter(incident=incident_id)
    return links.values("case")


@query(personal=True)
def messages(incident_id: int, *, viewer: Actor) -> list[MessageVersion]:
    """Return the versions of what an incident's askers are told, the newest first."""
    shown = visible(Incident.objects.filter(pk=incident_id), viewer)
    rows = list(IncidentMessage.objects.filter(incident__in=shown).order_by("-number"))
    ids = {one for row in rows for one in (row.written_by_id, row.approved_by_id) if one}
    names = staff.names_by_user(ids) if ids else {}
    return [
        MessageVersion(
            message_id=row.pk,
            number=row.number,
            template=row.template,
            words=_in_order(row.words),
            notice=_in_order(row.notice),
            is_substantive=row.is_substantive,
            written_by=names.get(row.written_by_id or 0, ""),
            written_by_id=row.written_by_id,
            written_at=row.written_at,
            approved_by=names.get(row.approved_by_id or 0, ""),
            approved_at=row.approved_at,
        )
        for row in rows
    ]


def _in_order(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts in the order of our languages; the database keeps them in that of the codes."""
    return {code: texts[code] for code, _name in settings.LANGUAGES if code in texts}


@query(personal=True)
def progress(incident_id: int, *, viewer: Actor) -> Progress:
    """Return how far telling and closing are, in three statements."""
    links = visible(IncidentCase.objects.filter(incident=incident_id), viewer)
    links = links.filter(state=LinkState.LINKED)
    message = in_force(incident_id)
    told = IncidentDelivery.objects.filter(message=message, case=OuterRef("case"))
    sums = links.annotate(
        reached=Exists(told.filter(outbox__isnull=False)),
        missed=Exists(told.filter(outbox__isnull=True)),
    ).aggregate(
        linked=Count("pk"),
        told=Count("pk", filter=Q(reached=True)),
        unreachable=Count("pk", filter=Q(missed=True)),
        unconfirmed=Count("pk", filter=Q(reached=False, missed=False, may_tell_at__isnull=True)),
    )
    states = visible(IncidentClosing.objects.filter(incident=incident_id), viewer)
    return Progress(**sums, closing=Counter(states.values_list("state", flat=True)))


@query(personal=True)
def linked_lines(incident_id: int, *, viewer: Actor, limit: int = 500) -> list[LinkedLine]:
    """Return an incident's cases, the latest linked first, with what their askers were told."""
    links = visible(IncidentCase.objects.filter(incident=incident_id), viewer)
    links = links.filter(state=LinkState.LINKED).order_by("-id")
    ids = list(links.values_list("case_id", flat=True)[:limit])
    told = _told(incident_id, viewer)
    return [
        LinkedLine(line, *told.get(line.case_id, (None, False)))
        for line in reversed(cases.case_lines(ids, viewer=viewer))
    ]


@query(personal=True)
def suggestions(page: IncidentPage, *, viewer: Actor, at: datetime) -> list[Suggestion]:
    """Return the open cases that may be part of an incident: by topic, area and time.

    Those that are linked already, or were said not to belong, are left out.
    """
    judged = IncidentCase.objects.filter(incident=page.incident_id).values("case")
    found = cases.candidates(since=page.began_at - BEFORE, until=at, besides=judged, viewer=viewer)
    fits = [
        (
            candidate,
            fit(
                topics=page.topic_codes,
                areas=page.areas,
                topic_path=candidate.topic_path,
                addresses=candidate.addresses,
                words=candidate.words,
            ),
        )
        for candidate in found
    ]
    suggested = [Suggestion(candidate, how) for candidate, how in fits if how is not None]
    return sorted(suggested, key=lambda one: one.fit is Fit.POSSIBLE)


@query(personal=True)
def closing_preview(incident_id: int, *, viewer: Actor) -> list[Planned]:
    """Return what closing an incident would mean for each of its cases that the viewer may see."""
    links = visible(IncidentCase.objects.filter(incident=incident_id), viewer)
    ids = links.filter(state=LinkState.LINKED).values_list("case_id", flat=True)
    told = _told(incident_id, viewer)
    planned = []
    for line in cases.case_lines(list(ids), viewer=viewer):
        told_at, is_unreachable = told.get(line.case_id, (None, False))
        becomes = closing_of(
            is_open=line.is_open,
            is_complaint=line.is_complaint,
            is_told=told_at is not None and not is_unreachable,
            wrote_since=bool(told_at and line.latest_in_at and line.latest_in_at > told_at),
        )
        planned.append(Planned(line, becomes))
    return planned


def _told(incident_id: int, viewer: Actor) -> dict[int, tuple[datetime, bool]]:
    """Return when the message in force was told, and whether nothing could be sent, by case."""
    rows = visible(IncidentDelivery.objects.filter(message=in_force(incident_id)), viewer)
    return {
        case_id: (told_at, outbox_id is None)
        for case_id, told_at, outbox_id in rows.values_list("case_id", "told_at", "outbox_id")
    }


def in_force(incident_id: int) -> IncidentMessage | None:
    """Return the message that holds now: the latest that a second person found good."""
    approved = IncidentMessage.objects.filter(incident=incident_id, approved_at__isnull=False)
    return approved.order_by("-number").first()


@query(personal=False)
def untold_ids(incident_id: int, *, limit: int) -> list[int]:
    """Return links whose askers are to be told the message in force and were not yet."""
    links = _untold().filter(incident=incident_id).order_by("id")
    return list(links.values_list("pk", flat=True)[:limit])


@query(personal=False)
def closing_ids(incident_id: int, *, limit: int) -> list[int]:
    """Return the closings of an incident that are to be carried out or undone."""
    due = IncidentClosing.objects.filter(incident=incident_id, state__in=UNDER_WAY)
    return list(due.order_by("id").values_list("pk", flat=True)[:limit])


@query(personal=False)
def left_over_ids(*, at: datetime) -> list[int]:
    """Return incidents of which something is still to be told or closed, such as after a kill."""
    recent = Q(incident__state=IncidentState.OPEN) | Q(incident__resolved_at__gt=at - LEFT_OVER)
    untold = _untold().filter(recent).values_list("incident_id", flat=True)
    closing = IncidentClosing.objects.filter(state__in=UNDER_WAY)
    return sorted({*untold.distinct(), *closing.values_list("incident_id", flat=True).distinct()})


def _untold() -> "QuerySet[IncidentCase]":
    approved = IncidentMessage.objects.filter(
        incident=OuterRef("incident"), approved_at__isnull=False
    ).order_by("-number")
    told = IncidentDelivery.objects.filter(message=OuterRef("holds"), case=OuterRef("case"))
    links = IncidentCase.objects.filter(state=LinkState.LINKED, may_tell_at__isnull=False)
    links = links.annotate(holds=Subquery(approved.values("pk")[:1]))
    return links.filter(~Exists(told), holds__isnull=False)
