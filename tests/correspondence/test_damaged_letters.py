"""A letter with damaged pages keeps no other from being printed: it is set aside and made anew."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pypdf import PdfReader, PdfWriter

from debiet.core.errors import NotFound
from debiet.correspondence import actions, queries
from debiet.correspondence.models import Message
from debiet.files import contents
from debiet.files.models import Blob
from debiet.rules.delivery import DeliveryState
from debiet.rules.print_batches import PrintFault
from tests import make
from tests.correspondence.printing import SENDER, letter
from tests.correspondence.test_printing import LATER, MONDAY, made, opened

pytestmark = pytest.mark.django_db


def overwrite(message, content):
    """Put something else where the pages of a letter lie, as a bad disk does."""
    path = contents.path_of(message.letter.blob.sha256)
    storages["files"].delete(path)
    storages["files"].save(path, ContentFile(content))


def damage(message, how):
    whole = opened(message.letter_id)
    if how == "cut off":
        overwrite(message, whole[: len(whole) // 2])
    elif how == "a byte":
        overwrite(message, whole[:-200] + b"x" + whole[-199:])
    elif how == "never whole":  # stored like this, with the hash of what is there
        sha256 = hashlib.sha256(b"%PDF-1.7 x").hexdigest()
        Blob.objects.filter(pk=message.letter.blob_id).update(sha256=sha256)
        contents.put(sha256, b"%PDF-1.7 x")
    else:
        Message.objects.filter(pk=message.pk).update(page_count=7)


FAULTS = {
    "cut off": PrintFault.CHANGED,
    "a byte": PrintFault.CHANGED,
    "never whole": PrintFault.UNREADABLE,
    "pages are missing": PrintFault.PAGES,
}


@pytest.mark.parametrize("how", FAULTS)
def test_the_others_are_printed_and_the_damaged_one_says_why(how):
    first, bad, latest = letter(text="Een."), letter(text="Twee."), letter(text="Drie.")
    damage(bad, how)

    batch = made()

    assert set(batch.messages.all()) == {first, latest}
    assert (batch.letter_count, batch.page_count) == (2, 2)
    assert len(PdfReader(io.BytesIO(opened(batch.letters_id))).pages) == 2
    (aside,) = queries.letters_set_aside(viewer=make.SYSTEM, limit=9)
    assert (aside.message_id, aside.fault) == (bad.pk, FAULTS[how])
    assert queries.letters_to_print(viewer=make.SYSTEM, limit=9) == []
    with pytest.raises(actions.NothingToPrint):
        made()


def test_a_batch_of_damaged_letters_only_is_refused_and_they_are_set_aside():
    bad = letter()
    damage(bad, "cut off")
    with pytest.raises(actions.NothingToPrint):
        made()
    assert Message.objects.get(pk=bad.pk).print_fault == PrintFault.CHANGED


def test_it_is_made_anew_and_goes_with_the_next_batch():
    bad, other = letter(text="Een."), letter(text="Twee.")
    damage(bad, "a byte")
    made()

    actions.print_again(message_id=bad.pk, by=make.SYSTEM, at=MONDAY)
    actions.deliver(message_id=bad.pk, by=SENDER, at=MONDAY)

    batch = made(at=LATER)
    assert list(batch.messages.all()) == [bad]
    bad.refresh_from_db()
    assert (bad.print_fault, bad.state) == ("", DeliveryState.HANDED_OVER)
    assert "Een." in PdfReader(io.BytesIO(opened(batch.letters_id))).pages[0].extract_text()
    with pytest.raises(NotFound):
        actions.print_again(message_id=other.pk, by=make.SYSTEM, at=MONDAY)


def test_a_fault_that_only_shows_when_all_is_written_is_found_too(monkeypatch):
    """pypdf reads lazily: what is broken inside may fail at the very end."""
    first, bad = letter(text="Een."), letter(text="Twee.")
    pages = opened(bad.letter_id)
    real = PdfWriter.write

    def write(self, stream):
        if any("Twee" in page.extract_text() for page in self.pages):
            raise ValueError("broken")
        return real(self, stream)

    monkeypatch.setattr(PdfWriter, "write", write)
    assert pages
    batch = made(at=MONDAY + timedelta(hours=1))
    assert list(batch.messages.all()) == [first]
    assert Message.objects.get(pk=bad.pk).print_fault == PrintFault.UNREADABLE
