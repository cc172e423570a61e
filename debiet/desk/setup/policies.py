"""Setting up policies: what is promised, for which cases, and what a change would touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import queries as cases
from debiet.core.references import parts, reference
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import topic_options
from debiet.desk.setup import versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.policy_forms import NewPolicyForm, PolicyForm
from debiet.desk.setup.policy_words import change_words, match_words, target_words
from debiet.desk.setup.versions import VersionLine
from debiet.rules.access import Permission
from debiet.rules.moving import MoveEffect
from debiet.terms import actions
from debiet.terms import queries as terms
from debiet.terms.queries import MoveForecast, PolicySetUp

SAVED = "terms.policies.save_policy_version"
LOOKED_BACK = timedelta(days=30)
TOUCHED = (MoveEffect.OVERDUE, MoveEffect.RESCUED, MoveEffect.EARLIER, MoveEffect.LATER)


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is not saved yet, or one that is, as far as it is compared."""

    match: dict[str, str]
    targets: list[dict[str, Any]]
    promise: dict[str, str]
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A policy in the list, in words."""

    policy: PolicySetUp
    holds_for: str
    targets: list[tuple[Any, str]]
    is_retired: bool


def _topics() -> dict[str, str]:
    return {one.code: one.label for one in cases.topic_choices(public=False)}


def _calendars(request: DeskRequest) -> dict[str, str]:
    return {
        one.code: one.name
        for one in terms.calendars_set_up(viewer=access.actor(request), at=request.at)
    }


def _target_lines(targets: Any, calendars: Mapping[str, str]) -> list[tuple[Any, str]]:
    return [
        (labels.word(one["milestone"], "milestone"), target_words(one, calendars))
        for one in targets
    ]


@employees(Permission.EDIT_TERMS)
def policies(request: DeskRequest) -> HttpResponse:
    """Show every policy: for which cases it holds and what it promises."""
    topics, calendars = _topics(), _calendars(request)
    rows = []
    for one in terms.policies_set_up(viewer=access.actor(request), at=request.at):
        shown = one.in_force or one.newest
        rows.append(
            Row(
                one,
                match_words(shown.match, topics),
                _target_lines(shown.targets, calendars),
                shown.is_retired,
            )
        )
    rows.sort(key=lambda row: row.is_retired)
    return frame.show(request, "desk/setup/policies.html", {"rows": rows}, current="setup")


def _found(request: DeskRequest, code: str) -> PolicySetUp:
    found = terms.policies_set_up(viewer=access.actor(request), at=request.at, code=code)
    if not found:
        raise Http404
    return found[0]


@employees(Permission.EDIT_TERMS)
def policy(request: DeskRequest, code: str) -> HttpResponse:
    """Show a policy: what it promises, in which words, and its versions."""
    found = _found(request, code)
    topics, calendars = _topics(), _calendars(request)
    wanted = request.GET.get("version", "")
    chosen = next((one for one in found.versions if str(one.number) == wanted), None)
    chosen = chosen or found.in_force or found.newest
    who = versions.deciders(reference("policy", code), action=SAVED)
    before = [*found.versions[1:], None]
    lines = [
        VersionLine(
            one,
            who.get(one.version_id, ""),
            change_words(earlier, one, topics=topics, calendars=calendars) if earlier else [],
        )
        for one, earlier in zip(found.versions, before, strict=True)
    ]
    facts = {
        "policy": found,
        "chosen": chosen,
        "holds_for": match_words(chosen.match, topics),
        "targets": _target_lines(chosen.targets, calendars),
        "promises": [
            (labels.word(code, "language"), code, chosen.promise[code]) for code in chosen.promise
        ],
        "versions": lines,
        "has_older": len(found.versions) > 1 and found.open_clocks,
    }
    return frame.show(request, "desk/setup/policy.html", facts, current="setup")


def _options(request: DeskRequest) -> dict[str, Any]:
    return {
        "today": timezone.localtime(request.at).date(),
        "topics": topic_options(cases.topic_choices(public=False)),
        "calendars": list(_calendars(request).items()),
    }


@employees(Permission.EDIT_TERMS)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Make a new version of a policy once it was seen what it would touch."""
    found = _found(request, code)
    newest = found.newest
    start: dict[str, Any] = {**newest.match, "is_retired": newest.is_retired}
    start |= {f"promise_{language}": text for language, text in newest.promise.items()}
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        targets=newest.targets,
        initial=start,
        **_options(request),
    )

    def draft() -> Draft:
        return Draft(form.match(), form.targets(), form.promise(), form.cleaned_data["is_retired"])

    def effects(values: dict[str, Any]) -> list[Effect]:
        return _effects(found, draft(), values["valid_from"], request)

    def apply(values: dict[str, Any]) -> HttpResponse:
        _save(code, found.title, draft(), values["valid_from"], request)
        messages.success(request, _("The policy has a new version."))
        return redirect("desk:policy", code=code)

    screen = Screen(
        title=found.title,
        back=(reverse("desk:policy", args=[code]), found.title),
        template="desk/setup/policy_edit.html",
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _save(code: str, title: str, draft: Draft, day: Any, request: DeskRequest) -> None:
    actions.save_policy_version(
        code=code,
        title=title,
        match=draft.match,
        targets=draft.targets,
        promise=draft.promise,
        is_retired=draft.is_retired,
        valid_from=versions.from_day(day, request),
        **versions.by(request),
    )


def _effects(found: PolicySetUp, draft: Draft, day: Any, request: DeskRequest) -> list[Effect]:
    newest = found.newest
    same = (newest.match, newest.targets, newest.promise, newest.is_retired)
    if same == (draft.match, draft.targets, draft.promise, draft.is_retired):
        return []
    _check(found.code, draft, day, request)
    topics, calendars = _topics(), _calendars(request)
    words = change_words(newest, draft, topics=topics, calendars=calendars)
    told = [
        versions.begins(newest.number + 1, day, request),
        *versions.overtaken(found.versions, versions.from_day(day, request)),
        Effect(_("What changes"), rows=[(line, "") for line in words]),
        *_agreed(draft, day, request),
        _reach(found.code, draft, request),
    ]
    if draft.is_retired or draft.targets == newest.targets:
        return told
    forecast = terms.policy_forecast(
        found.code, draft.targets, viewer=access.actor(request), at=request.at
    )
    return [*told, versions.touched(forecast, _touched_cases(forecast, request))]


def _check(code: str, draft: Draft, day: Any, request: DeskRequest) -> None:
    actions.check_policy_version(
        code=code,
        match=draft.match,
        targets=draft.targets,
        is_retired=draft.is_retired,
        valid_from=versions.from_day(day, request),
        **versions.by(request),
    )


def _agreed(draft: Draft, day: Any, request: DeskRequest) -> list[Effect]:
    """Return what is promised later than the sector agreed, which a utility may do."""
    found = terms.legal_conflicts(draft.match, draft.targets, at=versions.from_day(day, request))
    return [
        Effect(
            _("%(milestone)s: later than %(amount)d %(unit)s, which the sector agreed.")
            % {
                "milestone": labels.word(one.milestone, "milestone"),
                "amount": one.amount,
                "unit": labels.word(one.unit, "term-unit"),
            },
            "soon",
            [(str(labels.word(one.source, "legal-source")), "")],
        )
        for one in found
        if not draft.is_retired
    ]


def _reach(code: str, draft: Draft, request: DeskRequest) -> Effect:
    """Return of how many cases like those of late the policy would hold."""
    facts = cases.facts_of_cases(since=request.at - LOOKED_BACK, viewer=access.actor(request))
    before, after, without = terms.policy_reach(
        facts, code=code, match=draft.match, is_retired=draft.is_retired, at=request.at
    )
    total = sum(count for _facts, count in facts)
    words = ngettext(
        "Of %(total)d case of the last 30 days it would hold for %(after)d, now for %(before)d.",
        "Of %(total)d cases of the last 30 days it would hold for %(after)d, now for %(before)d.",
        total,
    ) % {"total": total, "after": after, "before": before}
    if not without:
        return Effect(words)
    nothing = _("%(count)d of them would have no promise at all: no such case can be opened.")
    return Effect(f"{words} {nothing % {'count': without}}", "late")


def _touched_cases(forecast: MoveForecast, request: DeskRequest) -> list[tuple[str, str]]:
    """Return the cases whose clocks would fall due at another moment, as far as one sees them."""
    numbers = {
        parts(name)[1]: None for effect in TOUCHED for name in forecast.references.get(effect, ())
    }
    found = cases.cases_by_number(numbers, viewer=access.actor(request))
    rows = [
        (f"{one.number} {one.subject}", reverse("desk:case", args=[one.number])) for one in found
    ]
    if more := len(numbers) - len(found):
        words = ngettext(
            "%(more)d case more, or that you may not see",
            "%(more)d cases more, or that you may not see",
            more,
        )
        rows.append((words % {"more": more}, ""))
    return rows


@employees(Permission.EDIT_TERMS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a policy."""
    known = terms.policies_set_up(viewer=access.actor(request), at=request.at)
    form = NewPolicyForm(
        request.POST if request.method == "POST" else None,
        taken=[versions.RESERVED, *(one.code for one in known)],
        **_options(request),
    )

    def draft() -> Draft:
        return Draft(form.match(), form.targets(), form.promise())

    def effects(values: dict[str, Any]) -> list[Effect]:
        _check(values["code"], draft(), values["valid_from"], request)
        return [
            versions.begins(1, values["valid_from"], request),
            *_agreed(draft(), values["valid_from"], request),
            _reach(values["code"], draft(), request),
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        _save(values["code"], values["title"], draft(), values["valid_from"], request)
        messages.success(request, _("The policy is there."))
        return redirect("desk:policy", code=values["code"])

    screen = Screen(
        title=_("New policy"),
        back=(reverse("desk:policies"), _("Policies")),
        template="desk/setup/policy_edit.html",
    )
    return edit(request, form, screen, effects=effects, apply=apply)
