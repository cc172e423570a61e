"""What a customer does on the public pages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from debiet.cases.actions.adding import add_said
from debiet.cases.actions.closing import close, come_back
from debiet.cases.actions.form_files import form_content
from debiet.cases.actions.intake import take_up
from debiet.cases.actions.locking import locked_case, save
from debiet.cases.actions.settling import TakeOutcome
from debiet.cases.models import Case, Interaction
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.correspondence import actions as correspondence
from debiet.files.accepting import SentFile
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, CaseState, Direction


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody filled in on the website's form.

    :param key: made when the form was shown; the same key and words sent again are the same form
    """

    key: str
    topic_code: str
    text: str
    name: str
    email: str
    phone: str = ""
    account_number: str = ""
    address: str = ""
    language: str = "nl"
    files: tuple[SentFile, ...] = ()


@action(permission=Permission.ASK_QUESTION, atomic=False)
def ask_question(*, question: Question, by: Actor, at: datetime) -> TakeOutcome:
    """Keep what a visitor sent, then open its case: two transactions, so nothing sent is lost.

    If the second one fails, the sweep of left-over messages opens the case a minute later.
    """
    return take_up(raw_message_id=keep_question(question=question, by=by, at=at), by=by, at=at)


@action(permission=Permission.ASK_QUESTION)
def keep_question(
    *, question: Question, complaint: Mapping[str, Any] | None = None, by: Actor, at: datetime
) -> int:
    """Keep what a visitor sent, before anybody judges it; return the raw message's id.

    :param complaint: what it says of a complaint, for whoever registers one; `case_id` in it is
        the case that it was proved to be about
    """
    content = form_content(
        asdict(question)
        | {"files": question.files}
        | ({"complaint": dict(complaint)} if complaint is not None else {})
    )
    return correspondence.take_in(
        carrier=Carrier.WEB_FORM,
        source="web-form",
        content=content,
        received_at=at,
        by=by,
        at=at,
    ).raw_message_id


@action(permission=Permission.ADD_TO_OWN_CASE)
def add_words(
    *, case_id: int, text: str, files: Sequence[SentFile] = (), by: Actor, at: datetime
) -> None:
    """Add something to the visitor's own case; a closed one opens again.

    :raises EmptyText: if nothing was written
    """
    add_said(case_id=case_id, text=text, files=files, received_at=at, by=by, at=at)


@action(permission=Permission.CONFIRM_SOLVED)
def confirm_solved(*, case_id: int, is_solved: bool, by: Actor, at: datetime) -> None:
    """Take the customer's answer to "is this solved?"; saying it twice changes nothing.

    :raises NotFound: if there is no answer yet to judge
    """
    case = locked_case(case_id, by=by, merged_too=True)
    answered = Interaction.objects.filter(
        case=case, direction=Direction.OUT, is_automatic=False
    ).exists()
    if not answered:
        raise NotFound
    if is_solved and case.confirmed_at is None:
        case.confirmed_at = at
        is_open = case.state != CaseState.RESOLVED and case.merged_into_id is None
        found = close(case, topic_code=None, occurred_at=at, by=by, at=at) if is_open else None
        save(case, found, solved=True)
    elif not is_solved and _is_closed(case):
        # Saying no is asking again: an answer is owed from now on.
        come_back(case, occurred_at=at, source=f"not-solved:{case.version}", by=by, at=at)


def _is_closed(case: Case) -> bool:
    """Return whether nobody handles a case any more, nor the one that it was merged into."""
    leading: Case = case.merged_into or case
    return bool(leading.state == CaseState.RESOLVED)
