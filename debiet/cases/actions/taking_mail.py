"""What becomes of an e-mail: it opens a case, goes on with one, or is set aside or held."""

from datetime import datetime

from debiet.cases.actions.attaching import attach
from debiet.cases.actions.closing import come_back, pass_on
from debiet.cases.actions.guarding import may_acknowledge, why_held
from debiet.cases.actions.locking import about, locked_case
from debiet.cases.actions.mail_contacts import MAX_NAME_CHARS, add_mail
from debiet.cases.actions.mail_files import keep_mail_files
from debiet.cases.actions.opening import Contact, compartment_of_topic, open_case
from debiet.cases.actions.settling import TakeOutcome, settled
from debiet.cases.actions.taking_reports import take_auto_reply, take_bounce
from debiet.cases.actions.threads import Thread, suggest, thread_of
from debiet.cases.models import Case, Interaction
from debiet.cases.queries.topics import mail_topic
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.correspondence.queries import Raw
from debiet.rules import mail
from debiet.rules.cases import Carrier, CaseKind, CaseState, Direction
from debiet.rules.mail_thanks import is_only_thanks

THANKS = "thanks"


def take_mail(raw: Raw, *, by: Actor, at: datetime) -> TakeOutcome:
    """Judge an e-mail and do what follows."""
    parsed = mail.parse(raw.content)
    judged = mail.classify(parsed)
    match judged.kind:
        case mail.MailKind.QUESTION:
            hold = why_held(raw, parsed)
            if hold is not None:
                return settled(raw, "quarantined", hold, by=by, at=at)
            topic_code = mail_topic(raw.source, raw.compartment)
            return _take_question(raw, parsed, topic_code, by=by, at=at)
        case mail.MailKind.BOUNCE:
            return take_bounce(raw, parsed, judged.reason, by=by, at=at)
        case mail.MailKind.AUTO_REPLY:
            return take_auto_reply(raw, parsed, judged.reason, by=by, at=at)
        case _:
            return settled(raw, "quarantined", judged.reason, by=by, at=at)


def release_mail(raw: Raw, topic_code: str, *, by: Actor, at: datetime) -> TakeOutcome:
    """Judge a held e-mail as if it came now, only that nothing holds it again.

    :param topic_code: what it is about, if it opens a case
    """
    parsed = mail.parse(raw.content)
    judged = mail.classify(parsed)
    if judged.kind is mail.MailKind.BOUNCE:
        return take_bounce(raw, parsed, judged.reason, by=by, at=at)
    if judged.kind is mail.MailKind.AUTO_REPLY:
        return take_auto_reply(raw, parsed, judged.reason, by=by, at=at)
    # Nobody answers a newsletter by itself, also when an employee reads a question in it.
    may_answer = judged.kind is not mail.MailKind.BULK
    return _take_question(raw, parsed, topic_code, may_answer=may_answer, by=by, at=at)


def _take_question(
    raw: Raw,
    parsed: mail.ParsedMail,
    topic_code: str,
    *,
    may_answer: bool = True,
    by: Actor,
    at: datetime,
) -> TakeOutcome:
    thread = thread_of(raw, parsed)
    if thread.case is not None:
        return _go_on(thread.case, raw, parsed, by=by, at=at)
    return _open(raw, parsed, thread, topic_code, may_answer=may_answer, by=by, at=at)


def _go_on(
    found: Case, raw: Raw, parsed: mail.ParsedMail, *, by: Actor, at: datetime
) -> TakeOutcome:
    # The one who released it may not see the case; the mail belongs there all the same.
    case = locked_case(found.pk, by=Actor.system("mail.import"), merged_too=True, frozen_too=True)
    file_ids, not_kept = keep_mail_files(raw.content, compartment=case.compartment, by=by, at=at)
    contact = add_mail(
        case,
        raw,
        parsed,
        text=parsed.new_text or parsed.text,
        quoted_text=parsed.quoted_text,
        attachments=not_kept,
        at=at,
    )
    attach(contact, file_ids)
    source = f"contact:{contact.pk}"
    asks = not is_only_thanks(
        parsed.new_text, sender_name=parsed.sender_name, has_files=bool(parsed.attachments)
    )
    if asks:
        come_back(case, occurred_at=_asked_at(case, raw), source=source, by=by, at=at)
    elif case.frozen_at is not None:
        pass_on(case, source)
    else:
        audit.record(about(case), compartment=case.compartment, facts={"thanks": contact.pk})
    reason = "answers-our-message" if asks else THANKS
    return settled(raw, "continued", reason, case, by=by, at=at)


def _asked_at(case: Case, raw: Raw) -> datetime:
    """Return from when an answer is owed: the receipt, unless we wrote without having read it.

    A mail that was held meanwhile cannot have been answered by what we wrote since.
    """
    answers = Interaction.objects.filter(case=case, direction=Direction.OUT, is_automatic=False)
    since = answers.filter(happened_at__gt=raw.received_at).order_by("-happened_at")
    moments = [raw.received_at, *since.values_list("happened_at", flat=True)[:1]]
    if case.state == CaseState.RESOLVED and case.resolved_at is not None:
        moments.append(case.resolved_at)
    return max(moments)


def _open(
    raw: Raw,
    parsed: mail.ParsedMail,
    thread: Thread,
    topic_code: str,
    *,
    may_answer: bool,
    by: Actor,
    at: datetime,
) -> TakeOutcome:
    file_ids: list[int] = []
    not_kept: list[str] = []
    if parsed.attachments:
        compartment = compartment_of_topic(topic_code)
        file_ids, not_kept = keep_mail_files(raw.content, compartment=compartment, by=by, at=at)
    opened = open_case(
        kind=CaseKind.QUESTION,
        topic_code=topic_code,
        carrier=Carrier.EMAIL,
        text=parsed.new_text or parsed.text or parsed.subject or "-",
        subject=parsed.subject,
        quoted_text=parsed.quoted_text,
        attachments=not_kept,
        file_ids=file_ids,
        contact=Contact(name=parsed.sender_name[:MAX_NAME_CHARS], email=parsed.sender_address),
        received_at=raw.received_at,
        raw_message_id=raw.raw_message_id,
        acknowledge=may_answer and may_acknowledge(raw, parsed),
        by=by,
        at=at,
    )
    suggest(opened, thread, at=at)
    return settled(raw, "opened", "", opened, by=by, at=at)
