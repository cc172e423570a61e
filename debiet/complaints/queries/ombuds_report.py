"""The ombuds function's report of a year: numbers in which nobody is found, and told files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.conf import settings

from debiet.complaints.models import CorrectiveAction, OmbudsFile, OmbudsRemedy, OmbudsStory
from debiet.complaints.queries.lengths import days_of_law
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.rules.complaint_facts import Fate
from debiet.rules.complaint_rates import shown
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaint_terms import days_taken
from debiet.rules.complaint_themes import DEFAULT_ROOT_CAUSES, DEFAULT_THEMES
from debiet.rules.complaints import ComplaintStep
from debiet.rules.local_time import start_of_day
from debiet.rules.small_numbers import Cells, Published, apart, enough, is_whole, published
from debiet.staff.visibility import visible

OPEN, UNKNOWN = str(Fate.OPEN), "unknown"
_THEMES = (*(theme.code for theme in DEFAULT_THEMES), UNKNOWN)
_FATES = tuple(one for one in Fate if one is not Fate.NOT_ASSESSED)
_REFUSED = {
    ComplaintStep.REFUSED: Fate.NOT_ADMISSIBLE,
    ComplaintStep.NOT_A_COMPLAINT: Fate.NOT_A_COMPLAINT,
    ComplaintStep.WITHDRAWN: Fate.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class OmbudsReport:
    """A year of the office, as it is published; None is what is kept back.

    :param files: by `outcome` and `theme`, with how many there were; each table has all there can
        be, found or not
    :param norms: breached, of files in which the customer was right; none unless all of what became
        of the files is shown
    :param mean: days from opening to conclusion; the same
    :param remedies: carried out, by kind
    :param actions: planned so that it does not happen again, by root cause
    :param actions_done: how many of these were carried out
    """

    year: int
    files: Published
    norms: Cells
    mean: Decimal | None
    remedies: Published
    actions: Published
    actions_done: int | None
    stories: Sequence[str]


@query(personal=True)
def ombuds_report(year: int, *, viewer: Actor) -> OmbudsReport:
    """Return the report of the files that the office opened in a year."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = (start_of_day(date(one, 1, 1), zone) for one in (year, year + 1))
    rows = visible(OmbudsFile.objects.filter(opened_at__gte=start, opened_at__lt=end), viewer)
    files = list(rows.select_related("complaint").order_by("id"))
    ids = [one.pk for one in files]
    norms = Counter(norm for one in files if _was_right(one) for norm in one.complaint.norms)
    actions = visible(CorrectiveAction.objects.filter(file__in=ids), viewer)
    planned = list(actions.values_list("root_cause", "step"))
    done = sum(step in (ActionStep.CARRIED_OUT, ActionStep.EFFECTIVE) for _cause, step in planned)
    shown_files = published(
        {
            "outcome": _of_all(_FATES, (_outcome_of(one) for one in files)),
            "theme": _of_all(_THEMES, (one.complaint.theme or UNKNOWN for one in files)),
        }
    )
    tells_more = is_whole(shown_files.tables["outcome"])
    return OmbudsReport(
        year=year,
        files=shown_files,
        norms=apart(dict(sorted(norms.items()))) if tells_more else {},
        mean=_mean(files) if tells_more else None,
        remedies=published({"kind": _of_all(RemedyKind, _carried_out(ids, viewer))}),
        actions=published(
            {"root_cause": _of_all(DEFAULT_ROOT_CAUSES, (cause for cause, _step in planned))}
        ),
        actions_done=apart({"done": done})["done"],
        stories=_stories(ids, viewer),
    )


def _of_all(codes: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    """Return how often each code of a list was found, zeros as well.

    Were only what was found listed, each line that is kept back would tell that there was one.
    """
    return {str(code): 0 for code in codes} | Counter(str(one) for one in found)


def _outcome_of(one: OmbudsFile) -> str:
    """Return what became of a file."""
    complaint = one.complaint
    if complaint.step in _REFUSED:
        return str(_REFUSED[complaint.step])
    if one.concluded_at is None or not complaint.assessment:
        return OPEN
    return str(complaint.assessment)


def _was_right(one: OmbudsFile) -> bool:
    return _outcome_of(one) in (Fate.FOUNDED, Fate.PARTLY_FOUNDED)


def _mean(files: Iterable[OmbudsFile]) -> Decimal | None:
    days = days_of_law()
    taken = [
        days_taken(one.opened_at, one.concluded_at, days=days)
        for one in files
        if one.concluded_at is not None
    ]
    return shown(Fraction(sum(taken), len(taken)), places=1) if enough(len(taken)) else None


def _carried_out(ids: Sequence[int], viewer: Actor) -> Iterable[str]:
    rows = visible(OmbudsRemedy.objects.filter(file__in=ids), viewer)
    rows = rows.filter(step__in=[RemedyStep.EXECUTED, RemedyStep.DONE])
    return rows.values_list("kind", flat=True)


def _stories(ids: Sequence[int], viewer: Actor) -> list[str]:
    """Return the told files in the order of their words, which says nothing of when they came."""
    rows = visible(OmbudsStory.objects.filter(file__in=ids, ended_at__isnull=True), viewer)
    return sorted(rows.values_list("text", flat=True))


@query(personal=True)
def story_of(file_id: int, *, viewer: Actor) -> str:
    """Return the story of a file as it stands in the report, "" where there is none."""
    rows = visible(OmbudsStory.objects.filter(file=file_id, ended_at__isnull=True), viewer)
    return rows.values_list("text", flat=True).first() or ""
