"""Letters that are set aside show with their reason, to who sees them, and are made anew."""

from debiet.rules.access import Role
from debiet.rules.delivery import DeliveryState
from tests import make
from tests.correspondence.printing import letter
from tests.correspondence.test_damaged_letters import damage
from tests.desk.reading import text_of


def test_the_page_shows_what_is_set_aside_and_has_it_made_anew(utility, sign_in, clock):
    agent = make.employee(utility)
    bad = letter()
    damage(bad, "cut off")
    desk = sign_in(agent)
    desk.post("/print/", {"compartment": "ordinary"})
    page = desk.get("/print/")
    assert "its file is not as it was made" in text_of(page)
    assert f"/print/letters/{bad.pk}/again/" in page.text
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    closed = letter(compartment="ombuds")
    damage(closed, "cut off")
    sign_in(ombuds).post("/print/", {"compartment": "ombuds"})
    assert desk.post(f"/print/letters/{closed.pk}/again/").status_code == 404
    assert f"/print/letters/{closed.pk}/again/" not in desk.get("/print/").text
    for _twice in range(2):
        desk.post(f"/print/letters/{bad.pk}/again/")
    bad.refresh_from_db()
    assert bad.state == DeliveryState.QUEUED
    assert "its file is not as it was made" not in text_of(desk.get("/print/"))
