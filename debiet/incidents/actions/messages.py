"""Writing what all askers of an incident are told, and a second person finding it good."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from debiet.cases import actions as cases
from debiet.clauses import queries as clauses
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.incidents.actions.locking import about, locked_incident, place
from debiet.incidents.events import TellingDue
from debiet.incidents.models import IncidentCase, IncidentMessage
from debiet.rules.access import Permission
from debiet.rules.incidents import LinkState


class NothingToTell(Refused):
    """Neither a template nor words were given."""

    code = "incidents.nothing-to-tell"
    message = _("Choose a template or write what people are told.")


class LanguageMissing(Refused):
    """A text is missing in one of the languages people are written to in."""

    code = "incidents.language-missing"
    message = _("Write the text in every language: people are answered in their own.")


class ApprovedByItsWriter(Refused):
    """Whoever wrote a message cannot approve it."""

    code = "incidents.approved-by-writer"
    message = _("Somebody else than the writer must approve this message.")


class NotTheNewest(Refused):
    """A newer version was written or approved since."""

    code = "incidents.not-the-newest"
    message = _("There is a newer version of this message. Read that one.")


@action(permission=Permission.HANDLE_INCIDENT)
def write_message(
    *,
    incident_id: int,
    template: str,
    words: Mapping[str, str],
    notice: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> int:
    """Write a version of what is told and of what stands on the website; return its id.

    Nothing leaves before somebody else approved it. The same words again are the same version.

    :param template: of approved clauses, "" for none; it says whether this counts as an answer
    :param words: what is said beside it, by language: all of them, or none
    :param notice: likewise; none where nothing stands on the website
    :raises NothingToTell: if there is neither a template nor a text
    :raises LanguageMissing: if a text is not there in every language
    """
    incident = locked_incident(incident_id, by=by)
    told, shown = _whole(words), _whole(notice)
    chosen = {one.code: one for one in clauses.answer_templates()}.get(template)
    if template and chosen is None:
        raise NotFound
    if chosen is None and not told:
        raise NothingToTell
    newest = incident.messages.order_by("-number").first()
    same = (template, told, shown)
    if newest is not None and (newest.template, newest.words, newest.notice) == same:
        return newest.pk
    number = (incident.messages.aggregate(top=Max("number"))["top"] or 0) + 1
    message = IncidentMessage.objects.create(
        incident=incident,
        number=number,
        template=template,
        words=told,
        notice=shown,
        is_substantive=chosen is not None and chosen.is_substantive,
        written_by_id=by.user_id,
        written_at=at,
    )
    audit.record(about(incident), compartment=incident.compartment, facts={"version": number})
    return message.pk


@action(permission=Permission.APPROVE_INCIDENT_MESSAGE)
def approve_message(*, message_id: int, incident_id: int, by: Actor, at: datetime) -> None:
    """Let a message go out to everybody who is linked; approving it twice changes nothing.

    :raises ApprovedByItsWriter: if the approver is the one who wrote it
    :raises NotTheNewest: if a newer version was written since
    """
    incident = locked_incident(incident_id, by=by)
    message = incident.messages.filter(pk=message_id).first()
    if message is None:
        raise NotFound
    if message.approved_at is not None:
        return
    if by.user_id is None or by.user_id == message.written_by_id:
        raise ApprovedByItsWriter
    if incident.messages.filter(number__gt=message.number).exists():
        raise NotTheNewest
    message.approved_by_id, message.approved_at = by.user_id, at
    message.save(update_fields=["approved_by_id", "approved_at"])
    links = IncidentCase.objects.filter(incident=incident, state=LinkState.LINKED)
    links.filter(may_tell_at__isnull=True).update(may_tell_at=at)
    if message.notice:
        cases.show_notice(
            about=about(incident), texts=message.notice, place=place(incident), by=by, at=at
        )
    audit.record(
        about(incident), compartment=incident.compartment, facts={"approved": message.number}
    )
    publish(TellingDue(incident_id=incident.pk))


def _whole(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts without what is empty: every language, or nothing."""
    written = {
        language: text.replace("\r\n", "\n").strip()
        for language, text in texts.items()
        if text.strip()
    }
    if written and set(written) != {code for code, _name in settings.LANGUAGES}:
        raise LanguageMissing
    return written
