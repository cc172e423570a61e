"""What people are written about their sign-in."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36

from debiet.identity.models import User
from debiet.identity.realms import site_of
from debiet.rules.access import Realm


def password_reset(user: User) -> EmailMessage:
    """Return the letter with the link to choose a new password, in the person's language.

    It goes to the address we know, never to the one that was typed.
    """
    facts = {"link": _reset_link(user), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    with translation.override(user.language):
        subject = render_to_string("identity/password_reset_subject.txt", facts).strip()
        words = render_to_string("identity/password_reset.txt", facts)
    return EmailMessage(
        subject, words, to=[user.email], headers={"Auto-Submitted": "auto-generated"}
    )


def _reset_link(user: User) -> str:
    address, urlconf = site_of(Realm(user.realm))
    path = reverse(
        "account_reset_password_from_key",
        urlconf=urlconf,
        kwargs={
            "uidb36": int_to_base36(user.pk),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{address}{path}"
