"""Making, changing and ending sign-ins."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.events import publish
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.identity import open_sessions
from debiet.identity.events import UserDeactivated
from debiet.identity.models import User
from debiet.rules.access import Permission, Realm


class AddressTaken(Refused):
    """One address is one sign-in in a realm."""

    code = "identity.address-taken"
    message = _("There is already a sign-in with this address. Choose another address.")


class AddressUnusable(Refused):
    """The sign-in address must be one that mail can reach."""

    code = "identity.address-unusable"
    message = _("This is not an e-mail address. Write it like name@example.org.")


class PasswordTooWeak(Refused):
    """The password would be guessed; `reasons` says why, in words."""

    code = "identity.password-too-weak"
    message = _("Choose another password. %(reasons)s")


@action(permission=Permission.EDIT_USERS)
def create_user(
    *, realm: Realm, email: str, password: str | None, language: str, by: Actor, at: datetime
) -> User:
    """Make a sign-in in one realm.

    :param password: None makes a sign-in whose owner chooses one by "Forgotten your password?"
    :raises AddressUnusable: if it is no e-mail address
    :raises AddressTaken: if somebody in this realm has the address, capitals set aside
    :raises PasswordTooWeak: if the rules for passwords refuse it
    """
    user = User(realm=realm, email=email.strip().lower(), language=language)
    _give_password(user, password)
    _save_with_address(user)
    audit.record(reference("user", user.pk), facts={"realm": realm})
    return user


@action(permission=Permission.EDIT_USERS)
def deactivate_user(*, user_id: int, by: Actor, at: datetime) -> None:
    """End a sign-in: its open sessions are over with their next request, whatever it signs in with.

    Its second factors stay, so that it can be told afterwards how somebody signed in; none works.

    :raises NotFound: if there is no such sign-in
    """
    user = _locked(user_id)
    if user.is_active:
        user.is_active = False
        user.ends_at = min(user.ends_at or at, at)
        user.save(update_fields=["is_active", "ends_at"])
        open_sessions.drop_all_of(user_id)
        audit.record(reference("user", user_id))
        publish(UserDeactivated(user_id=user_id))


@action(permission=Permission.EDIT_USERS)
def plan_end(*, user_id: int, ends_at: datetime | None, by: Actor, at: datetime) -> None:
    """Say from when on nobody signs in with a sign-in any more; None takes that back.

    It holds with the first request after that moment, whether or not any job runs.

    :raises NotFound: if there is no such sign-in, or it was ended
    """
    user = _locked(user_id)
    if not user.is_active:
        raise NotFound
    if user.ends_at != ends_at:
        user.ends_at = ends_at
        user.save(update_fields=["ends_at"])
        facts = {"ends_at": ends_at.isoformat() if ends_at else None}
        audit.record(reference("user", user_id), facts=facts)


@action(permission=Permission.EDIT_USERS)
def reactivate_user(*, user_id: int, by: Actor, at: datetime) -> None:
    """Let somebody sign in again; the password of before is gone, second factors are as they were.

    :raises NotFound: if there is no such sign-in
    """
    user = _locked(user_id)
    if not user.is_active:
        user.is_active, user.ends_at = True, None
        user.set_unusable_password()
        user.save(update_fields=["is_active", "ends_at", "password"])
        audit.record(reference("user", user_id))


@action(permission=Permission.EDIT_USERS)
def change_address(*, user_id: int, email: str, by: Actor, at: datetime) -> None:
    """Let somebody sign in with another address.

    :raises NotFound: if there is no such sign-in
    :raises AddressUnusable: if it is no e-mail address
    :raises AddressTaken: if somebody else in this realm has it
    """
    user = _locked(user_id)
    wanted = email.strip().lower()
    if user.email == wanted:
        return
    user.email = wanted
    _save_with_address(user)
    audit.record(reference("user", user_id))


@action(permission=Permission.EDIT_USERS)
def set_password(*, user_id: int, password: str, by: Actor, at: datetime) -> None:
    """Give a sign-in another password; all its open sessions are over.

    :raises NotFound: if there is no such sign-in
    :raises PasswordTooWeak: if the rules for passwords refuse it
    """
    user = _locked(user_id)
    _give_password(user, password)
    user.save(update_fields=["password"])
    open_sessions.drop_all_of(user_id)
    audit.record(reference("user", user_id))


class SubjectTaken(Refused):
    """A sign-in belongs to one person at the provider, and a person to one sign-in."""

    code = "identity.subject-taken"
    message = _("This sign-in already belongs to somebody else at the provider.")


@action(permission=Permission.EDIT_USERS)
def link_subject(*, user_id: int, issuer: str, subject: str, by: Actor, at: datetime) -> None:
    """Tie a sign-in to whom the provider of employees knows by a subject.

    :raises NotFound: if there is no such sign-in
    :raises SubjectTaken: if the sign-in, or the subject, is tied to another
    """
    user = _locked(user_id)
    tied = SocialAccount.objects.filter(provider=issuer)
    if tied.filter(Q(user=user) | Q(uid=subject)).exists():
        raise SubjectTaken
    SocialAccount.objects.create(user=user, provider=issuer, uid=subject)
    audit.record(reference("user", user_id), facts={"linked": "provider"})


@action(permission=Permission.EDIT_USERS)
def unlink_subject(*, user_id: int, by: Actor, at: datetime) -> None:
    """Untie a sign-in from the provider; the next verified sign-in there ties it anew."""
    if SocialAccount.objects.filter(user_id=user_id).delete()[0]:
        audit.record(reference("user", user_id), facts={"unlinked": "provider"})


@action(permission=Permission.EDIT_USERS)
def remove_second_factors(*, user_id: int, by: Actor, at: datetime) -> int:
    """Take away all second factors of somebody who lost them; return how many there were.

    Where a second factor is required, the desk asks for a new one at the next sign-in. Whoever
    asks for this must be known in person: it is the way round the second factor.

    :raises NotFound: if there is no such sign-in
    """
    user = _locked(user_id)
    count, _per_model = Authenticator.objects.filter(user_id=user.pk).delete()
    if count:
        audit.record(reference("user", user_id), facts={"removed": count})
    return int(count)


@action(permission=Permission.EDIT_USERS)
def note_second_factor(*, user_id: int, kind: str, change: str, by: Actor, at: datetime) -> None:
    """Write down that somebody added, removed or renewed an own second factor.

    :param kind: `totp`, `webauthn` or `recovery_codes`
    :param change: `added`, `removed` or `renewed`
    """
    audit.record(reference("user", user_id), facts={"kind": kind, "change": change})


def _save_with_address(user: User) -> None:
    try:
        validate_email(user.email)
    except ValidationError as refused:
        raise AddressUnusable from refused
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as refused:
        raise AddressTaken from refused


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _give_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as refused:
            raise PasswordTooWeak(reasons=" ".join(refused.messages)) from refused
    user.set_password(password)
