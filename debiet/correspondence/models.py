"""Messages as they came in and as they went out."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Now

from debiet.core.fields import CodeField
from debiet.rules.cases import Carrier
from debiet.rules.delivery import BatchState, DeliveryState, DispatchOutcome
from debiet.rules.print_batches import PrintFault


class Mailbox(models.Model):
    """A place where mail for the utility arrives, and what is known of the latest look into it.

    Passwords and secrets are not here: the environment has them, by the mailbox's code.
    """

    class Protocol(models.TextChoices):
        IMAP = "imap"
        LMTP = "lmtp"

    code = models.SlugField(max_length=40, unique=True)
    address = models.CharField(max_length=254)
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    topic_code = models.CharField(max_length=60)
    compartment = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    # How an IMAP server is reached: host, port, security, username, folder, kept_folder,
    # authentication and what OAuth2 needs.
    server = models.JSONField(default=dict)
    looked_at = models.DateTimeField(null=True)
    # A code of what went wrong at the latest look; empty when all went well.
    trouble = models.CharField(max_length=120, blank=True)
    seen_count = models.PositiveBigIntegerField(default=0)
    new_count = models.PositiveBigIntegerField(default=0)
    # How many messages the IMAP server keeps as taken in, at the latest look.
    kept_count = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), "protocol", name="mailbox_address_once")
        ]

    def __str__(self) -> str:
        return self.code


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
    size = models.PositiveBigIntegerField(default=0, db_default=0)
    # The same for one message that reached us over two sources, with other trace fields on top.
    fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    # How many of it the IMAP server keeps, byte for byte the same: somebody copied a mail there.
    copies = models.PositiveIntegerField(default=1, db_default=1)
    # What lists show of a held message, so that they need not read 50 MB to name its sender.
    sender = models.CharField(max_length=254, blank=True, default="", db_default="")
    subject = models.CharField(max_length=250, blank=True, default="", db_default="")
    # By when somebody must have looked at it, while it is held or waits to be registered.
    due_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=20, default=State.RECEIVED)
    outcome = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=120, blank=True)
    # Of a scan: how it is to be split, how far its reading is, and what its pages said.
    reading = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
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
            ),
            models.Index(
                fields=["fingerprint"], condition=~Q(fingerprint=""), name="raw_message_alike"
            ),
            models.Index(fields=["recorded_at"], name="raw_message_recorded"),
            models.Index(fields=["about"], condition=~Q(about=""), name="raw_message_about"),
        ]

    def __str__(self) -> str:
        return f"raw:{self.pk}"


class PrintBatch(models.Model):
    """Letters that go to the printer together; its return says on which day they were posted."""

    number = models.CharField(max_length=20, unique=True)
    compartment = models.CharField(max_length=60)
    state = CodeField(BatchState, max_length=10, default=BatchState.MADE)
    made_at = models.DateTimeField()
    letter_count = models.PositiveIntegerField()
    page_count = models.PositiveIntegerField()
    letters = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    manifest = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    posted_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="posted", posted_on__isnull=False)
                | Q(state="made", posted_on__isnull=True),
                name="batch_posted_has_day",
            )
        ]

    def __str__(self) -> str:
        return self.number


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
    # The address that an answer to it comes back to, tagged with what it is about.
    reply_to = models.CharField(max_length=254, blank=True, default="", db_default="")
    # A letter: where it goes, as it is printed, and the page it became.
    postal_lines = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    is_large_print = models.BooleanField(default=False, db_default=False)
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    page_count = models.PositiveIntegerField(null=True)
    # Why it is set aside: its pages cannot be printed, and it must keep no batch from it.
    print_fault = CodeField(PrintFault, max_length=20, blank=True, default="", db_default="")
    batch = models.ForeignKey(PrintBatch, models.PROTECT, null=True, related_name="messages")
    # The message that did not arrive and that this one stands in for.
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=120, blank=True, default="", db_default="")
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
            models.Index(
                fields=["id"],
                condition=Q(state="handed-over", batch__isnull=True),
                name="message_to_print",
            ),
            models.Index(
                Lower("recipient_address"), F("written_at").desc(), name="message_to_whom"
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


class MessageFile(models.Model):
    """A file that leaves with a message. Append-only."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "file"], name="message_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.file_id}"


class UnreachableAddress(models.Model):
    """An address that a message came back from, until somebody says it works again.

    `address` is in the one form it is found by: `correspondence.addresses.tidy`.
    """

    carrier = CodeField(Carrier, max_length=20)
    address = models.CharField(max_length=400)
    compartment = models.CharField(max_length=60)
    reason = models.CharField(max_length=120)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "address"],
                condition=Q(cleared_at__isnull=True),
                name="unreachable_once",
            )
        ]

    def __str__(self) -> str:
        return f"unreachable:{self.pk}"


class Call(models.Model):
    """A phone call as the telephone exchange tells of it, also one that nobody took."""

    source = models.CharField(max_length=40)
    call_id = models.CharField(max_length=120)
    compartment = models.CharField(max_length=60)
    caller = models.CharField(max_length=40, blank=True)
    called = models.CharField(max_length=40, blank=True)
    employee = models.ForeignKey("staff.Employee", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_abandoned = models.BooleanField(default=False)
    # What became of it: `case:2026-000123`, or the code of why it needs no contact.
    about = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "call_id"], name="call_once")]
        indexes = [
            models.Index(
                fields=["started_at", "id"], condition=Q(about=""), name="call_without_contact"
            ),
            models.Index(fields=["employee", "-started_at"], name="call_of_employee"),
            models.Index(fields=["about"], condition=~Q(about=""), name="call_about"),
        ]

    def __str__(self) -> str:
        return f"call:{self.pk}"
