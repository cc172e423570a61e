"""Writing to the asker of a case by itself, with a text of the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from debiet.cases import letters
from debiet.cases.actions.locking import locked_case
from debiet.cases.actions.saying import say
from debiet.core.actor import Actor
from debiet.core.operations import action
from debiet.rules.access import Permission


@dataclass(frozen=True, slots=True)
class Composing:
    """What a letter is made of.

    :param values: what its clauses may name in braces, beside what all of them may
    :param must_say: what it says in any case: what its clauses leave out stands at its end
    """

    template: str
    subject: str
    values: Mapping[str, str] = field(default_factory=dict)
    must_say: Mapping[str, str] = field(default_factory=dict)


@action(permission=Permission.SEND_MESSAGE)
def write_letter(*, case_id: int, composing: Composing, by: Actor, at: datetime) -> int | None:
    """Put a letter by a template into the outbox, and into what was said; return its message's id.

    None where nothing in writing reaches the asker.

    :raises CaseIsMerged: if another case is handled in its place
    """
    case = locked_case(case_id, by=by)
    recipient = letters.recipient(case)
    if recipient is None:
        return None
    letter = letters.by_template(
        case,
        template=composing.template,
        subject=composing.subject,
        words=composing.values,
        must_say=composing.must_say,
        at=at,
    )
    contact = say(case, letter, recipient, purpose=composing.template, by=by, at=at)
    contact.save()
    return contact.message_id
