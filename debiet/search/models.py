"""The words that stand in what can be found; each row of words itself lies with its own app."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Word(models.Model):
    """A word that stood in something once: by it parts of words and typing errors are found.

    It says nothing of where it stood, and is shown to nobody: what it leads to is read through
    `visible()`. The database's own triggers add words, in the transaction that writes the text. Two
    transactions that bring the same new word may both add it, so that none waits for the other.
    """

    word = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="word_found"),
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_trigrams"),
        ]

    def __str__(self) -> str:
        return f"word:{self.pk}"
