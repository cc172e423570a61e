"""Words are kept in the transaction that writes them, and found in parts and with errors."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.migrations import RunSQL

from debiet.cases import actions as cases
from debiet.cases.actions import CaseChanges
from debiet.cases.models import Case, CaseWords
from debiet.customers import actions as customers
from debiet.customers.actions import Address
from debiet.customers.models import Customer, CustomerAccount, CustomerWords
from debiet.rules.cases import Priority
from debiet.rules.search import read
from debiet.search import queries
from debiet.search.asking import Question, TooBroad, bounded
from debiet.search.fields import every
from debiet.search.models import Word
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def utility():
    return make.utility()


def holds(model, *words):
    return model.objects.filter(words__holds=every([word] for word in words)).exists()


def test_a_case_holds_the_words_of_subject_asker_and_what_was_said(utility):
    agent = make.employee(utility)
    opened = make.case(subject="Lek in de kelder", text="De watermeters lekken.")
    cases.write_note(case_id=opened.case_id, text="Hydrant", by=agent.actor, at=make.MONDAY)

    assert holds(CaseWords, "kelder", "watermeter", "hydrant", "smet", "email:ann@example.be")


def test_what_the_house_wrote_by_itself_is_no_word_of_a_case(utility):
    make.case()  # its acknowledgement says "Beste"

    assert not holds(CaseWords, "best") and not holds(CaseWords, "beste")


def test_a_changed_subject_is_found_and_the_old_one_is_not(utility):
    agent = make.employee(utility)
    opened = make.case(subject="Kraan", text="Goedendag.")
    case = Case.objects.get(pk=opened.case_id)
    changes = CaseChanges("Hydrant", "invoice", Priority.NORMAL, case.team_id, None)
    cases.edit_case(
        case_id=case.pk, changes=changes, seen_version=1, by=agent.actor, at=make.MONDAY
    )

    assert holds(CaseWords, "hydrant", "goedendag")
    assert not holds(CaseWords, "kran")


def test_a_customer_holds_the_words_of_its_name_and_addresses(utility):
    made = make.customer(name="Ann D'Haëne")

    assert holds(CustomerWords, "haene", "kouterbaan", "18", "9230", "wetteren")

    Customer.objects.filter(pk=made.pk).update(name="An Maes")
    CustomerAccount.objects.filter(customer=made).update(street="Dorp")
    assert holds(CustomerWords, "maes", "dorp", "9230")
    assert not holds(CustomerWords, "haene") and not holds(CustomerWords, "kouterbaan")


def test_an_account_that_went_to_another_customer_is_found_with_that_one_only(utility):
    one, other = make.customer(), make.customer(name="Jan Maes")
    CustomerAccount.objects.filter(customer=other).delete()
    CustomerAccount.objects.filter(customer=one).update(customer=other)

    found = CustomerWords.objects.filter(words__holds=every([["kouterbaan"]]))
    assert [row.customer_id for row in found] == [other.pk]


@pytest.mark.django_db(transaction=True)
def test_two_accounts_added_at_the_same_time_are_both_found():
    made = make.customer()
    begun = threading.Barrier(2)

    def add(street):
        try:
            with transaction.atomic():
                begun.wait(10)
                customers.add_account(
                    customer_id=made.pk,
                    number=street,
                    address=Address(street, "1", "9000", "Gent"),
                    by=make.SYSTEM,
                    at=make.MONDAY,
                )
        finally:
            connections["default"].close()

    both = [threading.Thread(target=add, args=[street]) for street in ("Noordstraat", "Zuidlaan")]
    for one in both:
        one.start()
    for one in both:
        one.join(20)

    assert holds(CustomerWords, "noordstraat", "zuidlaan", "kouterbaan")


def test_what_is_rolled_back_leaves_no_word(utility):
    with transaction.atomic():
        make.case(text="Ongehoord")
        assert Word.objects.filter(word="ongehoord").exists()
        transaction.set_rollback(True)

    assert not Word.objects.filter(word="ongehoord").exists()


def test_a_word_is_kept_once_and_numbers_and_codes_are_not_kept(utility):
    make.case(text="Hydrant 40012345 en code A7X")
    make.case(text="hydrant HYDRANT")

    assert Word.objects.filter(word="hydrant").count() == 1
    assert not Word.objects.filter(word__regex="[0-9]").exists()


def test_a_text_of_very_many_words_is_kept_by_its_beginning(utility):
    many = " ".join(
        f"{first}{second}{third}wrd" for first in LETTERS for second in LETTERS for third in LETTERS
    )
    opened = make.case(text=f"Hydrant {many}"[:120_000])
    agent = make.employee(utility)
    for _turn in range(2):
        cases.write_note(
            case_id=opened.case_id, text=f"x{many}"[:99_000], by=agent.actor, at=make.MONDAY
        )

    assert holds(CaseWords, "hydrant")


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def test_parts_of_words_and_other_endings_are_found(utility):
    make.case(text="De watermeter, de facturen en de brandkranen.")

    meter, invoice, tap = queries.spellings(["meter", "factuur", "kraan"])

    assert "watermeter" in meter
    assert "factur" in invoice
    assert any("brandkran" in word for word in tap)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("domicliering", "domicilier"), ("jansens", "janssens"), ("petesr", "peters")],
)
def test_typing_errors_find_the_word_that_was_meant(utility, typed, written):
    make.case(text="Mijn domiciliëring liep fout.")
    make.customer(name="Bo Janssens")
    make.customer(name="Bo Peters")

    assert written in queries.misspellings([typed])[0]


def test_short_words_and_numbers_are_asked_as_they_are(utility):
    make.case(text="Mijn meter")

    assert queries.spellings(["me", "18"]) == [["me"], ["18"]]
    assert queries.misspellings(["18"]) == [[]]
    assert queries.spellings([]) == []
    assert Question(read("18")).meant == ""


@pytest.mark.parametrize("word", ["it's", "a\\b", "') | ('x", "a:*"])
def test_whatever_stands_in_a_word_is_a_word_to_the_database(utility, word):
    assert not holds(CaseWords, word)


def test_a_search_that_takes_too_long_is_refused_and_the_connection_goes_on():
    with pytest.raises(TooBroad), bounded(milliseconds=20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_words_of_before_are_filled_in_as_the_triggers_keep_them(utility):
    agent = make.employee(utility)
    opened = make.case(subject="Kraan", text="De watermeter lekt.")
    cases.write_note(case_id=opened.case_id, text="Hydrant", by=agent.actor, at=make.MONDAY)
    make.case(text="Nog een vraag.", at=make.MONDAY + timedelta(days=1))
    make.customer()
    kept = [
        sorted(model.objects.values_list("pk", "words")) for model in (CaseWords, CustomerWords)
    ]
    words = set(Word.objects.values_list("word", flat=True))
    for model in (CaseWords, CustomerWords, Word):
        model.objects.all().delete()

    fill()

    assert kept == [
        sorted(model.objects.values_list("pk", "words")) for model in (CaseWords, CustomerWords)
    ]
    assert words == set(Word.objects.values_list("word", flat=True))


def fill():
    """Run the statements of the migrations that fill in what was there before."""
    from importlib import import_module

    for name in (
        "customers.migrations.0006_search_words_of_before",
        "cases.migrations.0011_search_words_of_before",
    ):
        steps = import_module(f"debiet.{name}").Migration.operations
        with connection.cursor() as cursor:
            for step in steps:
                if isinstance(step, RunSQL):
                    cursor.execute(step.sql)
