"""Tying files to the contact they came or went with."""

from collections.abc import Sequence

from debiet.cases.models import Interaction, InteractionFile


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
