"""E-mail: out over SMTP. In: files by command now, mailboxes with the order on channels."""

import smtplib
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.encoding import punycode

from debiet.correspondence.channels.base import Outgoing, OutgoingFile, Reply, Sender
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DispatchOutcome, outcome_of_reply


class Email:
    """Sends over the mail server that the settings name."""

    carrier = Carrier.EMAIL
    can_receive = True
    can_send = True
    can_confirm = False

    def send(self, outgoing: Outgoing) -> Reply:
        """Hand a mail over; refusals of this recipient are final, anything else is tried again."""
        try:
            mail = _mail(outgoing)
            mail.message()  # what cannot be written down is found here, before a server is asked
        except ValueError as trouble:
            return Reply(DispatchOutcome.REFUSED, None, type(trouble).__name__)
        try:
            mail.connection = get_connection()
            mail.send(fail_silently=False)
        except smtplib.SMTPRecipientsRefused as refused:
            code, reply = next(iter(refused.recipients.values()))
            return Reply(outcome_of_reply(code), code, _words(reply))
        except smtplib.SMTPDataError as refused:
            return Reply(
                outcome_of_reply(refused.smtp_code), refused.smtp_code, _words(refused.smtp_error)
            )
        except smtplib.SMTPResponseException as refused:
            # The server refuses us, not this recipient: ours to mend, and then it goes.
            return Reply(DispatchOutcome.TRY_AGAIN, refused.smtp_code, _words(refused.smtp_error))
        except (smtplib.SMTPException, OSError) as trouble:
            return Reply(DispatchOutcome.TRY_AGAIN, None, type(trouble).__name__)
        return Reply(DispatchOutcome.ACCEPTED, 250, "")


def _mail(outgoing: Outgoing) -> EmailMessage:
    headers = {"Message-ID": outgoing.message_id}
    if outgoing.in_reply_to:
        headers["In-Reply-To"] = headers["References"] = outgoing.in_reply_to
    if outgoing.is_automatic:
        # RFC 3834: nobody's vacation notice answers this, and we answer no one else's.
        headers["Auto-Submitted"] = "auto-replied"
        headers["X-Auto-Response-Suppress"] = "All"
    to = formataddr((" ".join(outgoing.recipient_name.split()), _plain(outgoing.recipient_address)))
    mail = EmailMessage(
        subject=outgoing.subject,
        body=outgoing.text,
        from_email=_from(outgoing.sender),
        to=[to],
        reply_to=[outgoing.reply_to] if outgoing.reply_to else None,
        headers=headers,
    )
    for file in outgoing.files:
        mail.attach(_attachment(file))
    return mail


def _from(sender: Sender | None) -> str | None:
    """Return from whom a mail comes: the office under its own name; None as all mails do."""
    if sender is None:
        return None
    return formataddr((sender.name, sender.address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _plain(address: str) -> str:
    """Return an address whose domain has plain letters only, as mail servers know it."""
    name, at_sign, domain = address.rpartition("@")
    return f"{name}{at_sign}{punycode(domain)}" if at_sign else address


def _attachment(file: OutgoingFile) -> MIMEBase:
    # Bytes as they are, whatever they are: Django would read a text or a message again.
    main, _, sub = file.media_type.partition("/")
    if main in ("text", "message", "multipart"):
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def _words(reply: bytes | str) -> str:
    # A server may repeat the address in its reply; the code says enough, the first words help.
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(word for word in text.split() if "@" not in word)[:200]
