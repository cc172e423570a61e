"""What all askers of an incident are told: written by one, approved by another."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from debiet.clauses import queries as clauses
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.incidents.forms import MessageForm
from debiet.desk.incidents.pages import HANDLE, page_of, refused, to_incident
from debiet.incidents import actions, queries
from debiet.rules.access import Permission


@employees(HANDLE)
def write(request: DeskRequest, incident_id: int) -> HttpResponse:
    """Write what everybody is told; it begins with the version there is."""
    page, viewer = page_of(request, incident_id), access.actor(request)
    newest = next(iter(queries.messages(incident_id, viewer=viewer)), None)
    initial = {"template": newest.template if newest else ""}
    for code, _name in settings.LANGUAGES:
        initial[f"words_{code}"] = newest.words.get(code, "") if newest else ""
        initial[f"notice_{code}"] = newest.notice.get(code, "") if newest else ""
    form = MessageForm(
        request.POST if request.method == "POST" else None,
        templates=[(one.code, one.title) for one in clauses.answer_templates()],
        initial=initial,
    )
    if form.is_valid():
        try:
            actions.write_message(
                incident_id=incident_id,
                template=form.cleaned_data["template"],
                words=form.texts("words"),
                notice=form.texts("notice"),
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            words = _("It is written. Nothing leaves before somebody else approves it.")
            return to_incident(request, incident_id, words)
    facts = {"incident": page, "form": form}
    return frame.show(request, "desk/incidents/message.html", facts, current="incidents")


@employees(Permission.APPROVE_INCIDENT_MESSAGE)
def approve(request: DeskRequest, incident_id: int, message_id: int) -> HttpResponse:
    """Let a message go out to everybody who is linked."""
    if request.method != "POST":
        return to_incident(request, incident_id)
    try:
        actions.approve_message(
            message_id=message_id,
            incident_id=incident_id,
            by=access.actor(request),
            at=request.at,
        )
    except Refused as refusal:
        refused(request, refusal)
        return to_incident(request, incident_id)
    return to_incident(request, incident_id, _("It is approved and on its way."))
