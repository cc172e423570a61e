"""Setting up the logo: a picture is given, seen where it would stand, and used; or an earlier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.correspondence.samples import sample_letter
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import Form
from debiet.desk.setup import history, samples, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.files import logos
from debiet.files.logos import LogoInfo, LogoVersion, UsedLogo
from debiet.rules.access import Permission
from debiet.rules.logos import UPLOAD_BYTES, page_size
from debiet.staff import queries as staff
from debiet.web.downloads import drawn


class GiveForm(Form):
    """A picture that may become the logo."""

    name = "logo"
    picture = forms.FileField(
        label=gettext_lazy("PNG or JPG"),
        help_text=gettext_lazy("At most 2 MB. Empty edges are best cut off. No page shows it yet."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )


class UseForm(Form):
    """How a picture stands as logo."""

    name = "use"
    has_name = forms.BooleanField(
        label=gettext_lazy("The picture holds our name: do not write it beside it"), required=False
    )


class NothingForm(Form):
    """A step that asks for nothing."""

    name = "nothing"


@dataclass(frozen=True, slots=True)
class Row:
    """A version in the list, and who decided it."""

    version: LogoVersion
    who: Words
    is_now: bool


def _size(info: LogoInfo, *, has_name: bool = False) -> tuple[int, int]:
    return page_size(width=info.width, height=info.height, has_name=has_name)


def _rows(found: Sequence[LogoVersion], at: datetime) -> list[Row]:
    names = staff.names_by_user(one.user_id for one in found if one.user_id)
    return [
        Row(one, names.get(one.user_id or 0, _("a command")), place == 0)
        for place, one in enumerate(found)
    ]


@employees(Permission.EDIT_STAFF)
def logo(request: DeskRequest) -> HttpResponse:
    """Show the logo and those of before, and take a picture that may become the next one."""
    form = GiveForm()
    if request.method == "POST":
        form = GiveForm(request.POST, files=request.FILES)
        if form.is_valid():
            try:
                sent = form.cleaned_data["picture"]
                logo_id = logos.give_logo(
                    content=sent.read(UPLOAD_BYTES + 1), **versions.by(request)
                )
                return redirect("desk:setup-logo-use", logo_id=logo_id)
            except Refused as refusal:
                access.answer_hidden(refusal)
                form.add_error("picture", str(refusal))
    now = logos.logo_at(at=request.at)
    facts = {
        "form": form,
        "now_used": now,
        "size": _size(now.info, has_name=now.has_name) if now else None,
        "rows": _rows(logos.logo_versions(), request.at),
        "unused": [(one, _size(one)) for one in logos.unused_logos()],
        "history": history.lines_of(logos.ABOUT),
    }
    status = 422 if form.errors else 200
    return frame.show(request, "desk/setup/logo.html", facts, current="setup", status=status)


def _found(logo_id: int, *, has_name: bool = False) -> UsedLogo:
    found = logos.given_logo(logo_id, has_name=has_name)
    if found is None:
        raise Http404
    return found


@employees(Permission.EDIT_STAFF)
def use(request: DeskRequest, logo_id: int) -> HttpResponse:
    """Show a picture where it would stand, and use it as logo once that was seen."""
    info = _found(logo_id).info
    now = logos.logo_at(at=request.at)
    held = now.has_name if now and now.info.logo_id == logo_id else _latest(logo_id)
    form = UseForm(request.POST if request.method == "POST" else None, initial={"has_name": held})

    facts = {"info": info, "size": _size(info, has_name=held)}

    def effects(values: dict[str, Any]) -> list[Effect]:
        facts["size"] = _size(info, has_name=values["has_name"])
        if now and (now.info.logo_id, now.has_name) == (logo_id, values["has_name"]):
            return []
        told = [
            Effect(_("It stands on the website and at the desk within five minutes.")),
            Effect(_("It stands over every letter that is written from now on.")),
        ]
        if values["has_name"]:
            told.append(
                Effect(_("Our name is not written beside it; who hears the page hears it."))
            )
        return told

    def apply(values: dict[str, Any]) -> HttpResponse:
        logos.use_logo(logo_id=logo_id, has_name=values["has_name"], **versions.by(request))
        messages.success(request, _("The logo holds from now on, within five minutes everywhere."))
        return redirect("desk:setup-logo")

    screen = Screen(
        title=_("This picture as logo"),
        back=(reverse("desk:setup-logo"), _("Logo")),
        template="desk/setup/logo_use.html",
        apply=_("Use it"),
        facts=facts,
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _latest(logo_id: int) -> bool:
    """Return how a logo stood when it was used before."""
    return any(one.has_name for one in _of(logos.logo_versions(), logo_id)[:1])


def _of(found: Iterable[LogoVersion], logo_id: int) -> list[LogoVersion]:
    return [one for one in found if one.logo_id == logo_id]


@employees(Permission.EDIT_STAFF)
def without(request: DeskRequest) -> HttpResponse:
    """Go back to a house without a logo."""

    def effects(values: dict[str, Any]) -> list[Effect]:
        if logos.logo_at(at=request.at) is None:
            return []
        return [Effect(_("Pages show Debiet's drop beside our name again, letters our name."))]

    def apply(values: dict[str, Any]) -> HttpResponse:
        logos.use_logo(logo_id=None, has_name=False, **versions.by(request))
        messages.success(request, _("There is no logo any more, within five minutes everywhere."))
        return redirect("desk:setup-logo")

    screen = Screen(title=_("Without a logo"), back=(reverse("desk:setup-logo"), _("Logo")))
    form = NothingForm(request.POST)
    return edit(request, form, screen, effects=effects, apply=apply)


@employees(Permission.EDIT_STAFF)
def picture(request: DeskRequest, logo_id: int) -> HttpResponse:
    """Return a picture that was given, used or not."""
    found = _found(logo_id)
    return drawn(found.content, found.media_type)


@employees(Permission.EDIT_STAFF)
def letter(request: DeskRequest, logo_id: int) -> HttpResponse:
    """Return a letter in PDF with a picture over it, as it would be printed."""
    found = _found(logo_id, has_name=request.GET.get("has_name") == "yes")
    content = sample_letter(
        subject=str(samples.values("nl", at=request.at)["subject"]),
        text=_("A letter with this logo."),
        language="nl",
        at=request.at,
        logo=found,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="logo-{logo_id}.pdf"'
    return response
