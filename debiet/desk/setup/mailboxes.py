"""Setting up mailboxes: where mail arrives, what it is about, who sees it, and trying them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.correspondence import actions
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import MailboxSetUp
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import topic_options
from debiet.desk.setup import history, versions
from debiet.desk.setup.editing import Effect, Screen, edit
from debiet.desk.setup.mailbox_forms import IMAP, MailboxForm, NewMailboxForm
from debiet.rules.access import Compartment, Permission


@dataclass(frozen=True, slots=True)
class Row:
    """A mailbox in the list, in words."""

    mailbox: MailboxSetUp
    topic: str
    trouble: str


def _topics() -> dict[str, str]:
    return {one.code: one.label for one in cases.topic_choices(public=False)}


@employees(Permission.EDIT_MAILBOXES)
def mailboxes(request: DeskRequest) -> HttpResponse:
    """Show every mailbox: what arrives there is about, and whether it works."""
    topics = _topics()
    rows = [
        Row(
            one,
            topics.get(one.topic_code, one.topic_code),
            str(labels.word(one.trouble, "mailbox-trouble")) if one.trouble else "",
        )
        for one in correspondence.mailboxes_set_up()
    ]
    return frame.show(request, "desk/setup/mailboxes.html", {"rows": rows}, current="setup")


def _found(code: str) -> MailboxSetUp:
    found = correspondence.mailboxes_set_up(code=code)
    if not found:
        raise Http404
    return found[0]


@employees(Permission.EDIT_MAILBOXES)
def mailbox(request: DeskRequest, code: str) -> HttpResponse:
    """Show a mailbox and change it once it was seen what follows."""
    found = _found(code)
    start = {
        **found.server,
        "address": found.address,
        "topic": found.topic_code,
        "protocol": found.protocol,
        "is_active": found.is_active,
    }
    form = MailboxForm(
        request.POST if request.method == "POST" else None,
        topics=topic_options(cases.topic_choices(public=False)),
        initial=start,
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        _check(code, form, request)
        return _changes(found, form.server(), values)

    def apply(values: dict[str, Any]) -> HttpResponse:
        _save(code, form, request)
        messages.success(request, _("The mailbox is changed."))
        return redirect("desk:setup-mailbox", code=code)

    screen = Screen(
        title=found.address,
        back=(reverse("desk:setup-mailboxes"), _("Mailboxes")),
        template="desk/setup/mailbox.html",
        facts={
            "mailbox": found,
            "trouble": labels.word(found.trouble, "mailbox-trouble") if found.trouble else "",
            "history": history.lines_of(reference("mailbox", code)),
        },
    )
    return edit(request, form, screen, effects=effects, apply=apply)


def _check(code: str, form: MailboxForm, request: DeskRequest) -> None:
    actions.check_mailbox(
        code=code,
        protocol=form.cleaned_data["protocol"],
        server=form.server(),
        **versions.by(request),
    )


def _save(code: str, form: MailboxForm, request: DeskRequest) -> None:
    values = form.cleaned_data
    actions.set_up_mailbox(
        code=code,
        address=values["address"],
        protocol=values["protocol"],
        topic_code=values["topic"],
        # Whoever handles the topic sees what arrives, and nobody else.
        compartment=cases.topic_compartment(values["topic"]),
        server=form.server(),
        is_active=values["is_active"],
        **versions.by(request),
    )


def _part(compartment: str) -> str:
    return str(labels.word(compartment, "compartment"))


def _changes(found: MailboxSetUp, server: dict[str, Any], values: dict[str, Any]) -> list[Effect]:
    told = []
    if values["address"] != found.address:
        facts = {"new": values["address"], "old": found.address}
        told.append(Effect(_("Mail to %(new)s is taken in, to %(old)s no more.") % facts, "soon"))
    if values["topic"] != found.topic_code:
        words = _("What arrives from now on is about %(topic)s; what is here stays as it is.")
        told.append(Effect(words % {"topic": _topics().get(values["topic"], values["topic"])}))
    after = cases.topic_compartment(values["topic"])
    if after != found.compartment:
        tone = "late" if found.compartment != Compartment.ORDINARY else "soon"
        words = _("Others see what arrives from now on: the part “%(part)s”, not “%(was)s”.")
        parts = {"part": _part(after), "was": _part(found.compartment)}
        told.append(Effect(words % parts, tone))
    if values["protocol"] != found.protocol or (
        values["protocol"] == IMAP and server != found.server
    ):
        told.append(Effect(_("Mail gets in another way: try it afterwards."), "soon"))
    if values["is_active"] != found.is_active:
        told.append(
            Effect(_("Mail is taken in again."))
            if values["is_active"]
            else Effect(_("No mail is taken in here any more; it waits at the server."), "late")
        )
    return told


@employees(Permission.EDIT_MAILBOXES)
def attempt(request: DeskRequest, code: str) -> HttpResponse:
    """Sign in to a mailbox and say what was found; nothing is taken in."""
    found = _found(code)
    if request.method == "POST":
        try:
            tried = actions.try_mailbox(code=code, **versions.by(request))
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            if tried.trouble:
                messages.error(request, str(labels.word(tried.trouble, "mailbox-trouble")))
            else:
                words = ngettext(
                    "It works: %(count)d message waits.",
                    "It works: %(count)d messages wait.",
                    tried.waiting,
                )
                messages.success(request, words % {"count": tried.waiting})
    return redirect("desk:setup-mailbox", code=found.code)


@employees(Permission.EDIT_MAILBOXES)
def new(request: DeskRequest) -> HttpResponse:
    """Make a mailbox."""
    form = NewMailboxForm(
        request.POST if request.method == "POST" else None,
        topics=topic_options(cases.topic_choices(public=False)),
        taken=[versions.RESERVED, *(one.code for one in correspondence.mailboxes_set_up())],
    )

    def effects(values: dict[str, Any]) -> list[Effect]:
        _check(values["code"], form, request)
        part = _part(cases.topic_compartment(values["topic"]))
        told = [Effect(_("Mail to %(address)s is taken in.") % values)]
        told.append(Effect(_("It is seen by those who see the part “%(part)s”.") % {"part": part}))
        if values["protocol"] == IMAP:
            words = _(
                "Its password is put into the installation's settings by whoever runs it, "
                "by the code %(code)s."
            )
            told.append(Effect(words % values, "soon"))
        return told

    def apply(values: dict[str, Any]) -> HttpResponse:
        _save(values["code"], form, request)
        return redirect("desk:setup-mailbox", code=values["code"])

    screen = Screen(title=_("New mailbox"), back=(reverse("desk:setup-mailboxes"), _("Mailboxes")))
    return edit(request, form, screen, effects=effects, apply=apply)
