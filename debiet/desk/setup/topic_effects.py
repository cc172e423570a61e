"""What follows from changing a topic, in words: cases, the form, mailboxes, promises, articles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import queries
from debiet.cases.actions import TopicDraft
from debiet.cases.queries import TopicPage
from debiet.correspondence import queries as correspondence
from debiet.desk.setup.editing import Effect
from debiet.knowledge import queries as knowledge
from debiet.rules.cases import CaseKind
from debiet.rules.sla import CaseFacts
from debiet.rules.topics import gathered
from debiet.terms import queries as terms


def changed(
    page: TopicPage | None, draft: TopicDraft, teams: Mapping[int, str], *, at: datetime
) -> list[Effect]:
    """Return what differs between a topic and how it would be."""
    found = []
    for code, language in settings.LANGUAGES:
        before = page.labels.get(code, "") if page else ""
        after = draft.labels.get(code, "").strip()
        if before != after:
            words = _("%(language)s: “%(before)s” becomes “%(after)s”.")
            values = {"language": language, "before": before or "-", "after": after or "-"}
            found.append(Effect(words % values))
    before_team = page.team_id if page else None
    if before_team != draft.team_id or page is None:
        team = teams.get(draft.team_id or 0) or _("the team of the topic above")
        found.append(Effect(_("New questions go to: %(team)s.") % {"team": team}, tone="soon"))
        if page and page.open_cases:
            found.append(_stay(page.open_cases))
    if draft.parent_code != (page.parent_code if page else ""):
        above = queries.topic_labels().get(draft.parent_code, "") or _("nothing: at the top")
        found.append(Effect(_("Stands below: %(topic)s.") % {"topic": above}))
        if policies := _policies_above(page, draft, at=at):
            words = _("Promises for new questions may change, of these policies:")
            found.append(Effect(words, tone="soon", rows=[(one, "") for one in policies]))
    if page is None or draft.is_public != page.is_public:
        offered = _("Customers can choose it on the website.")
        hidden = _("Customers cannot choose it on the website; employees can.")
        found.append(Effect(offered if draft.is_public else hidden))
    if page is not None and draft.position != page.position:
        found.append(Effect(_("Its place in lists changes.")))
    return found


def _stay(count: int) -> Effect:
    words = ngettext(
        "%(count)s open case stays with the team that has it.",
        "%(count)s open cases stay with the team that has them.",
        count,
    )
    return Effect(words % {"count": count})


def _policies_above(page: TopicPage | None, draft: TopicDraft, *, at: datetime) -> list[str]:
    before = queries.topic_path(page.parent_code) if page and page.parent_code else ()
    after = queries.topic_path(draft.parent_code) if draft.parent_code else ()
    return terms.policies_naming(set(before) ^ set(after), at=at)


def retired(page: TopicPage, *, at: datetime) -> list[Effect]:
    """Return what hangs on a topic, and what becomes of it without the topic."""
    nodes = queries.topic_nodes()
    codes = gathered(page.code, nodes)
    found = [_open_cases(page)]
    if page.is_public:
        found.append(Effect(_("The form on the website offers it no more."), tone="soon"))
    if boxes := correspondence.mailboxes_about(codes):
        words = _("Mail to these mailboxes waits under the topic for mail, to be sorted:")
        found.append(Effect(words, tone="soon", rows=[(one, "") for one in boxes]))
    return found + _named(codes, at=at)


def topic_uses(code: str, *, at: datetime) -> dict[str, Any]:
    """Return what hangs on a topic beside its cases, for its page."""
    codes = gathered(code, queries.topic_nodes())
    facts = CaseFacts(kind=CaseKind.QUESTION, topic_path=queries.topic_path(code))
    policy = terms.policy_for(facts, at=at)
    return {
        "boxes": correspondence.mailboxes_about(codes),
        "policies": terms.policies_naming(codes, at=at),
        "policy": policy.policy.title if policy else "",
    }


def _open_cases(page: TopicPage) -> Effect:
    words = ngettext(
        "%(count)s open case keeps this topic and its label.",
        "%(count)s open cases keep this topic and its label.",
        page.open_cases,
    )
    return Effect(words % {"count": page.open_cases})


def _named(codes: set[str], *, at: datetime) -> list[Effect]:
    found = []
    if policies := terms.policies_naming(codes, at=at):
        words = _("These policies ask for it, and fit no new question any more:")
        found.append(Effect(words, tone="soon", rows=[(one, "") for one in policies]))
    if count := knowledge.count_about(codes):
        words = ngettext(
            "%(count)s article stands under it.", "%(count)s articles stand under it.", count
        )
        found.append(Effect(words % {"count": count}))
    return found


def merged(page: TopicPage, into: TopicPage, *, at: datetime) -> list[Effect]:
    """Return what follows from merging a topic into another."""
    codes = gathered(page.code, queries.topic_nodes())
    found = [
        _open_cases(page),
        Effect(_("New questions are filed under “%(topic)s”.") % {"topic": into.label}, tone="ok"),
    ]
    before, after = queries.topic_team_name(page.code), queries.topic_team_name(into.code)
    if before != after:
        words = _("They go to %(after)s instead of %(before)s.")
        found.append(Effect(words % {"before": before, "after": after}, tone="soon"))
    if page.is_public:
        words = _("The form on the website offers “%(topic)s” in its place.")
        gone = _("The form on the website offers neither: “%(topic)s” is for employees only.")
        text = words if into.is_public else gone
        tone = "calm" if into.is_public else "late"
        found.append(Effect(text % {"topic": into.label}, tone))
    if boxes := correspondence.mailboxes_about(codes):
        words = _("Mail to these mailboxes is about “%(topic)s” from now on:")
        rows = [(one, "") for one in boxes]
        found.append(Effect(words % {"topic": into.label}, tone="soon", rows=rows))
    found += _named(codes, at=at)
    found.append(Effect(_("It can be undone until a new question comes in.")))
    return found


def brought_back(page: TopicPage) -> list[Effect]:
    """Return what follows from bringing a topic back."""
    found = [Effect(_("New questions can be filed under it again."), tone="ok")]
    if page.is_public:
        found.append(Effect(_("The form on the website offers it again.")))
    if page.merged_into_code:
        into = queries.topic_label(page.merged_into_code)
        found.append(Effect(_("It is no longer a part of “%(topic)s”.") % {"topic": into}))
    return found
