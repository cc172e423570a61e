"""Who we speak with: customers, their accounts and how to reach them."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.access import Permission
from debiet.rules.cases import Segment
from debiet.rules.customer_file import Bond, HowVerified, Purpose, RelationKind
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
    # A pointer to whom this one turned out to be; its rows stay its own, so that it can be undone.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )

    class Meta:
        indexes = [
            GinIndex(OpClass("sort_key", name="gin_trgm_ops"), name="customer_trigrams"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_merged_into",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="customer_not_merged_into_itself",
            )
        ]

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


class AccountAddress(models.Model):
    """An address of an account from a day on; the account itself shows the one that holds today.

    Of an account that never moved there is none.
    """

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    account = models.ForeignKey(CustomerAccount, models.CASCADE, related_name="addresses")
    street = models.CharField(max_length=160)
    house_number = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=10)
    municipality = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="BE")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "valid_from"],
                name="account_address_from_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gt=models.F("valid_from")),
                name="account_address_has_length",
            ),
        ]
        # What begins later is looked for every night.
        indexes = [models.Index(fields=["valid_from"], name="account_address_begins")]

    def __str__(self) -> str:
        return f"address:{self.pk}"


class ContactPoint(models.Model):
    """An address or number of a customer, in the one form it is found by."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = CodeField(ContactKind, max_length=10)
    value = models.CharField(max_length=254)
    normalized = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        "staff.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    verified_how = CodeField(HowVerified, max_length=20, blank=True, default="", db_default="")
    is_preferred = models.BooleanField(default=False)
    # Holds from a day until before another; what no longer holds stays as history.
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    is_current = models.BooleanField(default=True, db_default=True)
    employee = models.ForeignKey(
        "staff.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "normalized"],
                condition=Q(is_current=True),
                name="contact_point_current_once",
            )
        ]
        indexes = [
            models.Index(fields=["normalized", "kind"], name="contact_point_found"),
            models.Index(
                fields=["valid_from"], condition=Q(is_current=False), name="contact_point_begins"
            ),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False, is_current=True),
                name="contact_point_ends",
            ),
        ]

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


class CustomerNote(models.Model):
    """What employees should know of a customer for a while; gone on a day that it names."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="notes")
    compartment = models.CharField(max_length=60)
    text = models.TextField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    expires_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "expires_on"], name="note_of_customer"),
            models.Index(fields=["expires_on"], name="note_expires"),
        ]

    def __str__(self) -> str:
        return f"customer-note:{self.pk}"


class CustomerRelation(models.Model):
    """What another customer is to a customer, for as long as it holds."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Customer, models.PROTECT, related_name="relations_back")
    kind = CodeField(RelationKind, max_length=20)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(customer=models.F("other")), name="relation_of_two_people"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="relation_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["customer", "other", "kind"],
                condition=Q(valid_until__isnull=True),
                name="relation_holds_once",
            ),
        ]

    def __str__(self) -> str:
        return f"relation:{self.pk}"


class FileOpening(models.Model):
    """That an employee said why it opens a customer's file. Append-only."""

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="openings")
    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    purpose = CodeField(Purpose, max_length=20)
    words = models.CharField(max_length=300)
    # What the employee and the customer are to each other, where that makes a look suspect.
    bond = CodeField(Bond, max_length=20, blank=True, default="", db_default="")
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "employee", "-id"], name="opening_of_customer")]

    def __str__(self) -> str:
        return f"opening:{self.pk}"


class SuspectedDuplicate(models.Model):
    """Two customers that may be one; an employee says whether they are."""

    SEEN_WITH: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    signs = models.JSONField()
    weight = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    settled_as = models.CharField(max_length=10, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suspected_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="suspected_pair_in_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-weight", "id"], condition=Q(settled_as=""), name="suspected_pair_open"
            )
        ]

    def __str__(self) -> str:
        return f"pair:{self.pk}"


class CustomerMerge(models.Model):
    """That a customer turned out to be another one, what was chosen, and whether it was undone.

    `before` and `merged` hold the kept customer's own fields, so that undoing restores them.
    """

    SEEN_WITH: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="merges")
    other = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    chosen = models.JSONField()
    before = models.JSONField()
    merged = models.JSONField()
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"merge:{self.pk}"


class EmployeeTie(models.Model):
    """That an employee is a customer too: confirmed by whoever manages employees."""

    SEEN_WITH: ClassVar[Permission] = Permission.EDIT_STAFF

    employee = models.ForeignKey("staff.Employee", models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="employee_ties")
    tied_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(ended_at__isnull=True), name="employee_tied_once"
            )
        ]

    def __str__(self) -> str:
        return f"tie:{self.pk}"
