"""Who signs in. The sign-in address is not the contact address."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Now

from debiet.core.fields import CodeField
from debiet.rules.access import Realm


class Users(BaseUserManager["User"]):
    """Finding users the way Django's sign-in asks for them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "", realm=Realm.STAFF)

    def of_realm(self, realm: Realm | None, email: str) -> "User | None":
        """Return who signs in with an address in a realm, ended sign-ins included, or None."""
        same_address = self.alias(lowered=Lower("email")).filter(
            lowered=Lower(Value(email.strip()))
        )
        return same_address.filter(realm=realm).first()


class User(AbstractBaseUser):
    """A sign-in of one realm: an employee's or a customer's, never both."""

    realm = CodeField(Realm, max_length=10)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    # From then on nobody signs in with it; may lie ahead, and holds without any job.
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint("realm", Lower("email"), name="user_realm_email"),
            models.CheckConstraint(
                condition=models.Q(realm__in=["staff", "portal"]), name="user_realm_known"
            ),
        ]

    def __str__(self) -> str:
        return f"user:{self.pk}"


class OpenSession(models.Model):
    """A browser in which somebody is signed in, beside Django's own row of the session.

    Of the network address only the part is kept that does not tell whose house it is.
    """

    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    network = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session:{self.pk}"


class ApiToken(models.Model):
    """A token by which another system manages employees; only its hash is kept."""

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token:{self.pk}"


class CacheEntry(models.Model):
    """What all web processes remember together for minutes: sign-in tries, codes already used.

    Django's database cache reads and writes these rows by its own SQL, with these column names;
    the keys are keyed hashes.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
