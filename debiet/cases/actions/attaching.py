"""Tying files to the contact they came or went with."""

import hashlib
from collections.abc import Sequence

from debiet.cases.models import Interaction, InteractionFile
from debiet.files.accepting import SentFile


def attach(contact: Interaction, file_ids: Sequence[int]) -> None:
    """Tie stored files to a contact, in this order."""
    InteractionFile.objects.bulk_create(
        InteractionFile(
            interaction=contact,
            file_id=file_id,
            compartment=contact.compartment,
            position=position,
        )
        for position, file_id in enumerate(file_ids)
    )


def has_files(contact: Interaction, files: Sequence[SentFile]) -> bool:
    """Return whether a contact came with exactly these contents, in this order."""
    held = InteractionFile.objects.filter(interaction=contact).order_by("position", "id")
    hashes = [hashlib.sha256(file.content).hexdigest() for file in files]
    return list(held.values_list("file__blob__sha256", flat=True)) == hashes
