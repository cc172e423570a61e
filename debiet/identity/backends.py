"""Whose password counts, and whose session: only those of the running site's realm."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from debiet.identity.models import User
from debiet.identity.realms import belongs_here, site_realm


class RealmBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in active people of one realm by address and password.

    A wrong address, a wrong password, the other realm and a sign-in that was ended all get the
    same answer in about the same time.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Return whose address and password these are, or None."""
        email = credentials.get("email") or credentials.get("username")
        password = credentials.get("password")
        if not email or not password:
            return None
        user = User.objects.of_realm(site_realm(), email)
        if user is None:
            # Costs what comparing a password costs, so that the clock tells nobody more.
            User().set_password(password)
            return None
        return user if user.check_password(password) and belongs_here(user) else None

    def get_user(self, user_id: int) -> User | None:
        """Return whose session this is; None if it was ended or belongs to the other site."""
        user = User.objects.filter(pk=user_id).first()
        return user if belongs_here(user) else None
