"""By which ways messages leave, in which order, and whether anything leaves at all."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.core import outgoing
from debiet.core.outgoing import OutgoingOff
from debiet.correspondence import queries as correspondence
from debiet.desk import labels
from debiet.desk.access import DeskRequest, actor, employees
from debiet.desk.forms import Form
from debiet.desk.setup import history, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.rules.access import Permission
from debiet.rules.delivery_way import METHODS, UNCHOSEN, WRITTEN
from debiet.rules.house_choices import HouseChoice, offered
from debiet.staff.choices import house_choices

AT_THE_DESK = "at-the-desk"
ABOUT = "outgoing:all"


class SwitchForm(Form):
    """Whether messages leave."""

    name = "switch"
    is_on = forms.BooleanField(label=gettext_lazy("Messages leave this house"), required=False)


@employees(Permission.EDIT_MAILBOXES)
def delivery(request: DeskRequest) -> HttpResponse:
    """Show how messages leave, and switch all of it off or on once it was seen what follows."""
    was_on = not outgoing.is_off()
    form = SwitchForm(request.POST if request.method == "POST" else None, initial={"is_on": was_on})

    def effects(values: dict[str, Any]) -> list[Effect]:
        return _effects(request, was_on=was_on, is_on=values["is_on"])

    def apply(values: dict[str, Any]) -> HttpResponse:
        _effects(request, was_on=not outgoing.is_off(), is_on=values["is_on"])
        outgoing.switch_outgoing(is_on=values["is_on"], reason=AT_THE_DESK, **versions.by(request))
        on, off = _("Messages leave again."), _("Nothing leaves any more.")
        messages.success(request, on if values["is_on"] else off)
        return redirect("desk:setup-delivery")

    screen = Screen(
        title=_("Delivery"),
        back=(reverse("desk:setup"), _("Setting up")),
        template="desk/setup/delivery.html",
        facts={
            "ways": _ways(),
            "kinds": _kinds(house_choices(at=request.at)[HouseChoice.WAYS_OFFERED]),
            "history": history.lines_of(ABOUT),
        },
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _effects(request: DeskRequest, *, was_on: bool, is_on: bool) -> list[Effect]:
    """Return what switching does.

    :raises OutgoingOff: on a restored copy, which only who runs it may switch on
    """
    if was_on == is_on:
        return []
    if not is_on:
        return [
            Effect(_("No mail, letter or text message leaves any more; all of it waits."), "late"),
            Effect(_("No mailbox is looked into either."), "late"),
        ]
    if outgoing.why_off() == outgoing.RESTORED:
        raise OutgoingOff
    waiting = correspondence.waiting_message_count(viewer=actor(request))
    words = ngettext(
        "%(count)d message that waits leaves at once.",
        "%(count)d messages that wait leave at once.",
        waiting,
    )
    return [Effect(words % {"count": waiting}, "soon" if waiting else "calm")]


def _ways() -> list[tuple[str, str, bool, str]]:
    """Return what carries messages: its name, where it goes, whether it works, what sets it."""
    lines = settings.POSTAL_ADDRESS
    return [
        (
            _("E-mail"),
            f"{settings.DEFAULT_FROM_EMAIL} \N{RIGHTWARDS ARROW} "
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
            True,
            "DEBIET_SMTP_HOST, DEBIET_MAIL_FROM",
        ),
        (
            _("Letters"),
            ", ".join(lines) or _("no sender's address"),
            bool(lines),
            "DEBIET_POSTAL_ADDRESS, DEBIET_LETTER_WINDOW",
        ),
        (
            _("Text messages"),
            _("through a gateway") if settings.SMS_URL else _("none are sent"),
            bool(settings.SMS_URL),
            "DEBIET_SMS_URL",
        ),
    ]


def _kinds(ways: str) -> list[tuple[Any, list[Any], Any, list[Any]]]:
    """Return for each kind of message what can be chosen, what holds unchosen, in which order."""
    return [
        (
            labels.word(kind, "message-kind"),
            [labels.word(method, "method") for method in offered(kind, ways)],
            labels.word(UNCHOSEN[kind], "method"),
            [labels.word(carrier, "carrier") for carrier in WRITTEN[UNCHOSEN[kind]]],
        )
        for kind in METHODS
    ]
