"""The guard against loops and floods: what is held, and whom we answer by ourselves."""

from debiet.cases import letters
from debiet.cases.models import Case
from debiet.core.rate_limit import spent
from debiet.core.references import parts
from debiet.correspondence import queries as messages
from debiet.correspondence.queries import Raw
from debiet.rules import mail_loops
from debiet.rules.mail import ParsedMail, Sign
from debiet.rules.quarantine import Hold


def why_held(raw: Raw, parsed: ParsedMail) -> Hold | None:
    """Return why a mail is looked at by a person first, or None; counts the mail."""
    sender = parsed.sender_address
    if messages.is_own_address(sender):
        return Hold.OWN_ADDRESS
    alike = f"{sender}\n{mail_loops.thread_subject(parsed.subject)}"
    # Both are counted, whichever is full.
    too_many = _spent(raw, "mail.of-sender", sender, mail_loops.MAX_OF_SENDER)
    if _spent(raw, "mail.alike", alike, mail_loops.MAX_ALIKE):
        return Hold.TOO_MANY_ALIKE
    return Hold.TOO_MANY if too_many else None


def _spent(raw: Raw, what: str, whose: str, limit: int) -> bool:
    # By when mails were received: a backlog read at once after an outage is no flood.
    window = mail_loops.RATE_WINDOW
    return spent(what=what, whose=whose, limit=limit, window=window, at=raw.received_at)


def may_acknowledge(raw: Raw, parsed: ParsedMail) -> bool:
    """Return whether an acknowledgement cannot begin a talk between two programs."""
    if Sign.NO_AUTO_REPLY_WANTED in parsed.signs:
        return False
    since = raw.received_at - mail_loops.ACKNOWLEDGED_ONCE_IN
    told = messages.told(parsed.sender_address, since=since)
    acknowledged = [one for one in told if one.purpose == letters.ACKNOWLEDGEMENT]
    at_once = any(
        mail_loops.answers_at_once(
            sent_at=parsed.sent_at,
            received_at=raw.received_at,
            acknowledged_at=one.written_at,
        )
        for one in acknowledged
    )
    named = mail_loops.numbers_in(parsed.subject, parsed.text)
    if at_once or not {parts(one.about)[1] for one in told}.isdisjoint(named):
        return False
    numbers = [parts(one.about)[1] for one in acknowledged]
    subjects = Case.objects.filter(number__in=numbers).values_list("subject", flat=True)
    before = {mail_loops.thread_subject(subject) for subject in subjects}
    # A case without words of its own has the subject that was shown for it.
    return mail_loops.thread_subject(parsed.subject or "-") not in before
