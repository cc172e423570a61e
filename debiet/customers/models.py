"""Who we speak with: customers, their accounts and how to reach them."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.access import Permission
from debiet.rules.cases import Segment
from debiet.rules.delivery import DeliveryMethod, MessageKind


class ContactKind(StrEnum):
    """By what somebody can be reached."""

    EMAIL = "email"
    PHONE = "phone"


class Customer(models.Model):
    """A person or organization, also before and after having an account."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=160)
    segment = CodeField(Segment, default=Segment.HOUSEHOLD)
    language = models.CharField(max_length=5, default="nl")
    born_on = models.DateField(null=True)
    wants_large_print = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(OpClass("sort_key", name="gin_trgm_ops"), name="customer_trigrams")]

    def __str__(self) -> str:
        return f"customer:{self.pk}"


class CustomerWords(models.Model):
    """The words by which a customer is found: name and addresses. Kept by triggers."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], fastupdate=False, name="customer_words_found")]

    def __str__(self) -> str:
        return f"words of customer:{self.customer_id}"


class CustomerAccount(models.Model):
    """What bills and payments hang on; its number is what customers call their customer number."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="accounts")
    street = models.CharField(max_length=160)
    house_number = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=10)
    municipality = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="BE")

    class Meta:
        indexes = [models.Index(fields=["customer"], name="account_of_customer")]

    def __str__(self) -> str:
        return self.number


class ContactPoint(models.Model):
    """An address or number of a customer, in the one form it is found by."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = CodeField(ContactKind, max_length=10)
    value = models.CharField(max_length=254)
    normalized = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True)
    is_preferred = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "normalized"], name="contact_point_once"
            )
        ]
        indexes = [models.Index(fields=["normalized", "kind"], name="contact_point_found")]

    def __str__(self) -> str:
        return f"{self.kind} of customer:{self.customer_id}"


class DeliveryPreference(models.Model):
    """The way a customer wants a kind of message (*verzendwijze*)."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="delivery_preferences")
    kind = CodeField(MessageKind, max_length=20)
    method = CodeField(DeliveryMethod, max_length=10)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "kind"], name="one_way_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of customer:{self.customer_id}"


class CallerVerification(models.Model):
    """Whether somebody on the phone proved to be a customer, and by which facts. Append-only.

    `facts` holds the code of each fact asked and whether it fitted, never what was said.
    """

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="verifications")
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    is_verified = models.BooleanField()
    about = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "-id"], name="verification_of_customer")]

    def __str__(self) -> str:
        return f"verification:{self.pk}"


class VerificationRule(models.Model):
    """Which facts a caller is asked for, and how many must fit. Append-only: the newest holds."""

    facts = models.JSONField()
    needed = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField()

    def __str__(self) -> str:
        return f"verification-rule:{self.pk}"
