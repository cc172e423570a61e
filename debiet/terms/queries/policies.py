"""Reading policies: which one fits, and what is promised to everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from debiet.core.reading import query
from debiet.rules import sla
from debiet.rules.sla import CaseFacts, PolicyMatch
from debiet.terms.models import Clock, PolicyVersion


def match_from(match: Mapping[str, str]) -> PolicyMatch:
    """Return what a policy version asks for."""
    return PolicyMatch(**{key: value for key, value in match.items() if value})


@query(personal=False)
def versions_in_force(*, at: datetime) -> list[PolicyVersion]:
    """Return the wording of every policy that holds at a moment."""
    newest = (
        PolicyVersion.objects.filter(valid_from__lte=at)
        .select_related("policy")
        .order_by("policy__code", "-number")
        .distinct("policy__code")
    )
    return [version for version in newest if not version.is_retired]


@query(personal=False)
def policy_for(facts: CaseFacts, *, at: datetime) -> PolicyVersion | None:
    """Return the most specific policy version for a case, or None."""
    versions = versions_in_force(at=at)
    return sla.most_specific(((match_from(row.match), row) for row in versions), facts)


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence of the service promise, with the policy version it belongs to."""

    title: str
    sentence: str
    version: int
    valid_from: datetime


def sentence_in(promise: Mapping[str, str], language: str | None) -> str:
    """Return what a version promises in a language, or else in Dutch; "" if it promises nothing."""
    wanted = (language or get_language() or "nl")[:2]
    return promise.get(wanted) or promise.get("nl", "")


@query(personal=False)
def promise_of(*, reference: str, language: str) -> str:
    """Return the sentence that was promised when a thing's clocks started."""
    clock = Clock.objects.filter(reference=reference).select_related("policy_version").first()
    return sentence_in(clock.policy_version.promise, language) if clock else ""


@query(personal=False)
def promises(*, at: datetime, language: str | None = None) -> list[Promise]:
    """Return what is promised now, in a language or else in Dutch: what holds for most first."""
    return [
        Promise(
            title=version.policy.title,
            sentence=sentence_in(version.promise, language),
            version=version.number,
            valid_from=version.valid_from,
        )
        for version in sorted(versions_in_force(at=at), key=lambda row: len(row.match))
        if version.promise
    ]


@query(personal=False)
def policies_naming(topic_codes: Iterable[str], *, at: datetime) -> list[str]:
    """Return the titles of the policies that ask for one of these topics by name."""
    codes = set(topic_codes)
    found = versions_in_force(at=at)
    return [row.policy.title for row in found if row.match.get("topic") in codes]
