"""What leads and the data protection officer are mailed about an emergency."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from debiet.staff.reaching import Reached


def opened(to: Reached, *, who: str) -> EmailMessage:
    """Return the mail to one of them, in its own language: nothing of what was opened is in it."""
    page = f"{settings.DESK_URL}/emergencies/"
    with translation.override(to.language):
        subject = _("Opened in an emergency by %(who)s") % {"who": who}
        words = _(
            "%(who)s opened something at the desk that it may not see, as an emergency. What, and "
            "why, stands here:\n\n%(page)s\n\nThe data protection officer judges it within two "
            "working days."
        ) % {"who": who, "page": page}
    return EmailMessage(
        subject, words, to=[to.address], headers={"Auto-Submitted": "auto-generated"}
    )
