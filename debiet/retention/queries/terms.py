"""For how many months each kind of record is kept, and says who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType

from django.utils import timezone

from debiet.core.reading import query
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import Confidence, LegalValue, value_on
from debiet.retention.models import RetentionMonths
from debiet.rules.retention import KINDS, KindRule, RecordKind
from debiet.staff import queries as staff

DEFAULT_JURISDICTION = "be_flanders"


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a kind is kept.

    :param is_own: set by the utility itself; else the jurisdiction's value
    :param confidence: how sure the jurisdiction's value is, "" for the utility's own
    """

    kind: RecordKind
    rule: KindRule
    months: int
    source: str
    since: date
    is_own: bool
    confidence: Confidence | str


@query(personal=False)
def months_on(*, at: datetime) -> dict[RecordKind, Kept]:
    """Return how long each kind is kept at a moment: the utility's own choice, or the region's."""
    own: dict[str, RetentionMonths] = {}
    for row in RetentionMonths.objects.filter(valid_from__lte=at).order_by("valid_from", "id"):
        own[row.kind] = row
    region = _region(at).RETENTION
    on = timezone.localtime(at).date()
    found = {}
    for kind, rule in KINDS.items():
        mine = own.get(kind)
        if mine is not None:
            since = timezone.localtime(mine.valid_from).date()
            found[kind] = Kept(kind, rule, mine.months, mine.source, since, True, "")
        else:
            law = value_on(region[kind], on=on)
            found[kind] = Kept(
                kind, rule, law.value, law.source, law.valid_from, False, law.confidence
            )
    return found


@query(personal=False)
def least_on(*, at: datetime) -> dict[str, LegalValue[int]]:
    """Return for how many months the region's law wants a kind kept at least, where it does."""
    on = timezone.localtime(at).date()
    least: Mapping[str, Sequence[LegalValue[int]]] = _region(at).RETENTION_LEAST
    return {kind: value_on(values, on=on) for kind, values in least.items()}


def _region(at: datetime) -> ModuleType:
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    return JURISDICTIONS[named]


@query(personal=False)
def retention_table(*, at: datetime) -> list[Kept]:
    """Return the table, a row for each kind."""
    return list(months_on(at=at).values())
