"""A form with a mistake keeps its files, for the browser that sent them and for two hours."""

import re

import pytest
from django.core.files.storage import storages
from django.test import Client

from debiet.cases.models import Case, Interaction, InteractionFile
from debiet.correspondence.models import RawMessage
from debiet.files import queries
from debiet.files.models import StoredFile
from debiet.portal import limits
from tests import make
from tests.portal.conftest import words
from tests.portal.test_files import ENGLISH, PDF, browser_of, chosen, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("utility")]

GONE = "We keep files for two hours, and one that you chose is gone. Choose it again."


def ask(client, fill_in, **changes):
    return client.post("/question/", fill_in(**changes), headers=ENGLISH, follow=True)


def tokens(page):
    return re.findall(
        r'type="checkbox"[^>]* name="sent_files-kept" value="([^"]+)" checked',
        page.content.decode(),
    )


def kept(client, fill_in, *files):
    page = ask(client, fill_in, name="", sent_files=list(files))
    assert "Choose your files again" not in words(page)
    return tokens(page)


def stored():
    return [
        (file.name, queries.opened(file.pk, viewer=make.SYSTEM).content)
        for file in StoredFile.objects.order_by("pk")
    ]


def test_after_a_mistake_the_files_are_listed_and_sent_with_the_next_try(client, fill_in):
    page = ask(client, fill_in, name="", sent_files=[chosen(), chosen(photo(), "meter.jpg")])
    assert "factuur.pdf" in words(page)
    assert not RawMessage.objects.exists()
    assert not StoredFile.objects.exists()

    page = ask(client, fill_in, **{"sent_files-kept": tokens(page)})

    assert "factuur.pdf" in words(page)
    names = [name for name, _content in stored()]
    assert names == ["factuur.pdf", "meter.jpg"]
    assert stored()[0][1] == PDF
    assert b"Exif" not in stored()[1][1]


def test_they_stay_over_many_tries_and_new_ones_join_them(client, fill_in):
    found = kept(client, fill_in, chosen())
    page = ask(
        client,
        fill_in,
        name="",
        **{"sent_files-kept": found, "sent_files": [chosen(b"a", "a.txt")]},
    )
    assert len(tokens(page)) == 2
    page = ask(client, fill_in, email="x", **{"sent_files-kept": tokens(page)})
    ask(client, fill_in, **{"sent_files-kept": tokens(page)})
    assert stored() == [("factuur.pdf", PDF), ("a.txt", b"a")]


def test_what_is_not_ticked_any_more_is_not_sent(client, fill_in):
    found = kept(client, fill_in, chosen(), chosen(b"a", "a.txt"))
    page = ask(client, fill_in, name="", **{"sent_files-kept": found[1:]})
    assert tokens(page) == found[1:]
    ask(client, fill_in, **{"sent_files-kept": found[1:]})
    assert stored() == [("a.txt", b"a")]


def test_beside_one_that_is_not_taken_the_others_are_kept(client, fill_in):
    page = ask(client, fill_in, sent_files=[chosen(), chosen(b"MZ", "a.exe")])
    assert "a.exe: We cannot take this kind of file." in words(page)
    assert "Choose your files again" not in words(page)
    ask(client, fill_in, **{"sent_files-kept": tokens(page)})
    assert stored() == [("factuur.pdf", PDF)]


def test_the_same_file_chosen_again_is_one(client, fill_in):
    found = kept(client, fill_in, chosen())
    ask(client, fill_in, **{"sent_files-kept": found, "sent_files": [chosen()]})
    assert stored() == [("factuur.pdf", PDF)]


def test_the_form_sent_twice_is_one_question_and_none_is_told_that_its_file_is_gone(
    client, fill_in
):
    found = kept(client, fill_in, chosen())
    for _time in range(2):
        page = ask(client, fill_in, **{"sent_files-kept": found})
        assert GONE not in words(page)
    assert Case.objects.count() == 1
    assert stored() == [("factuur.pdf", PDF)]


def test_the_limits_count_over_all_tries(client, fill_in):
    found = kept(client, fill_in, *(chosen(b"a" * n, f"{n}.txt") for n in range(1, 5)))
    more = [chosen(b"b", "b.txt"), chosen(b"c", "c.txt")]
    page = ask(client, fill_in, **{"sent_files-kept": found, "sent_files": more})
    assert "Choose at most 5 files." in words(page)
    assert "Choose your files again" in words(page)
    assert tokens(page) == found

    nine = 9 * 1024 * 1024
    found = kept(client, fill_in, chosen(b"a" * nine, "a.txt"), chosen(b"b" * nine, "b.txt"))
    large = [chosen(b"c" * nine, "c.txt")]
    page = ask(client, fill_in, **{"sent_files-kept": found, "sent_files": large})
    assert "Together these files are larger than 25 MB." in words(page)
    assert tokens(page) == found


def test_a_form_that_is_too_large_to_be_read_keeps_what_was_kept(client, fill_in):
    found = kept(client, fill_in, chosen())
    large = [chosen(b"a" * (10 * 1024 * 1024), f"{n}.txt") for n in range(3)]
    page = ask(client, fill_in, **{"sent_files-kept": found, "sent_files": large})
    assert "Together these files are larger than 25 MB." in words(page)
    assert "Choose your files again" in words(page)
    assert tokens(page) == found


@pytest.mark.parametrize("how", ["two hours later", "lost", "forgotten"])
def test_one_that_is_gone_is_said_once_and_the_words_stay(client, fill_in, clock, how):
    found = kept(client, fill_in, chosen())
    if how == "two hours later":
        clock.forward(hours=2, seconds=1)
    elif how == "lost":
        for place in storages["files"].listdir("waiting")[1]:
            storages["files"].delete(f"waiting/{place}")
    else:
        client.post("/leave/")

    page = ask(client, fill_in, **{"sent_files-kept": found})

    assert GONE in words(page)
    assert "Ik woon alleen." in page.content.decode()
    assert tokens(page) == []
    assert not RawMessage.objects.exists()
    assert ask(client, fill_in).redirect_chain
    assert not StoredFile.objects.exists()


def test_nobody_elses_file_can_be_sent_nor_one_that_is_made_up(client, fill_in):
    found = kept(client, fill_in, chosen(b"het geheim van Ann", "geheim.txt"))
    place = storages["files"].listdir("waiting")[1][0]
    other = Client()
    own = kept(other, fill_in, chosen())
    for wrong in (found[0], found[0] + "x", own[0].replace(":", "::"), place, "", "x" * 5000):
        page = ask(other, fill_in, **{"sent_files-kept": [wrong]})
        assert GONE in words(page)
        assert "geheim" not in words(page)
    assert not RawMessage.objects.exists()


def test_who_leaves_many_forms_must_choose_again(client, fill_in, monkeypatch):
    monkeypatch.setattr(limits, "KEPT_FORMS", 1)
    found = kept(client, fill_in, chosen())
    more = {"sent_files-kept": found, "sent_files": [chosen(b"a", "a.txt")]}
    page = ask(client, fill_in, name="", **more)
    assert "Choose your files again" in words(page)
    assert tokens(page) == found


def test_files_for_an_own_question_are_kept_too(opened):
    browser = browser_of(opened)
    address = f"/status/{opened.number}/add/"
    page = browser.post(address, {"text": "", "sent_files": [chosen()]})
    found = tokens(page)
    browser.post(address, {"text": "Zie bijlage", "sent_files-kept": found})
    assert InteractionFile.objects.get().file.name == "factuur.pdf"
    assert Interaction.objects.filter(text="Zie bijlage").count() == 1
    assert browser.get(f"/status/{opened.number}/").content.decode().count("sent_files-kept") == 0
