"""Which world a site belongs to: the desk signs in employees, the portal signs in customers."""

from typing import TYPE_CHECKING, Any, TypeGuard

from django.conf import settings
from django.utils import timezone

from debiet.rules.access import Realm

if TYPE_CHECKING:
    from debiet.identity.models import User

_REALM_OF_SITE = {"desk": Realm.STAFF, "portal": Realm.PORTAL}
_SITE_OF_REALM = {realm: site for site, realm in _REALM_OF_SITE.items()}


def site_realm() -> Realm | None:
    """Return the realm of the running site; None where nobody signs in with a session (the api)."""
    return _REALM_OF_SITE.get(settings.SITE)


def belongs_here(user: Any) -> "TypeGuard[User]":
    """Return whether somebody may be signed in at the running site: active and of its realm."""
    return (
        user is not None
        and user.is_authenticated
        and user.is_active
        and (user.ends_at is None or user.ends_at > timezone.now())
        and user.realm == site_realm()
    )


def site_of(realm: Realm) -> tuple[str, str]:
    """Return address and URLconf of the site where a realm signs in, for links in letters."""
    site = _SITE_OF_REALM[realm]
    address: str = {"desk": settings.DESK_URL, "portal": settings.PORTAL_URL}[site]
    return address, str(settings.SITES[site]["ROOT_URLCONF"])
