"""Messages as they came in and as they went out."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryState, DispatchOutcome


class RawMessage(models.Model):
    """What a channel received, byte for byte, and what became of it.

    Stored first and in a transaction of its own; it is always in exactly one state.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        TAKEN = "taken"
        SET_ASIDE = "set-aside"
        QUARANTINED = "quarantined"

    carrier = CodeField(Carrier, max_length=20)
    source = models.CharField(max_length=120)
    content_hash = models.CharField(max_length=64)
    content = models.BinaryField()
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=20, default=State.RECEIVED)
    outcome = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=120, blank=True)
    compartment = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "content_hash"], name="raw_message_once")
        ]
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=Q(state__in=["received", "quarantined"]),
                name="raw_message_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"raw:{self.pk}"


class Message(models.Model):
    """A message on its way out: written once, then only its delivery changes."""

    about = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    carrier = CodeField(Carrier, max_length=20)
    purpose = models.CharField(max_length=40)
    recipient_name = models.CharField(max_length=160, blank=True)
    recipient_address = models.CharField(max_length=254)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # Unknown until the row has its id, from which it follows.
    message_id = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001
    in_reply_to = models.CharField(max_length=300, blank=True)
    is_automatic = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    state = CodeField(DeliveryState, max_length=20, default=DeliveryState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="message_about"),
            models.Index(
                fields=["next_try_at"], condition=Q(state="queued"), name="message_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"message:{self.pk}"


class Dispatch(models.Model):
    """One try to hand a message over, and what the other side said. Append-only."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="dispatches")
    attempt = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = CodeField(DispatchOutcome, max_length=20)
    reply_code = models.PositiveIntegerField(null=True)
    reply = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "attempt"], name="dispatch_attempt")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.attempt}"
