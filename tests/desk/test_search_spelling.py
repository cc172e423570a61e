"""Names as people write them, and what only looks like what was typed."""

import pytest

from debiet.customers.models import Customer
from tests import make
from tests.desk.reading import text_of


def found(browser, typed):
    return browser.get("/find/", {"q": typed})


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Desmet", "Jan De Smet"),
        ("jan de smet", "Jan Desmet"),
        ("d'hondt", "Emma Dhondt"),
        ("dhondt", "Emma D'Hondt"),
        ("vandenbossche", "Els Van den Bossche"),
        ("De Meijer", "Fien De Meyer"),
    ],
)
def test_a_name_is_found_apart_and_as_one(browser_of_agent, utility, typed, name):
    make.customer(name=name)
    make.customer(name="Wim Maes")

    page = found(browser_of_agent, typed)

    assert text_of(page).count("No cases yet.") == 1
    assert name in text_of(page)


@pytest.mark.parametrize("typed", ["meas", "mase", "maex", "naes", "mmaes", "mayes", "maees"])
def test_each_error_in_a_short_name_is_forgiven(browser_of_agent, utility, typed):
    make.customer(name="Wim Maes")

    assert "Wim Maes" in text_of(found(browser_of_agent, f"wim {typed}"))


def test_who_was_merged_is_found_by_either_name_as_one(browser_of_agent, utility):
    kept, other = make.customer(name="Bo Janssens"), make.customer(name="Bo Verstraete")
    Customer.objects.filter(pk=other.pk).update(merged_into=kept)

    for typed in ("verstraete", "janssens", "bo"):
        assert text_of(found(browser_of_agent, typed)).count("Bo Janssens") == 1, typed


def test_what_only_looks_like_it_comes_below_what_is_written_so(browser_of_agent, utility):
    make.customer(name="Fien De Meyer")
    opened = make.case(text="Mijn meter lekt.")

    page = found(browser_of_agent, "meter")

    shown = text_of(page)
    assert shown.index(opened.number) < shown.index("Nothing fits exactly as it was typed")
    assert shown.index("Nothing fits exactly") < shown.index("Fien De Meyer")
    body = page.content.decode()
    assert body.index("autofocus") < body.index("Fien De Meyer")
