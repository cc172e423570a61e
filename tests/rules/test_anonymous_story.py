"""A story that is published names nobody that its file knows."""

import pytest

from debiet.rules.anonymous_story import LONGEST, StoryTrouble, story_troubles

KNOWN = ["Ann De Sméty", "Kerkstraat 12, 9880 Aalter", ""]
PEOPLE = ["Tom Jacobs", "Els Claes", ""]


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("Een klant wachtte 42 dagen. Wij verontschuldigden ons.", []),
        ("Op het pleintje stond het water van de buren.", []),
        (" ", [(StoryTrouble.EMPTY, "")]),
        ("a" * (LONGEST + 1), [(StoryTrouble.LONG, "")]),
        ("Zie 2026-000123.", [(StoryTrouble.NUMBER, "2026-000123")]),
        ("Bel 09/ 123 45 67", [(StoryTrouble.NUMBER, "123 45 67")]),
        ("Schrijf an@example.be", [(StoryTrouble.MAIL, "an@example.be")]),
        ("Mevrouw DE SMETY", [(StoryTrouble.NAME, "SMETY")]),
        ("In Aalter, de kerkstraat", [(StoryTrouble.NAME, "Aalter"), ("name", "kerkstraat")]),
        ("Ann klaagde, Ann wachtte", [(StoryTrouble.NAME, "Ann")]),
        ("Onze tom  jacobs beloofde het", [(StoryTrouble.NAME, "Tom Jacobs")]),
        ("Tom beloofde het", []),
    ],
)
def test_what_says_who_it_is_about_is_found(text, troubles):
    found = story_troubles(text, known=KNOWN, people=PEOPLE)
    assert [(one.trouble, one.words) for one in found] == troubles
