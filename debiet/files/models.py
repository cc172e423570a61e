"""Files: the content once (`Blob`), and each place where it came from (`StoredFile`)."""

from django.db import models
from django.db.models.functions import Now

from debiet.core.fields import CodeField
from debiet.rules.files import ScanState


class Blob(models.Model):
    """Bytes that are kept once, whoever sent them how often; they are found by their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    scan = CodeField(ScanState, max_length=20, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """A file with its name and the closed part it stands in; its content never changes."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    compartment = models.CharField(max_length=60)
    stored_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"file:{self.pk}"


class Logo(models.Model):
    """A picture that was given as the utility's logo, drawn anew. Append-only.

    It is kept here rather than in the storage of files: every page and letter has it, and no
    scanner, case or customer has to do with it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"logo:{self.pk}"


class LogoUse(models.Model):
    """Which logo the house shows from a moment on; without one Debiet's drawing. Append-only.

    :param has_name: the picture holds the utility's name, so that it is not written beside it
    """

    logo = models.ForeignKey(Logo, models.PROTECT, null=True, related_name="uses")
    has_name = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-valid_from", "-id"], name="logo_use_at")]

    def __str__(self) -> str:
        return f"logo-use:{self.pk}"
