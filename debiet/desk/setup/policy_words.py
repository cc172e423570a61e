"""A policy in words: for which cases it holds, what it promises, what changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from debiet.desk import labels
from debiet.desk.person_words import SEGMENTS
from debiet.desk.setup.policy_forms import OTHER_KINDS


def match_words(match: Mapping[str, str], topics: Mapping[str, str]) -> str:
    """Return for which cases a policy holds.

    :param topics: the names of topics by their code
    """
    words = []
    for name, code in match.items():
        if name == "topic":
            words.append(topics.get(code, code).strip())
        elif code in OTHER_KINDS:
            words.append(str(labels.word(code, "other-kind")))
        elif name == "segment":
            words.append(str(SEGMENTS.get(code, code)))
        elif code:
            words.append(str(labels.word(code, name)))
    return ", ".join(words) or _("everything that nothing narrower fits")


def target_words(target: Mapping[str, Any], calendars: Mapping[str, str]) -> str:
    """Return a target, such as "8 working hours (Office hours)"."""
    unit = labels.word(target["unit"], "term-unit")
    calendar = calendars.get(target["calendar"], target["calendar"])
    return f"{target['amount']} {unit} ({calendar})"


def change_words(
    before: Any, after: Any, *, topics: Mapping[str, str], calendars: Mapping[str, str]
) -> list[str]:
    """Return what one version says that another does not.

    :param before: a version, or anything with its match, targets, promise and is_retired
    """
    words = []
    if before.match != after.match:
        pair = {"old": match_words(before.match, topics), "new": match_words(after.match, topics)}
        words.append(_("holds for: %(new)s, was %(old)s") % pair)
    words += _targets(before.targets, after.targets, calendars)
    for code in sorted({*before.promise, *after.promise}):
        if before.promise.get(code) != after.promise.get(code):
            name = labels.word(code, "language")
            words.append(_("another sentence for customers: %(language)s") % {"language": name})
    if before.is_retired != after.is_retired:
        words.append(_("it ends") if after.is_retired else _("it holds again"))
    return words


def _targets(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    calendars: Mapping[str, str],
) -> list[str]:
    was = {one["milestone"]: target_words(one, calendars) for one in before}
    will = {one["milestone"]: target_words(one, calendars) for one in after}
    words = []
    for milestone in [*was, *(one for one in will if one not in was)]:
        facts = {
            "milestone": labels.word(milestone, "milestone"),
            "old": was.get(milestone),
            "new": will.get(milestone),
        }
        if milestone not in will:
            words.append(_("%(milestone)s: no longer promised, was %(old)s") % facts)
        elif milestone not in was:
            words.append(_("%(milestone)s: %(new)s, was not promised") % facts)
        elif was[milestone] != will[milestone]:
            words.append(_("%(milestone)s: %(new)s, was %(old)s") % facts)
    return words
