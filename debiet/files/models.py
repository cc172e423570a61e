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
