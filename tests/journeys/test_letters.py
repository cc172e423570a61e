"""Letters on paper: parted, registered and split into cases, by real clicks and a real job."""

import re
from pathlib import Path

import pytest

from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import Message, RawMessage
from tests import checker, make, scans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def take_in(desk, file: Path, how: str) -> None:
    """Upload a scan at the desk."""
    desk.open("/letters/")
    desk.page.set_input_files("[name=scan]", str(file))
    desk.page.check(f"[name=split_by][value={how}]")
    desk.page.click("form[enctype] button.first")
    desk.page.wait_for_url(re.compile(r"/letters/scans/\d+/"))


def fill_in(page, name: str, topic: str, text: str) -> None:
    """Fill in who wrote a letter and its first question."""
    page.fill("[name=contact_name]", name)
    page.select_option("[name=topic_1]", topic)
    page.fill("[name=text_1]", text)


def test_a_batch_of_five_letters_is_parted_by_separator_sheets_and_registered(
    tmp_path, utility, post, jobs, at_desk
):
    desk = at_desk(make.employee(utility))
    (tmp_path / "post.pdf").write_bytes(scans.five_letters())
    take_in(desk, tmp_path / "post.pdf", "separators")
    assert desk.page.locator("#scan progress").count() == 1

    jobs.run()

    desk.page.click("#scan a.button.first")  # it comes by itself
    for left in range(5, 0, -1):
        desk.page.wait_for_selector("#letters-title")
        assert desk.page.locator("#letters-title + .card tbody tr").count() == left
        desk.page.click("#letters-title + .card tbody tr:first-child a")
        image = desk.page.locator(".pages img").first
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
        fill_in(desk.page, f"Schrijver {left}", "invoice", f"Vraag van brief {left}?")
        desk.page.click(".letter form[method=post] button.first")
        desk.page.wait_for_url(re.compile(r"/letters/$"))

    assert Case.objects.count() == 5
    assert Interaction.objects.filter(via="minister").count() == 1
    assert RawMessage.objects.filter(state="taken").count() == 5
    assert checker.findings() == {}


def test_a_letter_with_three_questions_becomes_three_cases_with_one_confirmation(
    tmp_path, utility, post, jobs, at_desk
):
    desk = at_desk(make.employee(utility))
    (tmp_path / "brief.pdf").write_bytes(scans.pdf(scans.page("Geachte\nik heb drie vragen")))
    take_in(desk, tmp_path / "brief.pdf", "one")
    jobs.run()
    desk.open("/letters/")
    desk.page.click("#letters-title + .card tbody a")

    fill_in(desk.page, "Ann De Smet", "invoice", "Waarom is mijn factuur zo hoog?")
    desk.page.fill("[name=email]", "ann@example.be")
    for number, text in ((2, "Mag ik in delen betalen?"), (3, "Klopt mijn adres?")):
        desk.page.click(f".more-questions:nth-of-type({number - 1}) > summary")
        desk.page.select_option(f"[name=topic_{number}]", "invoice")
        desk.page.fill(f"[name=text_{number}]", text)
    desk.page.click(".letter form[method=post] button.first")
    desk.page.wait_for_url(re.compile(r"/letters/$"))
    jobs.run()

    numbers = list(Case.objects.order_by("id").values_list("number", flat=True))
    assert len(numbers) == 3
    (confirmation,) = post.messages
    assert all(number in confirmation.get_content() for number in numbers)
    assert Message.objects.count() == 1
    desk.open_case(numbers[2])
    assert "Klopt mijn adres?" in desk.page.inner_text(".timeline")
    assert checker.findings() == {}


def test_first_pages_are_picked_from_small_pictures_without_a_script(
    tmp_path, utility, jobs, at_desk
):
    desk = at_desk(make.employee(utility))
    pages = [scans.page(f"Blad {number}") for number in range(1, 5)]
    (tmp_path / "stapel.pdf").write_bytes(scans.pdf(*pages))
    take_in(desk, tmp_path / "stapel.pdf", "hand")
    jobs.run()
    desk.page.reload()
    assert desk.page.locator(".thumbs img").count() == 4

    desk.page.check("[name=first][value='2']")
    desk.page.click(".thumbs + .row button")
    desk.page.wait_for_url(re.compile(r"/letters/$"))

    cells = desk.page.locator("#letters-title + .card tbody td.number")
    assert cells.all_inner_texts() == ["2", "2"]
    assert checker.findings() == {}
