"""Setting up what is the house's own to choose: hours, minutes, numbers, and how it writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from debiet.core.words import Words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.labels_choices import ADDRESSES, CAUSES, FOLLOWS, NAMES, RULES, value_words
from debiet.desk.labels_setup import SYSTEMS
from debiet.desk.setup import versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.break_glass import MOST_MINUTES
from debiet.rules.complaint_letters import Reviewed
from debiet.rules.customer_file import NOTE_DAYS
from debiet.rules.house_choices import (
    MAY_BE_OFFERED,
    MOST_CASES_A_DAY,
    HouseChoice,
    is_possible,
)
from debiet.staff import choices
from debiet.staff import queries as staff

NUMBERS: Mapping[HouseChoice, int] = {
    HouseChoice.EMERGENCY_MINUTES: MOST_MINUTES,
    HouseChoice.CASES_A_DAY: MOST_CASES_A_DAY,
    HouseChoice.NOTE_DAYS: NOTE_DAYS,
    HouseChoice.QUESTION_SAMPLE: 100,
}

SEVERAL: Mapping[HouseChoice, Iterable[str]] = {
    HouseChoice.WAYS_OFFERED: MAY_BE_OFFERED,
    HouseChoice.LETTER_REVIEW: Reviewed,
}
ONE_OF: Mapping[HouseChoice, Mapping[Any, Words]] = {
    HouseChoice.FORM_OF_ADDRESS: ADDRESSES,
    HouseChoice.LANGUAGE_RULE: RULES,
    HouseChoice.ROOT_CAUSE: CAUSES,
}


class ChoicesForm(Form):
    """All small choices of the house."""

    name = "choices"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for choice in HouseChoice:
            self.fields[choice] = _field(choice)

    def chosen(self) -> dict[HouseChoice, str]:
        """Return what was filled in, as it is kept."""
        data = self.cleaned_data
        values = {one: str(data[one]) for one in HouseChoice}
        values[HouseChoice.DIGEST_AT] = f"{data[HouseChoice.DIGEST_AT]:%H:%M}"
        ways = data[HouseChoice.WAYS_OFFERED]
        values[HouseChoice.WAYS_OFFERED] = ",".join(one for one in MAY_BE_OFFERED if one in ways)
        read = data[HouseChoice.LETTER_REVIEW]
        values[HouseChoice.LETTER_REVIEW] = ",".join(one for one in Reviewed if one in read)
        return values


def _field(choice: HouseChoice) -> forms.Field:
    label, about = str(NAMES[choice]), str(FOLLOWS[choice])
    if choice is HouseChoice.DIGEST_AT:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        return forms.TimeField(label=label, help_text=about, widget=widget)
    if choice in NUMBERS:
        most = NUMBERS[choice]
        limits = _("From 1 to %(most)d.") % {"most": most}
        return forms.IntegerField(
            label=label, help_text=f"{limits} {about}", min_value=1, max_value=most
        )
    if choice in SEVERAL:
        return forms.MultipleChoiceField(
            label=label,
            help_text=about,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(one, value_words(choice, one)) for one in SEVERAL[choice]],
        )
    return forms.ChoiceField(label=label, help_text=about, choices=list(ONE_OF[choice].items()))


@dataclass(frozen=True, slots=True)
class Line:
    """What was chosen once, by whom, and the address by which it is taken back."""

    name: Words
    words: str
    at: datetime
    who: Words
    again: str


@employees(Permission.EDIT_STAFF)
def choose(request: DeskRequest) -> HttpResponse:
    """Show what the house chose, and change it once it was seen what follows."""
    now = choices.house_choices(at=request.at)
    form = ChoicesForm(
        request.POST if request.method == "POST" else None, initial=_start(now, request)
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        return [
            Effect(
                _("%(name)s: %(new)s, now %(old)s.")
                % {
                    "name": NAMES[one],
                    "new": value_words(one, value),
                    "old": value_words(one, now[one]),
                },
                rows=[(str(FOLLOWS[one]), "")],
            )
            for one, value in form.chosen().items()
            if value != now[one]
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        choices.choose_for_house(values=form.chosen(), **versions.by(request))
        messages.success(request, _("It holds from now on."))
        return redirect("desk:setup-choices")

    screen = Screen(
        title=_("Choices of the house"),
        back=(reverse("desk:setup"), _("Setting up")),
        template="desk/setup/choices.html",
        facts={"lines": _lines(now)},
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _start(now: Mapping[HouseChoice, str], request: DeskRequest) -> dict[str, Any]:
    """Return what stands in the form: what holds, or one of before that is to be taken back."""
    start: dict[str, Any] = {str(one): value for one, value in now.items()}
    for choice in HouseChoice:
        again = request.GET.get(choice)
        if again is not None and is_possible(choice, again):
            start[choice] = again
    for choice in SEVERAL:
        start[choice] = start[choice].split(",")
    return start


def _lines(now: Mapping[HouseChoice, str]) -> list[Line]:
    found = choices.choice_versions()
    names = staff.names_by_user(one.user_id for one in found if one.user_id)
    return [
        Line(
            NAMES[one.choice],
            value_words(one.choice, one.value),
            one.at,
            names.get(one.user_id or 0) or SYSTEMS.get(one.actor_name, one.actor_name),
            "" if one.value == now[one.choice] else urlencode([(str(one.choice), one.value)]),
        )
        for one in found
    ]
