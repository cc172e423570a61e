"""A form whose effect is shown before it is applied.

The first press shows what would follow, under the same form; the second applies it. Whoever
changes a field in between, or whom a colleague was before, sees the effect anew: a seal over both
says so.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse

from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest

APPLY = "apply"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that would follow.

    :param tone: `calm`, `ok`, `soon` or `late`, as the design names them
    :param rows: what it touches, each with the address of its page, or ""
    """

    words: Words
    tone: str = "calm"
    rows: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow, and the seal by which it is applied."""

    effects: Sequence[Effect]
    seal: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands around a form.

    :param current: which entry of the rail is marked
    :param back: the address and the words of where one came from
    """

    title: Words
    back: tuple[str, Words]
    template: str = "desk/setup/edit.html"
    intro: Words = ""
    apply: Words = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    current: str = "setup"


def edit(
    request: DeskRequest,
    form: forms.Form,
    screen: Screen,
    *,
    effects: Callable[[dict[str, Any]], Sequence[Effect]],
    apply: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Show a form, then what would follow from it, then apply it.

    Where there is nothing to fill in (a form without fields, bound to what was sent) what would
    follow shows at once.

    :param effects: returns what would follow from the cleaned values; it may refuse
    :param apply: makes the one call and returns where to go; it may refuse
    """
    preview = None
    if (request.method == "POST" or not form.fields) and form.is_valid():
        try:
            found = effects(form.cleaned_data)
            seal = sealed(form.cleaned_data, found)
            wants = request.POST.get("step") == APPLY
            if wants and request.POST.get("seal") == seal:
                return apply(form.cleaned_data)
            preview = Preview(found, seal, is_stale=wants)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
    facts = {"form": form, "screen": screen, "preview": preview, **screen.facts}
    return frame.show(request, screen.template, facts, current=screen.current)


def sealed(values: Mapping[str, Any], effects: Sequence[Effect]) -> str:
    """Return a seal over what was filled in and what would follow."""
    typed = sorted((name, str(value)) for name, value in values.items())
    follows = [(str(one.words), one.tone, list(one.rows)) for one in effects]
    return hashlib.sha256(repr((typed, follows)).encode()).hexdigest()[:32]
