"""Topics: the tree, one topic with its versions, and what may become of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from debiet.cases import actions, queries
from debiet.cases.queries import TopicPage
from debiet.core.references import reference
from debiet.desk import frame
from debiet.desk.access import DeskRequest, actor, employees
from debiet.desk.forms import topic_options
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.history import lines_of
from debiet.desk.setup.people_forms import NothingForm
from debiet.desk.setup.topic_effects import (
    brought_back,
    changed,
    merged,
    retired,
    topic_uses,
)
from debiet.desk.setup.topic_forms import MergeForm, NewTopicForm, TopicForm
from debiet.rules.access import Permission
from debiet.staff import places
from debiet.staff import queries as staff


@employees(Permission.EDIT_TOPICS)
def topics(request: DeskRequest) -> HttpResponse:
    """List the topics as a tree, and those that are out of use."""
    viewer = actor(request)
    facts = {
        "topics": queries.topic_lines(viewer=viewer),
        "retired": queries.topic_lines(is_retired=True, viewer=viewer),
    }
    return frame.show(request, "desk/setup/topics.html", facts, current="setup")


def _page(code: str) -> TopicPage:
    page = queries.topic_page(code)
    if page is None:
        raise Http404
    return page


def _address(code: str) -> str:
    return reverse("desk:setup-topic", args=[code])


@employees(Permission.EDIT_TOPICS)
def topic(request: DeskRequest, code: str) -> HttpResponse:
    """Show a topic: how it is, what hangs on it, and how it was before."""
    page = _page(code)
    labels, nodes = queries.topic_labels(), queries.topic_nodes()
    team_names = {row.code: row.name for row in places.all_teams()}
    people = staff.names_by_user(one.written_by for one in page.versions if one.written_by)
    handled = queries.topic_team_name(code)
    facts = {
        "topic": page,
        "parent": labels.get(page.parent_code, ""),
        "into": labels.get(page.merged_into_code, ""),
        "handled_by": handled,
        "gathered": [
            (one, labels[one]) for one, node in nodes.items() if node.into == code
        ],
        "versions": [
            (one, people.get(one.written_by or 0, ""), labels.get(one.parent_code, ""),
             team_names.get(one.team_code, ""), labels.get(one.merged_into_code, ""))
            for one in page.versions
        ],
        **topic_uses(code, at=request.at),
        "history": lines_of(reference("topic", code)),
    }  # fmt: skip
    return frame.show(request, "desk/setup/topic.html", facts, current="setup")


def _teams() -> list[tuple[int, str]]:
    return [(row.team_id, row.name) for row in places.all_teams() if row.retired_at is None]


@employees(Permission.EDIT_TOPICS)
def new(request: DeskRequest) -> HttpResponse:
    """Make a topic."""
    choices = queries.topic_choices(public=False)
    form = NewTopicForm(request.POST or None, topics=choices, teams=_teams())

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_code(values["code"])
        actions.check_draft(values["code"], form.draft())
        return changed(None, form.draft(), dict(_teams()), at=request.at)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.add_topic(code=values["code"], draft=form.draft(), by=actor(request), at=request.at)
        messages.success(request, _("The topic is there."))
        return redirect("desk:setup-topic", code=values["code"])

    screen = Screen(
        title=_("Make a topic"), back=(reverse("desk:setup-topics"), pgettext("setup", "Topics"))
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_TOPICS)
def change(request: DeskRequest, code: str) -> HttpResponse:
    """Change a topic."""
    page = _page(code)
    form = TopicForm(
        request.POST or None,
        topics=queries.topic_choices(public=False),
        teams=_teams(),
        page=page,
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_draft(code, form.draft())
        return changed(page, form.draft(), dict(_teams()), at=request.at)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.change_topic(
            code=code,
            draft=form.draft(),
            seen_version=page.version,
            by=actor(request),
            at=request.at,
        )
        messages.success(request, _("It holds from now on."))
        return redirect("desk:setup-topic", code=code)

    screen = Screen(title=_("Change a topic"), back=(_address(code), page.label))
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_TOPICS)
def merge(request: DeskRequest, code: str) -> HttpResponse:
    """Merge a topic into another."""
    page = _page(code)
    offered = [one for one in queries.topic_choices(public=False) if one.code != code]
    form = MergeForm(request.POST or None, topics=topic_options(offered))

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_merge(code, values["into"])
        return merged(page, _page(values["into"]), at=request.at)

    def apply(values: dict[str, Any]) -> HttpResponse:
        actions.merge_topic(
            code=code,
            into=values["into"],
            seen_version=page.version,
            by=actor(request),
            at=request.at,
        )
        messages.success(request, _("Merged. It can be undone until something new comes in."))
        return redirect("desk:setup-topic", code=code)

    screen = Screen(
        title=_("Merge a topic: %(topic)s") % {"topic": page.label},
        back=(_address(code), page.label),
        apply=_("Merge"),
    )
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_TOPICS)
def retire(request: DeskRequest, code: str) -> HttpResponse:
    """Take a topic out of use."""
    page = _page(code)

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_retire(code)
        return retired(page, at=request.at)

    title = _("Take a topic out of use: %(topic)s") % {"topic": page.label}
    done = _("Out of use. You can bring it back.")
    return _plain(request, page, title, effects, actions.retire_topic, done)


@employees(Permission.EDIT_TOPICS)
def bring_back(request: DeskRequest, code: str) -> HttpResponse:
    """Undo a merge, or bring a topic back into use."""
    page = _page(code)

    def effects(values: dict[str, Any]) -> list[Effect]:
        actions.check_bring_back(code)
        return brought_back(page)

    title = _("Bring a topic back: %(topic)s") % {"topic": page.label}
    return _plain(request, page, title, effects, actions.bring_back_topic, _("It is in use again."))


def _plain(
    request: DeskRequest,
    page: TopicPage,
    title: str,
    effects: Callable[[dict[str, Any]], list[Effect]],
    action: Callable[..., None],
    done: str,
) -> HttpResponse:
    """Show what follows where nothing is filled in, and do it."""

    def apply(values: dict[str, Any]) -> HttpResponse:
        action(code=page.code, seen_version=page.version, by=actor(request), at=request.at)
        messages.success(request, done)
        return redirect("desk:setup-topic", code=page.code)

    screen = Screen(title=title, back=(_address(page.code), page.label))
    return edit(request, NothingForm(request.POST), screen, effects=effects, apply=apply)
