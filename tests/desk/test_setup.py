"""The page from which everything is set up, and what every form there keeps."""

import pytest

from debiet.desk.setup.editing import Effect, sealed
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of


def test_whoever_may_set_something_up_finds_it_in_the_menu(utility, sign_in):
    browser = sign_in(make.employee(utility, role=Role.ADMIN))
    page = browser.get("/setup/")
    assert "Employees who are customers" in text_of(page)
    assert 'id="nav-setup"' in page.content.decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.HR, Role.FINANCE])
def test_whoever_may_not_is_refused_and_does_not_see_it(utility, sign_in, role):
    browser = sign_in(make.employee(utility, role=role))
    assert browser.get("/setup/").status_code == 403
    assert 'id="nav-setup"' not in browser.get("/").content.decode()


def test_a_seal_holds_for_the_same_words_and_the_same_effect_only():
    seal = sealed({"name": "Net"}, [Effect("two cases")])
    assert seal == sealed({"name": "Net"}, [Effect("two cases")])
    assert seal != sealed({"name": "Nets"}, [Effect("two cases")])
    assert seal != sealed({"name": "Net"}, [Effect("three cases")])
    assert seal != sealed({"name": "Net"}, [Effect("two cases", rows=[("2026-000001", "")])])
