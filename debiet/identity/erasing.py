"""Letting go of who signed in, of people who left long ago."""

from collections import Counter
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from debiet.core.actor import Actor
from debiet.core.erasing import erase
from debiet.core.operations import action
from debiet.identity.models import User
from debiet.rules.access import Permission


@action(permission=Permission.ERASE)
def forget_users(*, user_ids: Iterable[int], by: Actor) -> Counter[str]:
    """Let address, password and second factors of sign-ins go; the row stays for its number."""
    rows = list(User.objects.filter(pk__in=set(user_ids)))
    for row in rows:
        row.email, row.is_active = f"forgotten-{row.pk}@debiet.invalid", False
        row.set_unusable_password()
    User.objects.bulk_update(rows, ["email", "is_active", "password"])
    factors = Authenticator.objects.filter(user__in=rows).values_list("id", flat=True)
    addresses = EmailAddress.objects.filter(user__in=rows).values_list("id", flat=True)
    ties = SocialAccount.objects.filter(user__in=rows).values_list("id", flat=True)
    gone = erase(Authenticator, factors) + erase(EmailAddress, addresses)
    return gone + erase(SocialAccount, ties)
