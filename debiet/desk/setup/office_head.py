"""Setting up how the ombuds office writes: its name, its address, how it is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core import queries as core
from debiet.core.words import Words
from debiet.correspondence.letterheads import sender_of
from debiet.correspondence.samples import sample_letter
from debiet.desk import labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.setup import history, samples, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.staff import office_head as heads
from debiet.staff import queries as staff

NAMES: Mapping[str, Words] = {
    "line1": gettext_lazy("Its own address, first line"),
    "line2": gettext_lazy("Second line"),
    "line3": gettext_lazy("Third line"),
    "phone": gettext_lazy("Its own phone"),
    "email": gettext_lazy("Its own e-mail"),
}


def name_of(part: str) -> Words:
    """Return what a part of the letterhead is called."""
    if part in heads.NAMES:
        language = labels.word(part, "text-language")
        return str(_("Name, %(language)s") % {"language": language})
    return NAMES[part]


class OfficeForm(Form):
    """Each part of the letterhead."""

    name = "office"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for part in heads.PARTS:
            kind = forms.EmailField if part == "email" else forms.CharField
            self.fields[part] = kind(
                label=str(name_of(part)), required=False, max_length=heads.MOST_CHARS
            )
        self.fields["line1"].help_text = _("None: that of the utility.")
        self.fields["phone"].help_text = _("Not that of the customer service.")


@dataclass(frozen=True, slots=True)
class Line:
    """A version of the letterhead in the list."""

    number: int
    parts: list[tuple[Words, str]]
    valid_from: datetime
    who: Words


def _lines() -> list[Line]:
    saved = "staff.office_head.save_office_head"
    changes = core.changes_of(heads.ABOUT, actions=[saved], limit=200)
    names = staff.names_by_user(one.user_id for one in changes if one.user_id)
    who = {one.at: names.get(one.user_id or 0) or one.actor_name for one in changes}
    return [
        Line(
            one.number,
            [(name_of(part), value) for part, value in one.parts.items() if value],
            one.valid_from,
            who.get(one.valid_from, ""),
        )
        for one in heads.office_versions()
    ]


@employees(Permission.EDIT_STAFF)
def office(request: DeskRequest) -> HttpResponse:
    """Show how the office writes, and change it once it was seen what follows."""
    now = heads.office_parts(at=request.at)
    asked = request.GET.get("version")
    found = [one.parts for one in heads.office_versions() if str(one.number) == asked]
    form = OfficeForm(
        request.POST if request.method == "POST" else None, initial=found[0] if found else now
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        if any(values.values()) and not values["nl"]:
            raise heads.OfficeNeedsName
        return [
            Effect(_told(part, values[part])) for part in heads.PARTS if values[part] != now[part]
        ]

    def apply(values: dict[str, Any]) -> HttpResponse:
        heads.save_office_head(parts=values, **versions.by(request))
        messages.success(request, _("It holds for what the ombuds office writes from now on."))
        return redirect("desk:setup-office")

    screen = Screen(
        title=_("Letterhead of the ombuds office"),
        back=(reverse("desk:setup"), _("Setting up")),
        template="desk/setup/office.html",
        intro=_(
            "Over its letters and as the sender of its mails. The logo of the utility does not "
            "stand there. Letters that are written keep theirs."
        ),
        facts={"lines": _lines(), "history": history.lines_of(heads.ABOUT)},
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _told(part: str, value: str) -> str:
    name = name_of(part)
    return f"{name}: {value}" if value else str(_("%(name)s: nothing any more.") % {"name": name})


@employees(Permission.EDIT_STAFF)
def letter(request: DeskRequest) -> HttpResponse:
    """Return a letter in PDF as the office writes it now."""
    content = sample_letter(
        subject=str(samples.values("nl", at=request.at)["subject"]),
        text=_("A letter of the ombuds office."),
        language="nl",
        at=request.at,
        sender=sender_of(heads.office_head(at=request.at), language="nl"),
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="ombuds.pdf"'
    return response
